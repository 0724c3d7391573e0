/** What both halves of structured cloning know of the language's types. */
import {
  BigInt64Array,
  BigUint64Array,
  DataView,
  Error,
  EvalError,
  Float32Array,
  Float64Array,
  globalThis,
  Int16Array,
  Int32Array,
  Int8Array,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  Uint16Array,
  Uint32Array,
  Uint8Array,
  Uint8ClampedArray,
  URIError,
} from "internal/primordials";

/** What arrives by transfer: a buffer (without a builtin), or the data of a platform object of that builtin. */
export interface Transferred {
  builtin: string;
  name: string;
  data: any;
}

export function isPrimitive(value: unknown): boolean {
  switch (typeof value) {
    case "object":
      return value === null;
    case "function":
    case "symbol":
      return false;
    default:
      return true;
  }
}

const kErrors: Record<string, any> = {
  __proto__: null as any,
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

export function isErrorName(name: string): boolean {
  return kErrors[name] !== undefined;
}

export function errorConstructorOf(name: string): new () => Error {
  return kErrors[name];
}

const kViews: Record<string, any> = {
  __proto__: null as any,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float16Array: (globalThis as any).Float16Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

export function viewConstructorOf(name: string): any {
  return kViews[name];
}
