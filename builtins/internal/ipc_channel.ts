// Messages between a program and its child: `send`, `disconnect`, `connected` and 'message' of a ChildProcess, and of
// process in a child that was made with a channel.
// https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
//
// Invariant: after 'disconnect' the channel is closed and `target.channel` is null. A message that nobody listens for
// waits for a listener.

import {
  ArrayPrototypePush, ArrayPrototypeShift, ObjectDefineProperty, StringPrototypeStartsWith,
} from "internal/primordials";
import EventEmitter from "node:events";
import { codes, errnoException } from "internal/errors";
import { makeFormat, type MessageFormat } from "internal/ipc_message";
import { nextTick } from "internal/next_tick";
import { binding, type PipeHandle } from "internal/pipe_stream";
import { validateObject } from "internal/validators";

/** As much may wait to be written before send() gives false. */
const kHighWaterMark = 65536 * 2;

type SendCallback = (error: Error | null) => void;

/** `target.channel`: whether it keeps the program alive. */
class Control extends (EventEmitter as any as new () => any) {
  #channel: PipeHandle;
  #references = 0;
  #isSetByHand = false;

  constructor(channel: PipeHandle) {
    super();
    this.#channel = channel;
  }

  /** Once the program has said itself what it wants, listeners no longer count. */
  refCounted(): void {
    if (++this.#references === 1 && !this.#isSetByHand) this.#channel.ref();
  }

  unrefCounted(): void {
    if (--this.#references !== 0 || this.#isSetByHand) return;
    this.#channel.unref();
    this.emit("unref");
  }

  unrefAtStart(): void {
    this.#channel.unref();
  }

  ref(): void {
    this.#isSetByHand = true;
    this.#channel.ref();
  }

  unref(): void {
    this.#isSetByHand = true;
    this.#channel.unref();
  }

  hasRef(): boolean {
    return this.#channel.hasRef();
  }

  get fd(): number | undefined {
    return this.#channel.fd < 0 ? undefined : this.#channel.fd;
  }
}

function isInternal(message: any): boolean {
  return message !== null && typeof message === "object" && typeof message.cmd === "string" &&
    StringPrototypeStartsWith(message.cmd, "NODE_");
}

class Channel {
  readonly target: any;
  readonly handle: PipeHandle;
  readonly control: Control;
  #format: MessageFormat;
  #waiting: unknown[] = [];
  #queued = 0;
  #isLeaving = false;
  #isFinished = false;

  constructor(target: any, fd: number, serialization: string) {
    this.target = target;
    this.#format = makeFormat(serialization);
    const handle = binding.open(fd, (bytes) => this.#onData(bytes), () => this.#onEnd(), () => this.#onEnd());
    if (typeof handle === "number") throw errnoException(handle, "open");
    this.handle = handle;
    this.control = new Control(handle);
  }

  start(): void {
    this.handle.start();
  }

  #onData(bytes: Uint8Array): void {
    const messages = this.#format.decode(bytes);
    for (let i = 0; i < messages.length; i++) {
      if (isInternal(messages[i])) nextTick(() => this.target.emit("internalMessage", messages[i], undefined));
      else nextTick(() => this.#deliver(messages[i]));
    }
  }

  #deliver(message: unknown): void {
    if (this.target.listenerCount("message") > 0) this.target.emit("message", message, undefined);
    else ArrayPrototypePush(this.#waiting, message);
  }

  /** Somebody listens now, maybe. */
  flush(): void {
    while (this.#waiting.length > 0 && this.target.listenerCount("message") > 0)
      this.target.emit("message", ArrayPrototypeShift(this.#waiting), undefined);
  }

  #onEnd(): void {
    if (this.target.connected) this.disconnect();
    else this.#finish();
  }

  send(message: unknown, swallowErrors: boolean, callback: SendCallback | undefined): boolean {
    const data = this.#format.encode(message);
    const size = data.length;
    const done = (status: number) => {
      if (status === 0) {
        if (callback) nextTick(callback, null);
        return;
      }
      const error = errnoException(status, "write");
      if (callback) nextTick(callback, error);
      else if (!swallowErrors) nextTick(() => this.target.emit("error", error));
    };
    const status = this.handle.write(data, (result) => {
      this.#queued -= size;
      // A channel that was closed meanwhile has told so.
      if (result === 0) {
        if (callback) callback(null);
      } else {
        done(result);
      }
      if (this.#queued === 0 && this.#isLeaving) this.#close();
    });
    if (status > 0) this.#queued += size;
    else done(status);
    return this.#queued < kHighWaterMark;
  }

  /** What was sent before goes out first. */
  disconnect(): void {
    this.target.connected = false;
    this.#isLeaving = true;
    nextTick(() => this.#finish());
  }

  #close(): void {
    this.handle.close();
  }

  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#isLeaving = true;
    this.handle.stop();
    if (this.#queued === 0) this.#close();
    this.target.channel = null;
    this.target.emit("disconnect");
    if (this.target._closesNeeded !== undefined)
      nextTick(require("internal/child_process_class").maybeClose, this.target);
  }
}

function checkMessage(message: unknown): void {
  if (message === undefined) throw new codes.ERR_MISSING_ARGS("message");
  const type = typeof message;
  if (type !== "string" && type !== "object" && type !== "number" && type !== "boolean")
    throw new codes.ERR_INVALID_ARG_TYPE("message", ["string", "object", "number", "boolean"], message);
}

/** Makes `target` an end of the channel that is open at `fd`. */
export function setupChannel(target: any, fd: number, serialization: string): Control {
  const channel = new Channel(target, fd, serialization);
  target.channel = channel.control;
  ObjectDefineProperty(target, "_channel", {
    __proto__: null,
    get: () => target.channel,
    set: (value: unknown) => { target.channel = value; },
    enumerable: true,
    configurable: true,
  } as any);
  target._handleQueue = null;
  target._pendingMessage = null;
  target.connected = true;

  target.send = function send(message: unknown, handle?: any, options?: any, callback?: any): boolean {
    if (typeof handle === "function") {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === "function") {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, "options");
    }
    options = { swallowErrors: false, ...options };
    if (target.connected) return target._send(message, handle, options, callback);
    const error = new codes.ERR_IPC_CHANNEL_CLOSED();
    if (typeof callback === "function") nextTick(callback, error);
    else nextTick(() => target.emit("error", error));
    return false;
  };

  target._send = function _send(message: unknown, handle: any, options: any, callback?: SendCallback): boolean {
    checkMessage(message);
    if (handle) throw new codes.ERR_INVALID_HANDLE_TYPE();
    return channel.send(message, !!(typeof options === "boolean" ? options : options?.swallowErrors), callback);
  };

  target.disconnect = function disconnect(): void {
    if (!target.connected) {
      target.emit("error", new codes.ERR_IPC_DISCONNECTED());
      return;
    }
    target._disconnect();
  };

  target._disconnect = function _disconnect(): void {
    channel.disconnect();
  };

  target.on("newListener", () => nextTick(() => channel.flush()));
  channel.start();
  return channel.control;
}

/** process in a child with a channel. It keeps the child alive while the program listens. */
export function joinParent(process: any): void {
  const { NODE_CHANNEL_FD: fd, NODE_CHANNEL_SERIALIZATION_MODE: serialization } = process.env;
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  const number = +fd;
  if (number >>> 0 !== number) return;
  let control: Control;
  try {
    control = setupChannel(process, number, serialization);
  } catch (error: any) {
    // A variable that came from elsewhere: there is no such channel.
    if (error.syscall !== "open") throw error;
    return;
  }
  control.unrefAtStart();
  const counts = (event: string | symbol) => event === "message" || event === "disconnect";
  process.on("newListener", (event: string | symbol) => { if (counts(event)) control.refCounted(); });
  process.on("removeListener", (event: string | symbol) => { if (counts(event)) control.unrefCounted(); });
}
