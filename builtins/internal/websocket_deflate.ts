// permessage-deflate (RFC 7692): what both sides agree on, and messages in and out of it.
import {
  ArrayPrototypePush, RegExpPrototypeExec, StringPrototypeSlice, StringPrototypeSplit, StringPrototypeToLowerCase, StringPrototypeTrim,
  TypedArrayPrototypeSet, TypedArrayPrototypeSlice, Uint8Array, Uint32Array,
} from "internal/primordials";
import { kInvalidPayload, kTooBig } from "internal/websocket_frames";
import { createZlib, faultOf, type NativeCodec } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";

export interface DeflateTerms {
  /** Each message of that side is compressed for itself. */
  serverNoContextTakeover: boolean;
  clientNoContextTakeover: boolean;
  /** 8 to 15. */
  serverWindowBits: number;
  clientWindowBits: number;
}

export interface Extension {
  name: string;
  /** A parameter without a value has "". */
  params: { name: string; value: string }[];
}

/** The value of Sec-WebSocket-Extensions; undefined if it is malformed. */
export function parseExtensions(text: string): Extension[] | undefined {
  const list: Extension[] = [];
  const parts = StringPrototypeSplit(text, ",");
  for (let i = 0; i < parts.length; i++) {
    const pieces = StringPrototypeSplit(parts[i]!, ";");
    const extension: Extension = { name: StringPrototypeToLowerCase(StringPrototypeTrim(pieces[0]!)), params: [] };
    if (RegExpPrototypeExec(kToken, extension.name) === null) return undefined;
    for (let j = 1; j < pieces.length; j++) {
      const match = RegExpPrototypeExec(kParameter, pieces[j]!);
      if (match === null) return undefined;
      ArrayPrototypePush(extension.params, { name: StringPrototypeToLowerCase(match[1]!), value: unquoted(match[2] ?? "") });
    }
    ArrayPrototypePush(list, extension);
  }
  return list;
}

const kToken = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const kParameter = /^\s*([!#$%&'*+\-.^_`|~0-9a-z]+)\s*(?:=\s*("[0-9a-z\-]*"|[!#$%&'*+\-.^_`|~0-9a-z]+)\s*)?$/i;

function unquoted(value: string): string {
  return value[0] === '"' ? StringPrototypeSlice(value, 1, value.length - 1) : value;
}

/** What the parameters say; undefined if they are not RFC 7692's. An offer may name client_max_window_bits alone. */
export function termsOf(extension: Extension, isOffer: boolean): DeflateTerms | undefined {
  if (extension.name !== "permessage-deflate") return undefined;
  const terms = { serverNoContextTakeover: false, clientNoContextTakeover: false, serverWindowBits: 15, clientWindowBits: 15 };
  const seen: Record<string, boolean> = { __proto__: null as any };
  for (let i = 0; i < extension.params.length; i++) {
    const { name, value } = extension.params[i]!;
    if (seen[name]) return undefined;
    seen[name] = true;
    const bits = RegExpPrototypeExec(/^(?:[89]|1[0-5])$/, value) === null ? 0 : +value;
    if (name === "server_no_context_takeover" && value === "") terms.serverNoContextTakeover = true;
    else if (name === "client_no_context_takeover" && value === "") terms.clientNoContextTakeover = true;
    else if (name === "server_max_window_bits" && bits > 0) terms.serverWindowBits = bits;
    else if (name === "client_max_window_bits" && (bits > 0 || (isOffer && value === ""))) terms.clientWindowBits = bits || 15;
    else return undefined;
  }
  return terms;
}

/** What a client offers. */
export const kOffer = "permessage-deflate; client_max_window_bits";

const kRoom = 16 * 1024;
/** The end of a message, which is not sent (RFC 7692 section 7.2.1). */
const kTail = new Uint8Array([0, 0, 0xff, 0xff]);

/** A raw deflate codec that runs at once, over as many outputs as it takes. */
class SyncCodec {
  private handle: NativeCodec;
  private left = new Uint32Array(2);
  private isClosed = false;

  constructor(mode: number, windowBits: number) {
    this.handle = createZlib(mode, { windowBits }).handle;
    this.handle.init(() => {}, this.left);
  }

  /** False at a fault, or when there is more than `limit`, which sets `tooLarge`. */
  run(input: Uint8Array, flush: number, limit: number, outputs: Uint8Array[], size: number): number {
    let offset = 0;
    for (;;) {
      const output = new Uint8Array(kRoom);
      this.handle.writeSync(flush, input, offset, input.length - offset, output, 0, kRoom);
      if (faultOf(this.handle) !== undefined) return kFault;
      const written = kRoom - this.left[0]!;
      offset = input.length - this.left[1]!;
      size += written;
      if (size > limit) return kOverLimit;
      if (written > 0) ArrayPrototypePush(outputs, written === kRoom ? output : TypedArrayPrototypeSlice(output, 0, written));
      if (this.left[0] !== 0) return size;
    }
  }

  reset(): void {
    this.handle.reset();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.handle.close();
  }
}

const kFault = -1;
const kOverLimit = -2;

function joined(parts: Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1 && parts[0]!.length === size) return parts[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; at < size; i++) {
    const part = parts[i]!;
    const room = size - at;
    TypedArrayPrototypeSet(bytes, part.length > room ? TypedArrayPrototypeSlice(part, 0, room) : part, at);
    at += part.length;
  }
  return bytes;
}

export class MessageInflater {
  private codec: SyncCodec;
  private isFresh: boolean;

  constructor(windowBits: number, noContextTakeover: boolean) {
    this.codec = new SyncCodec(constants.INFLATERAW!, windowBits);
    this.isFresh = noContextTakeover;
  }

  /** The message, or the code with which the connection must fail. */
  inflate(payload: Uint8Array, limit: number): Uint8Array | number {
    const parts: Uint8Array[] = [];
    let size = this.codec.run(payload, constants.Z_SYNC_FLUSH!, limit, parts, 0);
    if (size >= 0) size = this.codec.run(kTail, constants.Z_SYNC_FLUSH!, limit, parts, size);
    if (this.isFresh) this.codec.reset();
    if (size < 0) return size === kOverLimit ? kTooBig : kInvalidPayload;
    return joined(parts, size);
  }

  close(): void {
    this.codec.close();
  }
}

export class MessageDeflater {
  private codec: SyncCodec;
  private isFresh: boolean;

  constructor(windowBits: number, noContextTakeover: boolean) {
    // zlib does not write a window of 8 bits.
    this.codec = new SyncCodec(constants.DEFLATERAW!, windowBits === 8 ? 9 : windowBits);
    this.isFresh = noContextTakeover;
  }

  deflate(payload: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    const size = this.codec.run(payload, constants.Z_SYNC_FLUSH!, 0xffff_ffff, parts, 0);
    if (this.isFresh) this.codec.reset();
    return joined(parts, size - kTail.length);
  }

  close(): void {
    this.codec.close();
  }
}
