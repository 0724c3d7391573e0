// The schemes that the URL standard calls special. https://url.spec.whatwg.org/#special-scheme
import { ObjectKeys, RegExpPrototypeTest } from "internal/primordials";
import type { Component, ComponentOptions } from "internal/url_pattern_parts";

export const kDefaultOptions: ComponentOptions = { delimiter: "", prefix: "", ignoreCase: false };

const kDefaultPorts: Record<string, string> =
  { __proto__: null, ftp: "21", file: "", http: "80", https: "443", ws: "80", wss: "443" } as any;
const kSpecial = ObjectKeys(kDefaultPorts);

export function isSpecialScheme(scheme: string): boolean {
  return scheme in kDefaultPorts;
}
/** Whether a port is what the scheme has anyway. */
export function isDefaultPort(scheme: string, port: string): boolean {
  return port !== "" && kDefaultPorts[scheme] === port;
}
/** Whether a protocol's pattern lets one of them through. */
export function isSpecialProtocol(component: Component): boolean {
  for (let i = 0; i < kSpecial.length; i++) if (RegExpPrototypeTest(component.regexp, kSpecial[i]!)) return true;
  return false;
}
