// The arguments of node:child_process, checked and completed.
// https://nodejs.org/api/child_process.html#child_processspawncommand-args-options

import {
  ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeUnshift, NumberIsInteger,
} from "internal/primordials";
import { checkNoNull, toSignal } from "internal/child_native";
import { codes } from "internal/errors";
import { pathText, toPath } from "internal/fs_utils";
import { isInt32, validateBoolean, validateObject, validateString } from "internal/validators";

function checkNoNulls(list: unknown[], name: string): void {
  for (let i = 0; i < list.length; i++) checkNoNull(list[i], `${name}[${i}]`);
}

/** The variables of an environment as NAME=value. Inherited ones count, undefined ones are left out. */
function toPairs(environment: Record<string, unknown>): string[] {
  const pairs: string[] = [];
  for (const name in environment) {
    const value = environment[name];
    if (value === undefined) continue;
    checkNoNull(name, `options.env['${name}']`);
    checkNoNull(value, `options.env['${name}']`);
    ArrayPrototypePush(pairs, `${name}=${value}`);
  }
  return pairs;
}

function checkOptions(options: any): void {
  if (options.detached != null) validateBoolean(options.detached, "options.detached");
  if (options.uid != null && !isInt32(options.uid)) throw new codes.ERR_INVALID_ARG_TYPE("options.uid", "int32", options.uid);
  if (options.gid != null && !isInt32(options.gid)) throw new codes.ERR_INVALID_ARG_TYPE("options.gid", "int32", options.gid);
  if (options.shell != null && typeof options.shell !== "boolean" && typeof options.shell !== "string")
    throw new codes.ERR_INVALID_ARG_TYPE("options.shell", ["boolean", "string"], options.shell);
  checkArgv0(options.argv0);
  if (options.windowsHide != null) validateBoolean(options.windowsHide, "options.windowsHide");
  if (options.windowsVerbatimArguments != null)
    validateBoolean(options.windowsVerbatimArguments, "options.windowsVerbatimArguments");
}

export function checkArgv0(argv0: unknown): void {
  if (argv0 == null) return;
  validateString(argv0, "options.argv0");
  checkNoNull(argv0, "options.argv0");
}

/** The options of spawn, with `file`, `args` (argv[0] among them), `envPairs` and `cwd` as native code takes them. */
export function toSpawnOptions(file: any, args: any, options?: any): any {
  validateString(file, "file");
  checkNoNull(file, "file");
  if (file.length === 0) throw new codes.ERR_INVALID_ARG_VALUE("file", file, "cannot be empty");
  if (ArrayIsArray(args)) args = ArrayPrototypeSlice(args);
  else if (args == null) args = [];
  else if (typeof args !== "object") throw new codes.ERR_INVALID_ARG_TYPE("args", "object", args);
  else {
    options = args;
    args = [];
  }
  checkNoNulls(args, "args");
  if (options === undefined) options = {};
  else validateObject(options, "options");
  options = { __proto__: null, ...options };
  let { cwd } = options;
  if (cwd != null) cwd = pathText(toPath(cwd, "options.cwd"));
  checkOptions(options);
  const { shell } = options;
  if (shell) {
    checkNoNull(shell, "options.shell");
    args = ["-c", ArrayPrototypeJoin([file, ...args], " ")];
    file = typeof shell === "string" ? shell : "/bin/sh";
  }
  ArrayPrototypeUnshift(args, typeof options.argv0 === "string" ? options.argv0 : file);
  const environment = options.env || require("node:process").default.env;
  return {
    ...options,
    args,
    cwd,
    detached: !!options.detached,
    envPairs: toPairs(environment),
    file,
    windowsHide: !!options.windowsHide,
    windowsVerbatimArguments: !!options.windowsVerbatimArguments,
  };
}

export function checkTimeout(timeout: any): void {
  if (timeout != null && !(NumberIsInteger(timeout) && timeout >= 0))
    throw new codes.ERR_OUT_OF_RANGE("timeout", "an unsigned integer", timeout);
}

export function checkMaxBuffer(maxBuffer: any): void {
  if (maxBuffer != null && !(typeof maxBuffer === "number" && maxBuffer >= 0))
    throw new codes.ERR_OUT_OF_RANGE("options.maxBuffer", "a positive number", maxBuffer);
}

/** A signal's number; undefined if none is named. */
export function toKillSignal(signal: any): number | undefined {
  if (typeof signal === "string" || typeof signal === "number") return toSignal(signal);
  if (signal != null) throw new codes.ERR_INVALID_ARG_TYPE("options.killSignal", ["string", "number"], signal);
  return undefined;
}

