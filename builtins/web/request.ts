/**
 * Request. https://fetch.spec.whatwg.org/#request-class
 *
 * A Request is a face of a RequestState. A server makes its own subclass of that, which knows the URL, the headers,
 * the body and the signal only when somebody asks.
 */
import { String, StringPrototypeToUpperCase, TypeError } from "internal/primordials";
import { AbortSignal, createSignal, isAbortSignal } from "web/abort";
import { type BodyCore, extractBody } from "web/body";
import { type BodyHolder, defineBodyMembers } from "web/body_methods";
import { HeaderList, isHeaderName } from "web/header_list";
import { type Headers, kMutable, listFrom, newHeaders } from "web/headers";
import { kDefaults, optionsFrom, type RequestOptions } from "web/request_options";
import { parseHref, URL } from "web/url";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toUSVString } from "web/webidl";

export class RequestState implements BodyHolder {
  readonly method: string;
  options: RequestOptions = kDefaults;
  /** The program's signal, which this request's own one follows. */
  followed: AbortSignal | undefined = undefined;
  private href: string | undefined = undefined;
  private list: HeaderList | undefined = undefined;
  private headersFace: Headers | undefined = undefined;
  private ownSignal: AbortSignal | undefined = undefined;
  // Undefined until somebody asks.
  private core: BodyCore | null | undefined = undefined;

  /** `method` is normalized. */
  constructor(method: string) {
    this.method = method;
  }

  /** The serialized URL; called at most once. */
  protected makeUrl(): string {
    throw new TypeError("A request needs a URL");
  }
  /** Names and values in turn, as they came; called at most once. */
  protected makeFields(): string[] {
    return [];
  }
  /** Null for a request without a body; called at most once. */
  protected makeBody(): BodyCore | null {
    return null;
  }
  /** Called at most once. */
  protected makeSignal(): AbortSignal {
    return this.followed === undefined ? createSignal() : AbortSignal.any([this.followed]);
  }

  /** As the URL standard serializes it, with its fragment. */
  get url(): string {
    return (this.href ??= this.makeUrl());
  }
  set url(href: string) {
    this.href = href;
  }

  get headerList(): HeaderList {
    if (this.list !== undefined) return this.list;
    const fields = this.makeFields();
    const list = (this.list = new HeaderList());
    for (let i = 0; i < fields.length; i += 2) list.append(fields[i], fields[i + 1]);
    return list;
  }
  set headerList(list: HeaderList) {
    this.list = list;
  }

  /** The list, if there is one: a request that was made of a URL alone has none. */
  get listInUse(): HeaderList | undefined {
    return this.list;
  }

  get headers(): Headers {
    return (this.headersFace ??= newHeaders(this.headerList, kMutable));
  }

  get bodyCore(): BodyCore | null {
    return this.core === undefined ? (this.core = this.makeBody()) : this.core;
  }
  set bodyCore(core: BodyCore | null) {
    this.core = core;
  }

  get signal(): AbortSignal {
    return (this.ownSignal ??= this.makeSignal());
  }

  /** The signal, if there can be one that aborts. */
  get signalInUse(): AbortSignal | undefined {
    return this.ownSignal ?? this.followed;
  }

  contentTypeText(): string | null {
    return this.headerList.get("content-type") ?? null;
  }

  clone(): RequestState {
    const copy = new RequestState(this.method);
    copy.url = this.url;
    copy.options = this.options;
    copy.headerList = this.headerList.copy();
    copy.followed = this.signal;
    const core = this.bodyCore;
    copy.bodyCore = core === null ? null : core.clone();
    return copy;
  }
}

const kFromState = Symbol("fromState");
let stateOf: (value: any) => RequestState | undefined;

export class Request {
  #state: RequestState;

  static {
    stateOf = (value) =>
      value !== null && typeof value === "object" && #state in value ? (value as Request).#state : undefined;
  }

  constructor(input: unknown, init: any = undefined) {
    if (input === kFromState) {
      this.#state = init;
      return;
    }
    if (arguments.length === 0) throw new TypeError("Request constructor: 1 argument required, but 0 found.");
    this.#state = requestStateFrom(input, init);
  }

  get method(): string {
    requireThis(#state in this, "Request");
    return this.#state.method;
  }
  get url(): string {
    requireThis(#state in this, "Request");
    return this.#state.url;
  }
  get headers(): Headers {
    requireThis(#state in this, "Request");
    return this.#state.headers;
  }
  get destination(): string {
    requireThis(#state in this, "Request");
    return "";
  }
  get referrer(): string {
    requireThis(#state in this, "Request");
    const { referrer } = this.#state.options;
    return referrer === "client" ? "about:client" : referrer;
  }
  get referrerPolicy(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.referrerPolicy;
  }
  get mode(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.mode;
  }
  get credentials(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.credentials;
  }
  get cache(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.cache;
  }
  get redirect(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.redirect;
  }
  get integrity(): string {
    requireThis(#state in this, "Request");
    return this.#state.options.integrity;
  }
  get keepalive(): boolean {
    requireThis(#state in this, "Request");
    return this.#state.options.keepalive;
  }
  get isReloadNavigation(): boolean {
    requireThis(#state in this, "Request");
    return false;
  }
  get isHistoryNavigation(): boolean {
    requireThis(#state in this, "Request");
    return false;
  }
  get signal(): AbortSignal {
    requireThis(#state in this, "Request");
    return this.#state.signal;
  }
  get duplex(): string {
    requireThis(#state in this, "Request");
    return "half";
  }

  clone(): Request {
    requireThis(#state in this, "Request");
    const core = this.#state.bodyCore;
    if (core !== null && core.isUnusable) throw new TypeError("Request.clone: Body has already been consumed.");
    return newRequest(this.#state.clone());
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#state in this, "Request");
    const { method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect } = this;
    const { integrity, keepalive, isReloadNavigation, isHistoryNavigation, signal } = this;
    const first = { method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect };
    const fields = { ...first, integrity, keepalive, isReloadNavigation, isHistoryNavigation, signal };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

defineBodyMembers(Request, "Request", (value) => stateOf(value));
finishInterface(Request, "Request");
registerPlatformClass(Request.prototype, { name: "Request", isInstance: (value) => stateOf(value) !== undefined });

/** What stands behind a Request; undefined for anything else. */
export function requestStateOf(value: unknown): RequestState | undefined {
  return stateOf(value);
}

/** What a subclass of weft's own hands to Request's constructor. */
export function requestArguments(state: RequestState): [any, any] {
  return [kFromState, state];
}

/** The Request of a state. */
export function newRequest(state: RequestState): Request {
  return new Request(kFromState, state);
}

/** What `new Request(input, init)` would keep. https://fetch.spec.whatwg.org/#dom-request */
export function requestStateFrom(input: unknown, init: any): RequestState {
  const other = stateOf(input);
  const url = other === undefined ? hrefOf(input) : other.url;
  if (init === undefined || init === null) {
    return other === undefined ? plainGet(url) : stateFromOther(other, url, {}, other.options);
  }
  if (typeof init !== "object" && typeof init !== "function") {
    throw new TypeError(
      `Request constructor: Expected ${String(init)} to be one of: Null, Undefined, Object.`,
    );
  }
  return stateFromOther(other, url, init, optionsFrom(init, other === undefined ? kDefaults : other.options));
}

function plainGet(url: string): RequestState {
  const state = new RequestState("GET");
  state.url = url;
  return state;
}

function stateFromOther(other: RequestState | undefined, url: string, init: any, options: RequestOptions): RequestState {
  const { method, signal, headers, body } = init;
  const state = new RequestState(method === undefined ? (other?.method ?? "GET") : toMethod(method));
  state.url = url;
  state.options = options;
  state.followed = signal === undefined ? other?.signal : toSignal(signal);
  if (headers !== undefined) state.headerList = listFrom(headers);
  else if (other !== undefined) state.headerList = other.headerList.copy();
  setBody(state, other, body, init.duplex);
  return state;
}

function setBody(state: RequestState, other: RequestState | undefined, body: any, duplex: unknown): void {
  const inherited = other === undefined ? null : other.bodyCore;
  const isGiven = body !== undefined && body !== null;
  if ((isGiven || inherited !== null) && (state.method === "GET" || state.method === "HEAD")) {
    throw new TypeError("Request with GET/HEAD method cannot have body.");
  }
  if (isGiven) {
    const { body: core, contentType } = extractBody(body);
    if (!core.hasSource && duplex === undefined) {
      throw new TypeError("RequestInit: duplex option is required when sending a body.");
    }
    if (contentType !== null && !state.headerList.has("content-type")) {
      state.headerList.append("content-type", contentType);
    }
    state.bodyCore = core;
  } else if (inherited !== null) {
    if (inherited.isUnusable) {
      throw new TypeError("Cannot construct a Request with a Request object that has already been used.");
    }
    state.bodyCore = inherited.moved();
  } else {
    state.bodyCore = null;
  }
}

function hrefOf(input: unknown): string {
  const text = toUSVString(input);
  const href = parseHref(text);
  if (href === undefined) {
    let cause: unknown;
    try {
      new URL(text);
    } catch (error) {
      cause = error;
    }
    throw new TypeError(`Failed to parse URL from ${text}`, { cause });
  }
  if (href.hasCredentials) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${href.text}`);
  }
  return href.text;
}

function toMethod(value: unknown): string {
  const method = `${value as string}`;
  if (method === "GET" || method === "POST" || method === "PUT" || method === "DELETE") return method;
  if (!isHeaderName(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  const upper = StringPrototypeToUpperCase(method);
  if (upper === "CONNECT" || upper === "TRACE" || upper === "TRACK") {
    throw new TypeError(`'${method}' HTTP method is unsupported.`);
  }
  return isNormalized(upper) ? upper : method;
}

// https://fetch.spec.whatwg.org/#concept-method-normalize
function isNormalized(upper: string): boolean {
  return (
    upper === "GET" || upper === "HEAD" || upper === "POST" || upper === "PUT" || upper === "DELETE" || upper === "OPTIONS"
  );
}

function toSignal(value: unknown): AbortSignal | undefined {
  if (value === null) return undefined;
  if (!isAbortSignal(value)) {
    throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
  }
  return value;
}
