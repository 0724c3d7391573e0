/** Weft.deepMatch: whether one object is a part of another (https://bun.com/docs/runtime/utils). */
import {
  ArrayIsArray, ArrayPrototypePop, ArrayPrototypePush, MapPrototypeForEach, MapPrototypeGet, MapPrototypeHas, ObjectKeys, ReflectHas,
  SetPrototypeForEach, SetPrototypeHas, TypeError,
} from "internal/primordials";
import { deepEquals } from "internal/deep_equals";
import { binding, kinds } from "internal/util_binding";

function isObject(value: unknown): value is any {
  return typeof value === "object" && value !== null;
}

/** The parts that are being looked at, outermost first: a cycle fits as far as the rest does. */
type Path = object[];

function matches(part: any, whole: any, path: Path): boolean {
  if (!isObject(part) || !isObject(whole)) return deepEquals(part, whole);
  for (let i = 0; i < path.length; i += 2) if (path[i] === part && path[i + 1] === whole) return true;
  ArrayPrototypePush(path, part);
  ArrayPrototypePush(path, whole);
  const isFitting = matchesObject(part, whole, path);
  ArrayPrototypePop(path);
  ArrayPrototypePop(path);
  return isFitting;
}

function matchesObject(part: any, whole: any, path: Path): boolean {
  const kind = binding.kindOf(part);
  if (ArrayIsArray(part)) return ArrayIsArray(whole) && part.length === whole.length && matchesKeys(part, whole, path);
  if (kind === kinds.Ordinary || kind === kinds.Proxy) return !ArrayIsArray(whole) && matchesKeys(part, whole, path);
  if (kind !== binding.kindOf(whole)) return false;
  let isFitting = true;
  if (kind === kinds.Set) {
    SetPrototypeForEach(part, (value: unknown) => {
      if (isFitting && !SetPrototypeHas(whole, value)) isFitting = hasEqual(whole, value);
    });
    return isFitting;
  }
  if (kind === kinds.Map) {
    MapPrototypeForEach(part, (value: unknown, key: unknown) => {
      isFitting &&= MapPrototypeHas(whole, key) && matches(value, MapPrototypeGet(whole, key), path);
    });
    return isFitting;
  }
  return deepEquals(part, whole);
}

function hasEqual(set: any, value: unknown): boolean {
  let isFound = false;
  SetPrototypeForEach(set, (other: unknown) => {
    isFound ||= deepEquals(value, other);
  });
  return isFound;
}

function matchesKeys(part: any, whole: any, path: Path): boolean {
  const keys = ObjectKeys(part);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (!ReflectHas(whole, key) || !matches(part[key], whole[key], path)) return false;
  }
  return true;
}

/**
 * @param subset What must be in `object`; arrays must have the same length.
 * @throws A TypeError unless both are objects.
 */
export function deepMatch(subset: unknown, object: unknown): boolean {
  if (!isObject(subset) || !isObject(object)) throw new TypeError("Expected 2 objects to match");
  return matches(subset, object, []);
}
