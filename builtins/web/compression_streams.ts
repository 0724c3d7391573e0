/**
 * CompressionStream and DecompressionStream, over the codecs of node:zlib.
 * https://compression.spec.whatwg.org/
 */
import { Promise, TypeError, TypedArrayPrototypeSlice, Uint8Array, Uint32Array } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes } from "internal/errors";
import { createZlib, faultOf, type NativeCodec } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";
import { viewParts } from "web/byte_views";
import { toReadableStream, type ReadableStream } from "web/readable_stream";
import type { Completion } from "web/stream_promises";
import { TransformController, type Transformer, type TransformOptions } from "web/transform_core";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDOMString } from "web/webidl";
import { toWritableStream, type WritableStream } from "web/writable_stream";

const kDefaults: TransformOptions = { __proto__: null } as any;
/** What is written at once, and what is handed on at once. */
const kRoom = 64 * 1024;
/** A chunk that is done sooner here than it would be on its way to a thread. */
const kSmall = 4 * 1024;

const kNothing = new Uint8Array(0);

/** https://webidl.spec.whatwg.org/#BufferSource, as bytes: memory neither shared nor of a size that changes. */
function toBytes(chunk: any): Uint8Array {
  if (isAnyArrayBuffer(chunk)) chunk = new Uint8Array(chunk);
  const { buffer, byteOffset, byteLength } = viewParts(chunk, "chunk");
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** A codec's fault, as web streams tell of it. */
function asTypeError(fault: any): Error {
  const error: any = new TypeError(fault.message, { cause: fault } as any);
  error.code = fault.code;
  return error;
}

class CodecTransformer implements Transformer {
  private handle: NativeCodec;
  private left: Uint32Array = new Uint32Array(2);
  private output: Uint8Array | undefined = undefined;
  private outputUsed = 0;
  /** What is called after a thread has done its part. */
  private next: () => void = () => {};

  constructor(mode: number) {
    this.handle = createZlib(mode, undefined).handle;
    this.handle.init(() => this.next(), this.left);
  }

  transform(chunk: any, controller: TransformController): Completion {
    return this.run(toBytes(chunk), constants.Z_NO_FLUSH!, controller);
  }

  flush(controller: TransformController): Completion {
    const done = this.run(kNothing, constants.Z_FINISH!, controller);
    if (done === undefined) this.handle.close();
    return done;
  }

  cancel(): Completion {
    this.handle.close();
    return undefined;
  }

  private run(input: Uint8Array, flush: number, controller: TransformController): Completion {
    const { byteLength } = input;
    if (byteLength > kSmall) return this.runOnThread(input, flush, controller);
    let offset = 0;
    do {
      const output = (this.output ??= new Uint8Array(kRoom));
      this.handle.writeSync(flush, input, offset, byteLength - offset, output, this.outputUsed, kRoom - this.outputUsed);
      offset = byteLength - this.left[1]!;
    } while (this.takeOutput(controller));
    return undefined;
  }

  private runOnThread(input: Uint8Array, flush: number, controller: TransformController): Promise<void> {
    const { byteLength } = input;
    return new Promise<void>((resolve, reject) => {
      let offset = 0;
      const step = () => {
        const output = (this.output ??= new Uint8Array(kRoom));
        this.handle.write(flush, input, offset, byteLength - offset, output, this.outputUsed, kRoom - this.outputUsed);
      };
      this.next = () => {
        offset = byteLength - this.left[1]!;
        try {
          if (this.takeOutput(controller)) step();
          else resolve();
        } catch (error) {
          reject(error);
        }
      };
      step();
    });
  }

  /** Hands on what the codec wrote; true when it has more to say. Throws what was wrong. */
  private takeOutput(controller: TransformController): boolean {
    const fault = faultOf(this.handle);
    if (fault !== undefined) {
      this.handle.close();
      throw asTypeError(fault);
    }
    const outLeft = this.left[0]!;
    const from = this.outputUsed;
    const to = kRoom - outLeft;
    if (to > from) {
      // A full buffer is handed over; of one that is filled in pieces, copies are.
      if (from === 0 && outLeft === 0) {
        controller.enqueue(this.output);
        this.output = undefined;
        return true;
      }
      controller.enqueue(TypedArrayPrototypeSlice(this.output!, from, to));
      this.outputUsed = outLeft === 0 ? 0 : to;
    }
    if (outLeft === 0) return true;
    if (this.left[1] !== 0) {
      this.handle.close();
      throw asTypeError(new codes.ERR_TRAILING_JUNK_AFTER_STREAM_END());
    }
    return false;
  }
}

function modeOf(format: unknown, deflate: number, raw: number, gzip: number): number {
  switch (toDOMString(format)) {
    case "deflate":
      return deflate;
    case "deflate-raw":
      return raw;
    case "gzip":
      return gzip;
    default:
      throw new codes.ERR_INVALID_ARG_VALUE("format", format, "must be one of: 'deflate', 'deflate-raw', 'gzip'");
  }
}

/** https://compression.spec.whatwg.org/#compression-stream */
export class CompressionStream {
  #transform: TransformController;

  static {
    registerPlatformClass(this.prototype, { name: "CompressionStream", isInstance: (value) => #transform in value });
  }

  constructor(format: unknown) {
    const mode = modeOf(format, constants.DEFLATE!, constants.DEFLATERAW!, constants.GZIP!);
    this.#transform = new TransformController(new CodecTransformer(mode), kDefaults);
  }

  get readable(): ReadableStream {
    requireThis(#transform in this, "CompressionStream");
    return toReadableStream(this.#transform.readable);
  }

  get writable(): WritableStream {
    requireThis(#transform in this, "CompressionStream");
    return toWritableStream(this.#transform.writable);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { readable, writable } = this;
    return inspectAs(this, { readable, writable }, depth, options, inspect);
  }
}
finishInterface(CompressionStream, "CompressionStream");

/** https://compression.spec.whatwg.org/#decompression-stream */
export class DecompressionStream {
  #transform: TransformController;

  static {
    registerPlatformClass(this.prototype, { name: "DecompressionStream", isInstance: (value) => #transform in value });
  }

  constructor(format: unknown) {
    const mode = modeOf(format, constants.INFLATE!, constants.INFLATERAW!, constants.GUNZIP!);
    this.#transform = new TransformController(new CodecTransformer(mode), kDefaults);
  }

  get readable(): ReadableStream {
    requireThis(#transform in this, "DecompressionStream");
    return toReadableStream(this.#transform.readable);
  }

  get writable(): WritableStream {
    requireThis(#transform in this, "DecompressionStream");
    return toWritableStream(this.#transform.writable);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { readable, writable } = this;
    return inspectAs(this, { readable, writable }, depth, options, inspect);
  }
}
finishInterface(DecompressionStream, "DecompressionStream");
