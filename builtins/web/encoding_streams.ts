/**
 * TextEncoderStream and TextDecoderStream.
 * https://encoding.spec.whatwg.org/#interface-textdecoderstream
 */
import { StringPrototypeCharCodeAt, StringPrototypeSlice } from "internal/primordials";
import { codes } from "internal/errors";
import { encodeText, newDecoder, type StreamingDecoder } from "web/encoding";
import { toReadableStream, type ReadableStream } from "web/readable_stream";
import type { Completion } from "web/stream_promises";
import { TransformController, type Transformer, type TransformOptions } from "web/transform_core";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDOMString } from "web/webidl";
import { toWritableStream, type WritableStream } from "web/writable_stream";

// Without what a program puts on Object.prototype.
const kDefaults: TransformOptions = { __proto__: null } as any;

/** https://encoding.spec.whatwg.org/#encode-and-enqueue-a-chunk */
class Encoder implements Transformer {
  // A high surrogate at the end of a chunk waits for the next one.
  private pending = "";

  transform(chunk: unknown, controller: TransformController): Completion {
    let text = toDOMString(chunk);
    if (text === "") return undefined;
    text = this.pending + text;
    const last = StringPrototypeCharCodeAt(text, text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      this.pending = StringPrototypeSlice(text, -1);
      text = StringPrototypeSlice(text, 0, -1);
    } else {
      this.pending = "";
    }
    if (text !== "") controller.enqueue(encodeText(text));
    return undefined;
  }

  flush(controller: TransformController): Completion {
    if (this.pending !== "") controller.enqueue(encodeText(this.pending));
    return undefined;
  }

  cancel(): Completion {
    return undefined;
  }
}

/** https://encoding.spec.whatwg.org/#interface-textencoderstream */
export class TextEncoderStream {
  #transform: TransformController = new TransformController(new Encoder(), kDefaults);

  static {
    registerPlatformClass(this.prototype, { name: "TextEncoderStream", isInstance: (value) => #transform in value });
  }

  get encoding(): string {
    requireThis(#transform in this, "TextEncoderStream");
    return "utf-8";
  }

  get readable(): ReadableStream {
    requireThis(#transform in this, "TextEncoderStream");
    return toReadableStream(this.#transform.readable);
  }

  get writable(): WritableStream {
    requireThis(#transform in this, "TextEncoderStream");
    return toWritableStream(this.#transform.writable);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { encoding, readable, writable } = this;
    return inspectAs(this, { encoding, readable, writable }, depth, options, inspect);
  }
}
finishInterface(TextEncoderStream, "TextEncoderStream");

/** https://encoding.spec.whatwg.org/#decode-and-enqueue-a-chunk */
class Decoder implements Transformer {
  private decoder: StreamingDecoder;
  constructor(decoder: StreamingDecoder) {
    this.decoder = decoder;
  }

  transform(chunk: any, controller: TransformController): Completion {
    const text = this.decoder.decode(chunk, false);
    if (text !== "") controller.enqueue(text);
    return undefined;
  }

  flush(controller: TransformController): Completion {
    const text = this.decoder.end();
    if (text !== "") controller.enqueue(text);
    return undefined;
  }

  cancel(): Completion {
    return undefined;
  }
}

/** https://encoding.spec.whatwg.org/#interface-textdecoderstream */
export class TextDecoderStream {
  #decoder: StreamingDecoder;
  #transform: TransformController;

  static {
    registerPlatformClass(this.prototype, { name: "TextDecoderStream", isInstance: (value) => #transform in value });
  }

  constructor(label: unknown = "utf-8", options: any = undefined) {
    this.#decoder = newDecoder(label, options);
    this.#transform = new TransformController(new Decoder(this.#decoder), kDefaults);
  }

  get encoding(): string {
    requireThis(#transform in this, "TextDecoderStream");
    return this.#decoder.encoding;
  }

  get fatal(): boolean {
    requireThis(#transform in this, "TextDecoderStream");
    return this.#decoder.fatal;
  }

  get ignoreBOM(): boolean {
    requireThis(#transform in this, "TextDecoderStream");
    return this.#decoder.ignoreBOM;
  }

  get readable(): ReadableStream {
    requireThis(#transform in this, "TextDecoderStream");
    return toReadableStream(this.#transform.readable);
  }

  get writable(): WritableStream {
    requireThis(#transform in this, "TextDecoderStream");
    return toWritableStream(this.#transform.writable);
  }

  [kInspect](depth: number, options: any, inspect: any): string {
    const { encoding, fatal, ignoreBOM, readable, writable } = this;
    return inspectAs(this, { encoding, fatal, ignoreBOM, readable, writable }, depth, options, inspect);
  }
}
finishInterface(TextDecoderStream, "TextDecoderStream");
