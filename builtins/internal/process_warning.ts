// process.emitWarning and what becomes of a warning: https://nodejs.org/api/process.html#event-warning

import {
  ArrayIsArray, Error, ErrorCaptureStackTrace, ErrorPrototypeToString, String,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateString } from "internal/validators";
import { nextTick } from "internal/next_tick";

interface WarningOptions {
  type?: string;
  code?: string;
  ctor?: Function;
  detail?: string;
}

type Warning = Error & { code?: string; detail?: string };

interface WarningProcess {
  pid: number;
  noDeprecation?: boolean;
  throwDeprecation?: boolean;
  traceDeprecation?: boolean;
  traceProcessWarnings?: boolean;
  emit(event: string, warning: Warning): boolean;
}

function theProcess(): WarningProcess {
  return require("node:process").default;
}

/**
 * Emits 'warning' on process in the next tick: `emitWarning(error)`, `emitWarning(text, options)` or
 * `emitWarning(text, type, code, ctor)`.
 */
export function emitWarning(
  warning: string | Error, type?: string | Function | WarningOptions | null, code?: string | Function,
  ctor?: Function): void {
  const process = theProcess();
  if (type === "DeprecationWarning" && process.noDeprecation) return;
  const options = toOptions(type, code, ctor);
  let object: Warning;
  if (typeof warning === "string") object = makeWarning(warning, options);
  else if (warning instanceof Error) object = warning;
  else throw new codes.ERR_INVALID_ARG_TYPE("warning", ["Error", "string"], warning);
  if (object.name === "DeprecationWarning") {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      nextTick(() => { throw object; });
      return;
    }
  }
  nextTick(() => { process.emit("warning", object); });
}

function toOptions(type: any, code: any, ctor: any): WarningOptions {
  let detail: string | undefined;
  if (type !== null && typeof type === "object" && !ArrayIsArray(type)) {
    ({ ctor, code } = type);
    if (typeof type.detail === "string") detail = type.detail;
    type = type.type || "Warning";
  } else if (typeof type === "function") {
    ctor = type;
    code = undefined;
    type = "Warning";
  }
  if (type !== undefined) validateString(type, "type");
  if (typeof code === "function") {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) {
    validateString(code, "code");
  }
  return { type, code, ctor, detail };
}

function makeWarning(text: string, { type, code, ctor, detail }: WarningOptions): Warning {
  const warning: Warning = new Error(text);
  warning.name = String(type || "Warning");
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  ErrorCaptureStackTrace(warning, ctor ?? emitWarning);
  return warning;
}

/** The listener that process has for 'warning' from the start: one line on standard error. */
export function printWarning(warning: unknown): void {
  if (!(warning instanceof Error)) return;
  const process = theProcess();
  const isDeprecation = warning.name === "DeprecationWarning";
  if (isDeprecation && process.noDeprecation) return;
  const trace = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  const { code, detail } = warning as Warning;
  let text = `(weft:${process.pid}) ${code ? `[${code}] ` : ""}`;
  if (trace && warning.stack) text += warning.stack;
  else text += typeof warning.toString === "function" ? `${warning.toString()}` : ErrorPrototypeToString(warning);
  if (typeof detail === "string") text += `\n${detail}`;
  require("internal/stdio").writeError(`${text}\n`);
}
