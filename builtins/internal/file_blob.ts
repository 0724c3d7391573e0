// Weft.file: a file as a Blob that is read when somebody wants it (https://bun.sh/docs/api/file-io).
import {
  JSONParse, ObjectDefineProperty, PromisePrototypeThen, PromiseResolve, String, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteLength,
  ArrayBufferPrototypeGetByteLength, ArrayBufferPrototypeSlice, TypedArrayPrototypeGetByteOffset, TypeError, Uint8Array,
} from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { stampCode } from "internal/errors";
import { FileData } from "internal/file_data";
import { FileSink } from "internal/file_sink";
import { write } from "internal/file_write";
import { constants } from "internal/fs_constants";
import { binding, kPromise, type NativePath } from "internal/fs_native";
import { statsFrom, statValues } from "internal/fs_stats";
import { pathText, toFd, toPath } from "internal/fs_utils";
import { givenType, kBinary, typeOfName } from "internal/mime_types";
import { Blob, blobArguments, blobDataOf, normalizeType } from "web/blob";
import type { FormData } from "web/form_data";
import type { ReadableStream } from "web/readable_stream";
import { kInspect, registerPlatformClass } from "web/webidl";

const { S_IFDIR } = constants;
const parse = (text: string) => JSONParse(text);

/** The file behind a Blob, if there is one. */
export function fileDataOf(value: unknown): FileData | undefined {
  const data = blobDataOf(value);
  return data instanceof FileData ? data : undefined;
}

/** A path or a descriptor, as the program names a file. */
export function fileDataFrom(file: any): FileData {
  if (typeof file === "number") return new FileData(undefined, toFd(file), 0, Infinity);
  if (isAnyArrayBuffer(file)) file = new Uint8Array(file);
  if (typeof file !== "string" && (file === null || typeof file !== "object"))
    throw stampCode(new TypeError("Expected file path string or file descriptor"), "ERR_INVALID_ARG_TYPE");
  return new FileData(toPath(file), -1, 0, Infinity);
}

export class FileBlob extends Blob {
  constructor(data: FileData, type: string) {
    const given = blobArguments(data, type);
    super(given[0], given[1]);
  }

  /** The path, as it was given; undefined for a descriptor. */
  get name(): string | undefined {
    const { path } = dataOf(this);
    return path === undefined ? undefined : pathText(path);
  }

  get lastModified(): number {
    return dataOf(this).lastModified;
  }

  override text(): Promise<string> {
    return dataOf(this).text();
  }

  json(): Promise<any> {
    return PromisePrototypeThen(dataOf(this).text(), parse) as any;
  }

  override bytes(): Promise<Uint8Array> {
    return dataOf(this).bytes();
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await dataOf(this).bytes();
    const buffer = TypedArrayPrototypeGetBuffer(bytes) as ArrayBuffer;
    const length = TypedArrayPrototypeGetByteLength(bytes);
    if (ArrayBufferPrototypeGetByteLength(buffer) === length) return buffer;
    const offset = TypedArrayPrototypeGetByteOffset(bytes);
    return ArrayBufferPrototypeSlice(buffer, offset, offset + length) as ArrayBuffer;
  }

  /** As multipart or URL-encoded; the file's `type` says which. */
  async formData(): Promise<FormData> {
    return new (require("web/response").Response)(this).formData();
  }

  override stream(chunkSize?: number): ReadableStream {
    const size = typeof chunkSize === "number" && chunkSize >= 1 ? chunkSize : undefined;
    return require("web/readable_stream").toReadableStream(dataOf(this).toStream(size));
  }

  /** `slice(type)` and `slice(start, type)` are Bun's. */
  override slice(start?: any, end?: any, contentType?: any): FileBlob {
    if (typeof start === "string") return this.slice(undefined, undefined, start);
    if (typeof end === "string") return this.slice(start, undefined, end);
    const data = dataOf(this);
    const type = contentType === undefined ? this.type : normalizeType(String(contentType));
    // To the end, wherever that will be.
    if (end === undefined && (start === undefined || start >= 0)) {
      return new FileBlob(data.slice(start === undefined ? 0 : Math.floor(start), Infinity), type);
    }
    const size = data.size;
    const from = toOffset(start, 0, size);
    const to = toOffset(end, size, size);
    return new FileBlob(data.slice(from, to < from ? from : to), type);
  }

  /** Whether there is such a file; a directory is none. */
  exists(): Promise<boolean> {
    const { kind } = dataOf(this);
    return PromiseResolve(kind >= 0 && kind !== S_IFDIR);
  }

  async stat(): Promise<any> {
    const { path, fd } = dataOf(this);
    const values = statValues(false);
    await (path === undefined ? binding.fstat(fd, values, kPromise) : binding.stat(path, values, kPromise));
    return statsFrom(values);
  }

  async unlink(): Promise<void> {
    const { path } = dataOf(this);
    if (path === undefined) throw new TypeError("A file descriptor has no name that could be removed");
    await binding.unlink(path, kPromise);
  }

  delete(): Promise<void> {
    return this.unlink();
  }

  /** As Weft.write() to this file. */
  write(data: any, options?: any): Promise<number> {
    return write(this, data, options);
  }

  /** Empties the file, and writes to it piece by piece. */
  writer(options?: any): FileSink {
    const { path, fd } = dataOf(this);
    return FileSink.open(path, fd, options);
  }

  override [kInspect](_depth: number, options: any, inspect: any): any {
    const { path, fd } = dataOf(this);
    const name = path === undefined ? `fd: ${fd}` : inspect(pathText(path));
    return `FileRef (${name}) ${inspect({ type: this.type }, options)}`;
  }
}
ObjectDefineProperty(FileBlob.prototype, "constructor", { __proto__: null, value: Blob } as any);

registerPlatformClass(FileBlob.prototype, {
  name: "FileRef",
  builtin: "internal/file_blob",
  isInstance: (value) => fileDataOf(value) !== undefined,
  serialize(value: any) {
    const { path, fd, start, end } = dataOf(value);
    return { path, fd, start, end, type: value.type };
  },
  deserialize: ({ path, fd, start, end, type }: any) => new FileBlob(new FileData(path, fd, start, end), type),
});

function dataOf(blob: unknown): FileData {
  const data = fileDataOf(blob);
  if (data === undefined) throw new TypeError("This method needs a file of Weft.file()");
  return data;
}

function toOffset(value: any, fallback: number, size: number): number {
  if (value === undefined) return fallback;
  const offset = Math.trunc(+value) || 0;
  if (offset < 0) return offset + size > 0 ? offset + size : 0;
  return offset < size ? offset : size;
}

export function file(path: any, options?: any): FileBlob {
  // A file of Weft.file() stands for itself.
  const data = fileDataOf(path) ?? fileDataFrom(path);
  const given = options?.type;
  const type = typeof given === "string" ? givenType(normalizeType(given))
    : data.path === undefined ? kBinary : typeOfName(pathText(data.path as NativePath));
  return new FileBlob(data, type);
}
