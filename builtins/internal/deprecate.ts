// util.deprecate: https://nodejs.org/api/util.html#utildeprecatefn-msg-code

import {
  ObjectDefineProperty, ObjectSetPrototypeOf, ReflectApply, ReflectConstruct, SafeSet,
} from "internal/primordials";
import { validateString } from "internal/validators";

const warnedCodes: Set<string> = new SafeSet<string>();

function warn(message: string, code: string | undefined, caller: Function): void {
  const { emitWarning } = require("internal/process_warning");
  if (code === undefined) {
    emitWarning(message, "DeprecationWarning", caller);
    return;
  }
  if (warnedCodes.has(code)) return;
  warnedCodes.add(code);
  emitWarning(message, "DeprecationWarning", code, caller);
}

/** `fn`, but its first call emits a DeprecationWarning; one for all functions that share a code. */
export function deprecate(fn: any, message: string, code?: string): any {
  if (code !== undefined) validateString(code, "code");
  const process = require("node:process").default;
  if (process.noDeprecation === true) return fn;
  let warned = false;
  function deprecated(this: unknown, ...args: unknown[]) {
    if (!warned) {
      warned = true;
      warn(message, code, deprecated);
    }
    return new.target ? ReflectConstruct(fn, args, new.target) : ReflectApply(fn, this, args);
  }
  // Statics, instanceof and the prototype are those of the function itself.
  ObjectSetPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  ObjectDefineProperty(deprecated, "length", { __proto__: null, value: fn.length, configurable: true } as any);
  return deprecated;
}
