/**
 * A quick look whether two values are equal: plain data only, with no more than enumerable properties. It never says that values are
 * equal which are not by the rules of `equals`; where it does not say so, those rules decide.
 */
import {
  ArrayPrototype, ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectHasOwn, ObjectIs, ObjectPrototype, ObjectPrototypeToString, ReflectHas,
  SafeWeakMap, SymbolIterator, WeakMapPrototypeGet, WeakMapPrototypeSet,
} from "internal/primordials";
import { binding } from "internal/util_binding";

/** Deeper than this, there may be a cycle. */
const kDeepest = 100;
let gaveUp = false;

/** Whether the instances of a class are compared by their properties alone, by the class's prototype. */
const simpleClasses = new SafeWeakMap<object, boolean>();

function isOfSimpleClass(value: object, prototype: object): boolean {
  let isSimple = WeakMapPrototypeGet(simpleClasses, prototype);
  if (isSimple === undefined) {
    isSimple = ObjectPrototypeToString(value) === "[object Object]" && !ReflectHas(prototype, SymbolIterator) &&
      !ReflectHas(prototype, "asymmetricMatch") && !ReflectHas(prototype, "isEqualNode");
    WeakMapPrototypeSet(simpleClasses, prototype, isSimple);
  }
  return isSimple;
}

function areSame(a: any, b: any, depth: number): boolean {
  if (a === b) return a !== 0 || ObjectIs(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a !== a && b !== b;
  const prototype = ObjectGetPrototypeOf(a);
  if (prototype !== ObjectGetPrototypeOf(b) || prototype === null) return false;
  if (depth > kDeepest) gaveUp = true;
  if (gaveUp) return false;
  if (prototype === ObjectPrototype || isOfSimpleClass(a, prototype)) return haveSameProperties(a, b, depth + 1);
  return prototype === ArrayPrototype && haveSameItems(a, b, depth + 1);
}

function haveSameItems(a: any[], b: any[], depth: number): boolean {
  const { length } = a;
  if (b.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const value = a[i];
    // It may be a hole.
    if (value === undefined || !areSame(value, b[i], depth)) return false;
  }
  return hasNoMore(a) && hasNoMore(b);
}

function hasNoMore(list: unknown[]): boolean {
  return binding.hasOnlyIndices(list) || binding.ownNonIndexKeys(list, true).length === 0;
}

function haveSameProperties(a: any, b: any, depth: number): boolean {
  // The engine keeps the keys of objects that are made alike for such loops, without a list for each.
  let count = 0;
  for (const key in a) {
    count++;
    if (!ObjectHasOwn(b, key) || key === "asymmetricMatch" || !areSame(a[key], b[key], depth)) return false;
  }
  for (const _ in b) count--;
  return count === 0 && ObjectGetOwnPropertySymbols(a).length === 0 && ObjectGetOwnPropertySymbols(b).length === 0;
}

export function areQuicklyEqual(a: unknown, b: unknown): boolean {
  gaveUp = false;
  return areSame(a, b, 0);
}
