/**
 * Copies of two values in which an asymmetric matcher and what it matches are the same, so that a difference shows
 * only what does not fit.
 */
import {
  ArrayIsArray, ArrayPrototypeIncludes, ArrayPrototypePush, MapPrototypeForEach, MapPrototypeGet, MapPrototypeHas, MapPrototypeSet,
  ObjectCreate, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPrototype, ObjectPrototypeToString, ObjectSetPrototypeOf, ReflectOwnKeys, SafeMap,
} from "internal/primordials";
import { isAsymmetric, typeName } from "internal/expect_types";

function isPlain(value: any): boolean {
  const prototype = ObjectGetPrototypeOf(value);
  if (prototype === null || prototype === ObjectPrototype) return true;
  const text = ObjectPrototypeToString(value);
  return text === "[object Object]" && !(value instanceof Error) && !(value instanceof Promise);
}

function copyProperties(from: any, to: any, copies: Map<object, object>): void {
  const keys = ReflectOwnKeys(from);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key === "length" && ArrayIsArray(from)) continue;
    const { enumerable } = ObjectGetOwnPropertyDescriptor(from, key)!;
    ObjectDefineProperty(to, key, { value: copyOf(from[key], copies), enumerable, writable: true, configurable: true });
  }
}

/** A copy of what can hold matchers: arrays, maps and objects without a hidden state. */
function copyOf(value: any, copies: Map<object, object>): any {
  if (typeof value !== "object" || value === null || isAsymmetric(value)) return value;
  if (MapPrototypeHas(copies, value)) return MapPrototypeGet(copies, value);
  const type = typeName(value);
  let copy: any;
  if (type === "array") {
    copy = [];
    copy.length = value.length;
    MapPrototypeSet(copies, value, copy);
    if (ObjectGetPrototypeOf(value) !== ObjectGetPrototypeOf(copy)) ObjectSetPrototypeOf(copy, ObjectGetPrototypeOf(value));
    copyProperties(value, copy, copies);
    // A hole prints as what reading it gives.
    for (let i = 0; i < value.length; i++) if (!(i in copy)) copy[i] = undefined;
    return copy;
  }
  if (type === "map") {
    copy = new Map();
    MapPrototypeSet(copies, value, copy);
    MapPrototypeForEach(value, (item: unknown, key: unknown) => MapPrototypeSet(copy, copyOf(key, copies), copyOf(item, copies)));
    return copy;
  }
  if (type !== "object" || !isPlain(value) || typeof value.nodeType === "number" || value.$$typeof !== undefined) return value;
  copy = ObjectCreate(ObjectGetPrototypeOf(value));
  MapPrototypeSet(copies, value, copy);
  copyProperties(value, copy, copies);
  return copy;
}

function canHoldMatchers(expected: unknown, received: unknown): boolean {
  const type = typeName(expected);
  return type === typeName(received) && (type === "object" || type === "array" || type === "map");
}

function setAt(target: any, key: any, value: unknown): void {
  if (typeName(target) === "map") {
    MapPrototypeSet(target, key, value);
    return;
  }
  const own = ObjectGetOwnPropertyDescriptor(target, key);
  ObjectDefineProperty(target, key, { value, enumerable: own?.enumerable ?? true, writable: true, configurable: true });
}

function replaceAt(expected: any, received: any, key: any, a: any, b: any, path: object[]): void {
  if (isAsymmetric(a)) {
    if (a.asymmetricMatch(b)) setAt(received, key, a);
  } else if (isAsymmetric(b)) {
    if (b.asymmetricMatch(a)) setAt(expected, key, b);
  } else {
    replaceMatched(a, b, path);
  }
}

function replaceMatched(expected: any, received: any, path: object[]): void {
  if (!canHoldMatchers(expected, received) || expected === received || ArrayPrototypeIncludes(path, expected) || ArrayPrototypeIncludes(path, received)) return;
  ArrayPrototypePush(path, expected);
  ArrayPrototypePush(path, received);
  if (typeName(expected) === "map") {
    MapPrototypeForEach(expected, (a: unknown, key: unknown) => replaceAt(expected, received, key, a, MapPrototypeGet(received, key), path));
    return;
  }
  if (typeName(expected) === "object" && !(isPlain(expected) && isPlain(received))) return;
  const keys = ReflectOwnKeys(expected);
  for (let i = 0; i < keys.length; i++) {
    if (!ObjectGetOwnPropertyDescriptor(expected, keys[i]!)!.enumerable) continue;
    replaceAt(expected, received, keys[i], expected[keys[i]!], received[keys[i]!], path);
  }
}

export function withoutMatched(expected: unknown, received: unknown): { expected: unknown; received: unknown } {
  const copies = { expected: copyOf(expected, new SafeMap()), received: copyOf(received, new SafeMap()) };
  replaceMatched(copies.expected, copies.received, []);
  return copies;
}
