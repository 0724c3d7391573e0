// Frames of the WebSocket protocol, both ways and for both sides (RFC 6455 section 5): a stream that is fed with bytes
// as they come and tells its owner of whole messages, and a function that makes frames
// (src/runtime/websocket_binding.cpp, websocket_stream.h).
import { TypedArrayPrototypeSet, Uint32Array, Uint8Array } from "internal/primordials";
import { kUtf8, type BufferNative } from "internal/buffer_native";
import { type SocketHandle } from "internal/net_native";
import type { MessageInflater } from "internal/websocket_deflate";

export interface FrameStream {
  /** Frames go to the handle from now on. */
  attach(handle: SocketHandle): void;
  /** And its bytes come here. */
  consume(): void;
  /** The owner hears of everything in it before the call returns. */
  push(bytes: Uint8Array): void;
  /**
   * Sends one frame. Bytes of the payload; -1: it waits for the peer; -2: it was not sent; -3: so much waits that the
   * connection must go.
   */
  send(first: number, payload: string | Uint8Array): number;
  /** More than so many bytes do not wait. */
  setLimit(bytes: number, closes: boolean): void;
  /** What is gathered goes out as far as the peer takes it. */
  flush(): void;
  /** Hands over what is gathered and lets go of the handle; nothing more is told. */
  close(): void;
  readonly bufferedAmount: number;
}

/** Whoever hears what is published under one name. */
export interface FrameTopic {
  /** false: it was so before. */
  add(stream: FrameStream): boolean;
  remove(stream: FrameStream): boolean;
  has(stream: FrameStream): boolean;
  /** Bytes of the payload; -1 if there was nobody to take it. */
  publish(first: number, payload: string | Uint8Array, except: FrameStream | undefined): number;
  readonly size: number;
}

interface WebSocketNative {
  /** A whole frame. `first` is its first byte; text is UTF-8; a negative key is no mask. */
  encodeFrame(first: number, payload: string | Uint8Array, key: number): Uint8Array;
  createHandlers(
    onMessage: unknown, onCompressed: unknown, onPing: unknown, onPong: unknown, onClose: unknown, onViolation: unknown,
    onFailure: unknown): object;
  createStream(handlers: object, owner: FrameOwner, isServer: boolean, maxPayload: number, mayCompress: boolean): FrameStream;
  createTopic(): FrameTopic;
}

const binding: WebSocketNative = native("websocket");
const buffers: BufferNative = native("buffer");

export const kText = 1;
export const kBinary = 2;
export const kClose = 8;
export const kPing = 9;
export const kPong = 10;

/** In a frame's first byte. */
export const kFin = 0x80;
export const kCompressed = 0x40;

/** Codes of https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const kNormal = 1000;
export const kNoStatus = 1005;
export const kAbnormal = 1006;
export const kInvalidPayload = 1007;
export const kTooBig = 1009;

/** A message in one frame, or a control frame, from `opcode` and kFin (and kCompressed). */
export const encodeFrame = binding.encodeFrame;

let keys: Uint32Array | undefined;
let nextKey = 0;

/** A mask that nobody can foretell (RFC 6455 section 5.3). */
export function newMaskKey(): number {
  if (keys === undefined || nextKey === keys.length) {
    keys = require("web/crypto").crypto.getRandomValues(keys ?? new Uint32Array(256)) as Uint32Array;
    nextKey = 0;
  }
  return keys[nextKey++]!;
}

/** The payload of a Close frame. */
export function closePayload(code: number, reason: string): Uint8Array {
  const text = buffers.fromString(reason, kUtf8);
  const payload = new Uint8Array(text.length + 2);
  payload[0] = code >> 8;
  payload[1] = code & 0xff;
  TypedArrayPrototypeSet(payload, text, 2);
  return payload;
}

export interface FrameOwner {
  /** Text, or fresh memory. */
  onMessage(data: string | Uint8Array): void;
  /** A message that is still compressed: see inflated(). */
  onCompressed(payload: Uint8Array, isText: boolean): void;
  onPing(payload: Uint8Array): void;
  onPong(payload: Uint8Array): void;
  /** `code` is kNoStatus if the frame has none. Nothing more is told. */
  onClose(code: number, reason: string): void;
  /** The peer does not keep to the protocol: the connection must fail with the code. Nothing more is told. */
  onViolation(code: number, message: string): void;
  /** Writing has failed: a negative errno, or 1 if more waits than may. */
  onSendFailure(status: number): void;
}

const handlers = binding.createHandlers(
  function (this: FrameOwner, data: string | Uint8Array) {
    this.onMessage(data);
  },
  function (this: FrameOwner, payload: Uint8Array, isText: boolean) {
    this.onCompressed(payload, isText);
  },
  function (this: FrameOwner, payload: Uint8Array) {
    this.onPing(payload);
  },
  function (this: FrameOwner, payload: Uint8Array) {
    this.onPong(payload);
  },
  function (this: FrameOwner, code: number, reason: string) {
    this.onClose(code, reason);
  },
  function (this: FrameOwner, code: number, message: string) {
    this.onViolation(code, message);
  },
  function (this: FrameOwner, status: number) {
    this.onSendFailure(status);
  },
);

/** A server reads masked frames, and a client others; `mayCompress`: permessage-deflate was agreed on. */
export function createFrameStream(owner: FrameOwner, isServer: boolean, maxPayload: number, mayCompress: boolean): FrameStream {
  return binding.createStream(handlers, owner, isServer, maxPayload, mayCompress);
}

export const createTopic = binding.createTopic;

/** Tells the owner of a message that came compressed; after a violation it closes the stream. */
export function inflate(owner: FrameOwner, inflater: MessageInflater, payload: Uint8Array, isText: boolean, maxPayload: number): void {
  const message = inflater.inflate(payload, maxPayload);
  let code = kInvalidPayload;
  let fault = "The message is not compressed as agreed";
  if (typeof message !== "number") {
    if (!isText) {
      owner.onMessage(message);
      return;
    }
    if (buffers.isUtf8(message)) {
      owner.onMessage(require("web/encoding").decodeTextWithMark(message));
      return;
    }
    fault = "Received invalid UTF-8";
  } else if (message === kTooBig) {
    code = kTooBig;
    fault = "Received too big message";
  }
  owner.onViolation(code, fault);
}
