// The components of a URL or of a URL pattern, given one by one. https://urlpattern.spec.whatwg.org/#urlpatterninit-processing
import {
  StringPrototypeEndsWith, StringPrototypeLastIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, TypeError,
} from "internal/primordials";
import {
  canonicalHash, canonicalHostname, canonicalOpaquePathname, canonicalPassword, canonicalPathname, canonicalPort,
  canonicalProtocol, canonicalSearch, canonicalUsername,
} from "internal/url_pattern_canonical";
import { escapePattern } from "internal/url_pattern_parts";
import { isSpecialScheme } from "internal/url_pattern_schemes";
import { URL } from "web/url";
import { toUSVString } from "web/webidl";

export interface PatternInit {
  protocol?: string;
  username?: string;
  password?: string;
  hostname?: string;
  port?: string;
  pathname?: string;
  search?: string;
  hash?: string;
  baseURL?: string;
}

/** In the order in which Web IDL reads them. */
const kMembers: (keyof PatternInit)[] =
  ["baseURL", "hash", "hostname", "password", "pathname", "port", "protocol", "search", "username"];

/** The dictionary of an object of the program's. */
export function toPatternInit(value: any): PatternInit {
  const init: PatternInit = {};
  if (value === undefined || value === null) return init;
  for (let i = 0; i < kMembers.length; i++) {
    const member = value[kMembers[i]!];
    if (member !== undefined) init[kMembers[i]!] = toUSVString(member);
  }
  return init;
}

/** Parts of a pattern are kept as they are; those of a URL are brought into their normal form. */
export const enum InitType { Pattern, URL }

export function processInit(init: PatternInit, type: InitType): PatternInit {
  const isPattern = type === InitType.Pattern;
  const result: PatternInit = isPattern ? {}
    : { protocol: "", username: "", password: "", hostname: "", port: "", pathname: "", search: "", hash: "" };
  const base = init.baseURL === undefined ? undefined : parseBase(init.baseURL);
  if (base !== undefined) inherit(result, init, base, type);
  const { protocol, username, password, hostname, port, pathname, search, hash } = init;
  if (protocol !== undefined) {
    const scheme = StringPrototypeEndsWith(protocol, ":") ? StringPrototypeSlice(protocol, 0, -1) : protocol;
    result.protocol = isPattern ? scheme : canonicalProtocol(scheme);
  }
  if (username !== undefined) result.username = isPattern ? username : canonicalUsername(username);
  if (password !== undefined) result.password = isPattern ? password : canonicalPassword(password);
  if (hostname !== undefined) result.hostname = isPattern ? hostname : canonicalHostname(hostname);
  const scheme = result.protocol ?? "";
  if (port !== undefined) result.port = isPattern ? port : canonicalPort(port, scheme);
  if (pathname !== undefined) {
    const path = base === undefined ? pathname : absolutePath(pathname, base, type);
    if (isPattern) result.pathname = path;
    else result.pathname = scheme === "" || isSpecialScheme(scheme) ? canonicalPathname(path) : canonicalOpaquePathname(path);
  }
  if (search !== undefined) {
    const query = StringPrototypeStartsWith(search, "?") ? StringPrototypeSlice(search, 1) : search;
    result.search = isPattern ? query : canonicalSearch(query);
  }
  if (hash !== undefined) {
    const fragment = StringPrototypeStartsWith(hash, "#") ? StringPrototypeSlice(hash, 1) : hash;
    result.hash = isPattern ? fragment : canonicalHash(fragment);
  }
  return result;
}

function parseBase(text: string): any {
  const base = URL.parse(text);
  if (base === null) throw new TypeError(`Invalid baseURL "${text}"`);
  return base;
}

// What is more general than all that is given comes from the base; a pattern's user and password never do.
function inherit(result: PatternInit, init: PatternInit, base: any, type: InitType): void {
  const kept = (text: string): string => (type === InitType.Pattern ? escapePattern(text) : text);
  if (init.protocol !== undefined) return;
  result.protocol = kept(StringPrototypeSlice(base.protocol, 0, -1));
  const hasHost = init.hostname !== undefined;
  const hasPort = hasHost || init.port !== undefined;
  if (type === InitType.URL && !hasPort && init.username === undefined) {
    result.username = base.username;
    if (init.password === undefined) result.password = base.password;
  }
  if (hasHost) return;
  result.hostname = kept(base.hostname);
  if (hasPort) return;
  result.port = kept(base.port);
  if (init.pathname !== undefined) return;
  result.pathname = kept(base.pathname);
  if (init.search !== undefined) return;
  result.search = kept(StringPrototypeSlice(base.search, 1));
  if (init.hash !== undefined) return;
  result.hash = kept(StringPrototypeSlice(base.hash, 1));
}

function absolutePath(path: string, base: any, type: InitType): string {
  const basePath: string = base.pathname;
  const isOpaque = !StringPrototypeStartsWith(basePath, "/") && basePath !== "";
  if (isOpaque || isAbsolute(path, type)) return path;
  const text = type === InitType.Pattern ? escapePattern(basePath) : basePath;
  return StringPrototypeSlice(text, 0, StringPrototypeLastIndexOf(text, "/") + 1) + path;
}

function isAbsolute(path: string, type: InitType): boolean {
  if (StringPrototypeStartsWith(path, "/")) return true;
  return type === InitType.Pattern && (StringPrototypeStartsWith(path, "\\/") || StringPrototypeStartsWith(path, "{/"));
}
