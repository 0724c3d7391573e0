// The methods of a console that not every program calls, loaded with the first of them.

import {
  ErrorCaptureStackTrace, MathFloor, Number, NumberPrototypeToFixed, ReflectApply, SafeMap,
  StringPrototypePadStart, StringPrototypeRepeat, StringPrototypeSlice,
} from "internal/primordials";
import { validateArray } from "internal/validators";
import { inspect } from "internal/inspect";
import type { ConsoleCore } from "internal/console";

/** Who was called: methods call each other through `console`, so that a program's own `log` is used by `count`. */
interface Call {
  console: any;
  core: ConsoleCore;
  method: Function;
}

function warn(text: string): void {
  require("internal/process_warning").emitWarning(text);
}

function now(since?: [number, number]): [number, number] {
  return require("node:process").default.hrtime(since);
}

function twoDigits(text: string): string {
  return StringPrototypePadStart(text, 2, "0");
}

const kSecond = 1000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;

/** `1.5ms`, `2.250s`, `3:07.250 (m:ss.mmm)`, `1:03:07.250 (h:mm:ss.mmm)`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < kSecond) return `${Number(NumberPrototypeToFixed(milliseconds, 3))}ms`;
  if (milliseconds < kMinute) return `${NumberPrototypeToFixed(milliseconds / kSecond, 3)}s`;
  const hours = MathFloor(milliseconds / kHour);
  const minutes = MathFloor((milliseconds % kHour) / kMinute);
  const seconds = NumberPrototypeToFixed((milliseconds % kMinute) / kSecond, 3);
  const tail = StringPrototypePadStart(seconds, 6, "0");
  if (hours === 0) return `${minutes}:${tail} (m:ss.mmm)`;
  return `${hours}:${twoDigits(`${minutes}`)}:${tail} (h:mm:ss.mmm)`;
}

function logTime(call: Call, name: string, label: string, data?: unknown[]): boolean {
  const start = call.core.times?.get(label);
  if (start === undefined) {
    warn(`No such label '${label}' for console.${name}()`);
    return false;
  }
  const { 0: seconds, 1: nanoseconds } = now(start);
  const elapsed = formatDuration(seconds * 1000 + nanoseconds / 1e6);
  ReflectApply(call.console.log, call.console, ["%s: %s", label, elapsed, ...(data ?? [])]);
  return true;
}

/** A label is any value but a symbol. */
function labelOf(value: unknown): string {
  return value === undefined ? "default" : `${value}`;
}

export const methods: Record<string, (call: Call, args: any[]) => unknown> = {
  dir({ core }, [object, options]) {
    core.printText(1, inspect(object, { customInspect: false, ...core.optionsFor(1), ...options }));
  },

  time({ core }, [name]) {
    const label = labelOf(name);
    core.times ??= new SafeMap<string, [number, number]>();
    if (core.times.has(label)) warn(`Label '${label}' already exists for console.time()`);
    else core.times.set(label, now());
  },

  timeEnd(call, [name]) {
    const label = labelOf(name);
    if (logTime(call, "timeEnd", label)) call.core.times!.delete(label);
  },

  timeLog(call, [name, ...data]) {
    logTime(call, "timeLog", labelOf(name), data);
  },

  trace({ console, core, method }, args) {
    const trace = { name: "Trace", message: core.format(2, args), stack: "" };
    ErrorCaptureStackTrace(trace, method);
    console.error(trace.stack);
  },

  assert({ console }, [condition, ...args]) {
    if (condition) return;
    args[0] = `Assertion failed${args.length === 0 ? "" : `: ${args[0]}`}`;
    ReflectApply(console.warn, console, args);
  },

  clear({ console }) {
    if (!console._stdout.isTTY || require("node:process").default.env.TERM === "dumb") return;
    console._stdout.write("\x1b[1;1H\x1b[0J");
  },

  count({ console, core }, [name]) {
    const label = labelOf(name);
    core.counts ??= new SafeMap<string, number>();
    const count = (core.counts.get(label) ?? 0) + 1;
    core.counts.set(label, count);
    console.log(`${label}: ${count}`);
  },

  countReset({ core }, [name]) {
    const label = labelOf(name);
    if (!core.counts?.delete(label)) warn(`Count for '${label}' does not exist`);
  },

  group({ console, core }, args) {
    if (args.length > 0) ReflectApply(console.log, console, args);
    core.indentation += StringPrototypeRepeat(" ", core.indentationWidth);
  },

  groupEnd({ core }) {
    const { indentation, indentationWidth } = core;
    core.indentation = StringPrototypeSlice(indentation, 0, indentation.length - indentationWidth);
  },

  table({ console, core }, [data, properties]) {
    if (properties !== undefined) validateArray(properties, "properties");
    if (data === null || typeof data !== "object") return console.log(data);
    console.log(require("internal/console_table").formatTable(data, properties, core.optionsFor(1)));
  },
};

methods.groupCollapsed = methods.group!;
