/**
 * File: a Blob with a name. https://w3c.github.io/FileAPI/#file-section
 */
import { DateNow, MathTrunc, NumberIsFinite } from "internal/primordials";
import { codes } from "internal/errors";
import { Blob, blobArguments, blobDataFrom, blobDataOf, blobDataOver, toBlobOptions, toBlobParts } from "web/blob";
import type { BlobBytes } from "web/blob_data";
import {
  finishInterface,
  inspectAs,
  kInspect,
  registerPlatformClass,
  requireThis,
  toDictionary,
  toUSVString,
} from "web/webidl";

const kFromData = Symbol("fromData");

interface Parts {
  data: BlobBytes;
  type: string;
  name: string;
  lastModified: number;
}

let isFileObject: (value: any) => boolean;

export class File extends Blob {
  #name: string;
  #lastModified: number;

  static {
    isFileObject = (value) => value !== null && typeof value === "object" && #name in value;
  }

  constructor(fileBits: any, fileName: any, options: any = undefined) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS("fileBits", "fileName");
    const { data, type, name, lastModified } = fileBits === kFromData ? fileName : toParts(fileBits, fileName, options);
    const given = blobArguments(data, type);
    super(given[0], given[1]);
    this.#name = name;
    this.#lastModified = lastModified;
  }

  get name(): string {
    requireThis(#name in this, "File");
    return this.#name;
  }

  get lastModified(): number {
    requireThis(#name in this, "File");
    return this.#lastModified;
  }

  override [kInspect](depth: number, options: any, inspect: any): any {
    requireThis(#name in this, "File");
    if (typeof depth === "number" && depth < 0) return options.stylize("[File]", "special");
    const { size, type, name, lastModified } = this;
    return inspectAs(this, { size, type, name, lastModified }, depth, options, inspect);
  }
}

finishInterface(File, "File");
registerPlatformClass(File.prototype, {
  name: "File",
  builtin: "web/file",
  isInstance: (value) => isFileObject(value),
  serialize: (value: any) => ({
    bytes: blobDataOf(value)!.toBytes(),
    type: value.type,
    name: value.name,
    lastModified: value.lastModified,
  }),
  deserialize: ({ bytes, type, name, lastModified }: any) => newFile(blobDataOver(bytes), type, name, lastModified),
});

export function isFile(value: unknown): value is File {
  return isFileObject(value);
}

export function newFile(data: BlobBytes, type: string, name: string, lastModified: number): File {
  return new File(kFromData, { data, type, name, lastModified });
}

// https://w3c.github.io/FileAPI/#file-constructor
function toParts(fileBits: unknown, fileName: unknown, options: unknown): Parts {
  const parts = toBlobParts(fileBits, "fileBits");
  const name = toUSVString(fileName);
  const { isNative, type } = toBlobOptions(options);
  const { lastModified } = toDictionary(options, "options");
  return {
    data: blobDataFrom(parts, isNative),
    type,
    name,
    lastModified: lastModified === undefined ? DateNow() : toLongLong(lastModified),
  };
}

// https://webidl.spec.whatwg.org/#abstract-opdef-converttoint, as far as a double can hold it
function toLongLong(value: unknown): number {
  const number = +(value as number);
  return NumberIsFinite(number) ? MathTrunc(number) + 0 : 0;
}
