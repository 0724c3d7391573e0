/**
 * Weft.deepEquals: equality as `toEqual` and, when strict, `toStrictEqual` of Jest know it
 * (https://bun.com/docs/runtime/utils#bun-deepequals). Zeros differ by sign, NaN equals itself.
 *
 * Cycles: two objects that are being compared already are taken as equal where they meet again; if they are not, the
 * difference shows elsewhere.
 */
import {
  ArrayIsArray, ArrayPrototypePush, BigIntPrototypeValueOf, BooleanPrototypeValueOf,
  DatePrototypeGetTime, MapPrototypeForEach, MapPrototypeGet, MapPrototypeGetSize, MapPrototypeHas,
  NumberPrototypeValueOf, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, ObjectIs, ObjectKeys, ObjectPrototype,
  ObjectPrototypeHasOwnProperty, ObjectPrototypePropertyIsEnumerable, RegExpPrototypeGetFlags, RegExpPrototypeGetSource, SetPrototypeForEach,
  SetPrototypeGetSize, SetPrototypeHas, StringPrototypeValueOf, SymbolPrototypeValueOf, TypedArrayPrototypeGetSymbolToStringTag,
} from "internal/primordials";
import { viewBytes } from "internal/byte_tools";
import { binding, kinds } from "internal/util_binding";

const kValueOf: Record<number, (boxed: any) => unknown> = {
  [kinds.NumberObject]: NumberPrototypeValueOf,
  [kinds.StringObject]: StringPrototypeValueOf,
  [kinds.BooleanObject]: BooleanPrototypeValueOf,
  [kinds.BigIntObject]: BigIntPrototypeValueOf,
  [kinds.SymbolObject]: SymbolPrototypeValueOf,
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function haveEqualBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What a Headers, URLSearchParams or FormData holds, which no property shows; undefined for anything else. */
function hiddenEntries(object: any): unknown[] | undefined {
  const { Headers, URLSearchParams, FormData } = globalThis as any;
  const isList = (Class: any) => typeof Class === "function" && object instanceof Class;
  return isList(Headers) || isList(URLSearchParams) || isList(FormData) ? [...object] : undefined;
}

class Comparison {
  readonly strict: boolean;
  /** The pairs that are being compared, outermost first. */
  #left: object[] = [];
  #right: object[] = [];
  #depth = 0;

  constructor(strict: boolean) {
    this.strict = strict;
  }

  equal(a: any, b: any): boolean {
    if (a === b) return a !== 0 || ObjectIs(a, b);
    if (isObject(a) && isObject(b)) return this.#equalObjects(a, b);
    return a !== a && b !== b;
  }

  #isUnderWay(a: object, b: object): boolean {
    const left = this.#left;
    const right = this.#right;
    for (let i = this.#depth - 1; i >= 0; i--) if (left[i] === a && right[i] === b) return true;
    return false;
  }

  #equalObjects(a: any, b: any): boolean {
    const kind = binding.kindOf(a);
    if (kind !== binding.kindOf(b)) return false;
    if (this.strict && !this.#haveSameType(a, b)) return false;
    if (this.#isUnderWay(a, b)) return true;
    const depth = this.#depth++;
    this.#left[depth] = a;
    this.#right[depth] = b;
    const equal = kind === kinds.Array ? this.#equalArrays(a, b) : this.#equalByKind(a, b, kind);
    this.#depth = depth;
    return equal;
  }

  /** An object without a prototype is a plain one. */
  #haveSameType(a: object, b: object): boolean {
    const first = ObjectGetPrototypeOf(a) ?? ObjectPrototype;
    return first === (ObjectGetPrototypeOf(b) ?? ObjectPrototype);
  }

  #equalByKind(a: any, b: any, kind: number): boolean {
    switch (kind) {
      case kinds.Ordinary: case kinds.Arguments: case kinds.Namespace: return this.#equalOrdinary(a, b);
      case kinds.Map: return MapPrototypeGetSize(a) === MapPrototypeGetSize(b) && this.#equalMaps(a, b) && this.#equalProperties(a, b);
      case kinds.Set: return SetPrototypeGetSize(a) === SetPrototypeGetSize(b) && this.#equalSets(a, b) && this.#equalProperties(a, b);
      case kinds.Date: return ObjectIs(DatePrototypeGetTime(a), DatePrototypeGetTime(b));
      case kinds.RegExp:
        return RegExpPrototypeGetSource(a) === RegExpPrototypeGetSource(b) && RegExpPrototypeGetFlags(a) === RegExpPrototypeGetFlags(b);
      case kinds.Error: return a.name === b.name && a.message === b.message && this.equal(a.cause, b.cause) && this.equal(a.errors, b.errors) && this.#equalProperties(a, b);
      case kinds.ArrayBuffer: case kinds.SharedArrayBuffer: case kinds.DataView:
        return haveEqualBytes(viewBytes(a)!, viewBytes(b)!);
      case kinds.TypedArray: return this.#equalViews(a, b);
      case kinds.NumberObject: case kinds.StringObject: case kinds.BooleanObject: case kinds.BigIntObject: case kinds.SymbolObject:
        return ObjectIs(kValueOf[kind]!(a), kValueOf[kind]!(b));
      case kinds.Proxy:
        return ArrayIsArray(a) === ArrayIsArray(b) && (ArrayIsArray(a) ? this.#equalArrays(a, b as any) : this.#equalOrdinary(a, b));
      case kinds.Promise: return true;
      default: return false;
    }
  }

  #equalOrdinary(a: any, b: any): boolean {
    if (ObjectGetPrototypeOf(a) === ObjectPrototype && ObjectGetPrototypeOf(b) === ObjectPrototype) return this.#equalProperties(a, b);
    const { URL } = globalThis as any;
    if (typeof URL === "function" && (a instanceof URL || b instanceof URL)) return a instanceof URL && b instanceof URL && a.href === b.href;
    const entries = hiddenEntries(a);
    const others = hiddenEntries(b);
    if (entries !== undefined || others !== undefined) return this.equal(entries, others);
    return this.#equalProperties(a, b);
  }

  /** Own enumerable properties. Those that are undefined are as good as absent, unless strict. */
  #equalProperties(a: any, b: any): boolean {
    const keys = ObjectKeys(a);
    let found = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const value = a[key];
      const other = b[key];
      if (ObjectHasOwn(b, key)) found++;
      else if (this.strict || value !== undefined) return false;
      if ((value !== other || value === 0) && !this.equal(value, other)) return false;
    }
    if (!this.#hasNoMore(ObjectKeys(b), found, a, b)) return false;
    const symbols = ObjectGetOwnPropertySymbols(a);
    const others = ObjectGetOwnPropertySymbols(b);
    return (symbols.length === 0 && others.length === 0) || this.#equalSymbols(a, b, symbols, others);
  }

  #hasNoMore(keys: PropertyKey[], found: number, a: any, b: any): boolean {
    if (keys.length === found) return true;
    if (this.strict) return false;
    for (let i = 0; i < keys.length; i++)
      if (!ObjectPrototypeHasOwnProperty(a, keys[i]!) && b[keys[i]!] !== undefined) return false;
    return true;
  }

  #equalSymbols(a: any, b: any, symbols: symbol[], others: symbol[]): boolean {
    for (let i = 0; i < symbols.length; i++) {
      const key = symbols[i]!;
      if (ObjectPrototypePropertyIsEnumerable(a, key) && !(ObjectPrototypePropertyIsEnumerable(b, key) && this.equal(a[key], b[key]))) return false;
    }
    for (let i = 0; i < others.length; i++)
      if (ObjectPrototypePropertyIsEnumerable(b, others[i]!) && !ObjectPrototypePropertyIsEnumerable(a, others[i]!)) return false;
    return true;
  }

  #equalArrays(a: any[], b: any[]): boolean {
    // What is missing at the end is undefined, unless strict.
    if (a.length !== b.length && this.strict) return false;
    const length = a.length > b.length ? a.length : b.length;
    for (let i = 0; i < length; i++) {
      const value = a[i];
      const other = b[i];
      if ((value !== other || value === 0) && !this.equal(value, other)) return false;
      if (value === undefined && this.strict && ObjectPrototypeHasOwnProperty(a, i) !== ObjectPrototypeHasOwnProperty(b, i)) return false;
    }
    return this.#equalExtras(a, b);
  }

  /** Properties of arrays and views but for their elements. */
  #equalExtras(a: any, b: any): boolean {
    const keys = binding.ownNonIndexKeys(a, true);
    let found = 0;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      if (ObjectPrototypeHasOwnProperty(b, key)) found++;
      else if (this.strict || a[key] !== undefined) return false;
      if (!this.equal(a[key], b[key])) return false;
    }
    return this.#hasNoMore(binding.ownNonIndexKeys(b, true), found, a, b);
  }

  #equalViews(a: any, b: any): boolean {
    const type = TypedArrayPrototypeGetSymbolToStringTag(a);
    if (type !== TypedArrayPrototypeGetSymbolToStringTag(b) || a.byteLength !== b.byteLength) return false;
    if (type === "Float32Array" || type === "Float64Array" || type === "Float16Array") {
      for (let i = 0; i < a.length; i++) if (!ObjectIs(a[i], b[i])) return false;
    } else if (!haveEqualBytes(viewBytes(a)!, viewBytes(b)!)) {
      return false;
    }
    return this.#equalExtras(a, b);
  }

  #equalSets(a: Set<unknown>, b: Set<unknown>): boolean {
    let equal = true;
    const taken: unknown[] = [];
    SetPrototypeForEach(a, (value: unknown) => {
      if (!equal || SetPrototypeHas(b, value)) return;
      equal = isObject(value) && this.#takeMember(b, taken, (other) => !SetPrototypeHas(a, other) && this.equal(value, other));
    });
    return equal;
  }

  /** Whether a member that nobody has taken yet fits; takes it. */
  #takeMember(set: Set<unknown>, taken: unknown[], fits: (member: unknown) => boolean): boolean {
    let isFound = false;
    SetPrototypeForEach(set, (other: unknown) => {
      if (isFound || !isObject(other)) return;
      for (let i = 0; i < taken.length; i++) if (taken[i] === other) return;
      if (!fits(other)) return;
      isFound = true;
      ArrayPrototypePush(taken, other);
    });
    return isFound;
  }

  #equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    let equal = true;
    const taken: unknown[] = [];
    MapPrototypeForEach(a, (value: unknown, key: unknown) => {
      if (!equal) return;
      if (MapPrototypeHas(b, key)) {
        equal = this.equal(value, MapPrototypeGet(b, key));
        return;
      }
      equal = isObject(key) && this.#takeEntry(a, b, taken, key, value);
    });
    return equal;
  }

  #takeEntry(a: Map<unknown, unknown>, b: Map<unknown, unknown>, taken: unknown[], key: object, value: unknown): boolean {
    let isFound = false;
    MapPrototypeForEach(b, (otherValue: unknown, other: unknown) => {
      if (isFound || !isObject(other) || MapPrototypeHas(a, other)) return;
      for (let i = 0; i < taken.length; i++) if (taken[i] === other) return;
      if (!this.equal(key, other) || !this.equal(value, otherValue)) return;
      isFound = true;
      ArrayPrototypePush(taken, other);
    });
    return isFound;
  }
}

/**
 * @param strict Whether types, holes and properties that are undefined count, too.
 */
export function deepEquals(a?: unknown, b?: unknown, strict?: boolean): boolean {
  return new Comparison(!!strict).equal(a, b);
}
