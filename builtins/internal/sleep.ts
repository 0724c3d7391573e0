// Weft.sleep and Weft.sleepSync (https://bun.sh/docs/api/utils#bun-sleep).
import { AtomicsWait, Date, DateNow, DatePrototypeGetTime, Promise, TypeError } from "internal/primordials";
import { stampCode } from "internal/errors";
import { setTimeout } from "internal/timers";

const { wait } = (globalThis as any).Atomics;
const cell = new Int32Array(new SharedArrayBuffer(4));

/** `until`: milliseconds, or the time to wait for. */
export function sleep(until: any): Promise<void> {
  const time = until instanceof Date ? DatePrototypeGetTime(until) - DateNow() : until;
  if (typeof time !== "number" || time !== time) throw new TypeError("sleep expects a number (milliseconds)");
  return new Promise<any>((resolve) => setTimeout(resolve, time < 0 ? 0 : time));
}

export function sleepSync(milliseconds: any): void {
  if (typeof milliseconds !== "number" || milliseconds !== milliseconds)
    throw stampCode(new TypeError("milliseconds must be a number"), "ERR_INVALID_ARG_TYPE");
  if (milliseconds < 0)
    throw stampCode(new TypeError(`argument to sleepSync must not be negative, got ${milliseconds}`), "ERR_INVALID_ARG_TYPE");
  wait(cell, 0, 0, milliseconds);
}
