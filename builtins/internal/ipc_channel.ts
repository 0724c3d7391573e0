// Messages between a program and its child: `send`, `disconnect`, `connected` and 'message' of a ChildProcess, and of
// process in a child that was made with a channel.
// https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
//
// A message with a handle (a socket, a server) is answered by NODE_HANDLE_ACK, or by NODE_HANDLE_NACK if the handle did
// not arrive; until then whatever else is sent waits in `target._handleQueue`.
//
// Invariant: after 'disconnect' the channel is closed and `target.channel` is null. A message that nobody listens for
// waits for a listener.

import {
  ArrayPrototypePush, ArrayPrototypeShift, ObjectDefineProperty, StringPrototypeStartsWith,
} from "internal/primordials";
import EventEmitter from "node:events";
import { codes, errnoException } from "internal/errors";
import { type HandleMessage, kindOf, receiveHandle, sendableOf, type Sendable, SocketLists } from "internal/ipc_handles";
import { makeFormat, type MessageFormat } from "internal/ipc_message";
import { nextTick } from "internal/next_tick";
import { binding, type PipeHandle } from "internal/pipe_stream";
import { validateObject } from "internal/validators";

/** As much may wait to be written before send() gives false. */
const kHighWaterMark = 65536 * 2;

/** How often a handle that did not arrive is sent again. */
const kMostRetransmissions = 3;

type SendCallback = (error: Error | null) => void;

/** What waits for an answer to the handle before it. */
interface Queued {
  message: unknown;
  handle: any;
  options: any;
  callback: SendCallback | undefined;
}

/** The message whose handle has not been answered for. */
interface Pending {
  message: HandleMessage;
  sendable: Sendable;
  swallowErrors: boolean;
  retransmissions: number;
}

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

function isAnswer(message: any): boolean {
  return message !== null && typeof message === "object" &&
    (message.cmd === "NODE_HANDLE_ACK" || message.cmd === "NODE_HANDLE_NACK");
}

function swallows(options: any): boolean {
  return !!(typeof options === "boolean" ? options : options?.swallowErrors);
}

class Channel {
  readonly target: any;
  readonly handle: PipeHandle;
  readonly control: Control;
  #format: MessageFormat;
  #lists: SocketLists;
  #waiting: [message: unknown, handle: any][] = [];
  #pending: Pending | undefined = undefined;
  #queued = 0;
  #isLeaving = false;
  #isFinished = false;

  constructor(target: any, fd: number, serialization: string) {
    this.target = target;
    this.#format = makeFormat(serialization);
    this.#lists = new SocketLists(target);
    const handle = binding.open(fd, (bytes) => this.#onData(bytes), () => this.#onEnd(), () => this.#onEnd(), true);
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
      const message: any = messages[i];
      if (!isInternal(message)) nextTick(() => this.#deliver(message, undefined));
      else if (message.cmd === "NODE_HANDLE") this.#receiveHandle(message, this.handle.takeDescriptor());
      else nextTick(() => this.#onInternal(message));
    }
  }

  #onInternal(message: any): void {
    if (isAnswer(message)) this.#onAnswer(message.cmd === "NODE_HANDLE_ACK");
    this.target.emit("internalMessage", message, undefined);
  }

  #receiveHandle(message: HandleMessage, fd: number): void {
    nextTick(() => {
      const { target } = this;
      if (target.connected) target._send({ cmd: fd < 0 ? "NODE_HANDLE_NACK" : "NODE_HANDLE_ACK" }, null, true);
      if (fd < 0) return;
      receiveHandle(message, fd, this.#lists, (object) => {
        if (isInternal(message.msg)) target.emit("internalMessage", message.msg, object);
        else this.#deliver(message.msg, object);
      });
    });
  }

  /** The other end has the handle, or not. What has waited for that goes out. */
  #onAnswer(hasArrived: boolean): void {
    const { target } = this;
    const queue: Queued[] | null = target._handleQueue;
    if (queue === null) return;
    const pending = this.#pending;
    target._handleQueue = null;
    if (pending !== undefined && !hasArrived && pending.retransmissions++ < kMostRetransmissions) {
      target._handleQueue = [];
      this.write(pending.message, pending.swallowErrors, undefined, pending.sendable);
    } else {
      if (!hasArrived && pending !== undefined) {
        require("node:process").default.emitWarning(
          "Handle did not reach the receiving process correctly", "SentHandleNotReceivedWarning");
      }
      this.#forget();
    }
    for (let i = 0; i < queue.length; i++) {
      const { message, handle, options, callback } = queue[i]!;
      target._send(message, handle, options, callback);
    }
    if (target._handleQueue === null && this.#isLeaving && !this.#isFinished) nextTick(() => this.#finish());
  }

  #forget(): void {
    this.#pending?.sendable.release?.();
    this.#pending = undefined;
    this.target._pendingMessage = null;
  }

  #deliver(message: unknown, handle: any): void {
    if (this.target.listenerCount("message") > 0) this.target.emit("message", message, handle);
    else ArrayPrototypePush(this.#waiting, [message, handle]);
  }

  /** Somebody listens now, maybe. */
  flush(): void {
    while (this.#waiting.length > 0 && this.target.listenerCount("message") > 0) {
      const { 0: message, 1: handle } = ArrayPrototypeShift(this.#waiting)!;
      this.target.emit("message", message, handle);
    }
  }

  #onEnd(): void {
    // Nobody is there to answer.
    this.target._handleQueue = null;
    if (this.target.connected) this.disconnect();
    else this.#finish();
  }

  send(message: unknown, object: any, options: any, callback: SendCallback | undefined): boolean {
    const { target } = this;
    const swallowErrors = swallows(options);
    const type = object ? kindOf(object) : undefined;
    if (target._handleQueue !== null && !isAnswer(message)) {
      ArrayPrototypePush(target._handleQueue, { message, handle: object, options, callback } as Queued);
      return target._handleQueue.length === 1;
    }
    if (type === undefined) return this.write(message, swallowErrors, callback, undefined);
    const wrapped: HandleMessage = { cmd: "NODE_HANDLE", type, msg: message };
    const sendable = sendableOf(wrapped, object, options, this.#lists);
    // Sent before, or closed: the message goes alone.
    if (sendable === undefined) return this.write(message, swallowErrors, callback, undefined);
    const pending: Pending = { message: wrapped, sendable, swallowErrors, retransmissions: 0 };
    target._handleQueue = [];
    this.#pending = target._pendingMessage = pending;
    return this.write(wrapped, swallowErrors, callback, sendable);
  }

  write(message: unknown, swallowErrors: boolean, callback: SendCallback | undefined, sendable: Sendable | undefined): boolean {
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
    const onWritten = (result: number): void => {
      this.#queued -= size;
      // A channel that was closed meanwhile has told so.
      if (result === 0) {
        if (callback) callback(null);
      } else {
        done(result);
      }
      if (this.#queued === 0 && this.#isFinished) this.#close();
    };
    const status = sendable === undefined
      ? this.handle.write(data, onWritten)
      : this.handle.writeWith(sendable.fd, data, onWritten);
    if (status > 0) {
      this.#queued += size;
    } else {
      // No answer will come.
      if (status < 0 && sendable !== undefined) this.#onAnswer(true);
      done(status);
    }
    return this.#queued < kHighWaterMark;
  }

  /** What was sent before goes out first. */
  disconnect(): void {
    this.target.connected = false;
    this.#isLeaving = true;
    // Handles that are on their way arrive first.
    if (this.target._handleQueue === null) nextTick(() => this.#finish());
  }

  #close(): void {
    this.handle.close();
  }

  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#isLeaving = true;
    this.#forget();
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
    return channel.send(message, handle, options, callback);
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
