/** BroadcastChannel. https://html.spec.whatwg.org/multipage/web-messaging.html#broadcasting-to-other-browsing-contexts */
import { codes } from "internal/errors";
import { defineEventHandler, EventTarget, fireEvent } from "web/event";
import { messages, pack, unpack } from "web/message";
import type { PortHandle } from "web/message";
import { MessageEvent } from "web/message_event";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis } from "web/webidl";

let isChannel: (value: any) => boolean;
/** undefined for what is no channel. */
export let channelHandleOf: (value: any) => PortHandle | undefined;

export class BroadcastChannel extends EventTarget {
  #handle: PortHandle;
  #name: string;
  #isClosed = false;

  static {
    isChannel = (value) => typeof value === "object" && value !== null && #handle in value;
    channelHandleOf = (value) => (isChannel(value) ? value.#handle : undefined);
    registerPlatformClass(this.prototype, { name: "BroadcastChannel", isInstance: (value) => #handle in value });
  }

  constructor(name: unknown) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("name");
    super();
    this.#name = `${name}`;
    this.#handle = messages.join(this.#name);
    this.#handle.ref();
    this.#handle.start((packed) => {
      if (this.#isClosed) return;
      let event;
      try {
        event = new MessageEvent("message", { data: unpack(packed).data });
      } catch (error) {
        event = new MessageEvent("messageerror", { data: error });
      }
      fireEvent(this, event);
    });
    this.#handle.watch(() => {});
  }

  get name(): string {
    requireThis(isChannel(this), "BroadcastChannel");
    return this.#name;
  }

  close(): void {
    requireThis(isChannel(this), "BroadcastChannel");
    this.#isClosed = true;
    this.#handle.close();
  }

  postMessage(message: unknown): void {
    requireThis(isChannel(this), "BroadcastChannel");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("message");
    if (this.#isClosed) {
      const { DOMException } = require("web/dom_exception");
      throw new DOMException("BroadcastChannel is closed.", "InvalidStateError");
    }
    const { 0: tape, 1: ports } = pack(message, undefined);
    this.#handle.post(tape, ports);
  }

  ref(): this {
    requireThis(isChannel(this), "BroadcastChannel");
    if (!this.#isClosed) this.#handle.ref();
    return this;
  }
  unref(): this {
    requireThis(isChannel(this), "BroadcastChannel");
    this.#handle.unref();
    return this;
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(isChannel(this), "BroadcastChannel");
    return inspectAs(this, { name: this.#name, active: !this.#isClosed }, depth, options, inspect);
  }
}
finishInterface(BroadcastChannel, "BroadcastChannel");
defineEventHandler(BroadcastChannel.prototype, "message");
defineEventHandler(BroadcastChannel.prototype, "messageerror");
