/**
 * URL over the native parser. A URL is its serialization (the href) and the offsets of its components in it;
 * every setter goes through the parser and replaces both.
 * https://url.spec.whatwg.org/#url-class
 */
import { SafeMap, StringPrototypeSlice, TypeError, Uint32Array } from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toUSVString } from "web/webidl";
import { replaceSearchParams, searchParamsOfURL, URLSearchParams } from "web/url_search_params";

interface URLNative {
  /** The href, with the offsets of its components written to `offsets`; undefined if it cannot be parsed. */
  parse(input: string, base: string | undefined, offsets: Uint32Array): string | undefined;
  canParse(input: string, base: string | undefined): boolean;
  /** The href after the setter of `component`; undefined if it leaves the URL as it is. */
  set(href: string, component: number, value: string, offsets: Uint32Array): string | undefined;
}
const binding: URLNative = native("url");

// The order of the offsets that the native half writes (UrlOffset in src/engine/url.h).
const kSchemeEnd = 0;
const kUserStart = 1;
const kUserEnd = 2;
const kPasswordEnd = 3;
const kHostStart = 4;
const kHostEnd = 5;
const kPortEnd = 6;
const kPathStart = 7;
const kPathEnd = 8;
const kQueryEnd = 9;

// The order of UrlComponent in src/engine/url.h.
const kHref = 0;
const kProtocol = 1;
const kUsername = 2;
const kPassword = 3;
const kHost = 4;
const kHostname = 5;
const kPort = 6;
const kPathname = 7;
const kSearch = 8;
const kHash = 9;

const offsets = new Uint32Array(10);
const kUnparsed = Symbol("unparsed");

let isURLObject: (value: any) => boolean;

export class URL {
  #href!: string;
  #schemeEnd = 0;
  #userStart = 0;
  #userEnd = 0;
  #passwordEnd = 0;
  #hostStart = 0;
  #hostEnd = 0;
  #portEnd = 0;
  #pathStart = 0;
  #pathEnd = 0;
  #queryEnd = 0;
  #searchParams: URLSearchParams | undefined = undefined;

  static {
    isURLObject = (value) => value !== null && typeof value === "object" && #href in value;
  }

  constructor(input: unknown, base: unknown = undefined) {
    if (input === kUnparsed) return;
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    const text = toUSVString(input);
    const baseText = base === undefined ? undefined : toUSVString(base);
    const href = binding.parse(text, baseText, offsets);
    if (href === undefined) throw invalidURL(text, baseText);
    this.#take(href);
  }

  static canParse(input: unknown, base: unknown = undefined): boolean {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    return binding.canParse(toUSVString(input), base === undefined ? undefined : toUSVString(base));
  }

  static parse(input: unknown, base: unknown = undefined): URL | null {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    const text = toUSVString(input);
    const href = binding.parse(text, base === undefined ? undefined : toUSVString(base), offsets);
    if (href === undefined) return null;
    const url = new URL(kUnparsed);
    url.#take(href);
    return url;
  }

  static createObjectURL(blob: unknown): string {
    return require("web/object_url").createObjectURL(blob);
  }

  static revokeObjectURL(url: unknown): void {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    require("web/object_url").revokeObjectURL(url);
  }

  #take(href: string): void {
    this.#href = href;
    this.#schemeEnd = offsets[kSchemeEnd];
    this.#userStart = offsets[kUserStart];
    this.#userEnd = offsets[kUserEnd];
    this.#passwordEnd = offsets[kPasswordEnd];
    this.#hostStart = offsets[kHostStart];
    this.#hostEnd = offsets[kHostEnd];
    this.#portEnd = offsets[kPortEnd];
    this.#pathStart = offsets[kPathStart];
    this.#pathEnd = offsets[kPathEnd];
    this.#queryEnd = offsets[kQueryEnd];
  }

  #set(component: number, value: unknown): boolean {
    const href = binding.set(this.#href, component, toUSVString(value), offsets);
    if (href === undefined) return false;
    this.#take(href);
    return true;
  }

  #slice(start: number, end: number): string {
    return StringPrototypeSlice(this.#href, start, end);
  }

  #followQuery(): void {
    if (this.#searchParams !== undefined) replaceSearchParams(this.#searchParams, this.#query());
  }

  #query(): string {
    return this.#queryEnd > this.#pathEnd ? this.#slice(this.#pathEnd + 1, this.#queryEnd) : "";
  }

  // What a form serializes to needs no further encoding in a query, so the parser isn't asked.
  #setQuery(query: string): void {
    const search = query === "" ? "" : `?${query}`;
    const hash = StringPrototypeSlice(this.#href, this.#queryEnd);
    this.#href = this.#slice(0, this.#pathEnd) + search + hash;
    this.#queryEnd = this.#pathEnd + search.length;
  }

  get href(): string {
    requireThis(isURLObject(this), "URL");
    return this.#href;
  }
  set href(value: unknown) {
    requireThis(isURLObject(this), "URL");
    const text = toUSVString(value);
    if (!this.#set(kHref, text)) throw invalidURL(text, undefined);
    this.#followQuery();
  }

  get origin(): string {
    requireThis(isURLObject(this), "URL");
    const protocol = this.protocol;
    if (protocol === "blob:") return originOfBlob(this.pathname);
    return hasTupleOrigin(protocol) ? `${protocol}//${this.host}` : "null";
  }

  get protocol(): string {
    requireThis(isURLObject(this), "URL");
    return this.#slice(0, this.#schemeEnd + 1);
  }
  set protocol(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kProtocol, value);
  }

  get username(): string {
    requireThis(isURLObject(this), "URL");
    return this.#slice(this.#userStart, this.#userEnd);
  }
  set username(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kUsername, value);
  }

  get password(): string {
    requireThis(isURLObject(this), "URL");
    return this.#passwordEnd > this.#userEnd ? this.#slice(this.#userEnd + 1, this.#passwordEnd) : "";
  }
  set password(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kPassword, value);
  }

  get host(): string {
    requireThis(isURLObject(this), "URL");
    return this.#slice(this.#hostStart, this.#portEnd);
  }
  set host(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kHost, value);
  }

  get hostname(): string {
    requireThis(isURLObject(this), "URL");
    return this.#slice(this.#hostStart, this.#hostEnd);
  }
  set hostname(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kHostname, value);
  }

  get port(): string {
    requireThis(isURLObject(this), "URL");
    return this.#portEnd > this.#hostEnd ? this.#slice(this.#hostEnd + 1, this.#portEnd) : "";
  }
  set port(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kPort, value);
  }

  get pathname(): string {
    requireThis(isURLObject(this), "URL");
    return this.#slice(this.#pathStart, this.#pathEnd);
  }
  set pathname(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kPathname, value);
  }

  get search(): string {
    requireThis(isURLObject(this), "URL");
    return this.#queryEnd > this.#pathEnd + 1 ? this.#slice(this.#pathEnd, this.#queryEnd) : "";
  }
  set search(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kSearch, value);
    this.#followQuery();
  }

  get searchParams(): URLSearchParams {
    requireThis(isURLObject(this), "URL");
    return (this.#searchParams ??= searchParamsOfURL(this.#query(), (query) => this.#setQuery(query)));
  }

  get hash(): string {
    requireThis(isURLObject(this), "URL");
    return this.#href.length > this.#queryEnd + 1 ? StringPrototypeSlice(this.#href, this.#queryEnd) : "";
  }
  set hash(value: unknown) {
    requireThis(isURLObject(this), "URL");
    this.#set(kHash, value);
  }

  toString(): string {
    requireThis(isURLObject(this), "URL");
    return this.#href;
  }

  toJSON(): string {
    requireThis(isURLObject(this), "URL");
    return this.#href;
  }

  [kInspect](depth: number, options: any, inspect: any): any {
    requireThis(isURLObject(this), "URL");
    if (typeof depth === "number" && depth < 0) return this;
    const fields = {
      href: this.#href,
      origin: this.origin,
      protocol: this.protocol,
      username: this.username,
      password: this.password,
      host: this.host,
      hostname: this.hostname,
      port: this.port,
      pathname: this.pathname,
      search: this.search,
      searchParams: this.searchParams,
      hash: this.hash,
    };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

finishInterface(URL, "URL");
registerPlatformClass(URL.prototype, { name: "URL", isInstance: (value) => isURLObject(value) });

export const isURL = (value: unknown): value is URL => isURLObject(value);

/** A parsed URL, without an object that a program could hold. */
export interface Href {
  text: string;
  hasCredentials: boolean;
  target: HttpTarget | undefined;
}

// A program fetches the same URLs again and again.
const known = new SafeMap<string, Href>();
const kMostKnown = 256;
const kLongestKnown = 512;

function remember(input: string, href: Href): void {
  if (input.length > kLongestKnown) return;
  if (known.size >= kMostKnown) known.clear();
  known.set(input, href);
}

/** The serialized URL; undefined if it cannot be parsed. */
export function parseHref(input: string, base: string | undefined = undefined): Href | undefined {
  const found = base === undefined ? known.get(input) : undefined;
  if (found !== undefined) return found;
  const text = binding.parse(input, base, offsets);
  if (text === undefined) return undefined;
  const href = { text, hasCredentials: offsets[kPasswordEnd] > offsets[kUserStart], target: undefined };
  if (base === undefined) remember(input, href);
  return href;
}

/** What a connection needs of a serialized URL of http, https, ws or wss. */
export interface HttpTarget {
  /** With the port, if it isn't the scheme's own. */
  host: string;
  hostname: string;
  port: number;
  isSecure: boolean;
  /** Path and query. */
  target: string;
  /** The head of a GET without fields of the program's, once there was one. */
  plainHead: string | undefined;
}

/** `text` is serialized. */
export function httpTargetOf(text: string): HttpTarget {
  const href = parseHref(text)!;
  return (href.target ??= splitTarget(text));
}

function splitTarget(href: string): HttpTarget {
  binding.parse(href, undefined, offsets);
  const hostStart = offsets[kHostStart];
  // https or wss.
  const isSecure = offsets[kSchemeEnd] === 5 || (offsets[kSchemeEnd] === 3 && href[2] === "s");
  const port = StringPrototypeSlice(href, offsets[kHostEnd] + 1, offsets[kPortEnd]);
  const hostname = StringPrototypeSlice(href, hostStart, offsets[kHostEnd]);
  return {
    host: StringPrototypeSlice(href, hostStart, offsets[kPortEnd]),
    hostname: hostname[0] === "[" ? StringPrototypeSlice(hostname, 1, hostname.length - 1) : hostname,
    port: port === "" ? (isSecure ? 443 : 80) : +port,
    isSecure,
    target: StringPrototypeSlice(href, offsets[kPathStart], offsets[kQueryEnd]),
    plainHead: undefined,
  };
}

export { URLSearchParams };

// Node's error has no code in its first line, unlike its others.
function invalidURL(input: string, base: string | undefined): TypeError {
  const error: any = new TypeError("Invalid URL");
  error.code = "ERR_INVALID_URL";
  error.input = input;
  if (base !== undefined) error.base = base;
  return error;
}

// https://url.spec.whatwg.org/#concept-url-origin
function hasTupleOrigin(protocol: string): boolean {
  switch (protocol) {
    case "http:":
    case "https:":
    case "ws:":
    case "wss:":
    case "ftp:":
      return true;
    default:
      return false;
  }
}

function originOfBlob(path: string): string {
  const inner = URL.parse(path);
  if (inner === null) return "null";
  const protocol = inner.protocol;
  return protocol === "http:" || protocol === "https:" ? inner.origin : "null";
}
