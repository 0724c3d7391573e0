// The methods of process that ask or tell the system something.

import {
  ArrayPrototypePush, Float64Array, Number, NumberMAX_SAFE_INTEGER, ReflectApply, StringPrototypeStartsWith,
} from "internal/primordials";
import { codes, errnoException } from "internal/errors";
import {
  parseFileMode, validateArray, validateBoolean, validateInteger, validateNumber, validateObject, validateString,
} from "internal/validators";

interface MethodsBinding {
  cwd(): string;
  chdir(path: string): void;
  umask(mask: number | undefined): number;
  /** Error number, negative, or 0. */
  kill(pid: number, signal: number): number;
  /** Seconds and nanoseconds. */
  readHrtime(into: Float64Array): void;
  hrtime(): bigint;
  /** Seconds since the process started. */
  uptime(): number;
  residentMemory(): number;
  /** rss, heapTotal, heapUsed, external, arrayBuffers. */
  readMemoryUsage(into: Float64Array): void;
  /** As the fields of resourceUsage() below, in order. */
  readResourceUsage(into: Float64Array): void;
  /** Bytes: the limit of the control group (0: none) and what is left. */
  constrainedMemory(): number;
  availableMemory(): number;
  setSourceMapsEnabled(enabled: boolean): void;
  rawDebug(text: string): void;
  activeHandles(): string[];
  abort(): never;
  hasBuiltin(id: string): boolean;
}

const binding = native("process") as MethodsBinding;
const numbers = new Float64Array(16);

export function cwd(): string {
  return binding.cwd();
}

export function chdir(directory: string): void {
  validateString(directory, "directory");
  binding.chdir(directory);
}

export function umask(mask?: number | string): number {
  return binding.umask(mask === undefined ? undefined : parseFileMode(mask, "mask"));
}

/** Whether stacks follow the source maps of files; unlike Node's, also those of files that are loaded already. */
export function setSourceMapsEnabled(enabled: boolean): void {
  validateBoolean(enabled, "val");
  binding.setSourceMapsEnabled(enabled);
}

export function uptime(): number {
  return binding.uptime();
}

export function abort(): never {
  return binding.abort();
}

/** [seconds, nanoseconds] since a time in the past, or since `time`, an earlier result. */
export function hrtime(time?: [number, number]): [number, number] {
  binding.readHrtime(numbers);
  const seconds = numbers[0]!;
  const nanoseconds = numbers[1]!;
  if (time === undefined) return [seconds, nanoseconds];
  validateArray(time, "time");
  if (time.length !== 2) throw new codes.ERR_OUT_OF_RANGE("time", 2 as any, time.length);
  const borrows = nanoseconds < time[1];
  return [seconds - time[0] - (borrows ? 1 : 0), nanoseconds - time[1] + (borrows ? 1e9 : 0)];
}
hrtime.bigint = function bigint(): bigint {
  return binding.hrtime();
};

export function memoryUsage(): Record<string, number> {
  binding.readMemoryUsage(numbers);
  return {
    rss: numbers[0]!, heapTotal: numbers[1]!, heapUsed: numbers[2]!, external: numbers[3]!, arrayBuffers: numbers[4]!,
  };
}
memoryUsage.rss = function rss(): number {
  return binding.residentMemory();
};

function checkPrevious(value: unknown, name: string): void {
  if (typeof value === "number" && value >= 0 && value <= NumberMAX_SAFE_INTEGER) return;
  validateNumber(value, name);
  throw new codes.ERR_INVALID_ARG_VALUE.RangeError(name, value);
}

/** Microseconds of CPU time, all or since `previous`. */
export function cpuUsage(previous?: { user: number; system: number }): { user: number; system: number } {
  if (previous) {
    validateObject(previous, "prevValue");
    checkPrevious(previous.user, "prevValue.user");
    checkPrevious(previous.system, "prevValue.system");
  }
  binding.readResourceUsage(numbers);
  return { user: numbers[0]! - (previous?.user ?? 0), system: numbers[1]! - (previous?.system ?? 0) };
}

export function resourceUsage(): Record<string, number> {
  binding.readResourceUsage(numbers);
  return {
    userCPUTime: numbers[0]!,
    systemCPUTime: numbers[1]!,
    maxRSS: numbers[2]!,
    sharedMemorySize: numbers[3]!,
    unsharedDataSize: numbers[4]!,
    unsharedStackSize: numbers[5]!,
    minorPageFault: numbers[6]!,
    majorPageFault: numbers[7]!,
    swappedOut: numbers[8]!,
    fsRead: numbers[9]!,
    fsWrite: numbers[10]!,
    ipcSent: numbers[11]!,
    ipcReceived: numbers[12]!,
    signalsCount: numbers[13]!,
    voluntaryContextSwitches: numbers[14]!,
    involuntaryContextSwitches: numbers[15]!,
  };
}

/** The memory limit of the process, 0 if none is known. */
export function constrainedMemory(): number {
  return binding.constrainedMemory();
}

export function availableMemory(): number {
  return binding.availableMemory();
}

/** Sends `signal`, by name or number; 0 only asks whether the process exists. */
export function kill(pid: number, signal?: string | number): true {
  // Loosely, as Node: numeric strings are accepted.
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) throw new codes.ERR_INVALID_ARG_TYPE("pid", "number", pid);
  let number: number | undefined;
  if (signal === ((signal as number) | 0)) {
    number = signal as number;
  } else {
    number = require("internal/process_signals").signalNumber(signal || "SIGTERM") as number | undefined;
    if (number === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal as string);
  }
  // Looked up on process: programs replace it.
  const status = require("node:process").default._kill(pid | 0, number);
  if (status < 0) throw errnoException(status, "kill");
  return true;
}

/** What keeps the process running, by kind; requests that the system works on are not listed. */
export function getActiveResourcesInfo(): string[] {
  const list = binding.activeHandles();
  const { timeouts, immediates } = require("internal/timers").countReferenced();
  for (let i = 0; i < timeouts; i++) ArrayPrototypePush(list, "Timeout");
  for (let i = 0; i < immediates; i++) ArrayPrototypePush(list, "Immediate");
  return list;
}

/** Writes to standard error past everything that a program can have changed. */
export function rawDebug(...args: unknown[]): void {
  binding.rawDebug(`${ReflectApply(require("internal/format").format, undefined, args)}\n`);
}

/** A builtin module by its name, with or without "node:"; undefined if there is none. */
export function getBuiltinModule(id: string): unknown {
  validateString(id, "id");
  const name = StringPrototypeStartsWith(id, "node:") || binding.hasBuiltin(id) ? id : `node:${id}`;
  return binding.hasBuiltin(name) ? require(name).default : undefined;
}

/** A value for process.exitCode, checked: an integer, or a string of one. */
export function toExitCode(code: unknown): number | undefined {
  if (code === undefined || code === null) return undefined;
  let value = code;
  if (typeof code === "string" && code !== "") {
    value = Number(code);
    if (value !== value) value = code;
  }
  validateInteger(value, "code");
  return value;
}
