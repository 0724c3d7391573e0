/**
 * WebSocket. https://websockets.spec.whatwg.org/#the-websocket-interface
 */
import {
  ArrayBufferIsView,
  ArrayPrototypeIncludes,
  ArrayPrototypePush,
  RegExpPrototypeExec,
  StringPrototypeIndexOf,
  StringPrototypeReplace,
  StringPrototypeStartsWith,
  SymbolIterator,
  TypedArrayPrototypeGetBuffer,
  Uint8Array,
} from "internal/primordials";
import type { BufferNative } from "internal/buffer_native";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";
import { isBadPort } from "internal/fetch_ports";
import { nextTick } from "internal/next_tick";
import { ClientSocket, type SocketClient } from "internal/websocket_client";
import { blobDataOf, blobDataOver, newBlob } from "web/blob";
import { anyViewParts } from "web/byte_views";
import { CloseEvent } from "web/close_event";
import { DOMException } from "web/dom_exception";
import { ErrorEvent } from "web/error_event";
import { defineEventHandler, Event, EventTarget, fireEvent } from "web/event";
import { isHeaderName } from "web/header_list";
import { fieldsFrom } from "web/headers";
import { MessageEvent } from "web/message_event";
import { httpTargetOf, parseHref } from "web/url";
import {
  defineConstants,
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDOMString,
  toSequence,
  toUnsigned,
  toUSVString,
} from "web/webidl";

const buffers: BufferNative = native("buffer");

const kConnecting = 0;
const kOpen = 1;
const kClosing = 2;
const kClosed = 3;
const kMostReason = 123;

/** How a socket's own half hears of the connection; a program never sees it. */
let clientOf: (socket: WebSocket) => SocketClient;

export class WebSocket extends EventTarget {
  #url: string;
  #readyState = kConnecting;
  #protocol = "";
  #extensions = "";
  #binaryType = "blob";
  #bufferedAmount = 0;
  #socket: ClientSocket;

  static {
    clientOf = (socket) => ({
      onOpen: (protocol, extensions) => socket.#opened(protocol, extensions),
      onMessage: (data) => socket.#received(data),
      onClosing: () => void (socket.#readyState = kClosing),
      onSent: () => void (socket.#bufferedAmount = 0),
      onEnd: (code, reason, wasClean, error) => socket.#ended(code, reason, wasClean, error),
    });
    registerPlatformClass(this.prototype, { name: "WebSocket", isInstance: (value) => #url in value });
  }

  /** The second argument may also be `{ protocols, headers }`. */
  constructor(url: unknown, protocols: any = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("url");
    super();
    const href = toSocketUrl(toUSVString(url));
    const isOptions =
      protocols !== null && typeof protocols === "object" && typeof protocols[SymbolIterator] !== "function";
    const given = isOptions ? protocols.protocols : protocols;
    const names = toProtocols(given);
    const fields = isOptions && protocols.headers !== undefined ? fieldsFrom(protocols.headers) : [];
    this.#url = href;
    const to = httpTargetOf(href);
    if (isBadPort(to.port)) throw new DOMException(`The port ${to.port} is not allowed`, "SecurityError");
    this.#socket = new ClientSocket(clientOf(this), { to, protocols: names, fields });
  }

  get url(): string {
    requireThis(#url in this, "WebSocket");
    return this.#url;
  }
  get readyState(): number {
    requireThis(#url in this, "WebSocket");
    return this.#readyState;
  }
  /** Bytes that send() was given and that have not gone out. */
  get bufferedAmount(): number {
    requireThis(#url in this, "WebSocket");
    return this.#bufferedAmount;
  }
  get extensions(): string {
    requireThis(#url in this, "WebSocket");
    return this.#extensions;
  }
  get protocol(): string {
    requireThis(#url in this, "WebSocket");
    return this.#protocol;
  }

  get binaryType(): string {
    requireThis(#url in this, "WebSocket");
    return this.#binaryType;
  }
  set binaryType(value: unknown) {
    requireThis(#url in this, "WebSocket");
    const type = toDOMString(value);
    // What is no value of the enumeration is ignored.
    if (type === "blob" || type === "arraybuffer") this.#binaryType = type;
  }

  close(code: unknown = undefined, reason: unknown = undefined): void {
    requireThis(#url in this, "WebSocket");
    const number = code === undefined ? undefined : toCloseCode(code);
    const text = reason === undefined ? "" : toUSVString(reason);
    const size = buffers.byteLengthUtf8(text);
    if (size > kMostReason) {
      throw new DOMException(`Reason must be less than ${kMostReason} bytes; received ${size}`, "SyntaxError");
    }
    if (this.#readyState === kClosing || this.#readyState === kClosed) return;
    const isOpening = this.#readyState === kConnecting;
    this.#readyState = kClosing;
    // Events come later.
    if (isOpening) nextTick(() => this.#socket.close(number, text));
    else this.#socket.close(number, text);
  }

  send(data: any): void {
    requireThis(#url in this, "WebSocket");
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("data");
    const message = toMessage(data);
    if (this.#readyState === kConnecting) {
      throw new DOMException("Sent before connected.", "InvalidStateError");
    }
    const size = typeof message === "string" ? buffers.byteLengthUtf8(message) : message.length;
    if (this.#readyState !== kOpen) {
      this.#bufferedAmount += size;
      return;
    }
    if (!this.#socket.send(message)) this.#bufferedAmount += size;
  }

  #opened(protocol: string, extensions: string): void {
    if (this.#readyState !== kConnecting) return;
    this.#readyState = kOpen;
    this.#protocol = protocol;
    this.#extensions = extensions;
    fireEvent(this, new Event("open"));
  }

  #received(data: string | Uint8Array): void {
    if (this.#readyState !== kOpen) return;
    const origin = originOf(this.#url);
    fireEvent(this, new MessageEvent("message", { data: typeof data === "string" ? data : this.#toBinary(data), origin }));
  }

  #toBinary(bytes: Uint8Array): unknown {
    if (this.#binaryType === "blob") return newBlob(blobDataOver(bytes), "");
    const buffer = TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer;
    if (buffer.byteLength === bytes.length) return buffer;
    return TypedArrayPrototypeGetBuffer(require("web/byte_views").bytesFrom(bytes));
  }

  #ended(code: number, reason: string, wasClean: boolean, error: Error | undefined): void {
    this.#readyState = kClosed;
    if (error !== undefined) fireEvent(this, new ErrorEvent("error", { error, message: error.message }));
    fireEvent(this, new CloseEvent("close", { code, reason, wasClean }));
  }

  override [kInspect](depth: number, options: any, inspect: any): string {
    requireThis(#url in this, "WebSocket");
    const { url, readyState, bufferedAmount, extensions, protocol, binaryType } = this;
    return inspectAs(this, { url, readyState, bufferedAmount, extensions, protocol, binaryType }, depth, options, inspect);
  }
}

finishInterface(WebSocket, "WebSocket");
defineConstants(WebSocket, { CONNECTING: kConnecting, OPEN: kOpen, CLOSING: kClosing, CLOSED: kClosed });
defineEventHandler(WebSocket.prototype, "open");
defineEventHandler(WebSocket.prototype, "error");
defineEventHandler(WebSocket.prototype, "close");
defineEventHandler(WebSocket.prototype, "message");

function syntaxError(message: string): Error {
  return new DOMException(message, "SyntaxError");
}

// https://websockets.spec.whatwg.org/#dom-websocket-websocket
function toSocketUrl(text: string): string {
  let href = parseHref(text)?.text;
  if (href === undefined) throw syntaxError(`Invalid URL: ${text}`);
  // The other schemes' default ports are the same.
  if (StringPrototypeStartsWith(href, "http:")) href = StringPrototypeReplace(href, "http:", "ws:");
  else if (StringPrototypeStartsWith(href, "https:")) href = StringPrototypeReplace(href, "https:", "wss:");
  if (RegExpPrototypeExec(/^wss?:/, href) === null) throw syntaxError(`Expected a ws: or wss: protocol, got ${RegExpPrototypeExec(/^[^:]*:/, href)![0]}`);
  if (StringPrototypeIndexOf(href, "#") >= 0) throw syntaxError("Got fragment");
  return href;
}

function toProtocols(value: any): string[] {
  if (value === undefined) return [];
  const isList = value !== null && typeof value === "object" && typeof value[SymbolIterator] === "function";
  const given: string[] = isList ? toSequence(value, "protocols", toDOMString) : [toDOMString(value)];
  const names: string[] = [];
  for (let i = 0; i < given.length; i++) {
    if (!isHeaderName(given[i]) || ArrayPrototypeIncludes(names, given[i])) {
      throw syntaxError(`Invalid Sec-WebSocket-Protocol value: ${given[i]}`);
    }
    ArrayPrototypePush(names, given[i]);
  }
  return names;
}

// unsigned short with [Clamp]
function toCloseCode(value: unknown): number {
  const number = +(value as number);
  const clamped = number > 65535 ? 65535 : number > 0 ? toUnsigned(number + 0.5, 16) : 0;
  if (clamped !== 1000 && (clamped < 3000 || clamped > 4999)) {
    throw new DOMException("invalid code", "InvalidAccessError");
  }
  return clamped;
}

/** Text, or bytes that are looked at before the call returns. */
function toMessage(data: any): string | Uint8Array {
  if (typeof data === "string") return toUSVString(data);
  const blob = blobDataOf(data);
  if (blob !== undefined) return blob.view();
  if (ArrayBufferIsView(data)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(data);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  return isAnyArrayBuffer(data) ? new Uint8Array(data) : toUSVString(data);
}

function originOf(href: string): string {
  return RegExpPrototypeExec(/^[a-z]+:\/\/(?:[^/@]*@)?[^/?]*/, href)![0];
}
