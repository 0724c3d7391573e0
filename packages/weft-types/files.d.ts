declare module "weft" {
  import type { Stats } from "node:fs";

  /** What has bytes. */
  export type BytesSource = ArrayBufferView | ArrayBuffer | SharedArrayBuffer;
  export type FileName = string | URL | BytesSource | number;
  export type WritableData =
    | string | BytesSource | Blob | Response | Request | ReadableStream | readonly (string | BytesSource | Blob)[];

  /** A file as a Blob; nothing is read until somebody wants it. */
  export interface WeftFile extends Blob {
    /** The path as it was given; undefined for a descriptor. */
    readonly name: string | undefined;
    readonly lastModified: number;
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
    json(): Promise<any>;
    formData(): Promise<FormData>;
    slice(start?: number, end?: number, type?: string): WeftFile;
    exists(): Promise<boolean>;
    stat(): Promise<Stats>;
    delete(): Promise<void>;
    unlink(): Promise<void>;
    write(data: WritableData, options?: WriteOptions): Promise<number>;
    writer(options?: { highWaterMark?: number }): FileSink;
  }
  export type BunFile = WeftFile;

  /** Numbers are bytes; a promise where they go into a pipe or a socket. */
  export interface FileSink {
    write(data: string | BytesSource): number | Promise<number>;
    flush(): number | Promise<number>;
    end(error?: Error): number | Promise<number>;
    ref(): void;
    unref(): void;
  }

  export interface WriteOptions {
    /** Of a file that is made. */
    mode?: number;
    /** Make folders that are missing; true unless given. */
    createPath?: boolean;
  }

  export function file(file: FileName, options?: { type?: string }): WeftFile;
  /** The number of bytes. */
  export function write(destination: FileName | WeftFile, data: WritableData, options?: WriteOptions): Promise<number>;

  export const stdin: WeftFile;
  export const stdout: WeftFile;
  export const stderr: WeftFile;

  export interface GlobScanOptions {
    cwd?: string;
    dot?: boolean;
    absolute?: boolean;
    followSymlinks?: boolean;
    throwErrorOnBrokenSymlink?: boolean;
    /** True unless given. */
    onlyFiles?: boolean;
  }
  export class Glob {
    constructor(pattern: string);
    match(path: string): boolean;
    scan(options?: string | GlobScanOptions): AsyncIterableIterator<string>;
    scanSync(options?: string | GlobScanOptions): IterableIterator<string>;
  }
}
