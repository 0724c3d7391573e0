// Weft.write: all of something into a file (https://bun.sh/docs/api/file-io#writing-files-bun-write).
//
// Bytes of a file go from file to file within the kernel; a stream is written as it comes.
import { ArrayBufferIsView, ArrayIsArray, String, TypeError, Uint8Array } from "internal/primordials";
import { type BufferNative } from "internal/buffer_native";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { codes, stampCode } from "internal/errors";
import { FileData } from "internal/file_data";
import { constants } from "internal/fs_constants";
import { binding, kPromise, type NativePath } from "internal/fs_native";
import { statValues } from "internal/fs_stats";
import { parseFileMode, pathText, toFd, toPath } from "internal/fs_utils";
import { blobDataFrom, blobDataOf, toBlobParts } from "web/blob";
import { BlobData } from "web/blob_data";
import { isStream, type BodyCore, type BodySource } from "web/body";
import { anyViewParts } from "web/byte_views";
import { acquireDefaultReader, PromisedRead, readerCancel, readerRead, type ReadableCore } from "web/readable_core";
import { coreOfReadable } from "web/readable_stream";
import { requestStateOf } from "web/request";
import { responseStateOf } from "web/response";
import { markHandled } from "web/stream_promises";

const buffers: BufferNative = native("buffer");
const kFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
const kAllToEnd = -1;
const kMostQuick = 64 * 1024;
const kStatMode = 1;
const { S_IFMT, S_IFREG } = constants;
const stats = statValues(false) as Float64Array;

/** Where to write: a path, which is made or emptied, or a descriptor, which is written to from where it stands. */
interface Target {
  ref: NativePath | number;
  mode: number;
  createPath: boolean;
}

type Content = BodySource | ReadableCore;

function targetOf(destination: any, options: any): Target {
  if (options !== undefined && options !== null && typeof options !== "object")
    throw new codes.ERR_INVALID_ARG_TYPE("options", "Object", options);
  const mode = options?.mode === undefined || options.mode === null ? 0o666 : parseFileMode(options.mode, "options.mode");
  return { ref: refOf(destination), mode, createPath: options?.createPath !== false };
}

function refOf(destination: any): NativePath | number {
  if (typeof destination === "number") return toFd(destination);
  const data = blobDataOf(destination);
  if (data instanceof FileData) return data.ref;
  if (data !== undefined)
    throw stampCode(new TypeError("Cannot write to a Blob backed by bytes, which are always read-only"), "ERR_INVALID_ARG_TYPE");
  if (isAnyArrayBuffer(destination)) return toPath(new Uint8Array(destination));
  if (typeof destination !== "string" && (destination === null || typeof destination !== "object"))
    throw new codes.ERR_INVALID_ARG_TYPE("destination", ["string", "Buffer", "URL", "Blob"], destination);
  return toPath(destination, "destination");
}

/** What the argument is made of. */
function contentOf(data: any): Content {
  if (typeof data === "string") return data;
  if (data === undefined || data === null) {
    throw stampCode(new TypeError("Weft.write(destination, data): there is nothing to write"), "ERR_INVALID_ARG_TYPE");
  }
  if (typeof data !== "object") return String(data);
  if (ArrayBufferIsView(data)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(data);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isAnyArrayBuffer(data)) return new Uint8Array(data as ArrayBuffer);
  const blob = blobDataOf(data);
  if (blob !== undefined) return blob;
  const message = responseStateOf(data) ?? requestStateOf(data);
  if (message !== undefined) return message.bodyCore === null ? "" : takeBody(message.bodyCore);
  const stream = coreOfReadable(data);
  if (stream !== undefined) return stream;
  return ArrayIsArray(data) ? blobDataFrom(toBlobParts(data, "data"), false) : String(data);
}

function takeBody(body: BodyCore): Content {
  if (body.isUnusable) throw new TypeError("Body is unusable: Body has already been read");
  return body.take();
}

/** A promise of the number of bytes. */
export function write(destination: any, data: any, options?: any): Promise<number> {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS("destination", "data");
  const target = targetOf(destination, options);
  return writeContent(target, contentOf(data));
}

/**
 * What is small goes into a regular file here and now: to hand it to a thread takes longer than to write it. A pipe
 * would hold the program up.
 */
function isQuick(target: Target, length: number): boolean {
  if (length > kMostQuick || typeof target.ref === "number") return false;
  return !binding.tryStat(target.ref, stats) || (stats[kStatMode] & S_IFMT) === S_IFREG;
}

async function writeContent(target: Target, content: Content): Promise<number> {
  if (typeof content === "string") {
    const size = buffers.byteLengthUtf8(content);
    if (isQuick(target, size)) {
      await withFolder(target, () => binding.writeFile(target.ref, content, kFlags, target.mode, false));
      return size;
    }
    await withFolder(target, () => binding.writeFile(target.ref, content, kFlags, target.mode, false, kPromise));
    return size;
  }
  if (content instanceof Uint8Array) return writeBytes(target, content);
  if (content instanceof BlobData) {
    return content.pieces.length > 1 ? writePieces(target, content) : writeBytes(target, content.view());
  }
  if (content instanceof FileData) return copyFile(target, content);
  return writeStream(target, isStream(content) ? content : content.toStream());
}

async function writeBytes(target: Target, bytes: Uint8Array): Promise<number> {
  const { length } = bytes;
  const reply = isQuick(target, length) ? undefined : kPromise;
  await withFolder(target, () => binding.writeFile(target.ref, bytes, kFlags, target.mode, false, reply));
  return length;
}

function copyFile(target: Target, { ref, fd, start, end }: FileData): Promise<number> {
  const offset = fd >= 0 && start === 0 ? -1 : start;
  const length = end === Infinity ? kAllToEnd : end - start;
  return withFolder(target, () => binding.transfer(ref, offset, length, target.ref, target.mode, kPromise));
}

/** Makes the folder of a path if that is what is missing. */
async function withFolder<T>(target: Target, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error: any) {
    const { ref, createPath } = target;
    if (!createPath || error?.code !== "ENOENT" || typeof ref === "number" || error.path !== pathText(ref)) throw error;
    const folder = require("node:path").default.dirname(pathText(ref));
    if (pathText(ref) === "" || binding.exists(folder)) throw error;
    await binding.mkdirRecursive(folder, 0o777, kPromise);
  }
  return attempt();
}

async function withDescriptor(target: Target, use: (fd: number) => Promise<number>): Promise<number> {
  const { ref, mode } = target;
  if (typeof ref === "number") return use(ref);
  const fd: number = await withFolder(target, () => binding.open(ref, kFlags, mode, kPromise));
  try {
    return await use(fd);
  } finally {
    binding.close(fd);
  }
}

function writePieces(target: Target, data: BlobData): Promise<number> {
  return withDescriptor(target, async (fd) => {
    const { pieces } = data;
    for (let i = 0; i < pieces.length; i++) await binding.writeFile(fd, pieces[i], 0, 0, false, kPromise);
    return data.size;
  });
}

async function writeStream(target: Target, stream: ReadableCore): Promise<number> {
  const reader = acquireDefaultReader(stream);
  try {
    return await withDescriptor(target, async (fd) => {
      let written = 0;
      for (;;) {
        const request = new PromisedRead();
        readerRead(reader, request);
        const { value, done }: any = await request.promise;
        if (done) return written;
        const chunk = chunkOf(value);
        await binding.writeFile(fd, chunk, 0, 0, false, kPromise);
        written += typeof chunk === "string" ? buffers.byteLengthUtf8(chunk) : chunk.length;
      }
    });
  } catch (error) {
    markHandled(readerCancel(reader, error));
    throw error;
  }
}

function chunkOf(value: any): string | Uint8Array {
  if (typeof value === "string" || value instanceof Uint8Array) return value;
  if (ArrayBufferIsView(value)) {
    const { buffer, byteOffset, byteLength } = anyViewParts(value);
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isAnyArrayBuffer(value)) return new Uint8Array(value as ArrayBuffer);
  throw new TypeError("A chunk of a stream that is written must be a string, an ArrayBuffer or a view");
}
