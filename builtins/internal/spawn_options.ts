// The arguments of Weft.spawn and Weft.spawnSync (https://bun.sh/docs/api/spawn).
import { ArrayIsArray, ArrayPrototypePush, Error, String, TypeError } from "internal/primordials";
import { checkNoNull, type NativeSpawnOptions, signalName, toSignal } from "internal/child_native";
import { codes, stampCode, systemErrorTable } from "internal/errors";
import { pathText, toPath } from "internal/fs_utils";
import { validateAbortSignal, validateFunction } from "internal/validators";
import { findProgram } from "internal/which";

const kSigterm = 15;

export interface SpawnPlan {
  /** Everything but the descriptors. */
  native: NativeSpawnOptions;
  options: any;
  timeout: number;
  killSignal: number;
  maxBuffer: number;
}

function wrongType(message: string): TypeError {
  return stampCode(new TypeError(message), "ERR_INVALID_ARG_TYPE");
}

function commandOf(first: any, second: any): { cmd: any; options: any } {
  if (ArrayIsArray(first)) return { cmd: first, options: second ?? {} };
  if (first !== null && typeof first === "object" && ArrayIsArray(first.cmd)) return { cmd: first.cmd, options: first };
  throw wrongType("cmd must be an array");
}

function argumentsOf(cmd: any[]): string[] {
  if (cmd.length === 0) throw wrongType("cmd must not be empty");
  const args: string[] = [];
  for (let i = 0; i < cmd.length; i++) {
    // A template literal refuses symbols.
    ArrayPrototypePush(args, typeof cmd[i] === "string" ? cmd[i] : `${cmd[i]}`);
    checkNoNull(args[i], `args[${i}]`);
  }
  return args;
}

function pairsOf(environment: any): string[] {
  if (environment === null || typeof environment !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options.env", "Object", environment);
  const pairs: string[] = [];
  for (const name in environment) {
    const value = environment[name];
    if (value === undefined) continue;
    checkNoNull(name, `options.env['${name}']`);
    checkNoNull(String(value), `options.env['${name}']`);
    ArrayPrototypePush(pairs, `${name}=${value}`);
  }
  return pairs;
}

function positive(value: any, name: string): number {
  if (value === undefined || value === null || value === Infinity) return 0;
  if (typeof value !== "number" || !(value >= 0)) throw new codes.ERR_OUT_OF_RANGE(name, "a positive number", value);
  return value;
}

export function killSignalOf(signal: unknown): number {
  if (signal === undefined || signal === null) return kSigterm;
  if (typeof signal !== "string" && typeof signal !== "number") throw new codes.ERR_INVALID_ARG_TYPE("signal", ["string", "number"], signal);
  return signal === 0 ? 0 : toSignal(signal);
}

function notFound(name: string): Error {
  const error: any = new Error(`Executable not found in $PATH: "${name}"`);
  error.code = "ENOENT";
  error.errno = -2;
  error.path = name;
  return error;
}

export function planSpawn(first: any, second: any): SpawnPlan {
  const { cmd, options } = commandOf(first, second);
  if (options === null || typeof options !== "object") throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  const args = argumentsOf(cmd);
  const cwd = options.cwd === undefined || options.cwd === null ? undefined : pathText(toPath(options.cwd, "options.cwd"));
  const env = options.env ?? require("node:process").default.env;
  if (options.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, "options.signal");
  if (options.onExit !== undefined && options.onExit !== null) validateFunction(options.onExit, "options.onExit");
  const file = findProgram(args[0], env.PATH === undefined ? undefined : String(env.PATH), cwd);
  if (file === null) throw notFound(args[0]);
  if (options.argv0 !== undefined && options.argv0 !== null) {
    args[0] = String(options.argv0);
    checkNoNull(args[0], "options.argv0");
  }
  return {
    native: {
      file, args, envPairs: pairsOf(env), cwd, uid: options.uid ?? undefined, gid: options.gid ?? undefined, detached: !!options.detached,
      stdio: [],
    },
    options,
    timeout: positive(options.timeout, "options.timeout"),
    killSignal: killSignalOf(options.killSignal),
    maxBuffer: positive(options.maxBuffer, "options.maxBuffer"),
  };
}

/** What the system said about a program that is there. */
export function spawnError(status: number, name: string): Error {
  const { 0: code, 1: text } = systemErrorTable().get(status) ?? ["UNKNOWN", "unknown error"];
  const error: any = new Error(`${code}: ${text}, posix_spawn '${name}'`);
  error.code = code;
  error.errno = status;
  error.syscall = "posix_spawn";
  error.path = name;
  return error;
}

export { signalName };
