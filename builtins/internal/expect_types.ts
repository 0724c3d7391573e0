/** What kind of value something is, in the words of messages of assertions. */
import { ArrayIsArray, ObjectPrototypeToString } from "internal/primordials";

export function typeName(value: any): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (ArrayIsArray(value)) return "array";
  if (typeof value !== "object") return typeof value;
  if (value.constructor === RegExp) return "regexp";
  if (value.constructor === Map) return "map";
  if (value.constructor === Set) return "set";
  if (value.constructor === Date) return "date";
  return "object";
}

export function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

export function isError(value: unknown): value is Error {
  switch (ObjectPrototypeToString(value)) {
    case "[object Error]": case "[object Exception]": case "[object DOMException]": return true;
    default: return value instanceof Error;
  }
}

/** Whether a value is a matcher that stands for many values. */
export function isAsymmetric(value: any): boolean {
  return value !== null && typeof value === "object" && typeof value.asymmetricMatch === "function";
}

export function isPromiseLike(value: any): value is PromiseLike<unknown> {
  return value !== null && (typeof value === "object" || typeof value === "function") && typeof value.then === "function";
}
