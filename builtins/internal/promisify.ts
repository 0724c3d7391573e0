// Between callbacks and promises: util.promisify, util.callbackify.
// https://nodejs.org/api/util.html#utilpromisifyoriginal

import {
  ArrayPrototypePop, ArrayPrototypePush, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectSetPrototypeOf,
  Promise, ReflectApply, ReflectOwnKeys, SymbolFor,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateFunction } from "internal/validators";
import { nextTick } from "internal/next_tick";
import { binding, kinds } from "internal/util_binding";

/** A function's own promise form. */
export const kCustomPromisify = SymbolFor("nodejs.util.promisify.custom");
/** Names for a callback's values, when there are several: the promise then has an object of them. */
export const kCustomPromisifyArgs = SymbolFor("nodejs.util.promisify.customArgs");

function markPromisified(fn: Function): any {
  return ObjectDefineProperty(fn, kCustomPromisify, {
    __proto__: null, value: fn, enumerable: false, writable: false, configurable: true,
  } as any);
}

function nameValues(names: string[] | undefined, values: unknown[]): unknown {
  if (names === undefined || values.length <= 1) return values[0];
  const named: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) named[names[i]!] = values[i];
  return named;
}

function copyProperties(from: object, to: object): void {
  const keys = ReflectOwnKeys(from);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    // Of sloppy functions; they can't be had by a strict one.
    if (key === "arguments" || key === "caller") continue;
    ObjectDefineProperty(to, key, { __proto__: null, ...ObjectGetOwnPropertyDescriptor(from, key)! } as any);
  }
}

export function promisify(original: any): any {
  validateFunction(original, "original");
  const custom = (original as any)[kCustomPromisify];
  if (custom) {
    validateFunction(custom, "util.promisify.custom");
    return markPromisified(custom);
  }
  const names = (original as any)[kCustomPromisifyArgs] as string[] | undefined;
  function promisified(this: unknown, ...args: unknown[]) {
    return new Promise((resolve, reject) => {
      ArrayPrototypePush(args, (error: unknown, ...values: unknown[]) => {
        if (error) reject(error);
        else resolve(nameValues(names, values));
      });
      const result = ReflectApply(original as any, this, args);
      if (binding.kindOf(result) === kinds.Promise) {
        require("internal/process_warning").emitWarning(
          "Calling promisify on a function that returns a Promise is likely a mistake.", "DeprecationWarning", "DEP0174");
      }
    });
  }
  ObjectSetPrototypeOf(promisified, ObjectGetPrototypeOf(original));
  markPromisified(promisified);
  copyProperties(original, promisified);
  return promisified;
}

promisify.custom = kCustomPromisify;

/** A callback can't tell a falsy error from success. */
function toError(reason: any, callbackified: Function): any {
  if (reason) return reason;
  const error: any = new codes.ERR_FALSY_VALUE_REJECTION(reason);
  error.reason = reason;
  Error.captureStackTrace(error, callbackified);
  return error;
}

export function callbackify(original: any): any {
  validateFunction(original, "original");
  function callbackified(this: unknown, ...args: any[]) {
    const callback = ArrayPrototypePop(args);
    validateFunction(callback, "last argument");
    const call = (error: unknown, value?: unknown) =>
      nextTick(() => ReflectApply(callback as any, this, value === undefined && error !== null ? [error] : [error, value]));
    // It may be any thenable, as the function likes it.
    (ReflectApply(original as any, this, args) as PromiseLike<unknown>).then(
      (value: unknown) => call(null, value),
      (reason: unknown) => call(toError(reason, callbackified)));
  }
  copyProperties(original, callbackified);
  const { name, length } = original as Function;
  if (typeof length === "number")
    ObjectDefineProperty(callbackified, "length", { __proto__: null, value: length + 1, configurable: true } as any);
  if (typeof name === "string")
    ObjectDefineProperty(callbackified, "name", { __proto__: null, value: `${name}Callbackified`, configurable: true } as any);
  return callbackified;
}
