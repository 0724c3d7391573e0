/**
 * Node's URLs from before the WHATWG's: url.parse and url.format. Their rules are those of no standard, but programs
 * depend on them. https://nodejs.org/api/url.html#legacy-url-api
 */
import {
  decodeURIComponent,
  encodeURIComponent,
  RegExpPrototypeExec,
  StringPrototypeCharCodeAt,
  StringPrototypeIncludes,
  StringPrototypeIndexOf,
  StringPrototypeReplaceAll,
  StringPrototypeSlice,
  StringPrototypeStartsWith,
  StringPrototypeToLowerCase,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";

interface DomainNative {
  /** IDNA alone: an address stays as it is written. Empty if the domain is invalid. */
  toASCII(domain: string): string;
}

type Nullable<T> = T | null;

const kProtocol = /^[a-z0-9.+-]+:/i;
const kPort = /:[0-9]*$/;
const kUserAndHost = /^\/\/[^@/]+@[^@/]+/;
const kSimplePath = /^(\/\/?(?!\/)[^?\s]*)(\?[^\s]*)?$/;
const kForbiddenInHost = /[\0\t\n\r #%/:<>?@[\\\]^|]/;
const kForbiddenInIPv6Host = /[\0\t\n\r #%/<>?@\\^|]/;
const kLongestHostname = 255;

/** Protocols that never have a host, and whose rest is code rather than a path. */
function isHostless(protocol: unknown): boolean {
  return protocol === "javascript" || protocol === "javascript:";
}

/** Protocols whose host follows two slashes, whether or not they are there. */
export function isSlashed(protocol: unknown): boolean {
  switch (protocol) {
    case "http":
    case "http:":
    case "https":
    case "https:":
    case "ftp":
    case "ftp:":
    case "gopher":
    case "gopher:":
    case "file":
    case "file:":
    case "ws":
    case "ws:":
    case "wss":
    case "wss:":
      return true;
    default:
      return false;
  }
}

export { isHostless };

/** The object that url.parse returns. A function, as programs call it without `new` on their own objects. */
export function Url(this: any): void {
  this.protocol = null;
  this.slashes = null;
  this.auth = null;
  this.host = null;
  this.port = null;
  this.hostname = null;
  this.hash = null;
  this.search = null;
  this.query = null;
  this.pathname = null;
  this.path = null;
  this.href = null;
}

export function newUrl(): any {
  return new (Url as any)();
}

export function parseUrl(url: any, parseQuery: unknown, slashesDenoteHost: unknown): any {
  if (url instanceof (Url as any)) return url;
  const result = newUrl();
  parseInto(result, url, parseQuery, slashesDenoteHost);
  return result;
}

/** Fills `target` from the text of a URL. */
export function parseInto(target: any, url: unknown, parseQuery: unknown, slashesDenoteHost: unknown): any {
  validateString(url, "url");
  const text = trimAndTurnSlashes(url as string);
  if (!slashesDenoteHost && !StringPrototypeIncludes(text, "#") && !hasAtBeforeQuery(text)) {
    const simple = RegExpPrototypeExec(kSimplePath, text);
    if (simple !== null) return takeSimplePath(target, text, simple, parseQuery);
  }
  const match = RegExpPrototypeExec(kProtocol, text);
  const protocol = match === null ? "" : match[0];
  const lowerProtocol = StringPrototypeToLowerCase(protocol);
  if (match !== null) target.protocol = lowerProtocol;
  let rest = StringPrototypeSlice(text, protocol.length);

  let slashes = false;
  if (slashesDenoteHost || match !== null || RegExpPrototypeExec(kUserAndHost, rest) !== null) {
    slashes = StringPrototypeStartsWith(rest, "//");
    if (slashes && !isHostless(lowerProtocol)) {
      rest = StringPrototypeSlice(rest, 2);
      target.slashes = true;
    }
  }
  if (!isHostless(lowerProtocol) && (slashes || (match !== null && !isSlashed(protocol)))) {
    rest = takeAuthority(target, rest, url as string);
  }
  if (!isHostless(lowerProtocol)) rest = escapeUnwise(rest);
  takePath(target, rest, parseQuery);
  if (isSlashed(lowerProtocol) && target.hostname && !target.pathname) target.pathname = "/";
  if (target.pathname || target.search) target.path = (target.pathname || "") + (target.search || "");
  target.href = formatUrl(target);
  return target;
}

/** Cuts white space off both ends, and turns backslashes before the query or hash into slashes. */
function trimAndTurnSlashes(url: string): string {
  let start = 0;
  let end = url.length;
  while (start < end && isSpace(StringPrototypeCharCodeAt(url, start))) start++;
  while (end > start && isSpace(StringPrototypeCharCodeAt(url, end - 1))) end--;
  const text = StringPrototypeSlice(url, start, end);
  let split = 0;
  while (split < text.length && text[split] !== "?" && text[split] !== "#") split++;
  const head = StringPrototypeSlice(text, 0, split);
  if (!StringPrototypeIncludes(head, "\\")) return text;
  return StringPrototypeReplaceAll(head, "\\", "/") + StringPrototypeSlice(text, split);
}

function isSpace(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || code === 0xfeff;
}

function hasAtBeforeQuery(text: string): boolean {
  const at = StringPrototypeIndexOf(text, "@");
  const query = StringPrototypeIndexOf(text, "?");
  return at >= 0 && (query < 0 || at < query);
}

function takeSimplePath(target: any, text: string, match: RegExpExecArray, parseQuery: unknown): any {
  target.path = text;
  target.href = text;
  target.pathname = match[1];
  if (match[2]) {
    target.search = match[2];
    const query = StringPrototypeSlice(match[2], 1);
    target.query = parseQuery ? parseQueryString(query) : query;
  } else if (parseQuery) {
    target.search = null;
    target.query = { __proto__: null };
  }
  return target;
}

function parseQueryString(query: string): object {
  return require("node:querystring").default.parse(query);
}

/** Takes the user, host and port; gives what follows them. */
function takeAuthority(target: any, text: string, url: string): string {
  const { text: clean, at, end } = findHost(text);
  let start = 0;
  if (at >= 0) {
    target.auth = decodeURIComponent(StringPrototypeSlice(clean, 0, at));
    start = at + 1;
  }
  let rest = end < 0 ? "" : StringPrototypeSlice(clean, end);
  target.host = end < 0 ? StringPrototypeSlice(clean, start) : StringPrototypeSlice(clean, start, end);
  takePort(target);
  if (typeof target.hostname !== "string") target.hostname = "";
  const isIPv6 = isBracketed(target.hostname);
  if (!isIPv6) rest = cutInvalidHost(target, rest);
  checkHostname(target, isIPv6, url);
  target.host = (target.hostname || "") + (target.port ? `:${target.port}` : "");
  if (isIPv6) {
    target.hostname = StringPrototypeSlice(target.hostname, 1, -1);
    if (rest[0] !== "/") rest = `/${rest}`;
  }
  return rest;
}

/**
 * Where the host ends: at the first character that can't be in one, but not before the last "@". Tabs and line ends
 * are dropped on the way, as the URL standard has it.
 */
function findHost(input: string): { text: string; at: number; end: number } {
  let text = input;
  let at = -1;
  let end = -1;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\t" || character === "\n" || character === "\r") {
      text = StringPrototypeSlice(text, 0, i) + StringPrototypeSlice(text, i + 1);
      i--;
    } else if (character === "#" || character === "/" || character === "?") {
      if (end < 0) end = i;
      break;
    } else if (character === "@") {
      at = i;
      end = -1;
    } else if (end < 0 && StringPrototypeIncludes(" \"%';<>\\^`{|}", character)) {
      end = i;
    }
  }
  return { text, at, end };
}

function takePort(target: any): void {
  let host: string = target.host;
  const match = RegExpPrototypeExec(kPort, host);
  if (match !== null) {
    if (match[0] !== ":") target.port = StringPrototypeSlice(match[0], 1);
    host = StringPrototypeSlice(host, 0, host.length - match[0].length);
  }
  if (host) target.hostname = host;
}

export function isBracketed(hostname: string): boolean {
  return hostname[0] === "[" && hostname[hostname.length - 1] === "]";
}

/** What follows a colon that begins no port belongs to the path. */
function cutInvalidHost(target: any, rest: string): string {
  const hostname: string = target.hostname;
  const at = StringPrototypeIndexOf(hostname, ":");
  if (at < 0) return rest;
  target.hostname = StringPrototypeSlice(hostname, 0, at);
  return `/${StringPrototypeSlice(hostname, at)}${rest}`;
}

function checkHostname(target: any, isIPv6: boolean, url: string): void {
  const hostname: string = target.hostname;
  target.hostname = hostname.length > kLongestHostname ? "" : StringPrototypeToLowerCase(hostname);
  if (target.hostname === "") return;
  if (isIPv6) {
    if (RegExpPrototypeExec(kForbiddenInIPv6Host, target.hostname) !== null) throw invalidUrl(url);
    return;
  }
  const binding: DomainNative = native("url");
  target.hostname = binding.toASCII(target.hostname);
  if (target.hostname === "" || RegExpPrototypeExec(kForbiddenInHost, target.hostname) !== null) {
    throw invalidUrl(url);
  }
}

function invalidUrl(url: string): Error {
  const error: any = new codes.ERR_INVALID_URL();
  error.input = url;
  return error;
}

const kUnwise: Record<string, string> = {
  __proto__: null as any,
  "\t": "%09",
  "\n": "%0A",
  "\r": "%0D",
  " ": "%20",
  '"': "%22",
  "'": "%27",
  "<": "%3C",
  ">": "%3E",
  "\\": "%5C",
  "^": "%5E",
  "`": "%60",
  "{": "%7B",
  "|": "%7C",
  "}": "%7D",
};

function escapeUnwise(text: string): string {
  let output = "";
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const escape = kUnwise[text[i]];
    if (escape === undefined) continue;
    output += StringPrototypeSlice(text, start, i) + escape;
    start = i + 1;
  }
  return start === 0 ? text : output + StringPrototypeSlice(text, start);
}

function takePath(target: any, rest: string, parseQuery: unknown): void {
  const hashAt = StringPrototypeIndexOf(rest, "#");
  const end = hashAt < 0 ? rest.length : hashAt;
  if (hashAt >= 0) target.hash = StringPrototypeSlice(rest, hashAt);
  const beforeHash = StringPrototypeSlice(rest, 0, end);
  const queryAt = StringPrototypeIndexOf(beforeHash, "?");
  if (queryAt >= 0) {
    target.search = StringPrototypeSlice(beforeHash, queryAt);
    const query = StringPrototypeSlice(beforeHash, queryAt + 1);
    target.query = parseQuery ? parseQueryString(query) : query;
  } else if (parseQuery) {
    target.search = null;
    target.query = { __proto__: null };
  }
  const path = queryAt < 0 ? beforeHash : StringPrototypeSlice(beforeHash, 0, queryAt);
  if (path !== "") target.pathname = path;
}

/** The text of a parsed URL, or of any object with its properties. */
export function formatUrl(url: any): string {
  const auth = url.auth ? `${encodeAuth(url.auth)}@` : "";
  let protocol: string = url.protocol || "";
  if (protocol && protocol[protocol.length - 1] !== ":") protocol += ":";
  let pathname: string = url.pathname || "";
  let host = hostText(url, auth);
  if (url.slashes || isSlashed(protocol)) {
    if (url.slashes || host) {
      if (pathname && pathname[0] !== "/") pathname = `/${pathname}`;
      host = `//${host}`;
    } else if (StringPrototypeStartsWith(protocol, "file")) {
      host = "//";
    }
  }
  let hash: string = url.hash || "";
  if (hash && hash[0] !== "#") hash = `#${hash}`;
  return protocol + host + escapeIn(escapeIn(pathname, "#", "%23"), "?", "%3F") + searchText(url) + hash;
}

function encodeAuth(auth: unknown): string {
  return StringPrototypeReplaceAll(encodeURIComponent(auth as string), "%3A", ":");
}

function hostText(url: any, auth: string): string {
  if (url.host) return auth + url.host;
  if (!url.hostname) return "";
  const needsBrackets = StringPrototypeIncludes(url.hostname, ":") && !isBracketed(url.hostname);
  const host = auth + (needsBrackets ? `[${url.hostname}]` : url.hostname);
  return url.port ? `${host}:${url.port}` : host;
}

function searchText(url: any): string {
  let search: string = url.search || "";
  if (!search && url.query !== null && typeof url.query === "object") {
    const query = require("node:querystring").default.stringify(url.query);
    search = query && `?${query}`;
  }
  if (search && search[0] !== "?") search = `?${search}`;
  return escapeIn(search, "#", "%23");
}

function escapeIn(text: string, character: string, escape: string): string {
  return StringPrototypeIncludes(text, character) ? StringPrototypeReplaceAll(text, character, escape) : text;
}
