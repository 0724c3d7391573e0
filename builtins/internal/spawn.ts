// Weft.spawn: a child process whose output is a web stream (https://bun.sh/docs/api/spawn).
import {
  ArrayPrototypePush, ObjectDefineProperty, Symbol, SymbolAsyncDispose, SymbolDispose, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { binding, type ChildHandle, kPipeDescriptor } from "internal/child_native";
import { AbortError, codes, errnoException } from "internal/errors";
import type { FileSink } from "internal/file_sink";
import { binding as fs } from "internal/fs_native";
import { killSignalOf, planSpawn, signalName, spawnError, type SpawnPlan } from "internal/spawn_options";
import { closeInput, feed, openInput, Output } from "internal/spawn_pipes";
import { closeOwn, planStdio, type StdioPlan } from "internal/spawn_stdio";
import { usageFrom } from "internal/spawn_usage";
import { clearTimeout, setTimeout } from "internal/timers";
import { Deferred } from "web/stream_promises";

const kFromPlan = Symbol("fromPlan");
const kDefaults = ["ignore", "pipe", "inherit"];
const kSignalBase = 128;

export class Subprocess {
  #handle: ChildHandle;
  #pid: number;
  #plan: SpawnPlan;
  #stdin: FileSink | undefined = undefined;
  #outputs: (Output | undefined)[] = [];
  /** As the program sees them: of the first three nothing, of the others the parent's descriptors. */
  #stdio: (number | null)[] = [];
  #exited = new Deferred<number>();
  #exitCode: number | null = null;
  #signalCode: string | null = null;
  #hasExited = false;
  #usage: any = undefined;
  #timer: any = undefined;
  #onAbort: (() => void) | undefined = undefined;
  #channel: any = undefined;

  constructor(key: symbol, plan: SpawnPlan, stdio: StdioPlan[]) {
    if (key !== kFromPlan) throw new TypeError("Illegal constructor");
    this.#plan = plan;
    const { status, handle, pipes } = binding.spawn(plan.native, (code, signal, usage) => this.#onExit(code, signal, usage));
    this.#handle = handle;
    this.#pid = handle.pid;
    if (status < 0) {
      for (let i = 0; i < pipes.length; i++) if (pipes[i] >= 0) fs.close(pipes[i]);
      throw spawnError(status, plan.native.args[0]);
    }
    for (let i = 0; i < stdio.length; i++) this.#openPipe(i, stdio[i], pipes[i]);
    if (plan.options.ipc) this.#openChannel(pipes[stdio.length]);
    this.#limit();
  }

  #openPipe(index: number, { isPipe, input }: StdioPlan, fd: number): void {
    if (index >= 3) ArrayPrototypePush(this.#stdio, fd >= 0 ? fd : null);
    else ArrayPrototypePush(this.#stdio, null);
    if (fd < 0) return;
    if (input !== undefined) feed(fd, input, (error) => require("internal/process_events").reportUncaught(error, "unhandledRejection"));
    else if (!isPipe) fs.close(fd);
    else if (index === 0) this.#stdin = openInput(fd);
    else if (index < 3) this.#outputs[index] = new Output(fd, this.#plan.maxBuffer || Infinity, () => this.#stop());
  }

  #openChannel(fd: number): void {
    const { ipc, onDisconnect, serialization } = this.#plan.options;
    const EventEmitter = require("node:events").default;
    const target = this.#channel = new EventEmitter();
    require("internal/ipc_channel").setupChannel(target, fd, serialization ?? "advanced");
    target.on("message", (message: unknown) => ipc(message, this, undefined));
    target.on("error", () => {});
    if (typeof onDisconnect === "function") target.on("disconnect", () => onDisconnect(true));
  }

  #limit(): void {
    const { options, timeout } = this.#plan;
    if (timeout > 0) {
      this.#timer = setTimeout(() => this.#stop(), timeout);
      this.#timer.unref();
    }
    const { signal } = options;
    if (!signal) return;
    this.#onAbort = () => this.#stop();
    signal.addEventListener("abort", this.#onAbort);
  }

  #stop(): void {
    this.#handle.kill(this.#plan.killSignal);
  }

  #onExit(status: number, signal: number, usage: number[] | undefined): void {
    this.#hasExited = true;
    if (signal) this.#signalCode = signalName(signal) ?? null;
    else this.#exitCode = status;
    if (usage !== undefined) this.#usage = usageFrom(usage);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    const { options } = this.#plan;
    if (this.#onAbort !== undefined) options.signal.removeEventListener("abort", this.#onAbort);
    if (this.#stdin !== undefined) closeInput(this.#stdin);
    this.#exited.resolve(signal ? kSignalBase + signal : status);
    options.onExit?.(this, this.#exitCode, this.#signalCode, undefined);
  }

  get pid(): number {
    return this.#pid;
  }

  /** What the child reads, if that is "pipe". */
  get stdin(): FileSink | undefined {
    return this.#stdin;
  }
  get stdout(): any {
    return this.#outputs[1]?.stream;
  }
  get stderr(): any {
    return this.#outputs[2]?.stream;
  }
  get readable(): any {
    return this.stdout;
  }
  get writable(): FileSink | undefined {
    return this.#stdin;
  }
  get stdio(): (number | null)[] {
    return [...this.#stdio];
  }
  /** Fulfilled with the exit code; with 128 and the signal's number if that ended it. */
  get exited(): Promise<number> {
    return this.#exited.promise;
  }
  get exitCode(): number | null {
    return this.#exitCode;
  }
  get signalCode(): string | null {
    return this.#signalCode;
  }
  /** Whether it has ended. */
  get killed(): boolean {
    return this.#hasExited;
  }

  kill(signal?: unknown): void {
    const number = killSignalOf(signal);
    if (this.#hasExited) return;
    const status = this.#handle.kill(number);
    if (status < 0 && status !== -3) throw errnoException(status, "kill");
  }

  ref(): void {
    this.#handle.ref();
    this.#outputs[1]?.ref();
    this.#outputs[2]?.ref();
    this.#channel?.channel?.ref();
  }
  unref(): void {
    this.#handle.unref();
    this.#outputs[1]?.unref();
    this.#outputs[2]?.unref();
    this.#channel?.channel?.unref();
  }

  /** Undefined while it runs. */
  resourceUsage(): any {
    return this.#usage;
  }

  get connected(): boolean {
    return !!this.#channel?.connected;
  }

  send(message: unknown): boolean {
    if (this.#channel === undefined) throw new TypeError("Subprocess.send() only works with the option `ipc` of Weft.spawn()");
    if (!this.#channel.connected) throw new codes.ERR_IPC_CHANNEL_CLOSED();
    return this.#channel.send(message);
  }

  disconnect(): void {
    if (this.#channel?.connected) this.#channel.disconnect();
  }

  [SymbolDispose](): void {
    this.kill();
  }
  async [SymbolAsyncDispose](): Promise<void> {
    this.kill();
    await this.exited;
  }
}
ObjectDefineProperty(Subprocess.prototype, SymbolToStringTag, { __proto__: null, value: "Subprocess", configurable: true } as any);

export function spawn(first: any, second?: any): Subprocess {
  const plan = planSpawn(first, second);
  const { options, native } = plan;
  if (options.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
  if (options.ipc !== undefined && options.ipc !== null && typeof options.ipc !== "function")
    throw new codes.ERR_INVALID_ARG_TYPE("options.ipc", "Function", options.ipc);
  const { serialization } = options;
  if (serialization !== undefined && serialization !== "json" && serialization !== "advanced")
    throw new codes.ERR_INVALID_ARG_VALUE("options.serialization", serialization, 'must be "json" or "advanced"');
  const stdio = planStdio(options, kDefaults, false);
  try {
    for (let i = 0; i < stdio.length; i++) ArrayPrototypePush(native.stdio, stdio[i].descriptor);
    if (options.ipc) {
      ArrayPrototypePush(native.envPairs!, `NODE_CHANNEL_FD=${stdio.length}`, `NODE_CHANNEL_SERIALIZATION_MODE=${serialization ?? "advanced"}`);
      ArrayPrototypePush(native.stdio, kPipeDescriptor);
    }
    return new Subprocess(kFromPlan, plan, stdio);
  } finally {
    closeOwn(stdio);
  }
}
