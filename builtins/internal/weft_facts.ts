/** Weft.version and what else Weft tells of the process. */
import process from "node:process";

interface WeftNative {
  /** The file that the program began with, or that its text would be in. */
  main(): string;
  /** Identifies this binary, in hexadecimal. */
  revision(): string;
  /** A full collection; the bytes of the heap in use after it. */
  collect(): number;
  heapSize(): number;
  /** Since the process began. */
  nanoseconds(): number;
}
const binding: WeftNative = native("weft");

/** The version of Bun whose API this is: programs compare it. weft's own is in process.versions. */
export const version = "1.3.0";
export const revision = binding.revision();
export const { argv, env } = process;
export const cwd = process.cwd();
export const main = binding.main();

export const nanoseconds: () => number = binding.nanoseconds;

/** Collects what nothing refers to. Without `force`, the collector is left to choose its time. Gives the heap's size. */
export function gc(force = false): number {
  return force ? binding.collect() : binding.heapSize();
}

/** Gives memory back. */
export function shrink(): void {
  binding.collect();
}
