/**
 * Blob. https://w3c.github.io/FileAPI/#blob-section
 */
import {
  ArrayBufferIsView,
  ArrayPrototypePush,
  MathFloor,
  NumberIsNaN,
  PromisePrototypeThen,
  PromiseResolve,
  StringPrototypeCharCodeAt,
  StringPrototypeReplaceAll,
  StringPrototypeToLowerCase,
  TypedArrayPrototypeGetBuffer,
  Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";
import { type BlobBytes, BlobCursor, BlobData } from "web/blob_data";
import { bytesFrom } from "web/byte_views";
import { decodeText, encodeText } from "web/encoding";
import type { ByteController } from "web/readable_byte_controller";
import type { ReadableStream } from "web/readable_stream";
import type { ReadableCore, Source } from "web/readable_core";
import { rejection, type Completion } from "web/stream_promises";
import {
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDictionary,
  toDOMString,
  toSequence,
  toUSVString,
} from "web/webidl";

/** A part of a blob as the program gave it: text, a buffer, a view or a blob. */
export type BlobPart = string | object;

export interface BlobOptions {
  isNative: boolean;
  type: string;
}

const kFromData = Symbol("fromData");
/** At most so much is copied for a chunk of a stream. */
const kChunkSize = 65536;

let dataOf: (value: any) => BlobBytes | undefined;

export class Blob {
  #data: BlobBytes;
  #type: string;

  static {
    dataOf = (value) =>
      value !== null && typeof value === "object" && #data in value ? (value as Blob).#data : undefined;
  }

  constructor(blobParts: any = undefined, options: any = undefined) {
    if (blobParts === kFromData) {
      this.#data = options.data;
      this.#type = options.type;
      return;
    }
    const parts = blobParts === undefined ? [] : toBlobParts(blobParts, "blobParts");
    const { isNative, type } = toBlobOptions(options);
    this.#data = blobDataFrom(parts, isNative);
    this.#type = type;
  }

  get type(): string {
    requireThis(#data in this, "Blob");
    return this.#type;
  }

  get size(): number {
    requireThis(#data in this, "Blob");
    return this.#data.size;
  }

  slice(start: unknown = undefined, end: unknown = undefined, contentType: unknown = undefined): Blob {
    requireThis(#data in this, "Blob");
    const { size } = this.#data;
    const from = start === undefined ? 0 : toOffset(start, size);
    const to = end === undefined ? size : toOffset(end, size);
    const type = contentType === undefined ? "" : normalizeType(toDOMString(contentType));
    return newBlob(this.#data.slice(from, to < from ? from : to), type);
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return answer(this, (data) => TypedArrayPrototypeGetBuffer(data.toBytes()));
  }

  text(): Promise<string> {
    return answer(this, (data) => decodeText(data.view()));
  }

  bytes(): Promise<Uint8Array> {
    return answer(this, (data) => data.toBytes());
  }

  stream(): ReadableStream {
    requireThis(#data in this, "Blob");
    return require("web/readable_stream").toReadableStream(streamOfBlob(this.#data));
  }

  [kInspect](depth: number, options: any, inspect: any): any {
    requireThis(#data in this, "Blob");
    if (typeof depth === "number" && depth < 0) return options.stylize("[Blob]", "special");
    return inspectAs(this, { size: this.size, type: this.type }, depth, options, inspect);
  }
}

finishInterface(Blob, "Blob");
registerPlatformClass(Blob.prototype, {
  name: "Blob",
  builtin: "web/blob",
  isInstance: (value) => dataOf(value) !== undefined,
  serialize: (value: any) => ({ bytes: dataOf(value)!.toBytes(), type: value.type }),
  deserialize: (data: any) => newBlob(blobDataOver(data.bytes), data.type),
});

/** The data of a Blob or a File; undefined for anything else. */
export function blobDataOf(value: unknown): BlobBytes | undefined {
  return dataOf(value);
}

export function newBlob(data: BlobBytes, type: string): Blob {
  return new Blob(kFromData, { data, type });
}

/** What a subclass of weft's own hands to Blob's constructor. */
export function blobArguments(data: BlobBytes, type: string): [any, any] {
  return [kFromData, { data, type }];
}

/** Over memory that nobody else will write to. */
export function blobDataOver(bytes: Uint8Array): BlobData {
  return new BlobData(bytes.length === 0 ? [] : [bytes]);
}

/** A stream of bytes, all of them copies. */
export function streamOfBlob(data: BlobBytes): ReadableCore {
  if (!(data instanceof BlobData)) return data.toStream();
  return require("web/readable_byte_controller").createReadableBytes(new BlobSource(data));
}

function answer<T>(blob: unknown, produce: (data: BlobData) => T): Promise<T> {
  const data = dataOf(blob);
  if (data === undefined) return rejection(new codes.ERR_INVALID_THIS("Blob"));
  try {
    if (!(data instanceof BlobData)) return PromisePrototypeThen(data.load(), produce) as any;
    return PromiseResolve(produce(data));
  } catch (error) {
    // There may be no memory for a copy, or none for so long a text.
    return rejection(error);
  }
}

/** A sequence<BlobPart>. */
export function toBlobParts(value: unknown, name: string): BlobPart[] {
  return toSequence(value, name, toBlobPart);
}

function toBlobPart(part: any): BlobPart {
  const isPart = ArrayBufferIsView(part) || dataOf(part) !== undefined || isAnyArrayBuffer(part);
  return isPart ? part : toUSVString(part);
}

/** The dictionary BlobPropertyBag. */
export function toBlobOptions(options: unknown): BlobOptions {
  const given = toDictionary(options, "options");
  const { endings = "transparent" } = given;
  const ending = toDOMString(endings);
  if (ending !== "native" && ending !== "transparent") {
    throw new codes.ERR_INVALID_ARG_VALUE("options.endings", endings);
  }
  const { type = "" } = given;
  return { isNative: ending === "native", type: normalizeType(toDOMString(type)) };
}

/** https://w3c.github.io/FileAPI/#process-blob-parts */
export function blobDataFrom(parts: BlobPart[], isNative: boolean): BlobData {
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    const data = dataOf(part);
    if (data !== undefined) {
      const own = data.pieces;
      for (let j = 0; j < own.length; j++) ArrayPrototypePush(pieces, own[j]);
      continue;
    }
    const bytes = typeof part === "string" ? encodeText(isNative ? withNativeEndings(part) : part) : bytesFrom(part);
    if (bytes.length > 0) ArrayPrototypePush(pieces, bytes);
  }
  return new BlobData(pieces);
}

// https://w3c.github.io/FileAPI/#convert-line-endings-to-native; the native one is "\n" here.
function withNativeEndings(text: string): string {
  return StringPrototypeReplaceAll(StringPrototypeReplaceAll(text, "\r\n", "\n"), "\r", "\n");
}

/** Lower case; empty if it isn't printable ASCII. https://w3c.github.io/FileAPI/#constructorBlob */
export function normalizeType(type: string): string {
  for (let i = 0; i < type.length; i++) {
    const code = StringPrototypeCharCodeAt(type, i);
    if (code < 0x20 || code > 0x7e) return "";
  }
  return StringPrototypeToLowerCase(type);
}

// [Clamp] long long, then counted from the end if it is negative. https://w3c.github.io/FileAPI/#slice-method-algo
function toOffset(value: unknown, size: number): number {
  const number = +(value as number);
  if (NumberIsNaN(number)) return 0;
  const floor = MathFloor(number);
  const isUp = number - floor > 0.5 || (number - floor === 0.5 && floor % 2 !== 0);
  const offset = isUp ? floor + 1 : floor;
  if (offset < 0) return offset + size > 0 ? offset + size : 0;
  return offset < size ? offset : size;
}

/** What stream() reads: copies, since the bytes that a stream gives are the reader's. */
class BlobSource implements Source {
  private cursor: BlobCursor;

  constructor(data: BlobData) {
    this.cursor = new BlobCursor(data);
  }

  pull(controller: ByteController): Completion {
    const { cursor } = this;
    const request = controller.byobRequest();
    if (cursor.isAtEnd) {
      controller.close();
      if (request !== undefined) controller.respond(0);
    } else if (request === undefined) {
      const bytes = new Uint8Array(cursor.available(kChunkSize));
      cursor.copyTo(bytes, bytes.length);
      controller.enqueueOwned({ buffer: TypedArrayPrototypeGetBuffer(bytes), byteOffset: 0, byteLength: bytes.length });
    } else {
      const length = cursor.available(request.view!.length);
      cursor.copyTo(request.view!, length);
      controller.respond(length);
    }
    return undefined;
  }

  cancel(): Completion {
    return undefined;
  }
}
