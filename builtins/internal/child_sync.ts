// spawnSync, execFileSync, execSync: the program stands still until the child has ended.
// https://nodejs.org/api/child_process.html#synchronous-process-creation

import {
  ArrayBufferIsView, ArrayPrototypeJoin, ArrayPrototypePush, ArrayPrototypeSlice, Error, ObjectAssign,
} from "internal/primordials";
import { kDefaultMaxBuffer, toExecArguments, toExecFileArguments } from "internal/child_exec";
import { binding, signalName } from "internal/child_native";
import { checkMaxBuffer, checkTimeout, toKillSignal, toSpawnOptions } from "internal/child_options";
import { type StdioEntry, toEntries } from "internal/child_stdio";
import { codes, errnoException } from "internal/errors";

const kSigterm = 15;

function inputOf(entry: StdioEntry, index: number, encoding: any): Uint8Array | undefined {
  const { input } = entry as { input?: any };
  if (input == null) return undefined;
  const { Buffer } = require("node:buffer");
  if (ArrayBufferIsView(input)) return Buffer.from(input.buffer as ArrayBuffer, input.byteOffset, input.byteLength);
  if (typeof input === "string")
    return Buffer.from(input, encoding === "buffer" || encoding === undefined ? undefined : encoding);
  throw new codes.ERR_INVALID_ARG_TYPE(
    `options.stdio[${index}]`, ["Buffer", "TypedArray", "DataView", "string"], input);
}

export function spawnSync(file?: any, args?: any, options?: any): any {
  options = { __proto__: null, maxBuffer: kDefaultMaxBuffer, ...toSpawnOptions(file, args, options) };
  checkTimeout(options.timeout);
  checkMaxBuffer(options.maxBuffer);
  options.killSignal = toKillSignal(options.killSignal);
  const entries = toEntries(options.stdio || "pipe", true);
  if (options.input) entries[0] = { kind: "pipe", descriptor: -2, input: options.input };
  const inputs: (Uint8Array | undefined)[] = [];
  const descriptors: number[] = [];
  for (let i = 0; i < entries.length; i++) {
    ArrayPrototypePush(inputs, inputOf(entries[i]!, i, options.encoding));
    ArrayPrototypePush(descriptors, entries[i]!.descriptor);
  }
  const done = binding.spawnSync({
    file: options.file, args: options.args, envPairs: options.envPairs, cwd: options.cwd ?? undefined,
    uid: options.uid ?? undefined, gid: options.gid ?? undefined, detached: options.detached, stdio: descriptors,
    inputs, timeout: options.timeout ?? 0, maxBuffer: options.maxBuffer ?? Infinity,
    killSignal: options.killSignal || kSigterm,
  });
  return toResult(done, options);
}

function toResult(done: ReturnType<typeof binding.spawnSync>, options: any): any {
  const { Buffer } = require("node:buffer");
  let output: any[] | null = null;
  if (done.pid !== 0) {
    output = [];
    for (let i = 0; i < done.output.length; i++) {
      const bytes = done.output[i];
      // Of the first pipe the child is the reader.
      if (i === 0 || bytes == null) ArrayPrototypePush(output, null);
      else {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
        const asText = options.encoding && options.encoding !== "buffer";
        ArrayPrototypePush(output, asText ? buffer.toString(options.encoding) : buffer);
      }
    }
  }
  const result: any = {
    status: done.signal ? null : done.status,
    signal: done.signal ? signalName(done.signal) ?? null : null,
    output,
    pid: done.pid,
    stdout: output && output[1],
    stderr: output && output[2],
  };
  if (done.error === 0) return result;
  const error: any = errnoException(done.error, `spawnSync ${options.file}`);
  error.path = options.file;
  error.spawnargs = ArrayPrototypeSlice(options.args, 1);
  return { error, ...result };
}

function failureOf(result: any, args: string[] | undefined, command?: string): any {
  if (result.error) return ObjectAssign(result.error, result);
  if (result.status === 0) return undefined;
  let text = `Command failed: ${command || ArrayPrototypeJoin(args!, " ")}`;
  if (result.stderr && result.stderr.length > 0) text += `\n${result.stderr.toString()}`;
  return ObjectAssign(new Error(text), result);
}

function passOnErrors(result: any): void {
  if (result.stderr) require("node:process").default.stderr.write(result.stderr);
}

export function execFileSync(file?: any, args?: any, options?: any): any {
  const given = toExecFileArguments(file, args, options, undefined);
  const result = spawnSync(given.file, given.args, given.options);
  if (!given.options.stdio) passOnErrors(result);
  const error = failureOf(result, [given.options.argv0 || given.file, ...given.args]);
  if (error) throw error;
  return result.stdout;
}

export function execSync(command?: any, options?: any): any {
  const given = toExecArguments(command, options, null);
  const result = spawnSync(given.file, given.options);
  if (!given.options.stdio) passOnErrors(result);
  const error = failureOf(result, undefined, command);
  if (error) throw error;
  return result.stdout;
}
