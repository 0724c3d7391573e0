// The program's half of the sockets of Weft.listen and Weft.connect: one object of functions for many sockets
// (https://bun.sh/docs/api/tcp).
//
// Invariant: what a handler throws, or its promise rejects with, goes to the handler `error`; without one it is uncaught.
import {
  FunctionPrototypeCall, PromisePrototypeThen, TypedArrayPrototypeGetBuffer, TypedArrayPrototypeGetByteOffset, TypedArrayPrototypeSlice,
  TypeError, Uint8Array,
} from "internal/primordials";
import { stampCode } from "internal/errors";

const kNames = ["open", "data", "drain", "close", "error", "end", "timeout", "connectError", "handshake"];

export type Handler = ((...args: any[]) => any) | undefined;

export interface Handlers {
  open: Handler;
  data: Handler;
  drain: Handler;
  close: Handler;
  error: Handler;
  end: Handler;
  timeout: Handler;
  connectError: Handler;
  handshake: Handler;
  /** "buffer", "uint8array" or "arraybuffer". */
  binaryType: string;
}

export function wrongType(message: string): TypeError {
  return stampCode(new TypeError(message), "ERR_INVALID_ARG_TYPE");
}

export function toBinaryType(value: any): string {
  if (value === undefined || value === null) return "buffer";
  if (value === "nodebuffer") return "buffer";
  if (value !== "buffer" && value !== "uint8array" && value !== "arraybuffer")
    throw wrongType('Expected "binaryType" to be "arraybuffer", "uint8array" or "buffer"');
  return value;
}

export function toHandlers(given: any): Handlers {
  if (given === undefined || given === null) throw wrongType("SocketOptions.socket is required");
  if (typeof given !== "object") throw wrongType('Expected "socket" to be an object');
  const handlers: any = { binaryType: toBinaryType(given.binaryType) };
  for (let i = 0; i < kNames.length; i++) {
    const name = kNames[i];
    const handler = given[name];
    if (handler !== undefined && handler !== null && typeof handler !== "function")
      throw wrongType(`Expected "${name}" callback to be a function`);
    handlers[name] = handler ?? undefined;
  }
  if (handlers.data === undefined && handlers.drain === undefined) throw wrongType('Expected at least "data" or "drain" callback');
  return handlers;
}

/** Calls a handler with the socket. */
export function call(handlers: Handlers, name: keyof Handlers, socket: any, first?: any, second?: any): void {
  const handler = handlers[name] as Handler;
  if (handler === undefined) return;
  let result: any;
  try {
    result = FunctionPrototypeCall(handler, socket, socket, first, second);
  } catch (error) {
    fail(handlers, socket, error);
    return;
  }
  if (result !== null && typeof result === "object" && typeof result.then === "function")
    PromisePrototypeThen(result, undefined, (error: unknown) => fail(handlers, socket, error));
}

/** Tells of an error. */
export function fail(handlers: Handlers, socket: any, error: unknown): void {
  const { reportUncaught } = require("internal/process_events");
  if (handlers.error === undefined) {
    reportUncaught(error);
    return;
  }
  try {
    FunctionPrototypeCall(handlers.error, socket, socket, error);
  } catch (second) {
    reportUncaught(second);
  }
}

/** A Buffer that came in, as the program wants its bytes. */
export function toBinary(chunk: Uint8Array, type: string): any {
  if (type === "buffer") return chunk;
  if (type === "uint8array") {
    return new Uint8Array(TypedArrayPrototypeGetBuffer(chunk), TypedArrayPrototypeGetByteOffset(chunk), chunk.length);
  }
  const buffer = TypedArrayPrototypeGetBuffer(chunk) as ArrayBuffer;
  return buffer.byteLength === chunk.length ? buffer : TypedArrayPrototypeGetBuffer(copyOf(chunk));
}

function copyOf(chunk: Uint8Array): Uint8Array {
  const plain = new Uint8Array(TypedArrayPrototypeGetBuffer(chunk), TypedArrayPrototypeGetByteOffset(chunk), chunk.length);
  return TypedArrayPrototypeSlice(plain, 0) as Uint8Array;
}
