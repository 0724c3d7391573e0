// The native half of node:child_process, and what its parts share.

import { ObjectKeys, SafeMap, StringPrototypeIndexOf, StringPrototypeToUpperCase } from "internal/primordials";
import { codes } from "internal/errors";

/** What becomes of one of the child's descriptors: a descriptor of the parent's, or one of these. */
export const kPipeDescriptor = -2;
export const kIgnoreDescriptor = -1;

export interface NativeSpawnOptions {
  file: string;
  args: string[];
  envPairs?: string[];
  cwd?: string;
  uid?: number;
  gid?: number;
  detached?: boolean;
  stdio: number[];
}

export interface ChildHandle {
  readonly pid: number;
  /** 0 or a negative error number. */
  kill(signal: number): number;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
}

export interface NativeSyncOptions extends NativeSpawnOptions {
  /** By descriptor: what the child reads. */
  inputs: (Uint8Array | undefined)[];
  timeout: number;
  maxBuffer: number;
  killSignal: number;
}

interface SpawnBinding {
  /** The reading and the writing end of a new pipe. */
  createPipe(): [number, number];
  /** `usage`: what the child has used, as ChildUsage of loop/child_process.h lists it. `status` is 0 or a negative error number; `pipes` holds the parent's ends, -1 for what is no pipe. */
  spawn(options: NativeSpawnOptions, onExit: (status: number, signal: number, usage: number[] | undefined) => void): {
    status: number; handle: ChildHandle; pipes: number[];
  };
  spawnSync(options: NativeSyncOptions): {
    error: number; pid: number; status: number | null; signal: number; usage?: number[]; output: (Uint8Array | null)[];
  };
}

export const binding = native("spawn") as SpawnBinding;

const numbers = (native("signals") as { numbers(): Record<string, number> }).numbers();
let names: Map<number, string> | undefined;

/** The name of a signal's number; where two share one, the usual. */
export function signalName(number: number): string | undefined {
  if (names === undefined) {
    names = new SafeMap<number, string>();
    const all = ObjectKeys(require("node:os").default.constants.signals);
    for (let i = 0; i < all.length; i++) {
      const value = numbers[all[i]!];
      if (value !== undefined && !names!.has(value)) names!.set(value, all[i]!);
    }
  }
  return names!.get(number);
}

/** A signal's number from its name, in any case, or its number. */
export function toSignal(signal: unknown): number {
  if (typeof signal === "number" && signalName(signal) !== undefined) return signal;
  if (typeof signal === "string") {
    const number = require("internal/process_signals").signalNumber(StringPrototypeToUpperCase(signal));
    if (number) return number;
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal as string);
}

export function checkNoNull(text: unknown, name: string): void {
  if (typeof text === "string" && StringPrototypeIndexOf(text, "\0") >= 0)
    throw new codes.ERR_INVALID_ARG_VALUE(name, text, "must be a string without null bytes");
}
