// node:child_process: https://nodejs.org/api/child_process.html

import { ArrayIsArray, ArrayPrototypeIndexOf, ArrayPrototypePush, SymbolDispose } from "internal/primordials";
import { exec, execFile } from "internal/child_exec";
import { checkNoNull } from "internal/child_native";
import { checkTimeout, toKillSignal, toSpawnOptions } from "internal/child_options";
import { ChildProcess } from "internal/child_process_class";
import { stdioOf } from "internal/child_stdio";
import { execFileSync, execSync, spawnSync } from "internal/child_sync";
import { AbortError, codes } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { pathText, toPath } from "internal/fs_utils";
import { validateAbortSignal, validateArray, validateObject } from "internal/validators";

function killAfter(child: any, timeout: number, signal: number | undefined): void {
  const { clearTimeout, setTimeout } = require("internal/timers");
  let timer: any = setTimeout(() => {
    timer = undefined;
    try {
      child.kill(signal);
    } catch (error) {
      child.emit("error", error);
    }
  }, timeout);
  child.once("exit", () => {
    if (timer) clearTimeout(timer);
    timer = undefined;
  });
}

function abort(child: any, killSignal: number | undefined, reason: unknown): void {
  try {
    if (child.kill(killSignal)) child.emit("error", new AbortError(undefined, { cause: reason }));
  } catch (error) {
    child.emit("error", error);
  }
}

function killOnAbort(child: any, signal: any, killSignal: number | undefined): void {
  const onAbort = () => abort(child, killSignal, signal.reason);
  if (signal.aborted) {
    nextTick(onAbort);
    return;
  }
  const remove = require("internal/event_helpers").addAbortListener(signal, onAbort);
  child.once("exit", () => remove[SymbolDispose]());
}

function spawn(file?: any, args?: any, options?: any): any {
  const all = toSpawnOptions(file, args, options);
  checkTimeout(all.timeout);
  if (all.signal !== undefined) validateAbortSignal(all.signal, "options.signal");
  const killSignal = toKillSignal(all.killSignal);
  const child = new (ChildProcess as any)();
  child.spawn(all);
  if (all.timeout > 0) killAfter(child, all.timeout, killSignal);
  if (all.signal) killOnAbort(child, all.signal, killSignal);
  return child;
}

const kEvalOptions = ["-e", "--eval", "-p", "--print", "-pe"];

/** The parent's own `-e TEXT` is not the child's. */
function withoutEval(execArgv: string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < execArgv.length; i++) {
    if (ArrayPrototypeIndexOf(kEvalOptions, execArgv[i]!) >= 0) i++;
    else ArrayPrototypePush(kept, execArgv[i]!);
  }
  return kept;
}

function checkNoNulls(list: unknown[], name: string): void {
  for (let i = 0; i < list.length; i++) checkNoNull(list[i], `${name}[${i}]`);
}

/** Another program of weft's, with a channel to it. */
function fork(modulePath?: any, args?: any, options?: any): any {
  modulePath = pathText(toPath(modulePath, "modulePath"));
  if (args == null) args = [];
  else if (typeof args === "object" && !ArrayIsArray(args)) {
    options = args;
    args = [];
  } else {
    validateArray(args, "args");
  }
  if (options != null) validateObject(options, "options");
  options = { __proto__: null, ...options, shell: false };
  const { default: process } = require("node:process");
  options.execPath ||= process.execPath;
  checkNoNull(options.execPath, "options.execPath");
  let execArgv = options.execArgv || process.execArgv;
  checkNoNulls(execArgv, "options.execArgv");
  if (execArgv === process.execArgv) execArgv = withoutEval(execArgv);
  if (typeof options.stdio === "string") options.stdio = stdioOf(options.stdio, "ipc");
  else if (!ArrayIsArray(options.stdio)) options.stdio = stdioOf(options.silent ? "pipe" : "inherit", "ipc");
  else if (ArrayPrototypeIndexOf(options.stdio, "ipc") < 0) throw new codes.ERR_CHILD_PROCESS_IPC_REQUIRED("options.stdio");
  return spawn(options.execPath, [...execArgv, modulePath, ...args], options);
}

export default {
  ChildProcess,
  exec,
  execFile,
  execFileSync,
  execSync,
  fork,
  spawn,
  spawnSync,
};
