// The global console: https://nodejs.org/api/console.html, https://console.spec.whatwg.org/
//
// Nearly every program logs, and most log plain text, so that way is short: no stream, no formatter and none of the
// rarer methods is loaded until it is needed. ConsoleCore is what a console does; the methods that programs see are
// faces on it, since each must work when it is taken off its object.

import {
  ObjectDefineProperty, ObjectHasOwn, ObjectIs, ReflectApply, StringPrototypeIncludes, StringPrototypeReplaceAll,
  SymbolToStringTag,
} from "internal/primordials";
import { binding, getMaterialisedStream, getStandardStream, writeText } from "internal/stdio";
import type { InspectOptions } from "internal/inspect_context";

/** Standard output or standard error. */
export type Target = 1 | 2;

/** Set once a program has got hold of inspect's default options: they may no longer be the defaults. */
export const formatState = { mayHaveNewDefaults: false };

/**
 * The text of arguments that need no formatter: strings without placeholders and, where nothing is coloured, other
 * primitives. Undefined if there are others.
 */
function plainText(args: unknown[], canBeColored: boolean): string | undefined {
  let text = "";
  for (let i = 0; i < args.length; i++) {
    const value = args[i];
    if (i > 0) text += " ";
    if (typeof value === "string") {
      if (i === 0 && args.length > 1 && StringPrototypeIncludes(value, "%")) return undefined;
      text += value;
    } else if (canBeColored || typeof value === "object" && value !== null || typeof value === "function" ||
               typeof value === "symbol" || ObjectIs(value, -0)) {
      return undefined;
    } else {
      text += typeof value === "bigint" ? `${value}n` : `${value}`;
    }
  }
  return text;
}

export abstract class ConsoleCore {
  indentation = "";
  indentationWidth = 2;
  /** Of console.count and console.time, by label. */
  counts: Map<string, number> | undefined;
  times: Map<string, [number, number]> | undefined;

  /** Writes what ends with a line feed. */
  abstract write(target: Target, text: string): void;
  abstract hasColors(target: Target): boolean;
  abstract hasOptions(): boolean;
  abstract optionsFor(target: Target): Partial<InspectOptions>;

  format(target: Target, args: unknown[]): string {
    const text = plainText(args, formatState.mayHaveNewDefaults || this.hasOptions() || needsColors(this, target, args));
    return text ?? require("internal/format").formatList(this.optionsFor(target), args);
  }

  printText(target: Target, text: string): void {
    if (this.indentation !== "") {
      text = StringPrototypeReplaceAll(text, "\n", `\n${this.indentation}` as any);
      text = `${this.indentation}${text}`;
    }
    this.write(target, `${text}\n`);
  }

  print(target: Target, args: unknown[]): void {
    this.printText(target, this.format(target, args));
  }
}

/** Text alone is never coloured, so whether there is a terminal need not be asked. */
function needsColors(core: ConsoleCore, target: Target, args: unknown[]): boolean {
  for (let i = 0; i < args.length; i++) if (typeof args[i] !== "string") return core.hasColors(target);
  return false;
}

function ignore(): void {}

/** Writes to a stream; an error there, now or later, is no reason to fail for a program that only wanted to log. */
export function writeQuietly(stream: any, text: string): void {
  try {
    if (stream.listenerCount?.("error") === 0) stream.once("error", ignore);
    stream.write(text, (error: unknown) => {
      if (error != null && stream.listenerCount?.("error") === 0) stream.once("error", ignore);
    });
  } catch (error) {
    // Recursion without end must not go unseen.
    if (require("internal/errors").isStackOverflowError(error)) throw error;
  } finally {
    stream.removeListener?.("error", ignore);
  }
}

export function isColored(stream: any): boolean {
  const { env } = require("node:process").default;
  if (env.FORCE_COLOR !== undefined) return require("internal/terminal_colors").getColorDepth(env) > 2;
  return Boolean(stream?.isTTY) && (typeof stream.getColorDepth !== "function" || stream.getColorDepth() > 2);
}

const kColored: Partial<InspectOptions> = { colors: true };
const kPlain: Partial<InspectOptions> = {};

/** What process.env says, without loading process. */
function readEnvironment(): Record<string, string | undefined> {
  const list = native("process").environment() as string[];
  const env: Record<string, string | undefined> = { __proto__: null as any };
  for (let i = 0; i < list.length; i += 2) env[list[i]!] = list[i + 1];
  return env;
}

/** Writes to the standard streams, and creates no stream for it. */
class StandardCore extends ConsoleCore {
  #colors: (boolean | undefined)[] = [undefined, undefined, undefined];

  /** What a program has put in the place of console._stdout and console._stderr. */
  replaced: unknown[] | undefined;

  write(target: Target, text: string): void {
    const replacement = this.replaced?.[target];
    if (replacement !== undefined) {
      writeQuietly(replacement as any, text);
      return;
    }
    const stream = getMaterialisedStream(target);
    const isUntouched = stream === undefined || (!ObjectHasOwn(stream, "write") && stream.writableCorked === 0 &&
      !stream.writableEnded && !stream.destroyed);
    if (isUntouched) writeText(target, text);
    else writeQuietly(stream, text);
  }

  hasColors(target: Target): boolean {
    return this.#colors[target] ??= this.#judgeColors(target);
  }

  #judgeColors(target: Target): boolean {
    const isForced = native("process").environmentVariable("FORCE_COLOR") !== undefined;
    if (!isForced && (binding as any).kind(target) !== "tty") return false;
    return require("internal/terminal_colors").getColorDepth(readEnvironment()) > 2;
  }

  hasOptions(): boolean {
    return false;
  }

  optionsFor(target: Target): Partial<InspectOptions> {
    return this.hasColors(target) ? kColored : kPlain;
  }
}

const core = new StandardCore();

type Method = (...args: any[]) => unknown;

/** A method that is loaded when it is first called; its name is what `name` says. */
export function lateMethod(name: string, consoleOf: (self: any) => [console: any, core: ConsoleCore]): Method {
  const method: Method = {
    [name](this: any, ...args: unknown[]) {
      const { 0: self, 1: its } = consoleOf(this);
      // Not a tail call: console.trace looks for this frame.
      const result = require("internal/console_methods").methods[name]({ console: self, core: its, method }, args);
      return result;
    },
  }[name]!;
  return method;
}

function late(name: string): Method {
  return lateMethod(name, standard);
}

function standard(): [any, ConsoleCore] {
  return [console, core];
}

export const console: Record<string, any> = {
  log(...args: unknown[]) { core.print(1, args); },
  warn(...args: unknown[]) { core.print(2, args); },
  dir: late("dir"),
  time: late("time"),
  timeEnd: late("timeEnd"),
  timeLog: late("timeLog"),
  trace: late("trace"),
  assert(condition?: unknown, ...args: unknown[]) { if (!condition) assertFailed(args); },
  clear: late("clear"),
  count: late("count"),
  countReset: late("countReset"),
  group: late("group"),
  groupEnd: late("groupEnd"),
  table: late("table"),
  debug(...args: unknown[]) { core.print(1, args); },
  info(...args: unknown[]) { core.print(1, args); },
  dirxml(...args: unknown[]) { core.print(1, args); },
  error(...args: unknown[]) { core.print(2, args); },
  groupCollapsed: late("groupCollapsed"),
  get Console() { return defineOwn("Console", require("internal/console_class").Console); },
  set Console(value: unknown) { defineOwn("Console", value); },
  // Of the inspector; without one they do nothing, as in Node.
  profile() {},
  profileEnd() {},
  timeStamp() {},
};

function assertFailed(args: unknown[]): void {
  args[0] = `Assertion failed${args.length === 0 ? "" : `: ${args[0]}`}`;
  ReflectApply(console.warn, console, args);
}

function defineOwn(name: string, value: unknown): unknown {
  ObjectDefineProperty(console, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true } as any);
  return value;
}

function defineStream(name: string, target: Target): void {
  ObjectDefineProperty(console, name, {
    __proto__: null, get: () => core.replaced?.[target] ?? getStandardStream(target), enumerable: false, configurable: true,
    set(stream: unknown) {
      (core.replaced ??= [])[target] = stream;
    },
  } as any);
}

defineStream("_stdout", 1);
defineStream("_stderr", 2);
ObjectDefineProperty(console, SymbolToStringTag, {
  __proto__: null, value: "console", writable: false, enumerable: false, configurable: true,
} as any);
