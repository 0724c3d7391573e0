// Weft.CookieMap (https://bun.sh/docs/api/cookie): the cookies that came with a request, and what is to change of them.
import {
  ArrayIsArray, ArrayPrototypeMap, ArrayPrototypePush, ArrayPrototypeValues, FunctionPrototypeCall, ObjectDefineProperty, ObjectHasOwn, ObjectKeys, SafeMap, StringPrototypeIndexOf,
  StringPrototypeSlice, StringPrototypeSplit, StringPrototypeTrim, SymbolIterator, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { Cookie, decoded } from "internal/cookie";
import { validateFunction } from "internal/validators";
import { kInspect } from "web/webidl";

type Pair = [name: string, value: string];

/** The value of a Cookie field (RFC 6265 section 4.2). */
function parse(text: string): Pair[] {
  const pairs: Pair[] = [];
  const parts = StringPrototypeSplit(text, ";") as string[];
  for (let i = 0; i < parts.length; i++) {
    const equals = StringPrototypeIndexOf(parts[i]!, "=");
    if (equals < 0) continue;
    const name = StringPrototypeTrim(StringPrototypeSlice(parts[i]!, 0, equals));
    if (name === "") continue;
    ArrayPrototypePush(pairs, [name, decoded(StringPrototypeTrim(StringPrototypeSlice(parts[i]!, equals + 1)))]);
  }
  return pairs;
}

function pairsOf(init: any): Pair[] {
  if (init === undefined || init === null) return [];
  if (typeof init === "string") return parse(init);
  if (typeof init !== "object") throw new TypeError("Invalid initializer type");
  const pairs: Pair[] = [];
  if (ArrayIsArray(init)) {
    for (let i = 0; i < init.length; i++) {
      const pair = init[i];
      if (!ArrayIsArray(pair) || pair.length !== 2) throw new TypeError("Expected arrays of exactly two strings");
      ArrayPrototypePush(pairs, [`${pair[0]}`, `${pair[1]}`]);
    }
    return pairs;
  }
  const names = ObjectKeys(init);
  for (let i = 0; i < names.length; i++) ArrayPrototypePush(pairs, [names[i]!, `${init[names[i]!]}`]);
  return pairs;
}

interface Change {
  cookie: Cookie;
  isRemoval: boolean;
}

export class CookieMap {
  #came: Pair[];
  #changes = new SafeMap<string, Change>();

  /** The value of a Cookie field, an object, or pairs. */
  constructor(init?: any) {
    this.#came = pairsOf(init);
  }

  get(name: any): string | null {
    const key = `${name}`;
    const change = this.#changes.get(key);
    if (change !== undefined) return change.isRemoval ? null : change.cookie.value;
    for (let i = 0; i < this.#came.length; i++) if (this.#came[i]![0] === key) return this.#came[i]![1];
    return null;
  }

  has(name: any): boolean {
    return this.get(name) !== null;
  }

  /** (name, value, options), a Cookie, or an object of everything. */
  set(nameOrCookie: any, value?: any, options?: any): void {
    const isObject = nameOrCookie !== null && typeof nameOrCookie === "object";
    const cookie = nameOrCookie instanceof Cookie ? nameOrCookie
      : isObject ? new Cookie(nameOrCookie) : new Cookie(nameOrCookie, value, options);
    this.#change(cookie, false);
  }

  /** The client is told to forget it, too. (name, options), or an object of both. */
  delete(nameOrOptions: any, options?: any): void {
    if (nameOrOptions !== null && typeof nameOrOptions === "object") {
      options = nameOrOptions;
      nameOrOptions = nameOrOptions.name;
    }
    const { domain, path } = options ?? {};
    this.#change(new Cookie(nameOrOptions, "", { domain, path, expires: 0 }), true);
  }

  /** The last change comes last. */
  #change(cookie: Cookie, isRemoval: boolean): void {
    this.#changes.delete(cookie.name);
    this.#changes.set(cookie.name, { cookie, isRemoval });
  }

  /** What has changed, as values of Set-Cookie. */
  toSetCookieHeaders(): string[] {
    const lines: string[] = [];
    for (const change of this.#changes.values()) ArrayPrototypePush(lines, change.cookie.serialize());
    return lines;
  }

  #pairs(): Pair[] {
    const pairs: Pair[] = [];
    for (const change of this.#changes.values())
      if (!change.isRemoval) ArrayPrototypePush(pairs, [change.cookie.name, change.cookie.value]);
    for (let i = 0; i < this.#came.length; i++) if (!this.#changes.has(this.#came[i]![0])) ArrayPrototypePush(pairs, this.#came[i]!);
    return pairs;
  }

  get size(): number {
    return this.#pairs().length;
  }

  entries(): IterableIterator<Pair> {
    const pairs = this.#pairs();
    const copies: Pair[] = [];
    for (let i = 0; i < pairs.length; i++) ArrayPrototypePush(copies, [pairs[i]![0], pairs[i]![1]]);
    return ArrayPrototypeValues(copies) as any;
  }
  keys(): IterableIterator<string> {
    return ArrayPrototypeValues(ArrayPrototypeMap(this.#pairs(), (pair: Pair) => pair[0])) as any;
  }
  values(): IterableIterator<string> {
    return ArrayPrototypeValues(ArrayPrototypeMap(this.#pairs(), (pair: Pair) => pair[1])) as any;
  }

  /** callback(value, name, map) */
  forEach(callback: any, thisArgument?: any): void {
    validateFunction(callback, "callback");
    const pairs = this.#pairs();
    for (let i = 0; i < pairs.length; i++) FunctionPrototypeCall(callback, thisArgument, pairs[i]![1], pairs[i]![0], this);
  }

  toJSON(): any {
    const json: any = {};
    const pairs = this.#pairs();
    for (let i = 0; i < pairs.length; i++)
      if (!ObjectHasOwn(json, pairs[i]![0])) ObjectDefineProperty(json, pairs[i]![0], { __proto__: null, value: pairs[i]![1], writable: true, enumerable: true, configurable: true } as any);
    return json;
  }

  [kInspect](_depth: number, options: any, inspect: any): string {
    return `CookieMap ${inspect(this.toJSON(), options)}`;
  }
}
ObjectDefineProperty(CookieMap.prototype, SymbolIterator, {
  __proto__: null, value: CookieMap.prototype.entries, writable: true, configurable: true,
} as any);
ObjectDefineProperty(CookieMap.prototype, SymbolToStringTag, { __proto__: null, value: "CookieMap", configurable: true } as any);
