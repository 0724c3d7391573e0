// Contexts of node:vm: an object of the program becomes the sandbox of another global object.
// https://nodejs.org/api/vm.html#what-does-it-mean-to-contextify-an-object

import { SafeWeakMap, Symbol } from "internal/primordials";
import { codes } from "internal/errors";
import {
  kValidateObjectAllowObjects, validateBoolean, validateObject, validateOneOf, validateString,
} from "internal/validators";

interface VmBinding {
  /** The global object of a context, for the functions below alone. */
  createContext(sandbox: object | undefined, allowsStrings: boolean, allowsWasm: boolean): object;
  contextThis(context: object): object;
  /** Throws a SyntaxError. */
  check(text: string, file: string, line: number, column: number): void;
  /**
   * The value in an array, which is empty if the time was over; `around` is left of the limit of the script around. Without a context: in the
   * program's own.
   */
  run(
    context: object | undefined, text: string, file: string, line: number, column: number, timeout: number | undefined,
    around: number | undefined,
  ): unknown[];
  compileFunction(
    context: object | undefined, body: string, parameters: string[], extensions: object[], file: string, line: number,
    column: number,
  ): Function;
}

export const binding = native("vm") as VmBinding;

export const constants = {
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol("vm_dynamic_import_main_context_default"),
  DONT_CONTEXTIFY: Symbol("vm_context_no_contextify"),
} as any;

/** By sandbox; a context without one, by its globalThis. */
const contexts = new SafeWeakMap<object, object>();

export function isContext(object: unknown): boolean {
  validateObject(object, "object", kValidateObjectAllowObjects);
  return contexts.has(object as object);
}

export function contextOf(object: any, name = "contextifiedObject"): object {
  const context = (typeof object === "object" && object !== null) || typeof object === "function"
    ? contexts.get(object) : undefined;
  if (context !== undefined) return context;
  validateObject(object, "object", kValidateObjectAllowObjects);
  throw new codes.ERR_INVALID_ARG_TYPE(name, "vm.Context", object);
}

let lastContext = 0;

export function createContext(contextObject: any = {}, options: any = {}): any {
  if (contextObject !== constants.DONT_CONTEXTIFY) {
    validateObject(contextObject, "object", kValidateObjectAllowObjects);
    if (contexts.has(contextObject)) return contextObject;
  }
  validateObject(options, "options");
  const { name = `VM Context ${++lastContext}`, origin, codeGeneration, microtaskMode } = options;
  validateString(name, "options.name");
  if (origin !== undefined) validateString(origin, "options.origin");
  let allowsStrings = true;
  let allowsWasm = true;
  if (codeGeneration !== undefined) {
    validateObject(codeGeneration, "options.codeGeneration");
    const { strings = true, wasm = true } = codeGeneration;
    validateBoolean(strings, "options.codeGeneration.strings");
    validateBoolean(wasm, "options.codeGeneration.wasm");
    allowsStrings = strings;
    allowsWasm = wasm;
  }
  validateOneOf(microtaskMode, "options.microtaskMode", ["afterEvaluate", undefined]);
  if (microtaskMode !== undefined)
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM("microtaskMode of vm.createContext()");
  if (contextObject === constants.DONT_CONTEXTIFY) {
    const context = binding.createContext(undefined, allowsStrings, allowsWasm);
    const globalThis = binding.contextThis(context);
    contexts.set(globalThis, context);
    return globalThis;
  }
  contexts.set(contextObject, binding.createContext(contextObject, allowsStrings, allowsWasm));
  return contextObject;
}
