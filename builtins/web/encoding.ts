/**
 * TextEncoder and TextDecoder over native codecs. https://encoding.spec.whatwg.org/#api
 */
import {
  ArrayBufferIsView,
  TypedArrayPrototypeGetSymbolToStringTag,
  Uint32Array,
  Uint8Array,
} from "internal/primordials";
import { codes } from "internal/errors";
import { finishInterface, inspectAs, kInspect, registerPlatformClass, requireThis, toDictionary, toDOMString } from "web/webidl";

type Bytes = ArrayBuffer | SharedArrayBuffer | ArrayBufferView;

interface EncodingNative {
  encodeUTF8(text: string): Uint8Array;
  /** Writes the code units read and the bytes written to `counts`. */
  encodeInto(text: string, target: Uint8Array, counts: Uint32Array): void;
  /** Decodes at once; undefined if the bytes are malformed and kFatal is set. */
  decodeUTF8(bytes: Bytes, flags: number): string | undefined;
  /** A decoder that keeps its state between calls of `decode`. */
  newDecoder(encoding: string, flags: number): object;
  /** undefined if the bytes are malformed and the decoder is fatal. */
  decode(decoder: object, bytes: Bytes, isLast: boolean): string | undefined;
  isBytes(value: unknown): boolean;
}
const binding: EncodingNative = native("encoding");

const kFatal = 1;
const kIgnoreBOM = 2;

const kNoBytes = new Uint8Array(0);
const counts = new Uint32Array(2);

/** https://encoding.spec.whatwg.org/#interface-textencoder */
export class TextEncoder {
  #brand = true;

  static {
    registerPlatformClass(this.prototype, { name: "TextEncoder", isInstance: (value) => #brand in value });
  }

  get encoding(): string {
    requireThis(#brand in this, "TextEncoder");
    return "utf-8";
  }

  encode(input: unknown = ""): Uint8Array {
    requireThis(#brand in this, "TextEncoder");
    return binding.encodeUTF8(toDOMString(input));
  }

  encodeInto(source: unknown, destination: Uint8Array): { read: number; written: number } {
    requireThis(#brand in this, "TextEncoder");
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("source", "destination");
    const text = toDOMString(source);
    if (!isUint8Array(destination)) throw new codes.ERR_INVALID_ARG_TYPE("dest", "Uint8Array", destination);
    binding.encodeInto(text, destination, counts);
    return { read: counts[0], written: counts[1] };
  }

  [kInspect](depth: number, options: any, inspect: any): any {
    requireThis(#brand in this, "TextEncoder");
    if (typeof depth === "number" && depth < 0) return this;
    return inspectAs(this, { encoding: this.encoding }, depth, options, inspect);
  }
}

finishInterface(TextEncoder, "TextEncoder");

function isUint8Array(value: unknown): boolean {
  return ArrayBufferIsView(value) && TypedArrayPrototypeGetSymbolToStringTag(value) === "Uint8Array";
}

/** https://encoding.spec.whatwg.org/#interface-textdecoder */
export class TextDecoder {
  #encoding: string;
  #flags: number;
  // The native decoder, made when a stream begins or the encoding isn't UTF-8.
  #decoder: object | undefined = undefined;

  static {
    registerPlatformClass(this.prototype, { name: "TextDecoder", isInstance: (value) => #encoding in value });
  }

  constructor(label: unknown = "utf-8", options: any = undefined) {
    this.#encoding = encodingOfLabel(label);
    this.#flags = flagsOf(options);
  }

  get encoding(): string {
    requireThis(#encoding in this, "TextDecoder");
    return this.#encoding;
  }

  get fatal(): boolean {
    requireThis(#encoding in this, "TextDecoder");
    return (this.#flags & kFatal) !== 0;
  }

  get ignoreBOM(): boolean {
    requireThis(#encoding in this, "TextDecoder");
    return (this.#flags & kIgnoreBOM) !== 0;
  }

  decode(input: Bytes = kNoBytes, options: any = undefined): string {
    requireThis(#encoding in this, "TextDecoder");
    requireBytes(input);
    const isStream = options !== undefined && !!toDictionary(options, "options").stream;
    const text = this.#decode(input, isStream);
    if (text === undefined) throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.#encoding);
    return text;
  }

  #decode(input: Bytes, isStream: boolean): string | undefined {
    if (this.#decoder === undefined) {
      if (!isStream && this.#encoding === "utf-8") return binding.decodeUTF8(input, this.#flags);
      this.#decoder = binding.newDecoder(this.#encoding, this.#flags);
    }
    const text = binding.decode(this.#decoder, input, !isStream);
    if (!isStream || text === undefined) this.#decoder = undefined;
    return text;
  }

  [kInspect](depth: number, options: any, inspect: any): any {
    requireThis(#encoding in this, "TextDecoder");
    if (typeof depth === "number" && depth < 0) return this;
    const fields = { encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM };
    return inspectAs(this, fields, depth, options, inspect);
  }
}

finishInterface(TextDecoder, "TextDecoder");

/** What a TextDecoderStream decodes with: the chunks of one text. */
export class StreamingDecoder {
  readonly encoding: string;
  private flags: number;
  private decoder: object;

  constructor(encoding: string, flags: number) {
    this.encoding = encoding;
    this.flags = flags;
    this.decoder = binding.newDecoder(encoding, flags);
  }

  get fatal(): boolean {
    return (this.flags & kFatal) !== 0;
  }

  get ignoreBOM(): boolean {
    return (this.flags & kIgnoreBOM) !== 0;
  }

  decode(chunk: Bytes, isLast: boolean): string {
    requireBytes(chunk);
    const text = binding.decode(this.decoder, chunk, isLast);
    if (text === undefined) throw new codes.ERR_ENCODING_INVALID_ENCODED_DATA(this.encoding);
    return text;
  }

  /** What the end of the bytes makes of an unfinished character. */
  end(): string {
    return this.decode(kNoBytes, true);
  }
}

export function newDecoder(label: unknown, options: unknown): StreamingDecoder {
  const encoding = encodingOfLabel(label);
  return new StreamingDecoder(encoding, flagsOf(options));
}

/** UTF-8; unpaired surrogates become U+FFFD. */
export function encodeText(text: string): Uint8Array {
  return binding.encodeUTF8(text);
}

/** Replaces what is malformed. The mark at the beginning is left out. */
export function decodeText(bytes: Bytes): string {
  return binding.decodeUTF8(bytes, 0)!;
}

/** Replaces what is malformed. A mark at the beginning stays. https://encoding.spec.whatwg.org/#utf-8-decode-without-bom */
export function decodeTextWithMark(bytes: Bytes): string {
  return binding.decodeUTF8(bytes, kIgnoreBOM)!;
}

function requireBytes(value: unknown): void {
  if (!binding.isBytes(value)) {
    throw new codes.ERR_INVALID_ARG_TYPE("list", ["SharedArrayBuffer", "ArrayBuffer", "ArrayBufferView"], value);
  }
}

function flagsOf(options: unknown): number {
  const init = toDictionary(options, "options");
  return (init.fatal ? kFatal : 0) | (init.ignoreBOM ? kIgnoreBOM : 0);
}

function encodingOfLabel(label: unknown): string {
  return label === "utf-8" || label === "utf8" ? "utf-8" : lookUp(toDOMString(label));
}

function lookUp(label: string): string {
  const encoding = require("web/encoding_labels").encodingOf(label);
  if (encoding === undefined || encoding === "replacement") throw new codes.ERR_ENCODING_NOT_SUPPORTED(label);
  return encoding;
}
