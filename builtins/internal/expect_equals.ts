/**
 * Equality as Jest's `toEqual` and, when strict, `toStrictEqual` know it (https://jestjs.io/docs/expect#toequalvalue),
 * open to testers, which are asked at every level before anything else, and to asymmetric matchers.
 */
import {
  ArrayIsArray, ArrayPrototypePush, FunctionPrototypeCall, MathMax, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, ObjectIs, ObjectKeys,
  ObjectPrototype, ObjectPrototypePropertyIsEnumerable, ObjectPrototypeToString, RegExpPrototypeGetFlags, RegExpPrototypeGetSource, SafeWeakSet,
  StringPrototypeCharCodeAt, WeakSetPrototypeHas,
} from "internal/primordials";
import { areQuicklyEqual } from "internal/expect_quick";
import { isError } from "internal/expect_types";

export interface TesterContext { equals: typeof equals }
/** True or false decides; undefined leaves the decision to others. */
export type Tester = (this: TesterContext, a: any, b: any, testers: Tester[]) => boolean | undefined;

/** Testers of our own: for them, a value equals itself. */
export const innateTesters: WeakSet<Tester> = new SafeWeakSet<Tester>();

function isNode(value: any): boolean {
  return typeof value.nodeType === "number" && typeof value.nodeName === "string" && typeof value.isEqualNode === "function";
}

function canMatch(value: any): boolean {
  return value !== null && (typeof value === "object" || typeof value === "function") && typeof value.asymmetricMatch === "function";
}

/** Own enumerable properties that have a symbol as a key. */
function ownSymbols(value: object): symbol[] {
  const symbols = ObjectGetOwnPropertySymbols(value);
  const enumerable: symbol[] = [];
  for (let i = 0; i < symbols.length; i++)
    if (ObjectPrototypePropertyIsEnumerable(value, symbols[i]!)) ArrayPrototypePush(enumerable, symbols[i]!);
  return enumerable;
}

class Comparison {
  readonly #testers: Tester[];
  readonly #strict: boolean;
  readonly #isExtended: boolean;
  /** The pairs that are being compared, outermost first. */
  readonly #left: unknown[] = [];
  readonly #right: unknown[] = [];

  constructor(testers: Tester[], strict: boolean, isExtended: boolean) {
    this.#testers = testers;
    this.#strict = strict;
    this.#isExtended = isExtended;
  }

  equal(a: any, b: any): boolean {
    if (!this.#isExtended) {
      if (a === b) return a !== 0 || ObjectIs(a, b);
      const aIsSimple = a === null || (typeof a !== "object" && typeof a !== "function");
      const bIsSimple = b === null || (typeof b !== "object" && typeof b !== "function");
      if (aIsSimple && bIsSimple) return a !== a && b !== b;
    }
    const aMatches = canMatch(a);
    if (aMatches !== canMatch(b)) return aMatches ? a.asymmetricMatch(b) : b.asymmetricMatch(a);
    const testers = this.#testers;
    for (let i = 0; i < testers.length; i++) {
      const result = FunctionPrototypeCall(testers[i]!, kContext, a, b, testers);
      if (result !== undefined) return result;
    }
    if (ObjectIs(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    return this.#equalObjects(a, b);
  }

  #equalObjects(a: any, b: any): boolean {
    if (ObjectGetPrototypeOf(a) === ObjectPrototype && ObjectGetPrototypeOf(b) === ObjectPrototype) return this.#equalContents(a, b, false);
    if (isError(a) && isError(b)) return a.message === b.message;
    const kind = ObjectPrototypeToString(a);
    if (kind !== ObjectPrototypeToString(b)) return false;
    switch (kind) {
      case "[object Boolean]": case "[object String]": case "[object Number]": return ObjectIs(a.valueOf(), b.valueOf());
      case "[object Date]": return ObjectIs(+a, +b);
      case "[object RegExp]":
        return RegExpPrototypeGetSource(a) === RegExpPrototypeGetSource(b) && RegExpPrototypeGetFlags(a) === RegExpPrototypeGetFlags(b);
      case "[object URL]": return a.href === b.href;
      case "[object Array]": return (a.length === b.length || !this.#strict) && this.#equalContents(a, b, ArrayIsArray(a) && ArrayIsArray(b));
    }
    return isNode(a) && isNode(b) ? a.isEqualNode(b) : this.#equalContents(a, b, false);
  }

  /** A pair that is met again within itself is equal; one half of it alone never is. */
  #equalContents(a: any, b: any, areArrays: boolean): boolean {
    const left = this.#left;
    const right = this.#right;
    for (let i = left.length - 1; i >= 0; i--) {
      if (left[i] === a) return right[i] === b;
      if (right[i] === b) return false;
    }
    const depth = left.length;
    left[depth] = a;
    right[depth] = b;
    const equal = areArrays ? this.#equalArrays(a, b) : this.#equalProperties(a, b);
    left.length = right.length = depth;
    return equal;
  }

  #equalArrays(a: any[], b: any[]): boolean {
    const length = MathMax(a.length, b.length);
    for (let i = 0; i < length; i++) {
      const one = a[i];
      const other = b[i];
      if (!this.equal(one, other)) return false;
      if (this.#strict && (one === undefined || other === undefined) && ObjectHasOwn(a, i) !== ObjectHasOwn(b, i)) return false;
    }
    const aKeys = extraKeys(a);
    const bKeys = extraKeys(b);
    return (aKeys.length === 0 && bKeys.length === 0) || this.#equalKeys(a, b, aKeys, bKeys);
  }

  #equalProperties(a: any, b: any): boolean {
    if (!this.#equalKeys(a, b, ObjectKeys(a), ObjectKeys(b))) return false;
    const aSymbols = ownSymbols(a);
    const bSymbols = ownSymbols(b);
    return (aSymbols.length === 0 && bSymbols.length === 0) || this.#equalKeys(a, b, aSymbols, bSymbols);
  }

  #equalKeys(a: any, b: any, aKeys: PropertyKey[], bKeys: PropertyKey[]): boolean {
    let found = 0;
    for (let i = 0; i < aKeys.length; i++) {
      const key = aKeys[i]!;
      const value = a[key];
      if (ObjectHasOwn(b, key)) found++;
      else if (!this.#isLikeAbsent(value)) return false;
      if (!this.equal(value, b[key])) return false;
    }
    if (found === bKeys.length) return true;
    for (let i = 0; i < bKeys.length; i++) {
      const key = bKeys[i]!;
      if (ObjectHasOwn(a, key)) continue;
      if (!this.#isLikeAbsent(b[key]) || !this.equal(a[key], b[key])) return false;
    }
    return true;
  }

  /** Unless strict, a property that is undefined is as good as none, and a matcher decides on undefined. */
  #isLikeAbsent(value: unknown): boolean {
    return !this.#strict && (value === undefined || canMatch(value));
  }
}

function isIndex(key: string): boolean {
  const first = StringPrototypeCharCodeAt(key, 0);
  return first >= 48 && first <= 57 && key !== "4294967295" && `${+key >>> 0}` === key;
}

/** Keys of an array that are no indices. They come last, but before symbols. */
function extraKeys(list: any[]): PropertyKey[] {
  const keys: PropertyKey[] = ownSymbols(list);
  const names = ObjectKeys(list);
  for (let i = names.length - 1; i >= 0 && !isIndex(names[i]!); i--) ArrayPrototypePush(keys, names[i]!);
  return keys;
}

/** Whether there are testers that are not our own. */
function hasForeign(testers: Tester[]): boolean {
  for (let i = 0; i < testers.length; i++) if (!WeakSetPrototypeHas(innateTesters, testers[i])) return true;
  return false;
}

/**
 * @param testers Asked in turn for every pair of values.
 * @param strict Whether holes and properties that are undefined count. Types do not: `typeEquality` is a tester.
 */
export function equals(a: unknown, b: unknown, testers: Tester[] = [], strict = false): boolean {
  const isExtended = hasForeign(testers);
  return (!isExtended && areQuicklyEqual(a, b)) || new Comparison(testers, strict, isExtended).equal(a, b);
}

const kContext: TesterContext = { equals };
