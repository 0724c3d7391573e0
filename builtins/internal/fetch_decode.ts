// Bodies under a Content-Encoding: gzip, deflate, br, zstd, and several of them after each other.
import {
  ArrayPrototypePush, StringPrototypeSplit, StringPrototypeToLowerCase, StringPrototypeTrim, TypedArrayPrototypeSlice,
  Uint8Array, Uint32Array,
} from "internal/primordials";
import { terminated } from "internal/fetch_errors";
import { type Codec, createBrotli, createZlib, createZstd, faultOf } from "internal/zlib_codec";
import { constants } from "internal/zlib_constants";
import type { NativeBody, OnBytes, OnError } from "web/body";
import { acquireDefaultReader, readerCancel, readerRead, type ReadableCore, type ReaderCore } from "web/readable_core";
import { createReadableBytes, type ByteController } from "web/readable_byte_controller";
import { Deferred, type Completion } from "web/stream_promises";

const kMost = 0x7fff_ffff;
const kRoom = 64 * 1024;
/** Done at once: a thread would take longer. */
const kSmall = 16 * 1024;
const kMostCodings = 5;

/** The codings, in the order in which they were applied; undefined if one is unknown, and the body stays as it is. */
export function codingsOf(value: string): string[] | undefined {
  const parts = StringPrototypeSplit(value, ",");
  const codings: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const coding = StringPrototypeToLowerCase(StringPrototypeTrim(parts[i]!));
    if (coding === "" || coding === "identity") continue;
    const isKnown = coding === "gzip" || coding === "x-gzip" || coding === "deflate" || coding === "br" || coding === "zstd";
    if (!isKnown || codings.length === kMostCodings) return undefined;
    ArrayPrototypePush(codings, coding);
  }
  return codings;
}

/** An end that comes too early is taken as it is, as browsers do it. */
function codecFor(coding: string, first: number): Codec {
  const options = { finishFlush: constants.Z_SYNC_FLUSH! };
  if (coding === "br") return createBrotli(false, { finishFlush: constants.BROTLI_OPERATION_FLUSH! });
  if (coding === "zstd") return createZstd(false, { finishFlush: constants.ZSTD_e_flush! });
  // "deflate" is zlib's format; some send it without its head.
  const mode = coding !== "deflate" ? constants.GUNZIP! : (first & 0x0f) === 8 ? constants.INFLATE! : constants.INFLATERAW!;
  return createZlib(mode, options);
}

/** The body under its codings. */
export class DecodedBody implements NativeBody {
  private inner: NativeBody;
  private codings: string[];

  constructor(inner: NativeBody, codings: string[]) {
    this.inner = inner;
    this.codings = codings;
  }

  readAll(onBytes: OnBytes, onError: OnError): void {
    this.inner.readAll((bytes) => this.decode(bytes, this.codings.length - 1, onBytes, onError), onError);
  }

  private decode(bytes: Uint8Array, index: number, onBytes: OnBytes, onError: OnError): void {
    if (index < 0 || bytes.length === 0) {
      onBytes(bytes, true);
      return;
    }
    const codec = codecFor(this.codings[index]!, bytes[0]!);
    const { handle, finishFlush } = codec;
    const done = (result?: Uint8Array): void => {
      const fault = faultOf(handle);
      handle.close();
      if (fault !== undefined || result === undefined) onError(terminated(fault));
      else this.decode(result, index - 1, onBytes, onError);
    };
    handle.init(done, new Uint32Array(2));
    if (bytes.length > kSmall) handle.run(bytes, finishFlush, kMost);
    else done(handle.runSync(bytes, finishFlush, kMost));
  }

  toStream(): ReadableCore {
    let stream = this.inner.toStream();
    for (let i = this.codings.length - 1; i >= 0; i--) {
      stream = createReadableBytes(new DecodingSource(acquireDefaultReader(stream), this.codings[i]!));
    }
    return stream;
  }

  discard(reason: unknown): void {
    this.inner.discard(reason);
  }
}

/** What a stream of encoded bytes says. */
class DecodingSource {
  private reader: ReaderCore;
  private coding: string;
  private codec: Codec | undefined = undefined;
  private left = new Uint32Array(2);
  private output = new Uint8Array(kRoom);
  private onStep: () => void = () => {};
  // What the codec has still to read.
  private input: Uint8Array | undefined = undefined;
  private offset = 0;

  constructor(reader: ReaderCore, coding: string) {
    this.reader = reader;
    this.coding = coding;
  }

  pull(controller: ByteController): Completion {
    const pulled = new Deferred();
    if (this.input !== undefined) this.step(controller, pulled);
    else this.read(controller, pulled);
    return pulled.promise;
  }

  private read(controller: ByteController, pulled: Deferred): void {
    readerRead(this.reader, {
      chunkSteps: (chunk: Uint8Array) => {
        this.input = chunk;
        this.offset = 0;
        this.step(controller, pulled);
      },
      closeSteps: () => {
        this.codec?.handle.close();
        controller.close();
        if (controller.byobRequest() !== undefined) controller.respond(0);
        pulled.resolve(undefined);
      },
      errorSteps: (reason: unknown) => {
        this.codec?.handle.close();
        pulled.reject(reason);
      },
    });
  }

  private step(controller: ByteController, pulled: Deferred): void {
    const input = this.input!;
    if (this.codec === undefined) {
      this.codec = codecFor(this.coding, input[0]!);
      this.codec.handle.init(() => this.onStep(), this.left);
    }
    const { handle, finishFlush } = this.codec;
    this.onStep = () => this.took(controller, pulled);
    handle.write(finishFlush, input, this.offset, input.length - this.offset, this.output, 0, kRoom);
  }

  private took(controller: ByteController, pulled: Deferred): void {
    const handle = this.codec!.handle;
    const fault = faultOf(handle);
    if (fault !== undefined) {
      handle.close();
      void readerCancel(this.reader, fault);
      pulled.reject(terminated(fault));
      return;
    }
    const { 0: outLeft, 1: inLeft } = this.left;
    const size = kRoom - outLeft!;
    this.offset = this.input!.length - inLeft!;
    // With room left in the output, all of the input has been read, or what follows the end of it is not.
    if (outLeft !== 0) this.input = undefined;
    if (size === 0) {
      this.read(controller, pulled);
      return;
    }
    const bytes = TypedArrayPrototypeSlice(this.output, 0, size) as Uint8Array;
    controller.enqueueOwned({ buffer: bytes.buffer as ArrayBuffer, byteOffset: 0, byteLength: size });
    pulled.resolve(undefined);
  }

  cancel(reason: unknown): Completion {
    this.codec?.handle.close();
    return readerCancel(this.reader, reason);
  }
}
