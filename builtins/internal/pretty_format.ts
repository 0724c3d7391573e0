/**
 * Values as text for snapshots and messages of assertions: what the package pretty-format prints, to the letter,
 * since snapshot files are made of it (https://jestjs.io/docs/snapshot-testing, https://github.com/jestjs/jest).
 */
import {
  ArrayPrototypeIncludes, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSort, BigIntPrototypeToString,
  DatePrototypeToISOString, Error, ErrorPrototypeToString, MapPrototypeEntries, NumberIsNaN, ObjectGetOwnPropertyDescriptor,
  ObjectGetOwnPropertySymbols, ObjectIs, ObjectKeys, ObjectPrototypeToString, RegExpPrototypeToString, SetPrototypeValues, String,
  StringPrototypeRepeat, StringPrototypeReplace, SymbolPrototypeToString, TypeError, Uint8Array,
} from "internal/primordials";

export type Refs = object[];
export type CompareKeys = ((a: string, b: string) => number) | null | undefined;
export type Printer = (value: unknown, config: Config, indentation: string, depth: number, refs: Refs, hasCalledToJSON?: boolean) => string;

interface Style { open: string; close: string }
const kStyleNames = ["comment", "content", "prop", "tag", "value"] as const;
export type Colors = Record<(typeof kStyleNames)[number], Style>;

export interface NewPlugin {
  test(value: any): boolean;
  serialize(value: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string;
}
export interface OldPlugin {
  test(value: any): boolean;
  print(
    value: any, print: (value: unknown) => string, indent: (text: string) => string,
    options: { edgeSpacing: string; min: boolean; spacing: string }, colors: Colors): string;
}
export type Plugin = NewPlugin | OldPlugin;

/** The options as the printers need them. */
export interface Config {
  callToJSON: boolean;
  compareKeys: CompareKeys;
  colors: Colors;
  escapeRegex: boolean;
  escapeString: boolean;
  indent: string;
  maxDepth: number;
  maxWidth: number;
  min: boolean;
  plugins: readonly Plugin[];
  printBasicPrototype: boolean;
  printFunctionName: boolean;
  spacingInner: string;
  spacingOuter: string;
}

export interface FormatOptions {
  callToJSON?: boolean;
  compareKeys?: CompareKeys;
  escapeRegex?: boolean;
  escapeString?: boolean;
  highlight?: boolean;
  indent?: number;
  maxDepth?: number;
  maxWidth?: number;
  min?: boolean;
  plugins?: readonly Plugin[];
  printBasicPrototype?: boolean;
  printFunctionName?: boolean;
  theme?: Partial<Record<(typeof kStyleNames)[number], string>>;
}

export const defaultOptions = {
  callToJSON: true,
  compareKeys: undefined,
  escapeRegex: false,
  escapeString: true,
  highlight: false,
  indent: 2,
  maxDepth: Infinity,
  maxWidth: Infinity,
  min: false,
  plugins: [] as Plugin[],
  printBasicPrototype: true,
  printFunctionName: true,
  theme: { comment: "gray", content: "reset", prop: "yellow", tag: "cyan", value: "green" },
} as const;

/** What a theme may name: the codes of select graphic rendition that turn a style on and off. */
const kStyles: Record<string, readonly [on: number, off: number]> = {
  __proto__: null as any,
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], overline: [53, 55], inverse: [7, 27],
  hidden: [8, 28], strikethrough: [9, 29],
  black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39],
  blackBright: [90, 39], gray: [90, 39], grey: [90, 39], redBright: [91, 39], greenBright: [92, 39], yellowBright: [93, 39],
  blueBright: [94, 39], magentaBright: [95, 39], cyanBright: [96, 39], whiteBright: [97, 39],
  bgBlack: [40, 49], bgRed: [41, 49], bgGreen: [42, 49], bgYellow: [43, 49], bgBlue: [44, 49], bgMagenta: [45, 49], bgCyan: [46, 49],
  bgWhite: [47, 49], bgBlackBright: [100, 49], bgGray: [100, 49], bgGrey: [100, 49], bgRedBright: [101, 49], bgGreenBright: [102, 49],
  bgYellowBright: [103, 49], bgBlueBright: [104, 49], bgMagentaBright: [105, 49], bgCyanBright: [106, 49], bgWhiteBright: [107, 49],
} as any;

/** A fault of a plugin, with its own stack. */
class PrettyFormatPluginError extends Error {
  constructor(message: string, stack: string | undefined) {
    super(message);
    (this as any).stack = stack;
    this.name = this.constructor.name;
  }
}

function nameOf(value: any): string {
  return (typeof value.constructor === "function" && value.constructor.name) || "Object";
}

function isWindow(value: unknown): boolean {
  return typeof (globalThis as any).window !== "undefined" && value === (globalThis as any).window;
}

function printFunction(fn: any, printFunctionName: boolean): string {
  return printFunctionName ? `[Function ${fn.name || "anonymous"}]` : "[Function]";
}

function printSymbol(symbol: unknown): string {
  return SymbolPrototypeToString(symbol);
}

function printError(error: unknown): string {
  return `[${ErrorPrototypeToString(error)}]`;
}

/** What needs no look inside; null for the rest. */
function printBasic(value: any, printFunctionName: boolean, escapeRegex: boolean, escapeString: boolean): string | null {
  if (value === true || value === false) return `${value}`;
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  switch (typeof value) {
    case "number": return ObjectIs(value, -0) ? "-0" : String(value);
    case "bigint": return `${BigIntPrototypeToString(value)}n`;
    case "string": return escapeString ? `"${StringPrototypeReplace(value, /"|\\/g, "\\$&")}"` : `"${value}"`;
    case "function": return printFunction(value, printFunctionName);
    case "symbol": return printSymbol(value);
  }
  switch (ObjectPrototypeToString(value)) {
    case "[object Promise]": return "Promise {}";
    case "[object WeakMap]": return "WeakMap {}";
    case "[object WeakSet]": return "WeakSet {}";
    case "[object Function]": case "[object GeneratorFunction]": return printFunction(value, printFunctionName);
    case "[object Symbol]": return printSymbol(value);
    case "[object Date]": return NumberIsNaN(+value) ? "Date { NaN }" : DatePrototypeToISOString(value);
    case "[object Error]": return printError(value);
    case "[object RegExp]": {
      const text = RegExpPrototypeToString(value);
      return escapeRegex ? StringPrototypeReplace(text, /[$()*+.?[\\\]^{|}]/g, "\\$&") : text;
    }
  }
  return value instanceof Error ? printError(value) : null;
}

/** Other typed arrays print as objects do, by their keys. */
function isListType(type: string): boolean {
  switch (type) {
    case "[object Array]": case "[object ArrayBuffer]": case "[object DataView]":
    case "[object Float32Array]": case "[object Float64Array]": case "[object Int8Array]": case "[object Int16Array]":
    case "[object Int32Array]": case "[object Uint8Array]": case "[object Uint8ClampedArray]": case "[object Uint16Array]":
    case "[object Uint32Array]": return true;
    default: return false;
  }
}

function printComplex(value: any, config: Config, indentation: string, depth: number, refs: Refs, hasCalledToJSON = false): string {
  if (ArrayPrototypeIncludes(refs, value)) return "[Circular]";
  refs = ArrayPrototypeSlice(refs);
  ArrayPrototypePush(refs, value);
  const hitMaxDepth = ++depth > config.maxDepth;
  const { min } = config;
  if (config.callToJSON && !hitMaxDepth && value.toJSON && typeof value.toJSON === "function" && !hasCalledToJSON)
    return printValue(value.toJSON(), config, indentation, depth, refs, true);
  const type = ObjectPrototypeToString(value);
  if (type === "[object Arguments]") {
    return hitMaxDepth ? "[Arguments]" : `${min ? "" : "Arguments "}[${printListItems(value, config, indentation, depth, refs, printValue)}]`;
  }
  if (isListType(type)) {
    const name = value.constructor.name;
    if (hitMaxDepth) return `[${name}]`;
    const prefix = min || (!config.printBasicPrototype && name === "Array") ? "" : `${name} `;
    return `${prefix}[${printListItems(value, config, indentation, depth, refs, printValue)}]`;
  }
  if (type === "[object Map]") {
    if (hitMaxDepth) return "[Map]";
    return `Map {${printIteratorEntries(MapPrototypeEntries(value), config, indentation, depth, refs, printValue, " => ")}}`;
  }
  if (type === "[object Set]") {
    return hitMaxDepth ? "[Set]" : `Set {${printIteratorValues(SetPrototypeValues(value), config, indentation, depth, refs, printValue)}}`;
  }
  if (hitMaxDepth || isWindow(value)) return `[${nameOf(value)}]`;
  const name = nameOf(value);
  const prefix = min || (!config.printBasicPrototype && name === "Object") ? "" : `${name} `;
  return `${prefix}{${printObjectProperties(value, config, indentation, depth, refs, printValue)}}`;
}

/** One separated item after another, between the opening and the closing line break. */
class ItemList {
  readonly #config: Config;
  readonly #indentation: string;
  readonly inner: string;
  #text = "";
  #count = 0;

  constructor(config: Config, indentation: string) {
    this.#config = config;
    this.#indentation = indentation;
    this.inner = indentation + config.indent;
  }

  /** False once there are as many as may be shown. The item's text is made only after that is known. */
  begin(isLimited: boolean): boolean {
    const config = this.#config;
    this.#text += (this.#count === 0 ? config.spacingOuter : `,${config.spacingInner}`) + this.inner;
    if (this.#count++ < config.maxWidth || !isLimited) return true;
    this.#text += "…";
    return false;
  }

  add(text: string): void {
    this.#text += text;
  }

  end(isWhole: boolean): string {
    if (this.#count === 0) return "";
    const { min, spacingOuter } = this.#config;
    return `${this.#text}${min || !isWhole ? "" : ","}${spacingOuter}${this.#indentation}`;
  }
}

/** Entries of a Map, without the braces; `separator` stands between key and value. */
export function printIteratorEntries(
  iterator: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer, separator = ": "): string {
  const list = new ItemList(config, indentation);
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    if (!list.begin(true)) return list.end(false);
    list.add(printer(step.value[0], config, list.inner, depth, refs) + separator + printer(step.value[1], config, list.inner, depth, refs));
  }
  return list.end(true);
}

/** Values of an iterator, without the braces. */
export function printIteratorValues(iterator: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
  const list = new ItemList(config, indentation);
  for (let step = iterator.next(); !step.done; step = iterator.next()) {
    if (!list.begin(true)) return list.end(false);
    list.add(printer(step.value, config, list.inner, depth, refs));
  }
  return list.end(true);
}

function bytesOf(items: any): any {
  const type = ObjectPrototypeToString(items);
  if (type === "[object ArrayBuffer]") return new Uint8Array(items);
  return type === "[object DataView]" ? new Uint8Array(items.buffer, items.byteOffset, items.byteLength) : items;
}

/** Items of an array or of what looks like one, without the brackets. Holes are empty; buffers show their bytes. */
export function printListItems(items: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
  const list = new ItemList(config, indentation);
  items = bytesOf(items);
  for (let i = 0; i < items.length; i++) {
    if (!list.begin(true)) return list.end(false);
    if (i in items) list.add(printer(items[i], config, list.inner, depth, refs));
  }
  return list.end(true);
}

function sortedKeys(object: object, compareKeys: CompareKeys): PropertyKey[] {
  const names = ObjectKeys(object);
  const keys: PropertyKey[] = compareKeys === null ? names : ArrayPrototypeSort(names, compareKeys);
  const symbols = ObjectGetOwnPropertySymbols(object);
  for (let i = 0; i < symbols.length; i++)
    if (ObjectGetOwnPropertyDescriptor(object, symbols[i]!)!.enumerable) ArrayPrototypePush(keys, symbols[i]!);
  return keys;
}

/** Properties of an object, sorted, without the braces. */
export function printObjectProperties(object: any, config: Config, indentation: string, depth: number, refs: Refs, printer: Printer): string {
  const list = new ItemList(config, indentation);
  const keys = sortedKeys(object, config.compareKeys);
  for (let i = 0; i < keys.length; i++) {
    list.begin(false);
    list.add(`${printer(keys[i], config, list.inner, depth, refs)}: ${printer(object[keys[i]!], config, list.inner, depth, refs)}`);
  }
  return list.end(true);
}

function isNewPlugin(plugin: any): plugin is NewPlugin {
  return plugin.serialize != null;
}

function printWithOldPlugin(plugin: OldPlugin, value: unknown, config: Config, indentation: string, depth: number, refs: Refs): string {
  const print = (child: unknown) => printValue(child, config, indentation, depth, refs);
  const indent = (text: string) => {
    const inner = indentation + config.indent;
    return inner + StringPrototypeReplace(text, /\n/g, () => `\n${inner}`);
  };
  const options = { edgeSpacing: config.spacingOuter, min: config.min, spacing: config.spacingInner };
  return plugin.print(value, print, indent, options, config.colors);
}

function printPlugin(plugin: Plugin, value: unknown, config: Config, indentation: string, depth: number, refs: Refs): string {
  let text: unknown;
  try {
    text = isNewPlugin(plugin)
      ? plugin.serialize(value, config, indentation, depth, refs, printValue)
      : printWithOldPlugin(plugin, value, config, indentation, depth, refs);
  } catch (error: any) {
    throw new PrettyFormatPluginError(error.message, error.stack);
  }
  if (typeof text !== "string")
    throw new TypeError(`pretty-format: Plugin must return type "string" but instead returned "${typeof text}".`);
  return text;
}

function findPlugin(plugins: readonly Plugin[], value: unknown): Plugin | null {
  for (let i = 0; i < plugins.length; i++) {
    try {
      if (plugins[i]!.test(value)) return plugins[i]!;
    } catch (error: any) {
      throw new PrettyFormatPluginError(error.message, error.stack);
    }
  }
  return null;
}

function printValue(value: unknown, config: Config, indentation: string, depth: number, refs: Refs, hasCalledToJSON?: boolean): string {
  const plugin = findPlugin(config.plugins, value);
  if (plugin !== null) return printPlugin(plugin, value, config, indentation, depth, refs);
  return printBasic(value, config.printFunctionName, config.escapeRegex, config.escapeString)
    ?? printComplex(value, config, indentation, depth, refs, hasCalledToJSON);
}

function validate(options: any): void {
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++)
    if (!(keys[i]! in defaultOptions)) throw new Error(`pretty-format: Unknown option "${keys[i]}".`);
  if (options.min && options.indent !== undefined && options.indent !== 0)
    throw new Error('pretty-format: Options "min" and "indent" cannot be used together.');
  if (options.theme === undefined) return;
  if (options.theme === null) throw new Error('pretty-format: Option "theme" must not be null.');
  if (typeof options.theme !== "object")
    throw new Error(`pretty-format: Option "theme" must be of type "object" but instead received "${typeof options.theme}".`);
}

function themeColors(options: FormatOptions): Colors {
  const colors = {} as Colors;
  for (let i = 0; i < kStyleNames.length; i++) {
    const key = kStyleNames[i]!;
    if (!options.highlight) {
      colors[key] = { open: "", close: "" };
      continue;
    }
    const value = options.theme && options.theme[key] !== undefined ? options.theme[key]! : defaultOptions.theme[key];
    const style = kStyles[value];
    if (style === undefined) throw new Error(`pretty-format: Option "theme" has a key "${key}" whose value "${value}" is undefined in ansi-styles.`);
    colors[key] = { open: `\x1b[${style[0]}m`, close: `\x1b[${style[1]}m` };
  }
  return colors;
}

function configOf(options: FormatOptions): Config {
  const min = options.min ?? false;
  return {
    callToJSON: options.callToJSON ?? true,
    colors: themeColors(options),
    compareKeys: typeof options.compareKeys === "function" || options.compareKeys === null ? options.compareKeys : undefined,
    escapeRegex: options.escapeRegex ?? false,
    escapeString: options.escapeString ?? true,
    indent: min ? "" : StringPrototypeRepeat(" ", options.indent ?? 2),
    maxDepth: options.maxDepth ?? Infinity,
    maxWidth: options.maxWidth ?? Infinity,
    min,
    plugins: options.plugins ?? defaultOptions.plugins,
    printBasicPrototype: options.printBasicPrototype ?? true,
    printFunctionName: options.printFunctionName ?? true,
    spacingInner: min ? " " : "\n",
    spacingOuter: min ? "" : "\n",
  };
}

/**
 * @param options `indent` counts spaces; `maxDepth` levels; `maxWidth` items a level. The first plugin whose `test`
 *     is true prints a value, at any depth.
 * @throws An Error for an option that does not exist or does not fit; whatever a plugin throws.
 */
export function format(value: unknown, options?: FormatOptions): string {
  if (options) validate(options);
  return printValue(value, configOf(options ?? {}), "", 0, []);
}
