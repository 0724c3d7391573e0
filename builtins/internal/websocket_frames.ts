// Frames of the WebSocket protocol, both ways and for both sides (RFC 6455 section 5): a reader that is fed with bytes
// as they come and tells its owner of whole messages, and a function that makes frames.
import { ArrayPrototypePush, TypedArrayPrototypeSet, Uint32Array, Uint8Array } from "internal/primordials";
import { kUtf8, type BufferNative } from "internal/buffer_native";
import type { MessageInflater } from "internal/websocket_deflate";

interface WebSocketNative {
  /** In place; `phase` is how many bytes of the payload came before. */
  mask(bytes: Uint8Array, key: number, phase: number): void;
  /** A whole frame. `first` is its first byte; text is UTF-8; a negative key is no mask. */
  encodeFrame(first: number, payload: string | Uint8Array, key: number): Uint8Array;
}

const binding: WebSocketNative = native("websocket");
const buffers: BufferNative = native("buffer");

export const kContinuation = 0;
export const kText = 1;
export const kBinary = 2;
export const kClose = 8;
export const kPing = 9;
export const kPong = 10;

/** In a frame's first byte. */
export const kFin = 0x80;
export const kCompressed = 0x40;
const kReserved = 0x70;

/** Codes of https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const kNormal = 1000;
export const kProtocolError = 1002;
export const kNoStatus = 1005;
export const kAbnormal = 1006;
export const kInvalidPayload = 1007;
export const kTooBig = 1009;

/** No mask: what a server sends. */
export const kUnmasked = -1;

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

/** Whether a Close frame may carry the code. */
function isCloseCode(code: number): boolean {
  return (code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999);
}

export interface FrameOwner {
  /** Text, or fresh memory. */
  onMessage(data: string | Uint8Array): void;
  onPing(payload: Uint8Array): void;
  onPong(payload: Uint8Array): void;
  /** `code` is kNoStatus if the frame has none. Nothing more is told. */
  onClose(code: number, reason: string): void;
  /** The peer does not keep to the protocol: the connection must fail with the code. Nothing more is told. */
  onViolation(code: number, message: string): void;
}

const kAtHead = 0;
const kAtPayload = 1;
const kDone = 2;
const kLongestHead = 14;

export class FrameReader {
  private owner: FrameOwner;
  private isServer: boolean;
  private maxPayload: number;
  private inflater: MessageInflater | undefined;
  private state = kAtHead;
  private isPaused = false;
  private rest: Uint8Array | undefined = undefined;
  // The head under way.
  private head = new Uint8Array(kLongestHead);
  private headSize = 0;
  // The frame under way.
  private first = 0;
  private length = 0;
  private isMasked = false;
  private key = 0;
  private parts: Uint8Array[] = [];
  private received = 0;
  // The message under way, if it has several frames.
  private opcode = kContinuation;
  private isCompressed = false;
  private fragments: Uint8Array[] = [];
  private size = 0;

  /** A server reads masked frames, and a client others. `inflater` is what was agreed on. */
  constructor(owner: FrameOwner, isServer: boolean, maxPayload: number, inflater: MessageInflater | undefined) {
    this.owner = owner;
    this.isServer = isServer;
    this.maxPayload = maxPayload;
    this.inflater = inflater;
  }

  /** The bytes become the reader's own. The owner hears of everything in them before the call returns. */
  push(bytes: Uint8Array): void {
    if (this.isPaused) {
      this.rest = this.rest === undefined ? bytes : join([this.rest, bytes], this.rest.length + bytes.length);
      return;
    }
    let at = 0;
    while (this.state !== kDone) {
      if (this.isPaused) {
        this.rest = buffers.slice(bytes, at, bytes.length)!;
        return;
      }
      if (this.state === kAtHead) {
        if (at === bytes.length) return;
        at = this.takeHead(bytes, at);
      } else {
        // A frame without a payload is complete without a further byte.
        if (at === bytes.length && this.length > 0) return;
        at = this.takePayload(bytes, at);
      }
    }
  }

  /** Nothing more is told until it goes on. */
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    const { rest } = this;
    this.rest = undefined;
    if (rest !== undefined) this.push(rest);
  }

  /** Nothing more is told. */
  close(): void {
    this.state = kDone;
    this.parts = [];
    this.fragments = [];
    this.rest = undefined;
    this.inflater?.close();
  }

  private takeHead(bytes: Uint8Array, at: number): number {
    const { head } = this;
    for (;;) {
      const wanted = this.headSize < 2 ? 2 : headLength(head[1]!);
      while (this.headSize < wanted) {
        if (at === bytes.length) return at;
        head[this.headSize++] = bytes[at++]!;
      }
      if (this.headSize === headLength(head[1]!)) break;
    }
    this.headSize = 0;
    this.startFrame();
    return at;
  }

  private startFrame(): void {
    const { head } = this;
    this.first = head[0]!;
    const short = head[1]! & 0x7f;
    this.isMasked = (head[1]! & 0x80) !== 0;
    this.length = short < 126 ? short : bigEndian(head, 2, short === 126 ? 2 : 8);
    if (this.isMasked) this.key = bigEndian(head, headLength(head[1]!) - 4, 4);
    this.received = 0;
    this.state = kAtPayload;
    const fault = this.faultOfHead();
    if (fault !== undefined) this.violate(kProtocolError, fault);
    else if ((this.first & 0x08) === 0 && this.size + this.length > this.maxPayload) {
      this.violate(kTooBig, "The message is too big");
    }
  }

  private faultOfHead(): string | undefined {
    const { first, length } = this;
    const opcode = first & 0x0f;
    const isControl = (opcode & 0x08) !== 0;
    if (this.isMasked !== this.isServer) return this.isServer ? "A frame is not masked" : "A frame is masked";
    const mayCompress = this.inflater !== undefined && (opcode === kText || opcode === kBinary);
    if ((first & kReserved) !== 0 && !(mayCompress && (first & kReserved) === kCompressed)) return "A reserved bit is set";
    if (isControl) {
      if (opcode > kPong) return "A frame has an unknown opcode";
      if ((first & kFin) === 0) return "A control frame is fragmented";
      return length > 125 ? "A control frame is too long" : undefined;
    }
    if (opcode > kBinary) return "A frame has an unknown opcode";
    if (opcode === kContinuation) return this.opcode === kContinuation ? "A continuation continues nothing" : undefined;
    return this.opcode === kContinuation ? undefined : "A message begins within another";
  }

  private takePayload(bytes: Uint8Array, at: number): number {
    const missing = this.length - this.received;
    const end = bytes.length - at < missing ? bytes.length : at + missing;
    const part = buffers.slice(bytes, at, end)!;
    if (this.isMasked) binding.mask(part, this.key, this.received & 3);
    this.received += part.length;
    if (this.received < this.length) {
      ArrayPrototypePush(this.parts, part);
      return end;
    }
    let payload = part;
    if (this.parts.length > 0) {
      ArrayPrototypePush(this.parts, part);
      payload = join(this.parts, this.length);
      this.parts = [];
    }
    this.state = kAtHead;
    this.endFrame(payload);
    return end;
  }

  private endFrame(payload: Uint8Array): void {
    const { first, owner } = this;
    const opcode = first & 0x0f;
    if (opcode === kPing) owner.onPing(payload);
    else if (opcode === kPong) owner.onPong(payload);
    else if (opcode === kClose) this.endClose(payload);
    else this.endData(opcode, payload);
  }

  private endData(opcode: number, payload: Uint8Array): void {
    const { first } = this;
    const isFirst = opcode !== kContinuation;
    if (isFirst) this.isCompressed = (first & kCompressed) !== 0;
    if ((first & kFin) === 0) {
      if (isFirst) this.opcode = opcode;
      if (payload.length > 0) ArrayPrototypePush(this.fragments, payload);
      this.size += payload.length;
      return;
    }
    let message = payload;
    const kind = isFirst ? opcode : this.opcode;
    if (!isFirst) {
      ArrayPrototypePush(this.fragments, payload);
      message = join(this.fragments, this.size + payload.length);
      this.fragments = [];
      this.size = 0;
      this.opcode = kContinuation;
    }
    if (this.isCompressed) {
      const inflated = this.inflater!.inflate(message, this.maxPayload);
      if (typeof inflated === "number") {
        this.violate(inflated, inflated === kTooBig ? "The message is too big" : "The message is not compressed as agreed");
        return;
      }
      message = inflated;
    }
    if (kind === kBinary) this.owner.onMessage(message);
    else if (buffers.isUtf8(message)) this.owner.onMessage(textOf(message));
    else this.violate(kInvalidPayload, "The message is not UTF-8");
  }

  private endClose(payload: Uint8Array): void {
    if (payload.length === 0) {
      this.close();
      this.owner.onClose(kNoStatus, "");
      return;
    }
    const code = payload.length === 1 ? 0 : bigEndian(payload, 0, 2);
    if (!isCloseCode(code)) {
      this.violate(kProtocolError, "A Close frame has no valid code");
      return;
    }
    const reason = buffers.slice(payload, 2, payload.length)!;
    if (!buffers.isUtf8(reason)) {
      this.violate(kInvalidPayload, "The reason is not UTF-8");
      return;
    }
    this.close();
    this.owner.onClose(code, textOf(reason));
  }

  private violate(code: number, message: string): void {
    this.close();
    this.owner.onViolation(code, message);
  }
}

function textOf(bytes: Uint8Array): string {
  return require("web/encoding").decodeTextWithMark(bytes);
}

/** From the second byte: how long the whole head is. */
function headLength(second: number): number {
  const short = second & 0x7f;
  return 2 + (short === 126 ? 2 : short === 127 ? 8 : 0) + ((second & 0x80) !== 0 ? 4 : 0);
}

function bigEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + bytes[at + i]!;
  return value;
}

function join(parts: Uint8Array[], size: number): Uint8Array {
  return buffers.concat(parts, size) as Uint8Array;
}
