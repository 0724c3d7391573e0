// Where the commands of a Weft.$ read and write.
//
// Invariant: who writes to an output does so in order: a program's output is taken in whole before the next command of
// its list runs.
import { ArrayPrototypePush, Promise, PromisePrototypeThen, RangeError, TypedArrayPrototypeSet, Uint8Array } from "internal/primordials";
import { binding as spawning } from "internal/child_native";
import { errnoException } from "internal/errors";
import { binding as fs, kPromise } from "internal/fs_native";
import { binding as pipes } from "internal/pipe_stream";
import { feed } from "internal/spawn_pipes";
import { binding as stdio } from "internal/stdio";
import { encodeText } from "web/encoding";
import type { ReadableCore } from "web/readable_core";
import { markHandled } from "web/stream_promises";

const kBrokenPipe = "EPIPE";

/** What a child is given as a descriptor. */
export interface OpenOutput {
  fd: number;
  /** After the child has it. */
  isOwn: boolean;
  /** When all that the child has written is there. */
  done: Promise<unknown> | undefined;
}

export interface Output {
  write(data: string | Uint8Array): undefined | Promise<unknown>;
  open(): OpenOutput;
  /** Gives up what was opened for it. */
  close(): void;
}

/** Into memory, and to a descriptor as well if the program wants to see it. */
export class Capture implements Output {
  private chunks: Uint8Array[] = [];
  private size = 0;
  private tee: number;

  /** `tee`: -1 for none. */
  constructor(tee: number) {
    this.tee = tee;
  }

  write(data: string | Uint8Array): undefined {
    const bytes = typeof data === "string" ? encodeText(data) : data;
    if (bytes.length === 0) return undefined;
    ArrayPrototypePush(this.chunks, bytes);
    this.size += bytes.length;
    if (this.tee >= 0) stdio.write(this.tee, bytes);
    return undefined;
  }

  open(): OpenOutput {
    const [read, write] = spawning.createPipe();
    const done = new Promise<any>((resolve: any, reject: any) => {
      const handle = pipes.open(read, (bytes) => this.write(bytes), () => finish(), (status) => finish(status));
      const finish = (status = 0): void => {
        if (typeof handle !== "number") handle.close();
        if (status < 0) reject(errnoException(status, "read"));
        else resolve(undefined);
      };
      if (typeof handle === "number") finish(handle);
      else handle.start();
    });
    // Whoever started the child waits for its end first.
    markHandled(done);
    return { fd: write, isOwn: true, done };
  }

  close(): void {}

  get bytes(): Uint8Array {
    return require("web/body_source").joined(this.chunks, this.size);
  }
}

/** To a descriptor: a file, or the pipe to the next command. */
export class Descriptor implements Output {
  private fd: number;
  private isOwn: boolean;

  constructor(fd: number, isOwn: boolean) {
    this.fd = fd;
    this.isOwn = isOwn;
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (data.length === 0) return;
    try {
      await fs.writeFile(this.fd, data, 0, 0, false, kPromise);
    } catch (error: any) {
      // The next command has read enough.
      if (error?.code !== kBrokenPipe) throw error;
    }
  }

  open(): OpenOutput {
    return { fd: this.fd, isOwn: false, done: undefined };
  }

  close(): void {
    if (!this.isOwn) return;
    this.isOwn = false;
    fs.close(this.fd);
  }
}

/** Into the program's memory, as far as that goes. */
export class Memory implements Output {
  private target: Uint8Array;
  private at = 0;

  constructor(target: Uint8Array) {
    this.target = target;
  }

  write(data: string | Uint8Array): undefined {
    const bytes = typeof data === "string" ? encodeText(data) : data;
    if (bytes.length > this.target.length - this.at) throw new RangeError("The buffer that output is redirected to is too small");
    TypedArrayPrototypeSet(this.target, bytes, this.at);
    this.at += bytes.length;
    return undefined;
  }

  open(): OpenOutput {
    const capture = new Capture(-1);
    const { fd, done } = capture.open();
    const filled = PromisePrototypeThen(done!, () => this.write(capture.bytes)) as Promise<unknown>;
    markHandled(filled);
    return { fd, isOwn: true, done: filled };
  }

  close(): void {}
}

export interface Input {
  fd: number;
  isOwn: boolean;
  /** Why the bytes came to an early end. */
  failure?: { error: unknown };
}

/** A descriptor from which the bytes can be read. */
export function inputFrom(bytes: Uint8Array | ReadableCore): Input {
  const [read, write] = spawning.createPipe();
  const input: Input = { fd: read, isOwn: true };
  feed(write, bytes, (error) => {
    input.failure = { error };
  });
  return input;
}

export function closeInput(input: Input): void {
  if (!input.isOwn) return;
  input.isOwn = false;
  fs.close(input.fd);
}

export interface Streams {
  input: Input;
  out: Output;
  err: Output;
}
