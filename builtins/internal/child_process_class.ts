// ChildProcess: https://nodejs.org/api/child_process.html#class-childprocess
//
// Invariant: 'close' comes once, after 'exit' (or 'error', if there is no process) and after every pipe has closed.

import {
  ArrayPrototypePush, ArrayPrototypeSlice, FunctionPrototypeCall, ObjectSetPrototypeOf, Symbol,
  SymbolDispose,
} from "internal/primordials";
import { bindToFrame } from "internal/async_context";
import EventEmitter from "node:events";
import { binding, type ChildHandle, signalName, toSignal } from "internal/child_native";
import { type StdioEntry, toEntries } from "internal/child_stdio";
import { errnoException } from "internal/errors";
import { nextTick } from "internal/next_tick";
import { PipeStream } from "internal/pipe_stream";
import { validateArray, validateObject, validateOneOf, validateString } from "internal/validators";

const kErrors = { EACCES: -13, EAGAIN: -11, EMFILE: -24, ENFILE: -23, ENOENT: -2, EINVAL: -22, ENOSYS: -38, ESRCH: -3 };

/** Failures that are told of by 'error'; others are thrown. */
function isToldLater(status: number): boolean {
  return status === kErrors.EACCES || status === kErrors.EAGAIN || status === kErrors.EMFILE ||
    status === kErrors.ENFILE || status === kErrors.ENOENT;
}

export function ChildProcess(this: any): void {
  FunctionPrototypeCall(EventEmitter as any, this);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  this._handle = null;
}
ObjectSetPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
ObjectSetPrototypeOf(ChildProcess, EventEmitter);

const kIsHandedOver = Symbol("isHandedOver");

/** A stream that is the child's now is the parent's no more. */
function handOver(stream: any): void {
  if (!(stream instanceof PipeStream)) return;
  (stream as any)._handle?.stop();
  (stream as any).pause();
  stream[kIsHandedOver] = true;
}

export function maybeClose(child: any): void {
  child._closesGot++;
  if (child._closesGot === child._closesNeeded) child.emit("close", child.exitCode, child.signalCode);
}

/** Nobody reads them any more: what is left must not keep them from ending. */
function flushStdio(child: any): void {
  const { stdio } = child;
  if (stdio == null) return;
  for (let i = 0; i < stdio.length; i++) {
    const stream = stdio[i];
    if (stream && stream.readable && !stream[kIsHandedOver]) stream.resume();
  }
}

function onExit(child: any, status: number, signal: number): void {
  if (signal) child.signalCode = signalName(signal) ?? null;
  else child.exitCode = status;
  child.stdin?.destroy();
  child._handle = null;
  if (status < 0) {
    const syscall = child.spawnfile ? `spawn ${child.spawnfile}` : "spawn";
    const error: any = errnoException(status, syscall);
    if (child.spawnfile) error.path = child.spawnfile;
    error.spawnargs = ArrayPrototypeSlice(child.spawnargs, 1);
    child.emit("error", error);
  } else {
    child.emit("exit", child.exitCode, child.signalCode);
  }
  nextTick(flushStdio, child);
  maybeClose(child);
}

function openStreams(child: any, entries: StdioEntry[], pipes: number[]): number {
  let channelFd = -1;
  const streams: any[] = [];
  for (let i = 0; i < entries.length; i++) {
    const { kind, stream } = entries[i]!;
    if (stream !== undefined) handOver(stream);
    let socket: any = null;
    if (kind === "pipe" && pipes[i]! >= 0) {
      socket = new PipeStream(pipes[i]!, i > 0);
      if (i > 0) {
        child._closesNeeded++;
        socket.on("close", bindToFrame(() => maybeClose(child)));
      }
    } else if (kind === "ipc") {
      child._closesNeeded++;
      channelFd = pipes[i]!;
    }
    ArrayPrototypePush(streams, socket);
  }
  child.stdin = streams[0];
  child.stdout = streams[1];
  child.stderr = streams[2];
  child.stdio = streams;
  return channelFd;
}

ChildProcess.prototype.spawn = function spawn(this: any, options: any): number {
  validateObject(options, "options");
  const entries = toEntries(options.stdio === undefined ? "pipe" : options.stdio, false);
  validateOneOf(options.serialization, "options.serialization", [undefined, "json", "advanced"]);
  const serialization = options.serialization || "json";
  let { envPairs } = options;
  const descriptors: number[] = [];
  let hasChannel = false;
  for (let i = 0; i < entries.length; i++) {
    ArrayPrototypePush(descriptors, entries[i]!.descriptor);
    if (entries[i]!.kind !== "ipc") continue;
    hasChannel = true;
    if (envPairs === undefined) envPairs = [];
    else validateArray(envPairs, "options.envPairs");
    envPairs = [...envPairs, `NODE_CHANNEL_FD=${i}`, `NODE_CHANNEL_SERIALIZATION_MODE=${serialization}`];
  }
  validateString(options.file, "options.file");
  this.spawnfile = options.file;
  if (options.args === undefined) this.spawnargs = [];
  else {
    validateArray(options.args, "options.args");
    this.spawnargs = options.args;
  }

  const { status, handle, pipes } = binding.spawn(
    {
      file: options.file, args: this.spawnargs, envPairs, cwd: options.cwd ?? undefined, uid: options.uid ?? undefined,
      gid: options.gid ?? undefined, detached: options.detached, stdio: descriptors,
    },
    bindToFrame((exitStatus: number, signal: number) => onExit(this, exitStatus, signal)));
  if (status < 0) {
    if (!isToldLater(status)) {
      closeAll(pipes);
      throw errnoException(status, "spawn");
    }
    nextTick(onExit, this, status, 0);
    if (status === kErrors.EMFILE || status === kErrors.ENFILE) {
      closeAll(pipes);
      return status;
    }
  } else {
    nextTick((child: any) => child.emit("spawn"), this);
    this._handle = handle;
    this.pid = handle.pid;
  }
  if (status < 0) this.pid = undefined;
  const channelFd = openStreams(this, entries, pipes);
  if (hasChannel && channelFd >= 0) require("internal/ipc_channel").setupChannel(this, channelFd, serialization);
  return status;
};

function closeAll(pipes: number[]): void {
  const { closeSync } = require("node:fs").default;
  for (let i = 0; i < pipes.length; i++) if (pipes[i]! >= 0) closeSync(pipes[i]);
}

ChildProcess.prototype.kill = function kill(this: any, signal?: unknown): boolean {
  const number = signal === 0 ? 0 : toSignal(signal === undefined ? "SIGTERM" : signal);
  const handle = this._handle as ChildHandle | null;
  if (handle) {
    const status = handle.kill(number);
    if (status === 0) {
      this.killed = true;
      return true;
    }
    if (status === kErrors.ESRCH) {
      // It has ended already.
    } else if (status === kErrors.EINVAL || status === kErrors.ENOSYS) {
      throw errnoException(status, "kill");
    } else {
      this.emit("error", errnoException(status, "kill"));
    }
  }
  return false;
};

ChildProcess.prototype[SymbolDispose] = function (this: any): void {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function ref(this: any): void {
  this._handle?.ref();
};

ChildProcess.prototype.unref = function unref(this: any): void {
  this._handle?.unref();
};
