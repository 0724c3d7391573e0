// Components of URLs in their normal form, by way of a URL that is made for it.
// https://urlpattern.spec.whatwg.org/#canon-encoding-callbacks
import {
  encodeURIComponent, RegExpPrototypeExec, RegExpPrototypeSymbolReplace, RegExpPrototypeTest, StringPrototypeSlice, StringPrototypeToLowerCase,
  TypeError,
} from "internal/primordials";
import { isSpecialScheme } from "internal/url_pattern_schemes";
import { URL } from "web/url";

const kHost = "dummy.invalid";

function newURL(): any {
  return new URL(`https://${kHost}/`);
}

export function canonicalProtocol(value: string): string {
  if (value === "") return value;
  const url: any = URL.parse(`${value}://${kHost}`);
  if (url === null) throw new TypeError(`Invalid protocol "${value}"`);
  return StringPrototypeSlice(url.protocol, 0, -1);
}

export function canonicalUsername(value: string): string {
  const url = newURL();
  url.username = value;
  return url.username;
}

export function canonicalPassword(value: string): string {
  const url = newURL();
  url.password = value;
  return url.password;
}

export function canonicalHostname(value: string): string {
  if (value === "") return value;
  const url = newURL();
  // As a setter does, it stops at what would end a host, and keeps the old one if it cannot be read.
  const host = RegExpPrototypeExec(/^[^/?#\\]*/, value)![0];
  url.hostname = host;
  if (url.hostname === kHost && StringPrototypeToLowerCase(host) !== kHost) throw new TypeError(`Invalid hostname "${value}"`);
  return url.hostname;
}

export function canonicalIPv6Hostname(value: string): string {
  if (RegExpPrototypeTest(/[^0-9a-fA-F[\]:]/, value)) throw new TypeError(`Invalid hostname "${value}"`);
  return StringPrototypeToLowerCase(value);
}

const kBlanks = /[\t\n\r]/g;

/** As the port of this scheme, if there is one. */
export function canonicalPort(value: string, scheme = ""): string {
  const text = RegExpPrototypeSymbolReplace(kBlanks, value, "" as any);
  if (text === "") return "";
  // What follows the digits is ignored, as by the setter.
  const digits = RegExpPrototypeExec(/^[0-9]*/, text)![0];
  if (digits === "" || +digits > 0xffff) throw new TypeError(`Invalid port "${value}"`);
  const url: any = new URL(`${scheme !== "" && isSpecialScheme(scheme) && scheme !== "file" ? scheme : "weft"}://${kHost}/`);
  url.port = digits;
  return url.port;
}

export function canonicalPathname(value: string): string {
  if (value === "") return value;
  const url = newURL();
  // A path has a slash before it, which must not merge with what follows.
  if (value[0] === "/") {
    url.pathname = value;
    return url.pathname;
  }
  url.pathname = `/-${value}`;
  return StringPrototypeSlice(url.pathname, 2);
}

/** Of a URL that has no hierarchy, like data: has none. */
export function canonicalOpaquePathname(value: string): string {
  const text = RegExpPrototypeSymbolReplace(kBlanks, value, "" as any);
  return RegExpPrototypeSymbolReplace(/[^\x20-\x7e]/gu, text, encodeURIComponent as any);
}

export function canonicalSearch(value: string): string {
  if (value === "") return value;
  const url = newURL();
  url.search = `?${value}`;
  return StringPrototypeSlice(url.search, 1);
}

export function canonicalHash(value: string): string {
  if (value === "") return value;
  const url = newURL();
  url.hash = `#${value}`;
  return StringPrototypeSlice(url.hash, 1);
}
