/** Weft.ArrayBufferSink: a growing buffer of bytes (https://bun.com/docs/runtime/streams#bun-arraybuffersink). */
import {
  MathMax, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeSet, TypedArrayPrototypeSlice, Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { viewBytes } from "internal/byte_tools";
import { validateNumber, validateObject } from "internal/validators";
import { bytesBetween } from "web/byte_views";
import { encodeText } from "web/encoding";

const kLeastCapacity = 256;
const kMostReserved = 2 ** 30;

export class ArrayBufferSink {
  #bytes = new Uint8Array(0);
  #size = 0;
  #asUint8Array = false;
  #isStream = false;

  /**
   * Drops what was written.
   * @param options.asUint8Array end and flush give a Uint8Array, not an ArrayBuffer.
   * @param options.highWaterMark How many bytes room is made for.
   * @param options.stream flush gives what was written since the last one.
   */
  start(options: any = {}): void {
    validateObject(options, "options");
    const { highWaterMark } = options;
    if (highWaterMark !== undefined) validateNumber(highWaterMark, "options.highWaterMark", 0, kMostReserved);
    this.#asUint8Array = !!options.asUint8Array;
    this.#isStream = !!options.stream;
    this.#bytes = new Uint8Array(highWaterMark === undefined ? 0 : highWaterMark);
    this.#size = 0;
  }

  /** @param chunk A text, which is written as UTF-8, or bytes. @returns How many bytes that were. */
  write(chunk: unknown): number {
    const bytes = typeof chunk === "string" ? encodeText(chunk) : viewBytes(chunk);
    if (bytes === undefined)
      throw new codes.ERR_INVALID_ARG_TYPE("chunk", ["string", "ArrayBuffer", "ArrayBufferView"], chunk);
    const size = this.#size + bytes.length;
    if (size > this.#bytes.length) {
      const grown = new Uint8Array(MathMax(size, 2 * this.#bytes.length, kLeastCapacity));
      TypedArrayPrototypeSet(grown, bytesBetween(this.#bytes, 0, this.#size), 0);
      this.#bytes = grown;
    }
    TypedArrayPrototypeSet(this.#bytes, bytes, this.#size);
    this.#size = size;
    return bytes.length;
  }

  /** With `stream`, what was written since the last flush; else how many bytes left the sink, none. */
  flush(): number | ArrayBuffer | Uint8Array {
    return this.#isStream ? this.#take() : 0;
  }

  /** All that was written and not flushed. */
  end(): ArrayBuffer | Uint8Array {
    return this.#take();
  }

  #take(): ArrayBuffer | Uint8Array {
    const taken = TypedArrayPrototypeSlice(this.#bytes, 0, this.#size) as Uint8Array;
    this.#size = 0;
    return this.#asUint8Array ? taken : TypedArrayPrototypeGetBuffer(taken) as ArrayBuffer;
  }
}
