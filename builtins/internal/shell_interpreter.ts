// Runs the tree of a Weft.$.
//
// Variables, exported ones and the folder are a scope; a subshell, a part of a pipeline and `$(...)` have copies of it.
import { ArrayPrototypePush, Error, ObjectKeys, PromiseAll, SafeMap, StringPrototypeSlice, Uint8Array } from "internal/primordials";
import { binding as spawning } from "internal/child_native";
import { FileData } from "internal/file_data";
import { constants } from "internal/fs_constants";
import { binding as fs, kPromise } from "internal/fs_native";
import type { AndOr, Command, Pipeline, Redirect, Script } from "internal/shell_ast";
import { ShellSyntaxError } from "internal/shell_ast";
import { builtins, Exit, type Host, type Result } from "internal/shell_builtins";
import { Capture, closeInput, Descriptor, inputFrom, type Input, Memory, type OpenOutput, type Output, type Streams } from "internal/shell_io";
import { evaluateTest } from "internal/shell_test";
import { type Context, expandText, expandWord, GlobError, valueOf } from "internal/shell_words";
import { findProgram } from "internal/which";
import { blobDataOf } from "web/blob";
import { BlobData } from "web/blob_data";
import { isStream } from "web/body";
import { anyViewParts, bytesFrom } from "web/byte_views";
import { decodeText, encodeText } from "web/encoding";
import { coreOfReadable } from "web/readable_stream";
import { requestStateOf } from "web/request";
import { responseStateOf } from "web/response";
import { isAnyArrayBuffer } from "internal/buffer_types";

const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = constants;
const kSignalBase = 128;

export class Scope implements Host {
  cwd: string;
  exported: any;
  variables: any;
  lastCode = 0;
  /** Of the last `$(...)` of a command. */
  outputCode = 0;

  constructor(cwd: string, exported: any, variables: any) {
    this.cwd = cwd;
    this.exported = exported;
    this.variables = variables;
  }

  copy(): Scope {
    const copy = new Scope(this.cwd, new SafeMap(this.exported), new SafeMap(this.variables));
    copy.lastCode = this.lastCode;
    return copy;
  }

  static from(cwd: string, env: any): Scope {
    const exported: any = new (SafeMap as any)();
    const names = ObjectKeys(env);
    for (let i = 0; i < names.length; i++) if (env[names[i]] !== undefined) exported.set(names[i], `${env[names[i]]}`);
    return new Scope(cwd, exported, new (SafeMap as any)());
  }

  get home(): string {
    return this.exported.get("HOME") ?? require("node:os").default.homedir();
  }
  variable(name: string): string {
    if (name === "?") return `${this.lastCode}`;
    if (name >= "0" && name <= "9") return require("node:process").default.argv[+name] ?? "";
    return this.variables.get(name) ?? this.exported.get(name) ?? "";
  }
  setVariable(name: string, value: string): void {
    if (this.exported.has(name)) this.exported.set(name, value);
    else this.variables.set(name, value);
  }
  setExported(name: string, value: string): void {
    this.variables.delete(name);
    this.exported.set(name, value);
  }
  unset(name: string): void {
    this.variables.delete(name);
    this.exported.delete(name);
  }
  resolve(path: string): string {
    return require("node:path").default.resolve(this.cwd, path);
  }
  pairs(): string[] {
    const pairs: string[] = [];
    for (const [name, value] of this.exported) ArrayPrototypePush(pairs, `${name}=${value}`);
    return pairs;
  }
}

/** Runs a whole script; the exit code is that of its last command. */
export async function runScript(script: Script, scope: Scope, streams: Streams): Promise<number> {
  try {
    return await runList(script, scope, streams);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

async function runList({ list }: Script, scope: Scope, streams: Streams): Promise<number> {
  let code = 0;
  for (let i = 0; i < list.length; i++) code = await runAndOr(list[i], scope, streams);
  return code;
}

async function runAndOr({ first, rest }: AndOr, scope: Scope, streams: Streams): Promise<number> {
  let code = await runPipeline(first, scope, streams);
  for (let i = 0; i < rest.length; i++) {
    const { operator, pipeline } = rest[i];
    if ((operator === "&&") === (code === 0)) code = await runPipeline(pipeline, scope, streams);
  }
  return code;
}

async function runPipeline({ commands, isNegated }: Pipeline, scope: Scope, streams: Streams): Promise<number> {
  const code = commands.length === 1 ? await runCommand(commands[0], scope, streams) : await runParts(commands, scope, streams);
  return (scope.lastCode = isNegated ? (code === 0 ? 1 : 0) : code);
}

/** All at once, each with its own scope; the last one's code counts. */
async function runParts(commands: Command[], scope: Scope, streams: Streams): Promise<number> {
  const running: Promise<number>[] = [];
  let { input } = streams;
  for (let i = 0; i < commands.length; i++) {
    const isLast = i === commands.length - 1;
    const ends = isLast ? undefined : spawning.createPipe();
    const out = ends === undefined ? streams.out : new Descriptor(ends[1], true);
    ArrayPrototypePush(running, runPart(commands[i], scope.copy(), { input, out, err: streams.err }, i > 0, !isLast));
    if (ends !== undefined) input = { fd: ends[0], isOwn: true };
  }
  const codes: number[] = await (PromiseAll as any)(running);
  return codes[codes.length - 1];
}

async function runPart(command: Command, scope: Scope, streams: Streams, ownsInput: boolean, ownsOutput: boolean): Promise<number> {
  try {
    return await runCommand(command, scope, streams);
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  } finally {
    if (ownsInput) closeInput(streams.input);
    if (ownsOutput) streams.out.close();
  }
}

// ---- one command

async function runCommand(command: Command, scope: Scope, streams: Streams): Promise<number> {
  const context = contextOf(scope, streams);
  const opened: { inputs: Input[]; outputs: Output[] } = { inputs: [], outputs: [] };
  try {
    const own = await redirected(command.redirects, context, scope, streams, opened);
    const code = await runBody(command, scope, context, own);
    for (const { failure } of opened.inputs) if (failure !== undefined) throw failure.error;
    return code;
  } catch (error: any) {
    const text = faultText(error);
    if (text === undefined) throw error;
    await streams.err.write(text);
    return 1;
  } finally {
    for (const input of opened.inputs) closeInput(input);
    for (const output of opened.outputs) output.close();
  }
}

function runBody(command: Command, scope: Scope, context: Context, streams: Streams): Promise<number> {
  switch (command.type) {
    case "simple":
      return runSimple(command, scope, context, streams);
    case "subshell":
      return runScript(command.script, scope.copy(), streams);
    case "test":
      return runTest(command.words, scope, context);
    default:
      return runIf(command, scope, streams);
  }
}

/** What is a failure of the command, and not of the script. */
function faultText(error: any): string | undefined {
  if (error instanceof GlobError) return `weft: no matches found: ${error.message}\n`;
  if (error instanceof RedirectError) return `weft: ${error.message}\n`;
  return undefined;
}

function contextOf(scope: Scope, streams: Streams): Context {
  return {
    get cwd() {
      return scope.cwd;
    },
    get home() {
      return scope.home;
    },
    variable: (name) => scope.variable(name),
    async output(script) {
      const capture = new Capture(-1);
      scope.outputCode = await runScript(script, scope.copy(), { ...streams, out: capture });
      return decodeText(capture.bytes);
    },
  };
}

async function runTest(words: any[], scope: Scope, context: Context): Promise<number> {
  const operands: string[] = [];
  for (let i = 0; i < words.length; i++) ArrayPrototypePush(operands, await expandText(words[i], context));
  return evaluateTest(operands, (path) => scope.resolve(path)) ? 0 : 1;
}

async function runIf(command: Extract<Command, { type: "if" }>, scope: Scope, streams: Streams): Promise<number> {
  for (const { condition, then } of command.branches) {
    if ((await runList(condition, scope, streams)) === 0) return runList(then, scope, streams);
  }
  return command.otherwise === undefined ? 0 : runList(command.otherwise, scope, streams);
}

async function runSimple(command: Extract<Command, { type: "simple" }>, scope: Scope, context: Context, streams: Streams): Promise<number> {
  const args: string[] = [];
  scope.outputCode = 0;
  for (const word of command.words) await expandWord(word, context, args);
  const values: [string, string][] = [];
  for (const { name, value } of command.assignments) ArrayPrototypePush(values, [name, await expandText(value, context)]);
  if (args.length === 0) {
    for (const [name, value] of values) scope.setVariable(name, value);
    return scope.outputCode;
  }
  let own = scope;
  if (values.length > 0) {
    own = scope.copy();
    for (const [name, value] of values) own.setExported(name, value);
  }
  const builtin = builtins[args[0]];
  if (builtin !== undefined) {
    // `cd` and `export` are for the list, also with assignments before them.
    const result = await builtin(args, values.length > 0 && args[0] !== "cd" && args[0] !== "export" ? own : scope);
    if (result !== undefined) return give(result, streams);
  }
  return runProgram(args, own, streams);
}

async function give({ code, out, err }: Result, streams: Streams): Promise<number> {
  if (out !== undefined && out.length > 0) await streams.out.write(out);
  if (err !== undefined && err !== "") await streams.err.write(err);
  return code;
}

async function runProgram(args: string[], scope: Scope, streams: Streams): Promise<number> {
  const file = findProgram(args[0], scope.exported.get("PATH"), scope.cwd);
  if (file === null) return give({ code: 1, err: `weft: command not found: ${args[0]}\n` }, streams);
  for (const argument of args) if (argument.includes("\0")) throw new Error("An argument of a command must not have null bytes");
  const out = streams.out.open();
  const err = streams.err === streams.out ? out : streams.err.open();
  let failed = 0;
  const ended = new Promise<number>((resolve) => {
    const { status } = spawning.spawn(
      { file, args, envPairs: scope.pairs(), cwd: scope.cwd, stdio: [streams.input.fd, out.fd, err.fd] },
      (code, signal) => resolve(signal ? kSignalBase + signal : code));
    failed = status;
    if (status < 0) resolve(126);
  });
  release(out);
  if (err !== out) release(err);
  const code = await ended;
  await out.done;
  if (err !== out) await err.done;
  if (failed < 0) {
    const text = require("internal/errors").systemErrorTable().get(failed)?.[1] ?? "cannot be run";
    return give({ code, err: `weft: ${args[0]}: ${text}\n` }, streams);
  }
  return code;
}

function release(open: OpenOutput): void {
  if (open.isOwn) fs.close(open.fd);
}

// ---- redirections

class RedirectError extends Error {}

async function redirected(
  redirects: Redirect[], context: Context, scope: Scope, streams: Streams, opened: { inputs: Input[]; outputs: Output[] },
): Promise<Streams> {
  if (redirects.length === 0) return streams;
  const own = { ...streams };
  for (const redirect of redirects) {
    const { fd, kind, from } = redirect;
    if (kind === "copy") {
      const source = from === 2 ? own.err : own.out;
      if (fd === 2) own.err = source;
      else own.out = source;
    } else if (kind === "read") {
      own.input = await openInput(redirect, context, scope);
      ArrayPrototypePush(opened.inputs, own.input);
    } else {
      const output = await openOutput(redirect, context, scope);
      ArrayPrototypePush(opened.outputs, output);
      if (fd !== 2) own.out = output;
      if (fd === 2 || fd === -1) own.err = output;
    }
  }
  return own;
}

async function pathOf(redirect: Redirect, context: Context, scope: Scope): Promise<string> {
  const words: string[] = [];
  await expandWord(redirect.target!, context, words);
  if (words.length !== 1) throw new RedirectError("Ambiguous redirection");
  return scope.resolve(words[0]);
}

async function openFile(path: string, flags: number): Promise<number> {
  try {
    return await fs.open(path, flags, 0o666, kPromise);
  } catch (error: any) {
    const text: string = require("internal/errors").systemErrorTable().get(error?.errno)?.[1] ?? error.message;
    throw new RedirectError(`${text[0].toUpperCase()}${StringPrototypeSlice(text, 1)}: ${path}`);
  }
}

async function openInput(redirect: Redirect, context: Context, scope: Scope): Promise<Input> {
  const given = valueOf(redirect.target!);
  if (given === undefined) return { fd: await openFile(await pathOf(redirect, context, scope), O_RDONLY), isOwn: true };
  const { value } = given;
  const blob = blobDataOf(value);
  if (blob !== undefined) return inputOfData(blob, scope);
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return inputFrom(bytesFrom(value));
  const stream = coreOfReadable(value);
  if (stream !== undefined) return inputFrom(stream);
  const message = responseStateOf(value) ?? requestStateOf(value);
  if (message === undefined) return { fd: await openFile(await pathOf(redirect, context, scope), O_RDONLY), isOwn: true };
  const body = message.bodyCore;
  if (body === null) return inputFrom(new Uint8Array(0));
  if (body.isUnusable) throw new Error("Body is unusable: Body has already been read");
  const source = body.take();
  if (typeof source === "string") return inputFrom(encodeText(source));
  if (source instanceof Uint8Array) return inputFrom(source);
  if (source instanceof BlobData || source instanceof FileData) return inputOfData(source, scope);
  return inputFrom(isStream(source) ? source : source.toStream());
}

async function inputOfData(data: any, scope: Scope): Promise<Input> {
  if (!(data instanceof FileData)) return inputFrom(data.view());
  if (!data.isWhole) return inputFrom(data.toStream());
  if (data.path === undefined) return { fd: data.fd, isOwn: false };
  return { fd: await openFile(scope.resolve(require("internal/fs_utils").pathText(data.path)), O_RDONLY), isOwn: true };
}

async function openOutput(redirect: Redirect, context: Context, scope: Scope): Promise<Output> {
  const flags = O_WRONLY | O_CREAT | (redirect.kind === "append" ? O_APPEND : O_TRUNC);
  const given = valueOf(redirect.target!);
  if (given === undefined) return new Descriptor(await openFile(await pathOf(redirect, context, scope), flags), true);
  const { value } = given;
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(value);
    return new Memory(new Uint8Array(buffer, byteOffset, byteLength));
  }
  if (isAnyArrayBuffer(value)) return new Memory(new Uint8Array(value as ArrayBuffer));
  const blob = blobDataOf(value);
  if (blob instanceof FileData) {
    if (blob.path === undefined) return new Descriptor(blob.fd, false);
    return new Descriptor(await openFile(scope.resolve(require("internal/fs_utils").pathText(blob.path)), flags), true);
  }
  if (blob !== undefined || responseStateOf(value) !== undefined || coreOfReadable(value) !== undefined)
    throw new ShellSyntaxError("Output can be redirected to a file, a Buffer or a typed array, not to this object");
  return new Descriptor(await openFile(await pathOf(redirect, context, scope), flags), true);
}
