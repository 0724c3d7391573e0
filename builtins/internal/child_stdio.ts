// The option `stdio`: what each descriptor of a child is.
// https://nodejs.org/api/child_process.html#optionsstdio

import { ArrayBufferIsView, ArrayIsArray, ArrayPrototypePush, ArrayPrototypeSlice } from "internal/primordials";
import { kIgnoreDescriptor, kPipeDescriptor } from "internal/child_native";
import { codes } from "internal/errors";

export interface StdioEntry {
  kind: "pipe" | "ignore" | "ipc" | "fd";
  /** As native code takes it. */
  descriptor: number;
  /** The stream whose descriptor it is. */
  stream?: any;
  /** What a child that is waited for reads. */
  input?: unknown;
}

export function stdioOf(word: unknown, channel?: "ipc"): any[] {
  const list: any[] = [];
  if (word === "ignore" || word === "overlapped" || word === "pipe") ArrayPrototypePush(list, word, word, word);
  else if (word === "inherit") ArrayPrototypePush(list, 0, 1, 2);
  else throw new codes.ERR_INVALID_ARG_VALUE("stdio", word);
  if (channel) ArrayPrototypePush(list, channel);
  return list;
}

function isDescriptor(value: any): boolean {
  return typeof value === "number" && value >= 0;
}

/** The open descriptor behind a stream, or -1. */
function descriptorOf(stream: any): number {
  if (isDescriptor(stream.fd)) return stream.fd;
  const handle = stream.handle ?? stream._handle;
  return isDescriptor(handle?.fd) ? handle.fd : -1;
}

function toEntry(item: any, index: number, isSync: boolean): StdioEntry {
  if (item == null) item = index < 3 ? "pipe" : "ignore";
  if (item === "ignore") return { kind: "ignore", descriptor: kIgnoreDescriptor };
  if (item === "pipe" || item === "overlapped" || (typeof item === "number" && item < 0))
    return { kind: "pipe", descriptor: kPipeDescriptor };
  if (item === "ipc") {
    if (isSync) throw new codes.ERR_IPC_SYNC_FORK();
    return { kind: "ipc", descriptor: kPipeDescriptor };
  }
  if (item === "inherit") return { kind: "fd", descriptor: index };
  if (typeof item === "number") return { kind: "fd", descriptor: item };
  if (ArrayBufferIsView(item) || typeof item === "string") {
    if (!isSync) throw new codes.ERR_INVALID_SYNC_FORK_INPUT(require("internal/inspect").inspect(item));
    return { kind: "pipe", descriptor: kPipeDescriptor, input: item };
  }
  if (typeof item === "object") {
    const descriptor = descriptorOf(item);
    if (descriptor >= 0) return { kind: "fd", descriptor, stream: item };
  }
  throw new codes.ERR_INVALID_ARG_VALUE("stdio", item);
}

export function toEntries(stdio: any, isSync: boolean): StdioEntry[] {
  if (typeof stdio === "string") stdio = stdioOf(stdio);
  else if (!ArrayIsArray(stdio)) throw new codes.ERR_INVALID_ARG_VALUE("stdio", stdio);
  else stdio = ArrayPrototypeSlice(stdio);
  while (stdio.length < 3) ArrayPrototypePush(stdio, undefined);
  const entries: StdioEntry[] = [];
  let hasChannel = false;
  for (let i = 0; i < stdio.length; i++) {
    const entry = toEntry(stdio[i], i, isSync);
    if (entry.kind === "ipc") {
      if (hasChannel) throw new codes.ERR_IPC_ONE_PIPE();
      hasChannel = true;
    }
    ArrayPrototypePush(entries, entry);
  }
  return entries;
}
