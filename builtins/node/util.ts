// node:util: https://nodejs.org/api/util.html
//
// Its parts are files of their own under internal/, loaded when they are first used.

import {
  ArrayIsArray, ArrayPrototypeIndexOf, ArrayPrototypePush, Error, Number, ObjectAssign, ObjectDefineProperty, ObjectKeys, ObjectPrototypeToString,
  ObjectSetPrototypeOf, Promise, String, StringPrototypeIndexOf, StringPrototypePadStart, StringPrototypeSlice,
  StringPrototypeToWellFormed,
} from "internal/primordials";
import { codes, errnoException, exceptionWithHostPort, systemErrorTable } from "internal/errors";
import {
  validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateNumber, validateObject, validateString,
} from "internal/validators";
import { binding } from "internal/util_binding";
import { callbackify, promisify } from "internal/promisify";
import types from "node:util/types";

function deprecate(fn: Function, message: string, code?: string): Function {
  return require("internal/deprecate").deprecate(fn, message, code);
}

function debuglog(section: string, ready?: (log: Function) => void): Function {
  return require("internal/debuglog").debuglog(section, ready);
}

function inherits(constructor: any, parent: any): void {
  if (constructor === undefined || constructor === null) throw new codes.ERR_INVALID_ARG_TYPE("ctor", "Function", constructor);
  if (parent === undefined || parent === null) throw new codes.ERR_INVALID_ARG_TYPE("superCtor", "Function", parent);
  if (parent.prototype === undefined) throw new codes.ERR_INVALID_ARG_TYPE("superCtor.prototype", "Object", parent.prototype);
  ObjectDefineProperty(constructor, "super_", { __proto__: null, value: parent, writable: true, configurable: true } as any);
  ObjectSetPrototypeOf(constructor.prototype, parent.prototype);
}

function checkErrno(errno: unknown): asserts errno is number {
  validateNumber(errno, "err");
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw new codes.ERR_OUT_OF_RANGE("err", "a negative integer", errno);
}

function getSystemErrorName(errno: unknown): string {
  checkErrno(errno);
  return systemErrorTable().get(errno)?.[0] ?? `Unknown system error ${errno}`;
}

function getSystemErrorMessage(errno: unknown): string {
  checkErrno(errno);
  return systemErrorTable().get(errno)?.[1] ?? `Unknown system error ${errno}`;
}

/** Fulfils when the signal aborts; it does not keep `resource`, whose end ends the wait. */
async function aborted(signal: any, resource: object): Promise<void> {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
  validateAbortSignal(signal, "signal");
  if (resource === null || (typeof resource !== "object" && typeof resource !== "function"))
    throw new codes.ERR_INVALID_ARG_TYPE("resource", "Object", resource);
  if (signal.aborted) return;
  const weak = new WeakRef(resource);
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => { if (weak.deref() !== undefined) resolve(); }, { once: true });
  });
}

/** Where the function was called from, and its callers: https://nodejs.org/api/util.html#utilgetcallsitesframecountoptions */
function getCallSites(frameCount: any = 10, options?: any): object[] {
  if (options === undefined && typeof frameCount === "object") {
    options = frameCount;
    frameCount = 10;
  }
  if (options !== undefined) {
    validateObject(options, "options");
    if (options.sourceMap !== undefined) validateBoolean(options.sourceMap, "options.sourceMap");
  }
  validateInteger(frameCount, "frameCount", 1, 200);
  const frames = binding.currentFrames(getCallSites, frameCount, options?.sourceMap ?? true);
  const sites: object[] = [];
  for (let i = 0; i < frames.length; i += 4) {
    ArrayPrototypePush(sites, {
      functionName: frames[i], scriptId: "0", scriptName: frames[i + 1], lineNumber: frames[i + 2],
      columnNumber: frames[i + 3], column: frames[i + 3],
    });
  }
  return sites;
}

const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function log(...args: unknown[]): void {
  const date = new Date();
  const two = (n: number) => StringPrototypePadStart(String(n), 2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  require("internal/console").console.log(
    "%s - %s", `${date.getDate()} ${kMonths[date.getMonth()]} ${time}`, require("internal/format").formatList(undefined, args));
}

const util: Record<string, any> = {
  _errnoException: errnoException,
  _exceptionWithHostPort: exceptionWithHostPort,
  _extend(target: any, source: any) {
    return source === null || typeof source !== "object" ? target : ObjectAssign(target, source);
  },
  callbackify,
  debug: debuglog,
  debuglog,
  deprecate,
  format(...args: unknown[]) {
    return require("internal/format").formatList(undefined, args);
  },
  styleText(format: string | string[], text: string, options?: object) {
    return require("internal/style_text").styleText(format, text, options);
  },
  formatWithOptions(options: any, ...args: unknown[]) {
    return require("internal/format").formatWithOptions(options, ...args);
  },
  getCallSites,
  getSystemErrorMap: systemErrorTable,
  getSystemErrorMessage,
  getSystemErrorName,
  inherits,
  isArray: ArrayIsArray,
  isBoolean: (value: unknown) => typeof value === "boolean",
  isBuffer: (value: unknown) => require("node:buffer").default.Buffer.isBuffer(value),
  isDeepStrictEqual(a: unknown, b: unknown) {
    return require("internal/deep_equal").isDeepStrictEqual(a, b);
  },
  isNull: (value: unknown) => value === null,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  isNumber: (value: unknown) => typeof value === "number",
  isString: (value: unknown) => typeof value === "string",
  isSymbol: (value: unknown) => typeof value === "symbol",
  isUndefined: (value: unknown) => value === undefined,
  isRegExp: types.isRegExp,
  isObject: (value: unknown) => value !== null && typeof value === "object",
  isDate: types.isDate,
  isError: (value: unknown) => ObjectPrototypeToString(value) === "[object Error]" || value instanceof Error,
  isFunction: (value: unknown) => typeof value === "function",
  isPrimitive: (value: unknown) => value === null || (typeof value !== "object" && typeof value !== "function"),
  log,
  promisify,
  stripVTControlCharacters(text: unknown) {
    validateString(text, "str");
    return require("internal/string_width").stripControlSequences(text);
  },
  toUSVString: (value: unknown) => StringPrototypeToWellFormed(`${value}`),
  transferableAbortSignal(signal: any) {
    if (signal?.[Symbol.toStringTag] !== "AbortSignal") throw new codes.ERR_INVALID_ARG_TYPE("signal", "AbortSignal", signal);
    return signal;
  },
  transferableAbortController: () => new (globalThis as any).AbortController(),
  aborted,
  types,
  parseEnv(text: unknown) {
    validateString(text, "content");
    return require("internal/env_file").parseEnv(text);
  },
  parseArgs(config?: object) {
    return require("internal/parse_args").parseArgs(config);
  },
};

/** A value that costs something to load takes the accessor's place when it is first read. */
function defineLate(name: string, id: string): void {
  ObjectDefineProperty(util, name, {
    __proto__: null,
    get() {
      const value = require(id)[name];
      set(value);
      return value;
    },
    set,
    enumerable: true,
    configurable: true,
  } as any);
  function set(value: unknown): void {
    ObjectDefineProperty(util, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
  }
}

defineLate("inspect", "internal/inspect");
defineLate("TextDecoder", "web/encoding");
defineLate("TextEncoder", "web/encoding");
defineLate("MIMEType", "internal/mime");
defineLate("MIMEParams", "internal/mime");

export default util;
