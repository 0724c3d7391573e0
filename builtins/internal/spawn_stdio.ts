// What becomes of the descriptors of a child of Weft.spawn: as the program says it, and as native code takes it.
import { ArrayBufferIsView, ArrayIsArray, ArrayPrototypePush, TypeError, Uint8Array } from "internal/primordials";
import { isAnyArrayBuffer } from "internal/buffer_types";
import { kIgnoreDescriptor, kPipeDescriptor } from "internal/child_native";
import { stampCode } from "internal/errors";
import { FileData } from "internal/file_data";
import { constants } from "internal/fs_constants";
import { binding } from "internal/fs_native";
import { blobDataOf } from "web/blob";
import { BlobData } from "web/blob_data";
import { isStream } from "web/body";
import { bytesFrom } from "web/byte_views";
import { encodeText } from "web/encoding";
import type { ReadableCore } from "web/readable_core";
import { coreOfReadable } from "web/readable_stream";
import { requestStateOf } from "web/request";
import { responseStateOf } from "web/response";

const { O_RDONLY, O_WRONLY, O_CREAT, O_TRUNC } = constants;

export interface StdioPlan {
  /** As native code takes it: a descriptor of the parent's, kPipeDescriptor or kIgnoreDescriptor. */
  descriptor: number;
  /** The program gets the parent's end. */
  isPipe: boolean;
  /** Opened here, and closed once the child has it. */
  isOwn: boolean;
  /** What the child reads. */
  input: Uint8Array | ReadableCore | undefined;
}

function plan(descriptor: number, isPipe = false, isOwn = false, input: StdioPlan["input"] = undefined): StdioPlan {
  return { descriptor, isPipe, isOwn, input };
}

function invalid(): TypeError {
  return stampCode(
    new TypeError("stdio must be an array of 'inherit', 'pipe', 'ignore', Weft.file(pathOrFd), number, or null"), "ERR_INVALID_ARG_TYPE");
}

/** The three standard descriptors, and what the option `stdio` has beyond them. `defaults` are for what is undefined. */
export function planStdio(options: any, defaults: string[], isSync: boolean): StdioPlan[] {
  let list: any[] = [options.stdin, options.stdout, options.stderr];
  const { stdio } = options;
  if (typeof stdio === "string") list = [stdio, stdio, stdio];
  else if (ArrayIsArray(stdio)) list = [...stdio];
  else if (stdio !== undefined && stdio !== null) throw invalid();
  const plans: StdioPlan[] = [];
  try {
    for (let i = 0; i < list.length || i < 3; i++)
      ArrayPrototypePush(plans, planOne(list[i] === undefined ? defaults[i] ?? "ignore" : list[i], i, isSync));
  } catch (error) {
    closeOwn(plans);
    throw error;
  }
  return plans;
}

export function closeOwn(plans: StdioPlan[]): void {
  for (let i = 0; i < plans.length; i++) if (plans[i].isOwn) binding.close(plans[i].descriptor);
}

function planOne(value: any, index: number, isSync: boolean): StdioPlan {
  if (value === null || value === "ignore") return plan(kIgnoreDescriptor);
  if (value === "pipe" || value === "overlapped") return plan(kPipeDescriptor, true);
  if (value === "inherit") return plan(index);
  if (typeof value === "number") {
    if ((value | 0) !== value || value < 0) throw invalid();
    return plan(value);
  }
  if (typeof value !== "object") throw invalid();
  const blob = blobDataOf(value);
  if (blob instanceof FileData) return planFile(blob, index);
  if (index !== 0) throw invalid();
  return planInput(value, blob as BlobData | undefined, isSync);
}

function planFile(file: FileData, index: number): StdioPlan {
  if (file.path === undefined) return plan(file.fd);
  const isInput = index === 0;
  // A part of a file is read here: the child would read on.
  if (isInput && !file.isWhole) return inputOf(file.toBytes());
  return plan(binding.open(file.path, isInput ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC, 0o666), false, true);
}

function inputOf(bytes: Uint8Array): StdioPlan {
  return plan(kPipeDescriptor, false, false, bytes);
}

function planInput(value: any, blob: BlobData | undefined, isSync: boolean): StdioPlan {
  if (blob !== undefined) return inputOf(blob.view());
  if (ArrayBufferIsView(value) || isAnyArrayBuffer(value)) return inputOf(bytesFrom(value));
  const stream = coreOfReadable(value);
  if (stream !== undefined) return planStream(stream, isSync);
  const message = responseStateOf(value) ?? requestStateOf(value);
  if (message === undefined) throw invalid();
  const body = message.bodyCore;
  if (body === null) return plan(kIgnoreDescriptor);
  if (body.isUnusable) throw new TypeError("Body is unusable: Body has already been read");
  const source = body.take();
  if (typeof source === "string") return inputOf(encodeText(source));
  if (source instanceof Uint8Array) return inputOf(source);
  if (source instanceof BlobData) return inputOf(source.view());
  if (source instanceof FileData) return planFile(source, 0);
  return planStream(isStream(source) ? source : source.toStream(), isSync);
}

function planStream(stream: ReadableCore, isSync: boolean): StdioPlan {
  if (isSync) throw stampCode(new TypeError("'stdin' ReadableStream cannot be used in sync mode"), "ERR_INVALID_ARG_TYPE");
  if (stream.reader !== undefined || stream.isDisturbed) throw new TypeError("'stdin' ReadableStream is locked or has been read");
  return plan(kPipeDescriptor, false, false, stream);
}
