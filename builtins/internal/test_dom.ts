/**
 * A window in a test file's realm: the global object gets what the window of jsdom or happy-dom has, so that code finds
 * `document`, `window`, `HTMLElement` where a page has them. ECMAScript's own objects, timers, the console and what
 * talks to the network stay the realm's.
 */
import {
  ArrayPrototypePush, Error, ObjectDefineProperty, ObjectGetOwnPropertyNames, ObjectGetPrototypeOf, ObjectPrototype, RegExpPrototypeTest,
  ReflectApply, SafeSet, StringPrototypeStartsWith,
} from "internal/primordials";
import { reportException } from "web/report_error";

/** What the realm keeps, whatever the window has. */
const kOwn = [
  "AggregateError", "Array", "ArrayBuffer", "AsyncDisposableStack", "Atomics", "BigInt", "BigInt64Array", "BigUint64Array", "Boolean", "Buffer", "Bun",
  "DataView", "Date", "DisposableStack", "Error", "EvalError", "FinalizationRegistry", "Float16Array", "Float32Array", "Float64Array", "Function", "Infinity",
  "Int16Array", "Int32Array", "Int8Array", "Intl", "Iterator", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError",
  "ReferenceError", "Reflect", "RegExp", "Set", "SharedArrayBuffer", "String", "SuppressedError", "Symbol", "SyntaxError", "Temporal", "TypeError",
  "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet", "WebAssembly", "Weft", "console",
  "clearImmediate", "clearInterval", "clearTimeout", "constructor", "crypto", "Crypto", "CryptoKey", "SubtleCrypto", "decodeURI", "decodeURIComponent",
  "encodeURI", "encodeURIComponent", "escape", "eval", "fetch", "global", "globalThis", "isFinite", "isNaN", "module", "parseFloat", "parseInt",
  "performance", "Performance", "process", "queueMicrotask", "require", "root", "setImmediate", "setInterval", "setTimeout", "structuredClone", "undefined",
  "unescape", "Request", "Response", "Headers", "ReadableStream", "WritableStream", "TransformStream", "TextEncoder", "TextDecoder", "reportError",
];
const kItself = ["window", "self", "top", "parent", "frames"];

export interface PopulateOptions {
  /** Methods are called on the window. */
  bindFunctions?: boolean;
  /** Names that the window's meaning takes, though the realm keeps them otherwise. */
  additionalKeys?: string[];
}

/** Names of the window's own properties and of its prototypes'. */
function namesOf(window: any): string[] {
  const names = new SafeSet<string>();
  for (let at = window; at !== null && at !== undefined && at !== ObjectPrototype; at = ObjectGetPrototypeOf(at)) {
    if (ObjectGetPrototypeOf(at) === null) break; // another realm's Object.prototype
    const own = ObjectGetOwnPropertyNames(at);
    for (let i = 0; i < own.length; i++) names.add(own[i]!);
  }
  const list: string[] = [];
  names.forEach((name) => ArrayPrototypePush(list, name));
  return list;
}

function define(global: any, name: string, descriptor: PropertyDescriptor): void {
  ObjectDefineProperty(global, name, { __proto__: null, configurable: true, ...descriptor } as any);
}

function isClassName(name: string): boolean {
  return RegExpPrototypeTest(/^[A-Z]/, name);
}

/** Gives `global` what `window` has; the names that were defined. */
export function populateGlobal(global: any, window: any, { bindFunctions = true, additionalKeys = [] }: PopulateOptions = {}): string[] {
  const kept = new SafeSet<string>(kOwn);
  for (let i = 0; i < additionalKeys.length; i++) kept.delete(additionalKeys[i]!);
  const defined: string[] = [];
  const names = namesOf(window);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (kept.has(name) || StringPrototypeStartsWith(name, "_") || RegExpPrototypeTest(/^\d+$/, name)) continue;
    let value;
    try {
      value = window[name];
    } catch {
      // A getter that another object is needed for.
    }
    const isFunction = typeof value === "function";
    if (isFunction && isClassName(name)) define(global, name, { value, writable: true, enumerable: false });
    else defineLive(global, window, name, isFunction && bindFunctions ? (...args: unknown[]) => ReflectApply(window[name], window, args) : undefined);
    ArrayPrototypePush(defined, name);
  }
  for (let i = 0; i < kItself.length; i++) define(global, kItself[i]!, { value: global, writable: true, enumerable: true });
  return defined;
}

/** A property that is read of the window, until something else is put in its place. */
function defineLive(global: any, window: any, name: string, method: ((...args: unknown[]) => unknown) | undefined): void {
  let own: unknown;
  let isOwn = false;
  const isHandler = StringPrototypeStartsWith(name, "on");
  define(global, name, {
    enumerable: true,
    get: () => (isOwn ? own : (method ?? window[name])),
    set(value: unknown) {
      if (name === "location" && typeof value === "string") {
        window.location.href = value;
        return;
      }
      if (!isHandler) {
        own = value;
        isOwn = true;
      }
      try {
        window[name] = value;
      } catch {
        // The window's is read-only; this realm's is not.
      }
    },
  });
}

/**
 * Errors of event handlers are uncaught, unless the program listens for them; so is what `reportError` gets, which
 * React calls.
 */
export function watchErrors(global: any, window: any): () => void {
  let listeners = 0;
  const onError = (event: any): void => {
    if (listeners === 0 && event.error !== null && event.error !== undefined && !event.defaultPrevented) reportException(event.error);
  };
  window.addEventListener("error", onError);
  const add = window.addEventListener;
  const remove = window.removeEventListener;
  window.addEventListener = function (...args: unknown[]) {
    if (args[0] === "error") listeners++;
    return ReflectApply(add, this ?? window, args);
  };
  window.removeEventListener = function (...args: unknown[]) {
    if (args[0] === "error" && listeners > 0) listeners--;
    return ReflectApply(remove, this ?? window, args);
  };
  define(global, "reportError", {
    writable: true, enumerable: true,
    value(error: any) {
      const init = { error, message: `${error?.message ?? error}`, cancelable: true, bubbles: false };
      window.dispatchEvent(new window.ErrorEvent("error", init));
    },
  });
  return () => {
    window.addEventListener = add;
    window.removeEventListener = remove;
    window.removeEventListener("error", onError);
  };
}

/** `fetch` stays the realm's, and takes signals of the window's. */
export function takeForeignSignals(global: any): void {
  let own: unknown;
  const bridged = (input: unknown, init?: any): Promise<unknown> => {
    const { AbortController, AbortSignal } = require("web/abort");
    const signal = init?.signal;
    const isForeign = signal !== undefined && signal !== null && !(signal instanceof AbortSignal) && typeof signal.addEventListener === "function";
    if (!isForeign) return require("web/fetch").fetch(input, init);
    const controller = new AbortController();
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
    return require("web/fetch").fetch(input, { ...init, signal: controller.signal });
  };
  define(global, "fetch", {
    enumerable: true,
    get() {
      own ??= ObjectDefineProperty(bridged, "name", { value: "fetch" });
      return own;
    },
    set(value: unknown) {
      own = value;
    },
  });
}

/** A package of the project's, or one that a package of its has. */
export function requirePackage(name: string, through: string[], rootDir: string): any {
  const { createRequire } = require("node:module").default;
  const { isAbsolute, join } = require("node:path").default;
  const from = createRequire(join(rootDir, "noop.js"));
  let first: any;
  try {
    return from(name);
  } catch (error: any) {
    if (!isMissing(error, name)) throw error;
    first = error;
  }
  for (let i = 0; i < through.length; i++) {
    let path: string;
    try {
      path = from.resolve(through[i]!);
    } catch {
      continue;
    }
    // weft's own stands where the package is not installed.
    if (!isAbsolute(path)) continue;
    try {
      return createRequire(path)(name);
    } catch (error: any) {
      if (!isMissing(error, name)) throw error;
    }
  }
  throw new Error(`The environment "${name}" needs the package ${name}, which is not installed: npm install --save-dev ${name}`, { cause: first });
}

function isMissing(error: any, name: string): boolean {
  return (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") && `${error.message}`.includes(`'${name}'`);
}
