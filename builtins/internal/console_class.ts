// `new Console({ stdout, stderr, … })`: a console over streams of the program's choice.
// https://nodejs.org/api/console.html#class-console

import {
  FunctionPrototypeBind, ObjectDefineProperty, ObjectKeys, ReflectConstruct, Symbol, SymbolHasInstance, SymbolToStringTag, TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";
import { validateInteger, validateObject, validateOneOf } from "internal/validators";
import {
  console as globalConsole, ConsoleCore, isColored, lateMethod, type Target, writeQuietly,
} from "internal/console";
import type { InspectOptions } from "internal/inspect_context";

interface Options {
  stdout: any;
  stderr?: any;
  ignoreErrors?: boolean;
  colorMode?: boolean | "auto";
  inspectOptions?: Partial<InspectOptions>;
  groupIndentation?: number;
}

const kCore = Symbol("core");
const kMaxIndentation = 1000;

class StreamCore extends ConsoleCore {
  #console: any;
  #ignoresErrors: boolean;
  #colorMode: boolean | "auto";
  #options: Partial<InspectOptions> | undefined;

  constructor(console: any, options: Options) {
    super();
    this.#console = console;
    this.#ignoresErrors = Boolean(options.ignoreErrors ?? true);
    this.#colorMode = options.colorMode ?? "auto";
    this.#options = options.inspectOptions;
    this.indentationWidth = options.groupIndentation ?? 2;
  }

  #streamOf(target: Target): any {
    return target === 1 ? this.#console._stdout : this.#console._stderr;
  }

  write(target: Target, text: string): void {
    const stream = this.#streamOf(target);
    if (this.#ignoresErrors) writeQuietly(stream, text);
    else stream.write(text);
  }

  hasColors(target: Target): boolean {
    return this.#colorMode === "auto" ? isColored(this.#streamOf(target)) : this.#colorMode;
  }

  hasOptions(): boolean {
    return this.#options !== undefined;
  }

  optionsFor(target: Target): Partial<InspectOptions> {
    if (this.#options === undefined) return { colors: this.hasColors(target) };
    return this.#options.colors !== undefined ? this.#options : { ...this.#options, colors: this.hasColors(target) };
  }
}

function checkOptions(options: Options): void {
  if (typeof options.stdout?.write !== "function") throw new codes.ERR_CONSOLE_WRITABLE_STREAM("stdout");
  options.stderr ||= options.stdout;
  if (typeof options.stderr.write !== "function") throw new codes.ERR_CONSOLE_WRITABLE_STREAM("stderr");
  if (options.colorMode !== undefined) validateOneOf(options.colorMode, "colorMode", ["auto", true, false]);
  if (options.groupIndentation !== undefined)
    validateInteger(options.groupIndentation, "groupIndentation", 0, kMaxIndentation);
  if (options.inspectOptions === undefined) return;
  validateObject(options.inspectOptions, "options.inspectOptions");
  if (options.inspectOptions.colors !== undefined && options.colorMode !== undefined)
    throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR("options.inspectOptions.color", "colorMode");
}

function hide(object: object, key: PropertyKey, value: unknown, writable = true): void {
  ObjectDefineProperty(object, key, { __proto__: null, value, writable, enumerable: false, configurable: true } as any);
}

/** `Console(stdout, stderr, ignoreErrors)` or `Console(options)`, with or without `new`. */
export const Console: any = function Console(this: any, options: any, stderr?: any, ignoreErrors?: boolean): any {
  if (new.target === undefined) return ReflectConstruct(Console, [options, stderr, ignoreErrors]);
  const settings: Options = !options || typeof options.write === "function"
    ? { stdout: options, stderr, ignoreErrors } : { ...options };
  checkOptions(settings);
  // Methods are taken from the instance, so that a subclass's are bound as well.
  const names = ObjectKeys(Console.prototype);
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    this[name] = FunctionPrototypeBind(this[name], this);
    ObjectDefineProperty(this[name], "name", { __proto__: null, value: name } as any);
  }
  hide(this, "_stdout", settings.stdout);
  hide(this, "_stderr", settings.stderr);
  hide(this, kCore, new StreamCore(this, settings));
  hide(this, SymbolToStringTag, "console", false);
};

ObjectDefineProperty(Console, SymbolHasInstance, {
  __proto__: null,
  value(instance: any) { return instance === globalConsole || Boolean(instance?.[kCore]); },
} as any);

function coreOf(self: any): ConsoleCore {
  const core = self?.[kCore];
  if (core === undefined) throw new TypeError("A method of Console was called on an object that is not a Console");
  return core;
}

const printers = {
  log(this: any, ...args: unknown[]) { coreOf(this).print(1, args); },
  warn(this: any, ...args: unknown[]) { coreOf(this).print(2, args); },
};

const kLateNames = [
  "dir", "time", "timeEnd", "timeLog", "trace", "assert", "clear", "count", "countReset", "group", "groupCollapsed", "groupEnd", "table",
];

Console.prototype.log = printers.log;
Console.prototype.warn = printers.warn;
for (let i = 0; i < kLateNames.length; i++)
  Console.prototype[kLateNames[i]!] = lateMethod(kLateNames[i]!, (self) => [self, coreOf(self)]);
Console.prototype.debug = printers.log;
Console.prototype.info = printers.log;
Console.prototype.dirxml = printers.log;
Console.prototype.error = printers.warn;
