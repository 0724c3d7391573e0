// Deep equality as assert and util know it. Strict: same prototypes, Object.is for primitives, own enumerable symbols
// count. Loose: `==` for primitives, prototypes don't matter.
// https://nodejs.org/api/assert.html#assertdeepstrictequalactual-expected-message
//
// Cycles: two objects that are being compared already are taken as equal where they meet again; if they are not, the
// difference shows elsewhere.

import {
  ArrayIsArray, ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeSplice, BigIntPrototypeValueOf, BooleanPrototypeValueOf,
  DatePrototypeGetTime, Error, MapPrototypeForEach, MapPrototypeGet, MapPrototypeGetSize, MapPrototypeHas, NumberIsNaN,
  NumberPrototypeValueOf, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectIs, ObjectKeys,
  ObjectPrototypeHasOwnProperty, ObjectPrototypePropertyIsEnumerable, ObjectPrototypeToString, SetPrototypeForEach,
  SetPrototypeGetSize, SetPrototypeHas, StringPrototypeValueOf, SymbolPrototypeValueOf,
  TypedArrayPrototypeGetSymbolToStringTag, Uint8Array,
} from "internal/primordials";
import { binding, kinds } from "internal/util_binding";

const kValueOf: Record<number, (boxed: any) => unknown> = {
  [kinds.NumberObject]: NumberPrototypeValueOf,
  [kinds.StringObject]: StringPrototypeValueOf,
  [kinds.BooleanObject]: BooleanPrototypeValueOf,
  [kinds.BigIntObject]: BigIntPrototypeValueOf,
  [kinds.SymbolObject]: SymbolPrototypeValueOf,
};

/** A proxy is an array, if its target is one, or an ordinary object: nothing else can be asked through it. */
function kindOf(object: object): number {
  const kind = binding.kindOf(object);
  if (kind !== kinds.Proxy) return kind;
  return ArrayIsArray(object) ? kinds.Array : kinds.Ordinary;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isErrorLike(object: object, kind: number): boolean {
  return kind === kinds.Error || object instanceof Error;
}

function haveEqualBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, view.byteLength);
}

class Comparison {
  readonly strict: boolean;
  /** The pairs that are being compared, outermost first. */
  #left: object[] = [];
  #right: object[] = [];

  constructor(strict: boolean) {
    this.strict = strict;
  }

  equal(a: any, b: any): boolean {
    if (a === b) return a !== 0 || !this.strict || ObjectIs(a, b);
    if (isObject(a) && isObject(b)) return this.#equalObjects(a, b);
    if (this.strict) return typeof a === "number" && NumberIsNaN(a) && NumberIsNaN(b);
    if (isObject(a) || isObject(b)) return false;
    // The loose kind of equality is what was asked for.
    return a == b || (NumberIsNaN(a) && NumberIsNaN(b));
  }

  #isUnderWay(a: object, b: object): boolean {
    for (let i = this.#left.length - 1; i >= 0; i--) if (this.#left[i] === a && this.#right[i] === b) return true;
    return false;
  }

  #equalObjects(a: any, b: any): boolean {
    if (this.strict && ObjectGetPrototypeOf(a) !== ObjectGetPrototypeOf(b)) return false;
    const tag = ObjectPrototypeToString(a);
    if (tag !== ObjectPrototypeToString(b)) return false;
    const kind = kindOf(a);
    if (kind !== kindOf(b) && !(isErrorLike(a, kind) && isErrorLike(b, kindOf(b)))) return false;
    if (this.#isUnderWay(a, b)) return true;
    ArrayPrototypePush(this.#left, a);
    ArrayPrototypePush(this.#right, b);
    const equal = this.#equalByKind(a, b, kind, tag);
    ArrayPrototypePop(this.#left);
    ArrayPrototypePop(this.#right);
    return equal;
  }

  #equalByKind(a: any, b: any, kind: number, tag: string): boolean {
    switch (kind) {
      case kinds.Array: return this.#equalArrays(a, b);
      case kinds.TypedArray: case kinds.DataView: return this.#equalViews(a, b);
      case kinds.ArrayBuffer: case kinds.SharedArrayBuffer:
        return haveEqualBytes(new Uint8Array(a), new Uint8Array(b)) && this.#equalProperties(a, b);
      case kinds.Set: return SetPrototypeGetSize(a) === SetPrototypeGetSize(b) && this.#equalProperties(a, b) && this.#equalSets(a, b);
      case kinds.Map: return MapPrototypeGetSize(a) === MapPrototypeGetSize(b) && this.#equalProperties(a, b) && this.#equalMaps(a, b);
      case kinds.Date:
        return DatePrototypeGetTime(a) === DatePrototypeGetTime(b) && this.#equalProperties(a, b);
      case kinds.RegExp:
        return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex && this.#equalProperties(a, b);
      case kinds.NumberObject: case kinds.StringObject: case kinds.BooleanObject: case kinds.BigIntObject:
      case kinds.SymbolObject:
        return ObjectIs(kValueOf[kind]!(a), kValueOf[kind]!(b)) && this.#equalProperties(a, b);
      default:
        if (isErrorLike(a, kind)) return this.#equalErrors(a, b);
        // What a URL is stands in no property of its own.
        return (tag !== "[object URL]" || a.href === b.href) && this.#equalProperties(a, b);
    }
  }

  /** Own enumerable keys but for indices; symbols in strict mode only. */
  #extraKeys(object: object): PropertyKey[] {
    const keys = binding.ownNonIndexKeys(object, true);
    if (this.strict) return keys;
    const names: PropertyKey[] = [];
    for (let i = 0; i < keys.length; i++) if (typeof keys[i] === "string") ArrayPrototypePush(names, keys[i]!);
    return names;
  }

  #keys(object: object): PropertyKey[] {
    const keys: PropertyKey[] = ObjectKeys(object);
    if (!this.strict) return keys;
    const symbols = ObjectGetOwnPropertySymbols(object);
    for (let i = 0; i < symbols.length; i++)
      if (ObjectPrototypePropertyIsEnumerable(object, symbols[i]!)) ArrayPrototypePush(keys, symbols[i]!);
    return keys;
  }

  #equalKeys(a: any, b: any, keys: PropertyKey[], otherCount: number): boolean {
    if (keys.length !== otherCount) return false;
    for (let i = 0; i < keys.length; i++) if (!ObjectPrototypePropertyIsEnumerable(b, keys[i]!)) return false;
    for (let i = 0; i < keys.length; i++) if (!this.equal(a[keys[i]!], b[keys[i]!])) return false;
    return true;
  }

  #equalProperties(a: object, b: object): boolean {
    return this.#equalKeys(a, b, this.#keys(a), this.#keys(b).length);
  }

  #equalArrays(a: any[], b: any[]): boolean {
    if (a.length !== b.length) return false;
    if (binding.kindOf(a) === kinds.Proxy || binding.kindOf(b) === kinds.Proxy) return this.#equalProperties(a, b);
    if (!this.#equalKeys(a, b, this.#extraKeys(a), this.#extraKeys(b).length)) return false;
    for (let i = 0; i < a.length; i++) {
      const hasElement = ObjectPrototypeHasOwnProperty(a, i);
      if (hasElement !== ObjectPrototypeHasOwnProperty(b, i)) return false;
      // A hole: there may be billions, so the rest is compared by keys.
      if (!hasElement) return this.#equalProperties(a, b);
      if (!this.equal(a[i], b[i])) return false;
    }
    return true;
  }

  #equalViews(a: any, b: any): boolean {
    const type = TypedArrayPrototypeGetSymbolToStringTag(a);
    if (type !== TypedArrayPrototypeGetSymbolToStringTag(b) || a.byteLength !== b.byteLength) return false;
    if (!this.strict && (type === "Float32Array" || type === "Float64Array")) {
      for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
    } else if (!haveEqualBytes(bytesOf(a), bytesOf(b))) {
      return false;
    }
    return this.#equalKeys(a, b, this.#extraKeys(a), this.#extraKeys(b).length);
  }

  /** The stack says where an error was made, not what it is. */
  #equalErrors(a: any, b: any): boolean {
    const names = ["message", "name", "cause", "errors"];
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const enumerable = ObjectPrototypePropertyIsEnumerable(a, name);
      if (enumerable !== ObjectPrototypePropertyIsEnumerable(b, name)) return false;
      if (!enumerable && !this.equal(a[name], b[name])) return false;
    }
    return this.#equalProperties(a, b);
  }

  /** Takes the first candidate that fits out of the list. */
  #takeMatch<T>(candidates: T[], fits: (candidate: T) => boolean): boolean {
    for (let i = 0; i < candidates.length; i++) {
      if (!fits(candidates[i]!)) continue;
      ArrayPrototypeSplice(candidates, i, 1);
      return true;
    }
    return false;
  }

  #equalSets(a: Set<unknown>, b: Set<unknown>): boolean {
    const unmatched: unknown[] = [];
    const candidates: unknown[] = [];
    let possible = true;
    SetPrototypeForEach(a, (value: unknown) => {
      if (SetPrototypeHas(b, value)) return;
      // A primitive that the other set lacks has no equal there, but for `==`.
      if (this.strict && !isObject(value)) possible = false;
      ArrayPrototypePush(unmatched, value);
    });
    if (!possible) return false;
    if (unmatched.length === 0) return true;
    SetPrototypeForEach(b, (value: unknown) => {
      if (!SetPrototypeHas(a, value)) ArrayPrototypePush(candidates, value);
    });
    for (let i = 0; i < unmatched.length; i++)
      if (!this.#takeMatch(candidates, (other) => this.equal(unmatched[i], other))) return false;
    return candidates.length === 0;
  }

  #equalMaps(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
    const unmatched: unknown[] = [];
    const candidates: unknown[] = [];
    let possible = true;
    MapPrototypeForEach(a, (value: unknown, key: unknown) => {
      if (!possible) return;
      if (MapPrototypeHas(b, key)) {
        if (this.equal(value, MapPrototypeGet(b, key))) return;
        if (this.strict && !isObject(key)) possible = false;
      } else if (this.strict && !isObject(key)) {
        possible = false;
      }
      ArrayPrototypePush(unmatched, key);
    });
    if (!possible) return false;
    if (unmatched.length === 0) return true;
    MapPrototypeForEach(b, (value: unknown, key: unknown) => {
      if (!MapPrototypeHas(a, key) || !this.equal(MapPrototypeGet(a, key), value)) ArrayPrototypePush(candidates, key);
    });
    for (let i = 0; i < unmatched.length; i++) {
      const key = unmatched[i];
      const value = MapPrototypeGet(a, key);
      const matches = (other: unknown) => this.equal(key, other) && this.equal(value, MapPrototypeGet(b, other));
      if (!this.#takeMatch(candidates, matches)) return false;
    }
    return candidates.length === 0;
  }
}

export function isDeepEqual(a: unknown, b: unknown): boolean {
  return new Comparison(false).equal(a, b);
}

export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return new Comparison(true).equal(a, b);
}
