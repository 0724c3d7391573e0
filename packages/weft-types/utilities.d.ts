declare module "weft" {
  /** As Jest's toEqual; strict: as toStrictEqual. */
  export function deepEquals(a: unknown, b: unknown, strict?: boolean): boolean;
  /** Whether all of `subset` is in `object`. */
  export function deepMatch(subset: unknown, object: unknown): boolean;
  export const semver: {
    satisfies(version: string, range: string): boolean;
    order(a: string, b: string): -1 | 0 | 1;
  };

  type Compressible = string | BytesSource;
  interface DeflateSettings {
    level?: number;
    memLevel?: number;
    strategy?: number;
    windowBits?: number;
    library?: "zlib" | "libdeflate";
  }
  export function gzipSync(data: Compressible, options?: DeflateSettings): Uint8Array<ArrayBuffer>;
  export function gunzipSync(data: Compressible, options?: { library?: "zlib" | "libdeflate" }): Uint8Array<ArrayBuffer>;
  export function deflateSync(data: Compressible, options?: DeflateSettings): Uint8Array<ArrayBuffer>;
  export function inflateSync(data: Compressible, options?: { library?: "zlib" | "libdeflate" }): Uint8Array<ArrayBuffer>;
  export function zstdCompress(data: Compressible, options?: { level?: number }): Promise<Buffer>;
  export function zstdCompressSync(data: Compressible, options?: { level?: number }): Buffer;
  export function zstdDecompress(data: Compressible): Promise<Buffer>;
  export function zstdDecompressSync(data: Compressible): Buffer;

  export function readableStreamToText(stream: ReadableStream): Promise<string>;
  export function readableStreamToJSON(stream: ReadableStream): Promise<any>;
  export function readableStreamToBytes(stream: ReadableStream): Promise<Uint8Array>;
  export function readableStreamToArrayBuffer(stream: ReadableStream): Promise<ArrayBuffer>;
  export function readableStreamToBlob(stream: ReadableStream): Promise<Blob>;
  export function readableStreamToArray<T>(stream: ReadableStream<T>): Promise<T[]>;
  export function readableStreamToFormData(stream: ReadableStream, boundary?: string): Promise<FormData>;

  export function concatArrayBuffers(buffers: readonly BytesSource[], maxLength?: number): ArrayBuffer;
  export function concatArrayBuffers(buffers: readonly BytesSource[], maxLength: number, asUint8Array: true): Uint8Array;
  /** Where the next line feed is, or -1. */
  export function indexOfLine(bytes: BytesSource, offset?: number): number;
  export function allocUnsafe(size: number): Uint8Array<ArrayBuffer>;
  export class ArrayBufferSink {
    start(options?: { asUint8Array?: boolean; highWaterMark?: number; stream?: boolean }): void;
    write(chunk: string | BytesSource): number;
    flush(): number | Uint8Array | ArrayBuffer;
    end(): ArrayBuffer | Uint8Array;
  }

  type UuidForm = "hex" | "base64" | "base64url";
  type UuidNamespace = string | BytesSource | "dns" | "url" | "oid" | "x500";
  export function randomUUIDv7(encoding?: UuidForm, timestamp?: number | Date): string;
  export function randomUUIDv7(encoding: "buffer", timestamp?: number | Date): Buffer;
  export function randomUUIDv5(name: string | BytesSource, namespace: UuidNamespace, encoding?: UuidForm): string;
  export function randomUUIDv5(name: string | BytesSource, namespace: UuidNamespace, encoding: "buffer"): Buffer;

  /** What a promise has come to; the promise itself if it is pending. */
  export const peek: {
    <T>(promise: T | Promise<T>): T | Promise<T>;
    status(promise: unknown): "pending" | "fulfilled" | "rejected";
  };

  export const dns: Omit<typeof import("node:dns/promises"), "lookup"> & {
    lookup(
      name: string, options?: { family?: 0 | 4 | 6 | "any" | "IPv4" | "IPv6"; flags?: number; port?: number },
    ): Promise<{ address: string; family: 4 | 6; ttl: number }[]>;
    prefetch(name: string, port?: number): void;
  };

  /** The path that an import would load, seen from a folder. */
  export function resolveSync(specifier: string, folder: string): string;
  export function resolve(specifier: string, folder: string): Promise<string>;
  export function fileURLToPath(url: string | URL): string;
  export function pathToFileURL(path: string): URL;
  export const fetch: typeof globalThis.fetch;
}
