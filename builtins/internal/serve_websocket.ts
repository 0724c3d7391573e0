// ServerWebSocket (https://bun.sh/docs/api/websockets): what a handler of Weft.serve has of one connection.
import {
  ArrayBufferIsView, ObjectDefineProperty, RangeError, String, SymbolToStringTag, TypeError, Uint8Array,
} from "internal/primordials";
import { type BufferNative } from "internal/buffer_native";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { type SocketCore } from "internal/serve_socket";
import { validateFunction, validateString } from "internal/validators";
import { kBinary, kPing, kPong, kText } from "internal/websocket_frames";
import { blobDataOf } from "web/blob";
import { kInspect, inspectAs } from "web/webidl";

const kMostControl = 125;
const kNoData = new Uint8Array(0);
const buffers: BufferNative = native("buffer");

/** Whether it can be sent as it is; a Blob becomes its bytes. */
function bytesOf(data: any): any {
  if (ArrayBufferIsView(data) || isAnyArrayBuffer(data)) return data;
  return blobDataOf(data)?.view();
}

function checkCompress(compress: unknown, name: string): boolean {
  if (compress === undefined) return false;
  if (typeof compress !== "boolean") throw new TypeError(`${name} expects compress to be a boolean`);
  return compress;
}

/** Text, or what native code takes as bytes. */
function messageOf(data: any, name: string): string | Uint8Array {
  if (typeof data === "string") return data;
  const bytes = bytesOf(data);
  if (bytes !== undefined) return bytes;
  if (data === undefined || data === null) throw new TypeError(`${name} requires a non-empty message`);
  return String(data);
}

function textOf(data: any, name: string): string {
  if (typeof data !== "string") throw new TypeError(`${name} expects a string`);
  return data;
}

function binaryOf(data: any, name: string): Uint8Array {
  const bytes = bytesOf(data);
  if (bytes === undefined) throw new TypeError(`${name} expects a Blob or BufferSource`);
  return bytes;
}

function controlOf(data: any, name: string): string | Uint8Array {
  if (data === undefined) return kNoData;
  const payload = typeof data === "string" ? data : bytesOf(data);
  if (payload === undefined) throw new TypeError(`${name} expects a string, Blob, or BufferSource`);
  const size = typeof payload === "string" ? buffers.byteLengthUtf8(payload) : payload.byteLength;
  if (size > kMostControl) throw new RangeError(`The data size must not be greater than 125 bytes. Received ${size} bytes.`);
  return payload;
}

export function topicOf(topic: unknown, name: string): string {
  if (topic === undefined) throw new TypeError(`${name} requires at least 1 argument`);
  validateString(topic, "topic");
  if (topic === "") throw new TypeError(`${name} requires a non-empty topic name`);
  return topic as string;
}

export function opcodeOf(message: string | Uint8Array): number {
  return typeof message === "string" ? kText : kBinary;
}

export { messageOf };

export class ServerWebSocket {
  #core: SocketCore;
  /** What server.upgrade() was given. */
  data: any;

  constructor(core: SocketCore, data: any) {
    this.#core = core;
    this.data = data;
  }

  /** 1: open; 3: closed. */
  get readyState(): number {
    return this.#core.isOpen ? 1 : 3;
  }
  get remoteAddress(): string {
    return this.#core.remoteAddress;
  }
  /** "nodebuffer", "arraybuffer", "uint8array" or "blob". */
  get binaryType(): string {
    return this.#core.binaryType;
  }
  set binaryType(type: any) {
    if (type !== "nodebuffer" && type !== "arraybuffer" && type !== "uint8array" && type !== "blob")
      throw new TypeError('binaryType must be either "uint8array", "arraybuffer", "nodebuffer" or "blob"');
    this.#core.binaryType = type;
  }
  get subscriptions(): string[] {
    return this.#core.subscriptions();
  }

  /** Bytes sent; -1: sent, but it waits for the client; 0: not sent. */
  send(data: any, compress?: boolean): number {
    if (typeof data === "string" && compress === undefined) return this.#core.send(kText, data, false);
    const message = messageOf(data, "send");
    return this.#core.send(opcodeOf(message), message, checkCompress(compress, "send"));
  }
  sendText(data: any, compress?: boolean): number {
    return this.#core.send(kText, textOf(data, "sendText"), checkCompress(compress, "sendText"));
  }
  sendBinary(data: any, compress?: boolean): number {
    return this.#core.send(kBinary, binaryOf(data, "sendBinary"), checkCompress(compress, "sendBinary"));
  }
  ping(data?: any): number {
    return this.#core.send(kPing, controlOf(data, "ping"), false);
  }
  pong(data?: any): number {
    return this.#core.send(kPong, controlOf(data, "pong"), false);
  }

  /** What is sent within a turn of the loop goes out together in any case. */
  cork(callback: any): any {
    validateFunction(callback, "callback");
    return callback(this);
  }

  subscribe(topic: any): boolean {
    return this.#core.subscribe(topicOf(topic, "subscribe"));
  }
  unsubscribe(topic: any): boolean {
    return this.#core.unsubscribe(topicOf(topic, "unsubscribe"));
  }
  isSubscribed(topic: any): boolean {
    return this.#core.isSubscribed(topicOf(topic, "isSubscribed"));
  }

  /** To all who have subscribed, but for this one. Bytes sent; 0: nobody was there to take it. */
  publish(topic: any, data: any, compress?: boolean): number {
    const name = topicOf(topic, "publish");
    const message = messageOf(data, "publish");
    return this.#core.publish(name, opcodeOf(message), message, checkCompress(compress, "publish"));
  }
  publishText(topic: any, data: any, compress?: boolean): number {
    const name = topicOf(topic, "publishText");
    return this.#core.publish(name, kText, textOf(data, "publishText"), checkCompress(compress, "publishText"));
  }
  publishBinary(topic: any, data: any, compress?: boolean): number {
    const name = topicOf(topic, "publishBinary");
    return this.#core.publish(name, kBinary, binaryOf(data, "publishBinary"), checkCompress(compress, "publishBinary"));
  }

  getBufferedAmount(): number {
    return this.#core.bufferedAmount;
  }

  /** Says goodbye, and sends nothing more. */
  close(code?: number, reason?: string): void {
    this.#core.close(code, reason);
  }
  /** Without a goodbye. */
  terminate(): void {
    this.#core.fail(1006, "");
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { readyState, remoteAddress, binaryType, subscriptions, data } = this;
    return inspectAs(this, { readyState, remoteAddress, binaryType, subscriptions, data }, depth, options, inspect);
  }
}
ObjectDefineProperty(ServerWebSocket.prototype, SymbolToStringTag, { __proto__: null, value: "ServerWebSocket", configurable: true } as any);
