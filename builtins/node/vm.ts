// node:vm: https://nodejs.org/api/vm.html

import {
  ArrayBufferIsView, ArrayPrototypeForEach, ObjectDefineProperty, RegExpPrototypeExec, StringPrototypeCharCodeAt,
} from "internal/primordials";
import { codes } from "internal/errors";
import {
  kValidateObjectAllowObjects, validateArray, validateBoolean, validateInt32, validateObject, validateString,
  validateStringArray, validateUint32,
} from "internal/validators";
import { binding, constants, contextOf, createContext, isContext } from "internal/vm_contexts";

interface Place {
  file: string;
  line: number;
  column: number;
}

function placeOf(options: any, defaultFile: string): Place {
  const { filename = defaultFile, lineOffset = 0, columnOffset = 0 } = options;
  validateString(filename, "options.filename");
  validateInt32(lineOffset, "options.lineOffset");
  validateInt32(columnOffset, "options.columnOffset");
  return { file: filename, line: lineOffset, column: columnOffset };
}

function checkCachedData(options: any): void {
  const { cachedData, produceCachedData = false } = options;
  if (cachedData !== undefined && !ArrayBufferIsView(cachedData))
    throw new codes.ERR_INVALID_ARG_TYPE("options.cachedData", ["Buffer", "TypedArray", "DataView"], cachedData);
  validateBoolean(produceCachedData, "options.produceCachedData");
}

/** Tells texts apart. The engine keeps its own code of a text; what is kept here says only that it is the same. */
function cacheOf(text: string): any {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ StringPrototypeCharCodeAt(text, i), 16777619);
  const { Buffer } = require("node:buffer");
  const data = Buffer.alloc(16, "weft");
  data.writeUInt32LE(require("node:v8").default.cachedDataVersionTag(), 4);
  data.writeUInt32LE(hash >>> 0, 8);
  data.writeUInt32LE(text.length, 12);
  return data;
}

function isCacheOf(data: any, text: string): boolean {
  const { Buffer } = require("node:buffer");
  return cacheOf(text).equals(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
}

function runOptions(options: any): { timeout: number | undefined } {
  if (options === undefined) return { timeout: undefined };
  validateObject(options, "options");
  const { timeout, displayErrors = true, breakOnSigint = false } = options;
  if (timeout !== undefined) validateUint32(timeout, "options.timeout", true);
  validateBoolean(displayErrors, "options.displayErrors");
  validateBoolean(breakOnSigint, "options.breakOnSigint");
  if (breakOnSigint) throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("breakOnSigint of vm.Script");
  return { timeout };
}

/** When the innermost script with a time limit is to stop. */
let deadline = Infinity;

/** Gives `run` its limit, and what is left of the one around it: the nearer of the two holds. */
function runWithin(
  timeout: number | undefined, run: (limit: number | undefined, around: number | undefined) => unknown[],
): unknown[] {
  if (timeout === undefined) return run(undefined, undefined);
  const now = require("node:perf_hooks").default.performance.now() as number;
  const outer = deadline;
  const left = outer - now;
  deadline = left < timeout ? outer : now + timeout;
  try {
    return run(left < timeout ? (left > 1 ? left : 1) : timeout, outer === Infinity ? undefined : left);
  } finally {
    deadline = outer;
  }
}

function toOptions(options: any): any {
  if (typeof options === "string") return { filename: options };
  validateObject(options, "options");
  return options;
}

class Script {
  #text: string;
  #place: Place;
  cachedDataRejected?: boolean;
  cachedDataProduced?: boolean;
  cachedData?: Uint8Array;
  sourceMapURL: string | undefined;

  constructor(code: unknown, options: any = {}) {
    const text = `${code}`;
    options = toOptions(options);
    this.#place = placeOf(options, "evalmachine.<anonymous>");
    checkCachedData(options);
    this.#text = text;
    binding.check(text, this.#place.file, this.#place.line, this.#place.column);
    if (options.cachedData !== undefined) this.cachedDataRejected = !isCacheOf(options.cachedData, text);
    if (options.produceCachedData) {
      this.cachedDataProduced = true;
      this.cachedData = cacheOf(text);
    }
    const match = RegExpPrototypeExec(/\/\/[#@] sourceMappingURL=([^\s'"]+)\s*$/, text);
    this.sourceMapURL = match === null ? undefined : match[1];
  }

  createCachedData(): Uint8Array {
    return cacheOf(this.#text);
  }

  #run(context: object | undefined, options: any): unknown {
    const { timeout } = runOptions(options);
    const { file, line, column } = this.#place;
    const done = runWithin(timeout, (limit, around) =>
      binding.run(context, this.#text, file, line, column, limit, around));
    if (done.length === 0) throw new codes.ERR_SCRIPT_EXECUTION_TIMEOUT(timeout!);
    return done[0];
  }

  runInThisContext(options?: any): unknown {
    return this.#run(undefined, options);
  }

  runInContext(contextifiedObject: any, options?: any): unknown {
    return this.#run(contextOf(contextifiedObject), options);
  }

  runInNewContext(contextObject?: any, options?: any): unknown {
    return this.runInContext(createContext(contextObject, contextOptions(options)), options);
  }
}

/** The options of createContext among those of runInNewContext. */
function contextOptions(options: any): any {
  if (!options) return {};
  if (typeof options !== "object") return {};
  const { contextName: name, contextOrigin: origin, contextCodeGeneration: codeGeneration, microtaskMode } = options;
  if (name !== undefined) validateString(name, "options.contextName");
  if (origin !== undefined) validateString(origin, "options.contextOrigin");
  if (codeGeneration !== undefined) {
    validateObject(codeGeneration, "options.contextCodeGeneration");
    const { strings, wasm } = codeGeneration;
    if (strings !== undefined) validateBoolean(strings, "options.contextCodeGeneration.strings");
    if (wasm !== undefined) validateBoolean(wasm, "options.contextCodeGeneration.wasm");
  }
  return { name, origin, codeGeneration, microtaskMode };
}

function createScript(code: unknown, options?: any): Script {
  return code instanceof Script ? code : new Script(code, options);
}

function runInContext(code: unknown, contextifiedObject: any, options?: any): unknown {
  contextOf(contextifiedObject);
  if (typeof options === "string") options = { filename: options };
  return createScript(code, options).runInContext(contextifiedObject, options);
}

function runInNewContext(code: unknown, contextObject?: any, options?: any): unknown {
  if (typeof options === "string") options = { filename: options };
  contextObject = createContext(contextObject, contextOptions(options));
  return createScript(code, options).runInContext(contextObject, options);
}

function runInThisContext(code: unknown, options?: any): unknown {
  if (typeof options === "string") options = { filename: options };
  return createScript(code, options).runInThisContext(options);
}

/** A function of a text, in a context or in the program's own. */
function compileFunction(code: unknown, params?: string[], options: any = {}): Function {
  validateString(code, "code");
  if (params !== undefined) validateStringArray(params, "params");
  validateObject(options, "options");
  const { parsingContext, contextExtensions = [] } = options;
  const { file, line, column } = placeOf(options, "");
  checkCachedData(options);
  let context: object | undefined;
  if (parsingContext !== undefined) {
    if (typeof parsingContext !== "object" || parsingContext === null || !isContext(parsingContext))
      throw new codes.ERR_INVALID_ARG_TYPE("options.parsingContext", "Context", parsingContext);
    context = contextOf(parsingContext);
  }
  validateArray(contextExtensions, "options.contextExtensions");
  ArrayPrototypeForEach(contextExtensions, (extension, i) =>
    validateObject(extension, `options.contextExtensions[${i}]`, kValidateObjectAllowObjects));
  const result: any = binding.compileFunction(context, code, params ?? [], contextExtensions, file, line, column);
  if (options.cachedData !== undefined) result.cachedDataRejected = !isCacheOf(options.cachedData, code);
  if (options.produceCachedData) {
    result.cachedDataProduced = true;
    result.cachedData = cacheOf(code);
  }
  return result;
}

const vm: any = {
  Script,
  compileFunction,
  constants,
  createContext,
  createScript,
  isContext,
  runInContext,
  runInNewContext,
  runInThisContext,
};
ObjectDefineProperty(vm, "constants", { __proto__: null, value: constants, writable: false, enumerable: false, configurable: false } as any);

export default vm;
