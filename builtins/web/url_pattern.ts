/** URLPattern. https://urlpattern.spec.whatwg.org/ */
import { RegExpPrototypeExec, RegExpPrototypeTest, StringPrototypeSlice, TypeError } from "internal/primordials";
import {
  canonicalHash, canonicalHostname, canonicalIPv6Hostname, canonicalOpaquePathname, canonicalPassword, canonicalPathname,
  canonicalPort, canonicalProtocol, canonicalSearch, canonicalUsername,
} from "internal/url_pattern_canonical";
import { InitType, type PatternInit, processInit, toPatternInit } from "internal/url_pattern_init";
import { type Component, compileComponent } from "internal/url_pattern_parts";
import { isDefaultPort, isSpecialProtocol, kDefaultOptions } from "internal/url_pattern_schemes";
import { parsePatternString } from "internal/url_pattern_string";
import { URL } from "web/url";
import { finishInterface, inspectAs, kInspect, requireThis, toDictionary, toUSVString } from "web/webidl";

type Name = "protocol" | "username" | "password" | "hostname" | "port" | "pathname" | "search" | "hash";
const kNames: Name[] = ["protocol", "username", "password", "hostname", "port", "pathname", "search", "hash"];

interface ComponentResult {
  input: string;
  groups: Record<string, string | undefined>;
}
type PatternResult = Record<Name, ComponentResult> & { inputs: (string | PatternInit)[] };

/** (USVString or URLPatternInit) */
function toInput(value: unknown): string | PatternInit {
  const isObject = value === undefined || value === null || typeof value === "object" || typeof value === "function";
  return isObject ? toPatternInit(value) : toUSVString(value);
}

export class URLPattern {
  #components: Record<Name, Component>;

  constructor(input: unknown = undefined, baseOrOptions: unknown = undefined, options: unknown = undefined) {
    const given = toInput(input);
    const isOptions = baseOrOptions === undefined || baseOrOptions === null || typeof baseOrOptions === "object" ||
      typeof baseOrOptions === "function";
    // With three arguments the second is the base, whatever it is.
    const hasBase = arguments.length >= 3 || !isOptions;
    const base = hasBase ? toUSVString(baseOrOptions) : undefined;
    const settings = toDictionary(hasBase ? options : baseOrOptions, "options");
    this.#components = compile(given, base, !!settings.ignoreCase);
  }

  test(input: unknown = undefined, baseURL: unknown = undefined): boolean {
    requireThis(#components in this, "URLPattern");
    const values = valuesOf(toInput(input), baseURL === undefined ? undefined : toUSVString(baseURL));
    if (values === undefined) return false;
    for (let i = 0; i < kNames.length; i++) {
      const name = kNames[i]!;
      if (!RegExpPrototypeTest(this.#components[name].regexp, values[name])) return false;
    }
    return true;
  }

  exec(input: unknown = undefined, baseURL: unknown = undefined): PatternResult | null {
    requireThis(#components in this, "URLPattern");
    const given = toInput(input);
    const base = baseURL === undefined ? undefined : toUSVString(baseURL);
    const values = valuesOf(given, base);
    if (values === undefined) return null;
    const result: any = { inputs: base === undefined ? [given] : [given, base] };
    for (let i = 0; i < kNames.length; i++) {
      const name = kNames[i]!;
      const found = matchOf(this.#components[name], values[name]);
      if (found === undefined) return null;
      result[name] = found;
    }
    return result;
  }

  get protocol(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.protocol.pattern;
  }
  get username(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.username.pattern;
  }
  get password(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.password.pattern;
  }
  get hostname(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.hostname.pattern;
  }
  get port(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.port.pattern;
  }
  get pathname(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.pathname.pattern;
  }
  get search(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.search.pattern;
  }
  get hash(): string {
    requireThis(#components in this, "URLPattern");
    return this.#components.hash.pattern;
  }

  get hasRegExpGroups(): boolean {
    requireThis(#components in this, "URLPattern");
    for (let i = 0; i < kNames.length; i++) if (this.#components[kNames[i]!].hasRegexpGroups) return true;
    return false;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const fields: Record<string, string> = {};
    for (let i = 0; i < kNames.length; i++) fields[kNames[i]!] = this[kNames[i]!];
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(URLPattern, "URLPattern");

// https://urlpattern.spec.whatwg.org/#url-pattern-create
function compile(input: string | PatternInit, base: string | undefined, ignoreCase: boolean): Record<Name, Component> {
  let init: PatternInit;
  if (typeof input === "string") {
    init = parsePatternString(input);
    if (base !== undefined) init.baseURL = base;
    else if (init.protocol === undefined) throw new TypeError(`The pattern "${input}" is relative, and there is no base URL`);
  } else {
    if (base !== undefined) throw new TypeError("A base URL can be given with a string only; an object has a baseURL of its own");
    init = input;
  }
  const text = processInit(init, InitType.Pattern);
  for (let i = 0; i < kNames.length; i++) text[kNames[i]!] ??= "*";
  if (isDefaultPort(text.protocol!, text.port!)) text.port = "";
  const withCase = { ...kDefaultOptions, ignoreCase };
  const protocol = compileComponent(text.protocol!, canonicalProtocol, kDefaultOptions);
  const hostname = text.hostname!;
  return {
    protocol,
    username: compileComponent(text.username!, canonicalUsername, kDefaultOptions),
    password: compileComponent(text.password!, canonicalPassword, kDefaultOptions),
    hostname: compileComponent(
      hostname, isIPv6Pattern(hostname) ? canonicalIPv6Hostname : canonicalHostname,
      { delimiter: ".", prefix: "", ignoreCase: false }),
    port: compileComponent(text.port!, (value) => canonicalPort(value), kDefaultOptions),
    pathname: isSpecialProtocol(protocol)
      ? compileComponent(text.pathname!, canonicalPathname, { delimiter: "/", prefix: "/", ignoreCase })
      : compileComponent(text.pathname!, canonicalOpaquePathname, withCase),
    search: compileComponent(text.search!, canonicalSearch, withCase),
    hash: compileComponent(text.hash!, canonicalHash, withCase),
  };
}

function isIPv6Pattern(hostname: string): boolean {
  return RegExpPrototypeTest(/^(?:\[.|[{\\]\[)/su, hostname);
}

/** The components of what is to be matched; undefined if it cannot match anything. */
function valuesOf(input: string | PatternInit, base: string | undefined): Record<Name, string> | undefined {
  if (typeof input !== "string") {
    if (base !== undefined) throw new TypeError("A base URL can be given with a string only; an object has a baseURL of its own");
    try {
      return processInit(input, InitType.URL) as Record<Name, string>;
    } catch {
      return undefined;
    }
  }
  const url: any = URL.parse(input, base);
  if (url === null) return undefined;
  const { protocol, username, password, hostname, port, pathname, search, hash } = url;
  return {
    protocol: StringPrototypeSlice(protocol, 0, -1), username, password, hostname, port, pathname,
    search: StringPrototypeSlice(search, 1), hash: StringPrototypeSlice(hash, 1),
  };
}

function matchOf({ regexp, names }: Component, input: string): ComponentResult | undefined {
  const found = RegExpPrototypeExec(regexp, input);
  if (found === null) return undefined;
  const groups: Record<string, string | undefined> = {};
  for (let i = 0; i < names.length; i++) groups[names[i]!] = found[i + 1];
  return { input, groups };
}
