// exec and execFile: a child whose output is collected.
// https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback

import {
  ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice, Error, ObjectAssign, ObjectDefineProperty,
  PromiseWithResolvers, StringPrototypeSlice,
} from "internal/primordials";
import { checkNoNull } from "internal/child_native";
import { checkArgv0, checkMaxBuffer, checkTimeout, toKillSignal } from "internal/child_options";
import { codes, systemErrorTable } from "internal/errors";
import { kCustomPromisify } from "internal/promisify";
import { validateFunction, validateObject, validateString } from "internal/validators";

type ExecCallback = (error: any, stdout: string | Uint8Array, stderr: string | Uint8Array) => void;

export const kDefaultMaxBuffer = 1024 * 1024;

export interface ExecArguments {
  file: string;
  args: any;
  options: any;
  callback?: ExecCallback;
}

export function toExecArguments(command: any, options: any, callback: any): ExecArguments {
  validateString(command, "command");
  checkNoNull(command, "command");
  if (typeof options === "function") {
    callback = options;
    options = undefined;
  }
  options = { __proto__: null, ...options };
  options.shell = typeof options.shell === "string" ? options.shell : true;
  return { file: command, args: undefined, options, callback };
}

export function toExecFileArguments(file: any, args: any, options: any, callback: any): ExecArguments {
  if (ArrayIsArray(args)) {
    args = ArrayPrototypeSlice(args);
  } else if (args != null && typeof args === "object") {
    callback = options;
    options = args;
    args = null;
  } else if (typeof args === "function") {
    callback = args;
    options = null;
    args = null;
  }
  args ??= [];
  if (typeof options === "function") callback = options;
  else if (options != null) validateObject(options, "options");
  options ??= {};
  if (callback != null) validateFunction(callback, "callback");
  checkArgv0(options.argv0);
  return { file, args, options, callback };
}

/** The collected output of one stream. */
class Collector {
  #chunks: any[] = [];
  #size = 0;
  readonly stream: any;
  #limit: number;
  #onOverflow: () => void;

  constructor(stream: any, encoding: string | null, limit: number, onOverflow: () => void) {
    this.stream = stream;
    this.#limit = limit;
    this.#onOverflow = onOverflow;
    if (!stream) return;
    if (encoding) stream.setEncoding(encoding);
    stream.on("data", (chunk: any) => this.#add(chunk));
  }

  #add(chunk: any): void {
    const encoding = this.stream.readableEncoding;
    const size = encoding ? require("node:buffer").Buffer.byteLength(chunk, encoding) : chunk.length;
    this.#size += size;
    if (this.#size <= this.#limit) {
      ArrayPrototypePush(this.#chunks, chunk);
      return;
    }
    const room = this.#limit - (this.#size - size);
    ArrayPrototypePush(this.#chunks, encoding ? StringPrototypeSlice(chunk, 0, room) : chunk.subarray(0, room));
    this.#onOverflow();
  }

  result(encoding: string | null): string | Uint8Array {
    return encoding || this.stream?.readableEncoding
      ? ArrayPrototypeJoin(this.#chunks, "")
      : require("node:buffer").Buffer.concat(this.#chunks);
  }
}

function failureOf(file: string, args: string[], stderr: any, properties: object): any {
  const command = args.length > 0 ? `${file} ${ArrayPrototypeJoin(args, " ")}` : file;
  return ObjectAssign(new Error(`Command failed: ${command}\n${stderr}`), properties);
}

class Execution {
  #arguments: ExecArguments;
  #child: any;
  #encoding: string | null;
  #killSignal: number | undefined;
  #stdout: Collector;
  #stderr: Collector;
  #timer: any;
  #error: any = null;
  #wasKilled = false;
  #hasExited = false;

  constructor(child: any, given: ExecArguments, options: any) {
    this.#child = child;
    this.#arguments = given;
    this.#killSignal = options.killSignal;
    const { Buffer } = require("node:buffer");
    this.#encoding = options.encoding !== "buffer" && Buffer.isEncoding(options.encoding) ? options.encoding : null;
    const limit = options.maxBuffer ?? Infinity;
    const overflow = (name: string) => () => {
      this.#error = new codes.ERR_CHILD_PROCESS_STDIO_MAXBUFFER(name);
      this.#kill();
    };
    this.#stdout = new Collector(child.stdout, this.#encoding, limit, overflow("stdout"));
    this.#stderr = new Collector(child.stderr, this.#encoding, limit, overflow("stderr"));
    if (options.timeout > 0) this.#timer = require("internal/timers").setTimeout(() => this.#onTimeout(), options.timeout);
    child.addListener("close", (code: number, signal: string | null) => this.#onClose(code, signal));
    child.addListener("error", (error: any) => this.#onError(error));
  }

  #onTimeout(): void {
    this.#timer = undefined;
    this.#kill();
  }

  #closeOutput(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #kill(): void {
    this.#closeOutput();
    this.#wasKilled = true;
    try {
      this.#child.kill(this.#killSignal);
    } catch (error) {
      this.#error ??= error;
      this.#onClose(0, null);
    }
  }

  #onError(error: any): void {
    this.#error = error;
    this.#closeOutput();
    this.#onClose(0, null);
  }

  #onClose(code: number, signal: string | null): void {
    if (this.#timer) require("internal/timers").clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#hasExited) return;
    this.#hasExited = true;
    const { callback, file, args } = this.#arguments;
    if (!callback) return;
    const stdout = this.#stdout.result(this.#encoding);
    const stderr = this.#stderr.result(this.#encoding);
    if (!this.#error && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    const list: string[] = args ?? [];
    this.#error ??= failureOf(file, list, stderr, {
      code: code < 0 ? systemErrorTable().get(code)?.[0] : code,
      killed: this.#child.killed || this.#wasKilled,
      signal,
    });
    this.#error.cmd = list.length > 0 ? `${file} ${ArrayPrototypeJoin(list, " ")}` : file;
    callback(this.#error, stdout, stderr);
  }
}

export function execFile(file?: any, args?: any, options?: any, callback?: any): any {
  const given = toExecFileArguments(file, args, options, callback);
  const all = {
    __proto__: null,
    encoding: "utf8",
    timeout: 0,
    maxBuffer: kDefaultMaxBuffer,
    killSignal: "SIGTERM",
    cwd: null,
    env: null,
    shell: false,
    ...given.options,
  } as any;
  checkTimeout(all.timeout);
  checkMaxBuffer(all.maxBuffer);
  all.killSignal = toKillSignal(all.killSignal);
  const child = require("node:child_process").default.spawn(file, given.args, {
    cwd: all.cwd,
    env: all.env,
    gid: all.gid,
    shell: all.shell,
    signal: all.signal,
    uid: all.uid,
    windowsHide: !!all.windowsHide,
    windowsVerbatimArguments: !!all.windowsVerbatimArguments,
  });
  new Execution(child, given, all);
  return child;
}

export function exec(command?: any, options?: any, callback?: any): any {
  const given = toExecArguments(command, options, callback);
  return require("node:child_process").default.execFile(given.file, given.options, given.callback);
}

/** `promisify(exec)`: a promise of { stdout, stderr }, with the process as its `child`. */
function promising(start: (...args: any[]) => any): (...args: any[]) => Promise<any> {
  return (...args: any[]) => {
    const { promise, resolve, reject } = PromiseWithResolvers<any>();
    (promise as any).child = start(...args, (error: any, stdout: any, stderr: any) => {
      if (error !== null) {
        error.stdout = stdout;
        error.stderr = stderr;
        reject(error);
      } else {
        resolve({ stdout, stderr });
      }
    });
    return promise;
  };
}
ObjectDefineProperty(exec, kCustomPromisify, { __proto__: null, enumerable: false, value: promising(exec) } as any);
ObjectDefineProperty(execFile, kCustomPromisify, { __proto__: null, enumerable: false, value: promising(execFile) } as any);
