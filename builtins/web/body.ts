/**
 * The body of a Request or a Response: what it was made of, as long as nobody asks for a stream. A server that
 * answers with text never makes one, nor does a program that reads a body whole.
 * https://fetch.spec.whatwg.org/#bodies
 */
import { ArrayBufferIsView, SymbolAsyncIterator, TypeError, Uint8Array } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { blobDataOf, blobDataOver, streamOfBlob, type Blob } from "web/blob";
import { BlobData } from "web/blob_data";
import { bytesFrom } from "web/byte_views";
import { encodeText } from "web/encoding";
import {
  acquireDefaultReader,
  readableCancel,
  readableClose,
  type ReadableCore,
} from "web/readable_core";
import { markHandled } from "web/stream_promises";
import { toUSVString } from "web/webidl";

export type OnBytes = (bytes: Uint8Array, isOwned: boolean) => void;
export type OnError = (reason: unknown) => void;

/** A body that comes from a connection, or from a file. Of a connection's, exactly one of the three is called, and once. */
export interface NativeBody {
  /** Whether it can be read again: a file's. */
  readonly isRepeatable?: boolean;
  /** Calls back once, with all bytes: fresh memory, which is the reader's. */
  readAll(onBytes: OnBytes, onError: OnError): void;
  /** A stream of bytes. */
  toStream(): ReadableCore;
  /** Nobody will read it. */
  discard(reason: unknown): void;
}

/** Text (without lone surrogates), memory that nobody writes to, or a connection. */
export type BodySource = string | Uint8Array | BlobData | NativeBody;

export class BodyCore {
  // Undefined once it has become a stream.
  private source: BodySource | undefined;
  private stream: ReadableCore | undefined;
  private isTaken = false;

  constructor(source: BodySource | undefined, stream: ReadableCore | undefined = undefined) {
    this.source = source;
    this.stream = stream;
  }

  /** https://fetch.spec.whatwg.org/#dom-body-bodyused */
  get isUsed(): boolean {
    return this.isTaken || (this.stream !== undefined && this.stream.isDisturbed);
  }

  /** https://fetch.spec.whatwg.org/#body-unusable */
  get isUnusable(): boolean {
    const { stream } = this;
    return this.isTaken || (stream !== undefined && (stream.isDisturbed || stream.reader !== undefined));
  }

  /** How many bytes there are; -1 if that isn't known. Of text, an encoding would tell. */
  get size(): number {
    const { source } = this;
    if (source instanceof Uint8Array) return source.length;
    return source instanceof BlobData ? source.size : -1;
  }

  /** Whether it can be sent a second time. */
  get isRepeatable(): boolean {
    const { source } = this;
    if (typeof source !== "object" || source instanceof Uint8Array || source instanceof BlobData) return source !== undefined;
    return source.isRepeatable === true;
  }

  /** False for a stream of the program's. https://fetch.spec.whatwg.org/#concept-body-source */
  get hasSource(): boolean {
    return this.source !== undefined;
  }

  /** The stream that the program sees. */
  toStream(): ReadableCore {
    if (this.stream !== undefined) return this.stream;
    const { source } = this;
    this.source = undefined;
    if (this.isTaken) {
      this.stream = streamOfBlob(new BlobData([]));
      this.stream.isDisturbed = true;
      readableClose(this.stream);
    } else if (typeof source === "string") {
      this.stream = streamOfBlob(blobDataOver(encodeText(source)));
    } else if (source instanceof Uint8Array) {
      this.stream = streamOfBlob(blobDataOver(source));
    } else {
      this.stream = source instanceof BlobData ? streamOfBlob(source) : source!.toStream();
    }
    return this.stream!;
  }

  /**
   * Hands over what the body is made of, which counts as having read it; a stream is not locked yet. The body must
   * not be unusable.
   */
  take(): BodySource | ReadableCore {
    const { source, stream } = this;
    this.isTaken = true;
    if (stream !== undefined) return stream;
    this.source = undefined;
    return source!;
  }

  /** All bytes; the body must not be unusable. */
  readAll(onBytes: OnBytes, onError: OnError): void {
    const source = this.take();
    if (typeof source === "string") onBytes(encodeText(source), true);
    else if (source instanceof Uint8Array) onBytes(source, false);
    else if (source instanceof BlobData) onBytes(source.view(), false);
    else if (isStream(source)) require("web/body_source").readWhole(acquireDefaultReader(source), onBytes, onError);
    else source.readAll(onBytes, onError);
  }

  /** A body with the same bytes. https://fetch.spec.whatwg.org/#concept-body-clone */
  clone(): BodyCore {
    if (this.isRepeatable) return new BodyCore(this.source);
    const { 0: first, 1: second } = require("web/readable_stream").tee(this.toStream());
    this.stream = first;
    return new BodyCore(undefined, second);
  }

  /** A body for another request; this one counts as used. https://streams.spec.whatwg.org/#readablestream-create-a-proxy */
  moved(): BodyCore {
    const source = this.take();
    return isStream(source) ? new BodyCore(undefined, require("web/body_source").relay(source)) : new BodyCore(source);
  }

  /** Nobody will read it. */
  discard(reason: unknown): void {
    if (this.isTaken) return;
    const { stream } = this;
    if (stream === undefined) {
      const source = this.take();
      if (typeof source === "object" && "discard" in source) source.discard(reason);
    } else if (stream.reader === undefined) {
      markHandled(readableCancel(stream, reason));
    }
  }
}

export function isStream(source: BodySource | ReadableCore): source is ReadableCore {
  return typeof source === "object" && "isDisturbed" in source;
}

export interface ExtractedBody {
  body: BodyCore;
  /** What the Content-Type header says unless the program gives one. */
  contentType: string | null;
}

/** https://fetch.spec.whatwg.org/#concept-bodyinit-extract; `init` is neither null nor undefined. */
export function extractBody(init: any): ExtractedBody {
  if (typeof init === "string") return extractText(toUSVString(init), "text/plain;charset=UTF-8");
  if (typeof init !== "object") return extractText(toUSVString(init), "text/plain;charset=UTF-8");
  const stream = require("web/readable_stream").coreOfReadable(init) as ReadableCore | undefined;
  if (stream !== undefined) {
    if (stream.isDisturbed || stream.reader !== undefined) {
      throw new TypeError("Response body object should not be disturbed or locked");
    }
    return { body: new BodyCore(undefined, stream), contentType: null };
  }
  if (ArrayBufferIsView(init) || isAnyArrayBuffer(init)) {
    return { body: new BodyCore(bytesFrom(init)), contentType: null };
  }
  const data = blobDataOf(init);
  if (data !== undefined) {
    const { type } = init as Blob;
    return { body: new BodyCore(data), contentType: type === "" ? null : type };
  }
  return extractObject(init);
}

function extractText(text: string, contentType: string): ExtractedBody {
  return { body: new BodyCore(text), contentType };
}

function extractObject(init: any): ExtractedBody {
  const entries = require("web/form_data").formEntriesOf(init);
  if (entries !== undefined) {
    const { contentType, data } = require("internal/multipart").encodeMultipart(entries);
    return { body: new BodyCore(data), contentType };
  }
  if (require("web/url_search_params").isURLSearchParams(init)) {
    return extractText(init.toString(), "application/x-www-form-urlencoded;charset=UTF-8");
  }
  if (typeof init[SymbolAsyncIterator] === "function") {
    const stream = require("web/body_source").relay(require("web/readable_stream_from").readableFrom(init));
    return { body: new BodyCore(undefined, stream), contentType: null };
  }
  return extractText(toUSVString(init), "text/plain;charset=UTF-8");
}
