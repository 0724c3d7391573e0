/** v8.getHeapSnapshot and v8.writeHeapSnapshot (https://nodejs.org/api/v8.html#v8getheapsnapshotoptions). */
import { Date, StringPrototypePadStart } from "internal/primordials";
import { takeHeapSnapshot, toStream } from "internal/heap_snapshot";
import { validateBoolean, validateObject } from "internal/validators";
import { thread } from "internal/worker_state";

/** The engine always gives all it knows: that numbers and its own cells are in it, or not, is not to be chosen. */
export function checkOptions(options: any): void {
  if (options === undefined) return;
  validateObject(options, "options");
  const { exposeInternals, exposeNumericValues } = options;
  if (exposeInternals !== undefined) validateBoolean(exposeInternals, "options.exposeInternals");
  if (exposeNumericValues !== undefined) validateBoolean(exposeNumericValues, "options.exposeNumericValues");
}

export function getHeapSnapshot(options?: unknown): object {
  checkOptions(options);
  return toStream(takeHeapSnapshot());
}

let written = 0;

/** Heap.DATE.TIME.PROCESS.THREAD.NUMBER.heapsnapshot */
function defaultName(): string {
  const now = new Date();
  const two = (value: number): string => StringPrototypePadStart(`${value}`, 2, "0");
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const number = StringPrototypePadStart(`${++written}`, 3, "0");
  return `Heap.${date}.${time}.${require("node:process").default.pid}.${thread.threadId}.${number}.heapsnapshot`;
}

/** Gives the file's name. */
export function writeHeapSnapshot(path?: any, options?: unknown): string {
  checkOptions(options);
  const file = path === undefined ? defaultName() : path;
  // Refused before the work, as the file system would.
  const fs = require("node:fs").default;
  const fd: number = fs.openSync(file, "w");
  try {
    fs.writeFileSync(fd, takeHeapSnapshot());
  } finally {
    fs.closeSync(fd);
  }
  return typeof file === "string" ? file : require("internal/file_url").fileURLToPath?.(file) ?? `${file}`;
}
