/**
 * Response. https://fetch.spec.whatwg.org/#response-class
 *
 * A Response is a face of a ResponseState, whose parts a server reads without making Headers or a stream.
 */
import {
  JSONStringify,
  MathTrunc,
  NumberIsFinite,
  RangeError,
  StringPrototypeCharCodeAt,
  StringPrototypeToLowerCase,
  TypeError,
} from "internal/primordials";
import { BodyCore, extractBody } from "web/body";
import { type BodyHolder, defineBodyMembers } from "web/body_methods";
import { HeaderList } from "web/header_list";
import { fieldsFrom, type Headers, kImmutable, kMutable, newHeaders } from "web/headers";
import { parseHref, URL } from "web/url";
import {
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDictionary,
  toDOMString,
  toUnsigned,
  toUSVString,
} from "web/webidl";

export class ResponseState implements BodyHolder {
  status = 200;
  statusText = "";
  bodyCore: BodyCore | null = null;
  /** "default", "basic", "error", "opaqueredirect". */
  type = "default";
  /** Where it came from, without a fragment. */
  url = "";
  redirected = false;
  guard: typeof kMutable | typeof kImmutable = kMutable;
  /** Names and values in turn; they stand until there is a list. */
  private fields: string[] | undefined;
  private list: HeaderList | undefined = undefined;
  private headersFace: Headers | undefined = undefined;

  /** The fields become the state's own. */
  constructor(fields: string[] | undefined) {
    this.fields = fields;
  }

  get headerList(): HeaderList {
    if (this.list !== undefined) return this.list;
    const list = (this.list = new HeaderList());
    const { fields } = this;
    this.fields = undefined;
    if (fields !== undefined) {
      for (let i = 0; i < fields.length; i += 2) list.append(fields[i], fields[i + 1]);
    }
    return list;
  }
  set headerList(list: HeaderList) {
    this.list = list;
    this.fields = undefined;
  }

  get headers(): Headers {
    return (this.headersFace ??= newHeaders(this.headerList, this.guard));
  }

  /** As they go over the wire: names and values in turn, which must not be changed; null if there are none. */
  headerFields(): string[] | null {
    if (this.list !== undefined) return this.list.size === 0 ? null : this.list.lines();
    return this.fields ?? null;
  }

  contentTypeText(): string | null {
    return this.headerList.get("content-type") ?? null;
  }

  /** The header Content-Type that the body brings, unless there is one. */
  setDefaultContentType(value: string): void {
    const { fields } = this;
    if (fields === undefined) this.fields = ["content-type", value];
    else if (!hasContentType(fields)) {
      fields[fields.length] = "content-type";
      fields[fields.length] = value;
    }
  }

  clone(): ResponseState {
    const copy = new ResponseState(undefined);
    copy.status = this.status;
    copy.statusText = this.statusText;
    copy.type = this.type;
    copy.url = this.url;
    copy.redirected = this.redirected;
    copy.guard = this.guard;
    copy.headerList = this.headerList.copy();
    copy.bodyCore = this.bodyCore === null ? null : this.bodyCore.clone();
    return copy;
  }
}

function hasContentType(fields: string[]): boolean {
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i].length === 12 && StringPrototypeToLowerCase(fields[i]) === "content-type") return true;
  }
  return false;
}

const kFromState = Symbol("fromState");
let stateOf: (value: any) => ResponseState | undefined;

export class Response {
  #state: ResponseState;

  static {
    stateOf = (value) =>
      value !== null && typeof value === "object" && #state in value ? (value as Response).#state : undefined;
  }

  constructor(body: any = null, init: any = undefined) {
    if (body === kFromState) {
      this.#state = init;
      return;
    }
    const extracted = body === null || body === undefined ? undefined : extractBody(body);
    const state = (this.#state = stateFrom(init));
    if (extracted !== undefined) setBody(state, extracted.body, extracted.contentType);
  }

  static error(): Response {
    const state = new ResponseState(undefined);
    state.type = "error";
    state.status = 0;
    state.guard = kImmutable;
    return newResponse(state);
  }

  static json(data: unknown, init: any = undefined): Response {
    if (arguments.length === 0) throw new TypeError("Response.json: 1 argument required, but 0 found.");
    const text = JSONStringify(data);
    if (text === undefined) throw new TypeError("Value is not JSON serializable");
    const state = stateFrom(init);
    setBody(state, new BodyCore(text), "application/json");
    return newResponse(state);
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    if (arguments.length === 0) throw new TypeError("Response.redirect: 1 argument required, but 0 found.");
    const text = toUSVString(url);
    const code = toUnsigned(status, 16);
    const href = parseHref(text);
    if (href === undefined) throw new TypeError(`Failed to parse URL from ${text}`, { cause: errorOf(text) });
    if (code !== 301 && code !== 302 && code !== 303 && code !== 307 && code !== 308) {
      throw new RangeError(`Invalid status code ${code}`);
    }
    const state = new ResponseState(["location", href.text]);
    state.status = code;
    state.guard = kImmutable;
    return newResponse(state);
  }

  get type(): string {
    requireThis(#state in this, "Response");
    return this.#state.type;
  }
  get url(): string {
    requireThis(#state in this, "Response");
    return this.#state.url;
  }
  get redirected(): boolean {
    requireThis(#state in this, "Response");
    return this.#state.redirected;
  }
  get status(): number {
    requireThis(#state in this, "Response");
    return this.#state.status;
  }
  get ok(): boolean {
    requireThis(#state in this, "Response");
    const { status } = this.#state;
    return status >= 200 && status <= 299;
  }
  get statusText(): string {
    requireThis(#state in this, "Response");
    return this.#state.statusText;
  }
  get headers(): Headers {
    requireThis(#state in this, "Response");
    return this.#state.headers;
  }

  clone(): Response {
    requireThis(#state in this, "Response");
    const core = this.#state.bodyCore;
    if (core !== null && core.isUnusable) throw new TypeError("Response.clone: Body has already been consumed.");
    return newResponse(this.#state.clone());
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#state in this, "Response");
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this as any;
    const fields = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

defineBodyMembers(Response, "Response", (value) => stateOf(value));
finishInterface(Response, "Response");
registerPlatformClass(Response.prototype, { name: "Response", isInstance: (value) => stateOf(value) !== undefined });

/** What stands behind a Response; undefined for anything else. */
export function responseStateOf(value: unknown): ResponseState | undefined {
  return stateOf(value);
}

/** The Response of a state. */
export function newResponse(state: ResponseState): Response {
  return new Response(kFromState, state);
}

// https://fetch.spec.whatwg.org/#initialize-a-response
function stateFrom(init: any): ResponseState {
  if (init === undefined || init === null) return new ResponseState(undefined);
  const { status, statusText, headers } = toDictionary(init, "init");
  const code = status === undefined ? 200 : toStatus(status);
  const text = statusText === undefined ? "" : toReason(statusText);
  const state = new ResponseState(headers === undefined ? undefined : fieldsFrom(headers));
  state.status = code;
  state.statusText = text;
  return state;
}

function setBody(state: ResponseState, body: BodyCore, contentType: string | null): void {
  const { status } = state;
  if (status === 204 || status === 205 || status === 304) {
    throw new TypeError(`Response constructor: Invalid response status code ${status}`);
  }
  state.bodyCore = body;
  if (contentType !== null) state.setDefaultContentType(contentType);
}

function toStatus(value: unknown): number {
  const number = MathTrunc(+(value as number));
  if (!NumberIsFinite(number) || number < 200 || number > 599) {
    throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
  }
  return number;
}

// https://fetch.spec.whatwg.org/#concept-status-text: the reason-phrase of HTTP/1.1.
function toReason(value: unknown): string {
  const text = toDOMString(value);
  for (let i = 0; i < text.length; i++) {
    const code = StringPrototypeCharCodeAt(text, i);
    if ((code < 0x20 && code !== 9) || code === 0x7f || code > 0xff) throw new TypeError("Invalid statusText");
  }
  return text;
}

function errorOf(text: string): unknown {
  try {
    new URL(text);
  } catch (error) {
    return error;
  }
  return undefined;
}
