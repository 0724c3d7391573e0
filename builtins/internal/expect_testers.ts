/** The testers that matchers give to `equals`: iterables, types, holes, bytes, subsets. */
import {
  ArrayBufferIsView, ArrayIsArray, ArrayPrototypePush, FunctionPrototypeToString, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, ObjectIs, ObjectKeys,
  ObjectPrototype,
  ObjectPrototypePropertyIsEnumerable, ObjectPrototypeToString, SafeWeakMap, StringPrototypeEndsWith, StringPrototypeReplace,
  SymbolIterator, Uint8Array,
  WeakMapPrototypeDelete, WeakMapPrototypeGet, WeakMapPrototypeHas, WeakMapPrototypeSet, WeakSetPrototypeAdd,
} from "internal/primordials";
import { equals, innateTesters, type Tester } from "internal/expect_equals";

function isObject(value: unknown): value is any {
  return value !== null && typeof value === "object";
}

function without(testers: Tester[], left: Tester): Tester[] {
  const rest: Tester[] = [];
  for (let i = 0; i < testers.length; i++) if (testers[i] !== left) ArrayPrototypePush(rest, testers[i]!);
  return rest;
}

function withTester(testers: Tester[], ...added: Tester[]): Tester[] {
  const all: Tester[] = [];
  for (let i = 0; i < testers.length; i++) ArrayPrototypePush(all, testers[i]!);
  for (let i = 0; i < added.length; i++) ArrayPrototypePush(all, added[i]!);
  return all;
}

const isImmutableSet = (value: any) => !!value["@@__IMMUTABLE_SET__@@"];
const isImmutableMap = (value: any) => !!value["@@__IMMUTABLE_KEYED__@@"] && !!value["@@__IMMUTABLE_ITERABLE__@@"];
const isOrdered = (value: any) => !!value["@@__IMMUTABLE_ORDERED__@@"];
const isImmutable = (value: any) => value["@@__IMMUTABLE_ITERABLE__@@"] === true || value["@@__IMMUTABLE_RECORD__@@"] === true;

function isTypedArray(value: unknown): boolean {
  return ArrayBufferIsView(value) && ObjectPrototypeToString(value) !== "[object DataView]";
}

/** Own enumerable properties, symbols too. */
export function ownKeys(value: object): PropertyKey[] {
  const keys: PropertyKey[] = ObjectKeys(value);
  const symbols = ObjectGetOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++)
    if (ObjectPrototypePropertyIsEnumerable(value, symbols[i]!)) ArrayPrototypePush(keys, symbols[i]!);
  return keys;
}

function equalViews(a: any, b: any): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] || a[i] === 0 ? !ObjectIs(a[i], b[i]) : false) return false;
  return true;
}

/** Whether two objects are of one of the language's own classes, in two realms. */
function isSameClassElsewhere(a: any, b: any): boolean {
  if (ArrayIsArray(a) && ArrayIsArray(b)) return true;
  const one = a.constructor;
  const other = b.constructor;
  if (typeof one !== "function" || typeof other !== "function" || one.name !== other.name) return false;
  return isNative(one) && isNative(other) && ObjectPrototypeToString(a) === ObjectPrototypeToString(b);
}

function isNative(fn: Function): boolean {
  return StringPrototypeEndsWith(StringPrototypeReplace(FunctionPrototypeToString(fn), /\s+/g, ""), "{[nativecode]}");
}

/** One comparison of iterables; those that contain it are known by the stacks. */
class IterableComparison {
  readonly #testers: Tester[];

  constructor(testers: Tester[], readonly left: object[], readonly right: object[]) {
    const again: Tester = (a, b) => compareIterables(a, b, withTester(without(testers, iterableEquality)), left, right);
    WeakSetPrototypeAdd(innateTesters, again);
    this.#testers = withTester(without(testers, iterableEquality), again);
  }

  #equal(a: unknown, b: unknown): boolean {
    return equals(a, b, this.#testers);
  }

  sets(a: any, b: any): boolean {
    for (const value of a) {
      if (b.has(value)) continue;
      let isFound = false;
      for (const other of b) if ((isFound = this.#equal(value, other))) break;
      if (!isFound) return false;
    }
    return true;
  }

  maps(a: any, b: any): boolean {
    for (const [key, value] of a) {
      if (b.has(key) && this.#equal(value, b.get(key))) continue;
      let isFound = false;
      for (const [otherKey, other] of b) if ((isFound = this.#equal(key, otherKey) && this.#equal(value, other))) break;
      if (!isFound) return false;
    }
    return true;
  }

  /** Undefined for what can't be iterated after all. */
  inOrder(a: any, b: any): boolean | undefined {
    let items: Iterator<unknown>;
    let others: Iterator<unknown>;
    try {
      items = a[SymbolIterator]();
      others = b[SymbolIterator]();
    } catch {
      return undefined;
    }
    for (let item = items.next(); !item.done; item = items.next()) {
      const other = others.next();
      if (other.done || !this.#equal(item.value, other.value)) return false;
    }
    if (!others.next().done) return false;
    return isImmutable(a) || this.#equalOwn(a, b);
  }

  #equalOwn(a: any, b: any): boolean {
    const aKeys = ownKeys(a);
    const bKeys = ownKeys(b);
    if (aKeys.length !== bKeys.length) return false;
    for (let i = 0; i < aKeys.length; i++)
      if (aKeys[i] !== SymbolIterator && (!ObjectHasOwn(b, aKeys[i]!) || !this.#equal(a[aKeys[i]!], b[aKeys[i]!]))) return false;
    return true;
  }
}

function compareIterables(a: any, b: any, testers: Tester[], left: object[], right: object[]): boolean | undefined {
  if (!isObject(a) || !isObject(b) || ArrayIsArray(a) || ArrayIsArray(b)) return undefined;
  if (typeof a[SymbolIterator] !== "function" || typeof b[SymbolIterator] !== "function") return undefined;
  if (a.constructor !== b.constructor && !isSameClassElsewhere(a, b)) return false;
  for (let i = left.length - 1; i >= 0; i--) if (left[i] === a) return right[i] === b;
  if (isTypedArray(a) && isTypedArray(b) && testers.length === 0) return equalViews(a, b);
  ArrayPrototypePush(left, a);
  ArrayPrototypePush(right, b);
  const comparison = new IterableComparison(testers, left, right);
  const equal = compareCollections(a, b, comparison);
  left.length--;
  right.length--;
  return equal;
}

function compareCollections(a: any, b: any, comparison: IterableComparison): boolean | undefined {
  if (a.size !== undefined) {
    if (a.size !== b.size) return false;
    if (ObjectPrototypeToString(a) === "[object Set]" || (isImmutableSet(a) && !isOrdered(a))) return comparison.sets(a, b);
    if (ObjectPrototypeToString(a) === "[object Map]" || (isImmutableMap(a) && !isOrdered(a))) return comparison.maps(a, b);
  }
  return comparison.inOrder(a, b);
}

/** What can be iterated is equal if its items are; those of Set and Map in any order. */
export function iterableEquality(a: any, b: any, testers: Tester[] = [], left: object[] = [], right: object[] = []): boolean | undefined {
  if (!isObject(a) || !isObject(b) || typeof a[SymbolIterator] !== "function") return undefined;
  return compareIterables(a, b, without(testers, iterableEquality), left, right);
}

/** Values of different types are not equal. */
export function typeEquality(a: any, b: any): boolean | undefined {
  if (a == null || b == null || a.constructor === b.constructor) return undefined;
  return isSameClassElsewhere(a, b) ? undefined : false;
}

/** A hole in an array is not undefined. */
export function sparseArrayEquality(a: unknown, b: unknown, testers: Tester[] = []): boolean | undefined {
  if (!ArrayIsArray(a) || !ArrayIsArray(b)) return undefined;
  return equals(a, b, without(testers, sparseArrayEquality), true) && equals(ObjectKeys(a), ObjectKeys(b));
}

/** Buffers and views are equal if their bytes are. */
export function arrayBufferEquality(a: any, b: any): boolean | undefined {
  const aBytes = bytesOf(a);
  const bBytes = aBytes === null ? null : bytesOf(b);
  return aBytes === null || bBytes === null || ObjectPrototypeToString(a) !== ObjectPrototypeToString(b) ? undefined : equalViews(aBytes, bBytes);
}

function isBuffer(value: unknown): boolean {
  const kind = isObject(value) ? ObjectPrototypeToString(value) : "";
  return kind === "[object ArrayBuffer]" || kind === "[object SharedArrayBuffer]";
}

function bytesOf(value: any): Uint8Array | null {
  if (ArrayBufferIsView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isBuffer(value) ? new Uint8Array(value) : null;
}

/** Whether an object has a property of its own or of its class; what every object has does not count. */
export function hasProperty(object: any, key: PropertyKey): boolean {
  if (typeof object !== "function" && !isObject(object)) return false;
  for (let at = object; at !== null && at !== ObjectPrototype; at = ObjectGetPrototypeOf(at)) if (ObjectHasOwn(at, key)) return true;
  return false;
}

function isObjectWithKeys(value: unknown): boolean {
  if (!isObject(value) || ArrayIsArray(value) || value instanceof Error) return false;
  const kind = ObjectPrototypeToString(value);
  return kind !== "[object Date]" && kind !== "[object Set]" && kind !== "[object Map]";
}

/** All of `subset` is in `object`. */
export function subsetEquality(object: any, subset: any, testers: Tester[] = []): boolean | undefined {
  const rest = without(testers, subsetEquality);
  const compare = (seen: WeakMap<object, boolean>) => (whole: any, part: any): boolean | undefined => {
    if (!isObjectWithKeys(part)) return undefined;
    const keys = ownKeys(part);
    for (let i = 0; i < keys.length; i++) {
      const value = part[keys[i]!];
      const isNested = isObjectWithKeys(value);
      // A cycle: what is inside has been looked at before.
      if (isNested && WeakMapPrototypeHas(seen, value)) return equals(whole[keys[i]!], value, rest);
      if (isNested) WeakMapPrototypeSet(seen, value, true);
      const nested = compare(seen) as Tester;
      WeakSetPrototypeAdd(innateTesters, nested);
      const fits = whole != null && hasProperty(whole, keys[i]!) && equals(whole[keys[i]!], value, withTester(rest, nested));
      if (isNested) WeakMapPrototypeDelete(seen, value);
      if (!fits) return false;
    }
    return true;
  };
  return compare(new SafeWeakMap())(object, subset);
}

/** The part of `object` that `subset` speaks of, for messages. */
export function getObjectSubset(object: any, subset: any, testers: Tester[] = [], seen: WeakMap<object, any> = new SafeWeakMap()): any {
  if (ArrayIsArray(object)) {
    if (!ArrayIsArray(subset) || subset.length !== object.length) return object;
    const list: unknown[] = [];
    for (let i = 0; i < subset.length; i++) ArrayPrototypePush(list, getObjectSubset(object[i], subset[i], testers));
    return list;
  }
  if (!isObject(object) || !isObject(subset) || ObjectPrototypeToString(object) === "[object Date]") return object;
  if (equals(object, subset, withTester(testers, iterableEquality as Tester, subsetEquality as Tester))) return subset;
  const trimmed: any = {};
  WeakMapPrototypeSet(seen, object, trimmed);
  let count = 0;
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (!hasProperty(subset, key)) continue;
    count++;
    trimmed[key] = isObject(object[key]) && WeakMapPrototypeHas(seen, object[key])
      ? WeakMapPrototypeGet(seen, object[key]) : getObjectSubset(object[key], subset[key], testers, seen);
  }
  return count > 0 ? trimmed : object;
}

WeakSetPrototypeAdd(innateTesters, iterableEquality as Tester);
WeakSetPrototypeAdd(innateTesters, typeEquality as Tester);
WeakSetPrototypeAdd(innateTesters, sparseArrayEquality as Tester);
WeakSetPrototypeAdd(innateTesters, arrayBufferEquality as Tester);
WeakSetPrototypeAdd(innateTesters, subsetEquality as Tester);

/** Of toEqual and toStrictEqual. */
export const deepTesters: Tester[] = [iterableEquality as Tester, arrayBufferEquality];
export const strictTesters: Tester[] = [iterableEquality as Tester, typeEquality, sparseArrayEquality as Tester, arrayBufferEquality];
