/**
 * MessageChannel and MessagePort, with Node's additions to the latter.
 * https://html.spec.whatwg.org/multipage/web-messaging.html#message-channels
 */
import { Symbol, TypeError } from "internal/primordials";
import { codes, stampCode } from "internal/errors";
import { fireWithValue, NodeEventTarget } from "internal/node_event_target";
import { defineEventHandler, Event, fireEvent, hasListeners, kListenerAdded, kListenerRemoved } from "web/event";
import { messages, postTo, unpack } from "web/message";
import type { Packed, PortHandle } from "web/message";
import { MessageEvent } from "web/message_event";
import { finishInterface, inspectAs, kInspect, registerPlatformClass } from "web/webidl";

const kInternal = Symbol("internal");

/** The class under which Node's own ports' ends come. */
class MessagePortCloseEvent extends Event {
  constructor() {
    super("close");
  }
}

export let portOver: (handle: PortHandle) => MessagePort;
export let handleOf: (port: MessagePort) => PortHandle;
let isPort: (value: any) => boolean;

export class MessagePort extends NodeEventTarget {
  #handle: PortHandle;

  static {
    portOver = (handle) => new (MessagePort as any)(kInternal, handle);
    handleOf = (port) => port.#handle;
    isPort = (value) => typeof value === "object" && value !== null && #handle in value;
    registerPlatformClass(this.prototype, {
      name: "MessagePort",
      builtin: "web/message_port",
      isInstance: (value) => #handle in value,
      serialize: () => {
        throw new codes.ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST();
      },
      // What moved away leaves this port closed.
      transfer: (port: MessagePort) => port.#handle.move(),
      isDetached: (port: MessagePort) => !port.#handle.isOpen(),
      receive: (data: any) => (isPort(data) ? data : portOver(data)),
    });
  }

  constructor() {
    if (arguments[0] !== kInternal) throw new codes.ERR_CONSTRUCT_CALL_INVALID();
    super();
    this.#handle = arguments[1];
    this.#handle.watch(() => fireEvent(this, new MessagePortCloseEvent()));
  }

  postMessage(message: unknown, transfer?: any): void {
    requirePort(this);
    postTo(this.#handle, message, transfer, arguments.length, this);
  }

  start(): void {
    requirePort(this);
    this.#handle.start((packed) => deliver(this, packed));
  }

  ref(): void {
    requirePort(this);
    this.#handle.ref();
  }
  unref(): void {
    requirePort(this);
    this.#handle.unref();
  }
  hasRef(): boolean {
    requirePort(this);
    return this.#handle.hasRef();
  }

  close(callback?: any): void {
    requirePort(this);
    if (typeof callback === "function") this.once("close", callback);
    this.#handle.close();
  }

  // The first listener of messages starts the port and keeps the process alive; without one it does not.
  [kListenerAdded](type: string): void {
    if (type !== "message" || this.#isHeard) return;
    this.#isHeard = true;
    this.#handle.ref();
    this.start();
  }
  [kListenerRemoved](type: string): void {
    if (type !== "message" || hasListeners(this, "message")) return;
    this.#isHeard = false;
    this.#handle.unref();
  }
  #isHeard = false;

  [kInspect](depth: number, options: any, inspect: any): string {
    if (!isPort(this)) return inspectAs(this, {}, depth, options, inspect);
    const fields = { active: this.#handle.isOpen(), refed: this.#handle.hasRef() };
    return inspectAs(this, fields, depth, options, inspect);
  }
}
finishInterface(MessagePort, "MessagePort");
defineEventHandler(MessagePort.prototype, "message");
defineEventHandler(MessagePort.prototype, "messageerror");

function requirePort(value: unknown): void {
  if (!isPort(value)) throw new TypeError("Illegal invocation");
}

/** Fires what a message says: 'message', or 'messageerror' if it cannot be read here. */
export function deliver(target: any, packed: Packed): void {
  let message;
  try {
    message = unpack(packed);
  } catch (error) {
    fireWithValue(target, new MessageEvent("messageerror", { data: error }), error);
    return;
  }
  fireWithValue(target, new MessageEvent("message", message), message.data);
}

class MessageChannel {
  port1: MessagePort;
  port2: MessagePort;

  constructor() {
    const { 0: first, 1: second } = messages.createPair();
    this.port1 = portOver(first);
    this.port2 = portOver(second);
  }
}

/** node:worker_threads' receiveMessageOnPort. */
export function receiveMessageOnPort(port: any): { message: unknown } | undefined {
  const handle = isPort(port) ? handleOf(port) : require("web/broadcast_channel").channelHandleOf(port);
  if (handle === undefined) {
    const text = 'The "port" argument must be a MessagePort instance';
    throw stampCode(new TypeError(text), "ERR_INVALID_ARG_TYPE");
  }
  const packed = handle.take();
  return packed === undefined ? undefined : { message: unpack(packed).data };
}

export { isPort, MessageChannel };
