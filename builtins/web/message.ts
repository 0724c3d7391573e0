/** Values as messages: what postMessage hands to a native queue, and what comes out of it. */
import { ArrayPrototypeIncludes, ArrayPrototypePush, ObjectFreeze, SymbolIterator, TypeError } from "internal/primordials";
import { codes, stampCode } from "internal/errors";
import { deserialize, serialize } from "web/structured_clone";
import type { Transferred } from "web/clone_types";

/** A port as native code knows it (src/runtime/messages_binding.cpp). */
export interface PortHandle {
  watch(onClose: () => void): void;
  start(onMessage: (packed: Packed) => void): void;
  post(tape: unknown[], beside: Beside[]): boolean;
  take(): Packed | undefined;
  close(): void;
  move(): PortHandle;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  isOpen(): boolean;
}
/** What travels beside a tape, and is closed with it if nobody takes it: ports, and descriptors of files. */
export type Beside = PortHandle | number;
export type Packed = [tape: any[], beside: Beside[]];

interface MessagesBinding {
  createPair(): [PortHandle, PortHandle];
  join(name: string): PortHandle;
  /** What others post to the thread of this number. */
  openInbox(thread: number): PortHandle;
  /** False if nobody reads there. */
  postToThread(thread: number, tape: unknown[], beside: Beside[]): boolean;
}

export const messages: MessagesBinding = native("messages");

const kPort = "MessagePort";
/** What is transferred as things beside the tape: how many of them it is. */
const kBeside: Record<string, number | undefined> = {
  __proto__: null as any,
  [kPort]: 1,
  FileHandle: 1,
  ReadableStream: 1,
  TransformStream: 2,
  WritableStream: 1,
};

/**
 * A value as a tape that can leave the realm. Behind the tape proper come the transferred objects, three items
 * each, then their count; of what goes beside it the tape has the index.
 */
export function pack(value: unknown, transfer: object[] | undefined): Packed {
  const { tape, transferred } = serialize(value, transfer);
  const beside: Beside[] = [];
  for (let i = 0; i < transferred.length; i++) {
    const { builtin, name, data } = transferred[i]!;
    const count = kBeside[name];
    ArrayPrototypePush(tape, builtin, name, count === undefined ? data : beside.length);
    if (count === 1) ArrayPrototypePush(beside, data);
    else if (count === 2) ArrayPrototypePush(beside, data[0], data[1]);
  }
  ArrayPrototypePush(tape, transferred.length);
  return [tape, beside];
}

/** postMessage(): `source`, the port itself, cannot travel along. */
export function postTo(handle: PortHandle, message: unknown, transfer: unknown, count: number, source?: object): void {
  if (count === 0)
    throw stampCode(new TypeError("Not enough arguments to MessagePort.postMessage"), "ERR_MISSING_ARGS");
  const list = transferListOf(transfer);
  if (source !== undefined && list !== undefined && ArrayPrototypeIncludes(list, source)) {
    const { DOMException } = require("web/dom_exception");
    throw new DOMException("Transfer list contains source port", "DataCloneError");
  }
  const { 0: tape, 1: beside } = pack(message, list);
  if (handle.post(tape, beside)) return;
  const { default: process } = require("node:process");
  process.emitWarning("The target port was posted to itself, and the communication channel was lost");
  handle.close();
}

export interface Unpacked {
  data: unknown;
  ports: readonly object[];
}

/** The value of a message, and the ports that came with it; `objects` gets all that were made for it. */
export function unpack({ 0: tape, 1: beside }: Packed, objects?: unknown[], makePort?: (handle: PortHandle) => object): Unpacked {
  const count = tape[tape.length - 1];
  const transferred: Transferred[] = [];
  for (let i = 0, at = tape.length - 1 - count * 3; i < count; i++, at += 3) {
    const name: string = tape[at + 1];
    let builtin: string = tape[at];
    let data: any = tape[at + 2];
    const size = kBeside[name];
    if (size !== undefined) data = size === 1 ? beside[data] : [beside[data], beside[data + 1]];
    if (name === kPort && makePort !== undefined) {
      // As it is: no object of this realm's.
      builtin = "";
      data = makePort(data);
    } else if (name === kPort) {
      data = require("web/message_port").portOver(data);
    }
    transferred[i] = { builtin, name, data };
  }
  const ports: object[] = [];
  for (let i = 0; i < count; i++) if (transferred[i]!.name === kPort) ArrayPrototypePush(ports, transferred[i]!.data);
  return { data: deserialize({ tape, transferred }, objects), ports: ObjectFreeze(ports) };
}

/** The second argument of postMessage: a list, or options with one. */
export function transferListOf(argument: any): object[] | undefined {
  if (argument === undefined || argument === null) return undefined;
  if (typeof argument !== "object") throw invalid("Optional transferList argument must be an iterable");
  if (argument[SymbolIterator] !== undefined) return listOf(argument, "Optional transferList argument must be an iterable");
  const { transfer } = argument;
  if (transfer === undefined) return undefined;
  return listOf(transfer, "Optional options.transfer argument must be an iterable");
}

function listOf(value: any, message: string): object[] | undefined {
  if (typeof value !== "object" || value === null || typeof value[SymbolIterator] !== "function") throw invalid(message);
  const list: object[] = [];
  for (const item of value) {
    if ((typeof item !== "object" && typeof item !== "function") || item === null)
      throw new codes.ERR_INVALID_ARG_TYPE("transferList", "Object", item);
    ArrayPrototypePush(list, item);
  }
  return list.length === 0 ? undefined : list;
}

function invalid(message: string): Error {
  return stampCode(new TypeError(message), "ERR_INVALID_ARG_TYPE");
}
