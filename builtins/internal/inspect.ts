// util.inspect: any value as text, in Node's format. https://nodejs.org/api/util.html#utilinspectobject-options
//
// formatValue settles primitives, proxies, custom inspection and cycles; formatObject finds out what the object is
// (`describe`: its name, braces, own text and formatter of entries), formats what it holds and lays it out.
// Nothing here runs code of the inspected object, but for custom inspection, toStringTag and getters on request.

import {
  ArrayPrototypeIncludes, ArrayPrototypePop, ArrayPrototypePush, ArrayPrototypeSlice, ArrayPrototypeSort,
  ArrayPrototypeSplice, ArrayPrototypeUnshift, BigIntPrototypeValueOf, BooleanPrototypeValueOf, DatePrototypeGetTime,
  DatePrototypeToISOString, DatePrototypeToString, Error, FunctionPrototypeCall, MapPrototypeGetSize, Number, NumberIsNaN,
  NumberPrototypeValueOf, Object, ObjectAssign, ObjectDefineProperty, ObjectGetPrototypeOf, ObjectKeys,
  ObjectPrototypeHasOwnProperty, ObjectSeal, ObjectSetPrototypeOf, RegExp, RegExpPrototypeToString, SafeMap,
  SetPrototypeGetSize, StringPrototypeRepeat, StringPrototypeReplaceAll, StringPrototypeSlice, StringPrototypeToLowerCase,
  StringPrototypeValueOf, SymbolFor, SymbolIterator, SymbolPrototypeValueOf, TypedArrayPrototypeGetLength,
  TypedArrayPrototypeGetSymbolToStringTag,
} from "internal/primordials";
import { isStackOverflowError } from "internal/errors";
import { validateObject } from "internal/validators";
import { binding, kinds } from "internal/util_binding";
import { isTooDeep, type Context, type InspectOptions, type Style } from "internal/inspect_context";
import { colors, styles } from "internal/inspect_styles";
import { constructorNameOf, keysOf, plainPrefixOf, prefixOf, tagOf } from "internal/inspect_names";
import { formatListProperty, formatProperty } from "internal/inspect_property";
import { formatNumber, formatPrimitive } from "internal/inspect_primitive";
import { kListLayout, kObjectLayout, layOut } from "internal/inspect_layout";
import {
  formatArray, formatArrayBuffer, formatCollection, formatEntryIterator, formatNamespace, formatPromise,
  formatTypedArray, formatValueIterator, unknownItems,
} from "internal/inspect_entries";

export type { InspectOptions } from "internal/inspect_context";

export const customInspectSymbol = SymbolFor("nodejs.util.inspect.custom");

export const defaultOptions: InspectOptions = ObjectSeal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
}) as InspectOptions;

export function stylizeNoColor(text: string): string {
  return text;
}

function stylizeWithColor(text: string, style: Style): string {
  const name = (inspect.styles as any)[style];
  const codes = name === undefined ? undefined : (inspect.colors as any)[name];
  return codes === undefined ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`;
}

function makeContext(): Context {
  const defaults = defaultOptions;
  return {
    showHidden: defaults.showHidden,
    depth: defaults.depth,
    colors: defaults.colors,
    customInspect: defaults.customInspect,
    showProxy: defaults.showProxy,
    maxArrayLength: defaults.maxArrayLength,
    maxStringLength: defaults.maxStringLength,
    breakLength: defaults.breakLength,
    compact: defaults.compact,
    sorted: defaults.sorted,
    getters: defaults.getters,
    numericSeparator: defaults.numericSeparator,
    stylize: stylizeNoColor,
    userOptions: undefined,
    indentation: 0,
    seen: [],
    currentDepth: 0,
    circular: undefined,
    budget: {},
    formatValue,
  };
}

function applyOptions(ctx: Context, options: any): void {
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    if (key === "stylize" || ObjectPrototypeHasOwnProperty(defaultOptions, key)) (ctx as any)[key] = options[key];
    else ctx.userOptions = options;
  }
}

/**
 * The text of a value. The second argument is an object of options, or Node's older `showHidden`, followed by
 * `depth` and `colors`.
 */
export function inspect(
  value: unknown, options?: Partial<InspectOptions> | boolean | null, ...legacy: [depth?: number | null, colors?: boolean]): string {
  const ctx = makeContext();
  if (legacy[0] !== undefined) ctx.depth = legacy[0];
  if (legacy[1] !== undefined) ctx.colors = legacy[1];
  if (typeof options === "boolean") ctx.showHidden = options;
  else if (options) applyOptions(ctx, options);
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0);
}

inspect.custom = customInspectSymbol;
inspect.colors = colors;
inspect.styles = styles;
ObjectDefineProperty(inspect, "defaultOptions", {
  __proto__: null,
  get() {
    require("internal/console").formatState.mayHaveNewDefaults = true;
    return defaultOptions;
  },
  set(options: Partial<InspectOptions>) {
    validateObject(options, "options");
    require("internal/console").formatState.mayHaveNewDefaults = true;
    ObjectAssign(defaultOptions, options);
  },
} as any);

/** What custom inspection gets as its options: ours, then those we do not know. */
function optionsForCustom(ctx: Context, isForeign: boolean): any {
  const options: any = {
    stylize: ctx.stylize, showHidden: ctx.showHidden, depth: ctx.depth, colors: ctx.colors,
    customInspect: ctx.customInspect, showProxy: ctx.showProxy, maxArrayLength: ctx.maxArrayLength,
    maxStringLength: ctx.maxStringLength, breakLength: ctx.breakLength, compact: ctx.compact, sorted: ctx.sorted,
    getters: ctx.getters, numericSeparator: ctx.numericSeparator, ...ctx.userOptions,
  };
  if (!isForeign) return options;
  // An object of another realm, or behind a proxy, is handed nothing that leads back into this realm.
  ObjectSetPrototypeOf(options, null);
  const keys = ObjectKeys(options);
  for (let i = 0; i < keys.length; i++) {
    const option = options[keys[i]!];
    if (option !== null && (typeof option === "object" || typeof option === "function")) delete options[keys[i]!];
  }
  options.stylize = ObjectSetPrototypeOf((text: string, style: Style) => `${ctx.stylize(text, style)}`, null);
  return options;
}

function indentLines(ctx: Context, text: string): string {
  if (ctx.indentation === 0) return text;
  return StringPrototypeReplaceAll(text, "\n", `\n${StringPrototypeRepeat(" ", ctx.indentation)}` as any);
}

/** Undefined if the object has no inspection of its own, or it gave the object back. */
function formatCustom(ctx: Context, target: any, original: object, depth: number): string | undefined {
  const custom = target[customInspectSymbol];
  if (typeof custom !== "function" || custom === inspect) return undefined;
  // A prototype that defines inspection for its instances is not one of them.
  if (target.constructor?.prototype === target) return undefined;
  const isForeign = target !== original || !(original instanceof Object);
  const remaining = ctx.depth === null ? null : ctx.depth - depth;
  const result = FunctionPrototypeCall(custom, original, remaining, optionsForCustom(ctx, isForeign), inspect);
  if (result === original) return undefined;
  return typeof result === "string" ? indentLines(ctx, result) : formatValue(ctx, result, depth);
}

function formatProxy(ctx: Context, target: object, handler: object, depth: number): string {
  if (isTooDeep(ctx, depth)) return ctx.stylize("Proxy [Array]", "special");
  ctx.indentation += 2;
  const parts = [formatValue(ctx, target, depth + 1), formatValue(ctx, handler, depth + 1)];
  ctx.indentation -= 2;
  return layOut(ctx, parts, "", "Proxy [", "]", kListLayout, depth + 1);
}

function formatCircular(ctx: Context, value: object): string {
  const circular = ctx.circular ??= new SafeMap<object, number>();
  let index = circular.get(value);
  if (index === undefined) circular.set(value, index = circular.size + 1);
  return ctx.stylize(`[Circular *${index}]`, "special");
}

/** `depth` counts from the value that inspect was called with. */
function formatValue(ctx: Context, value: unknown, depth: number, insideView = false): string {
  if ((typeof value !== "object" && typeof value !== "function") || value === null)
    return formatPrimitive(ctx.stylize, value, ctx);
  const original = value;
  let object: object = value;
  let kind = binding.kindOf(object);
  while (kind === kinds.Proxy) {
    const { 0: target, 1: handler } = binding.proxyDetails(object);
    if (target === null) return ctx.stylize("<Revoked Proxy>", "special");
    if (ctx.showProxy) return formatProxy(ctx, target, handler!, depth);
    object = target;
    kind = binding.kindOf(object);
  }
  if (ctx.customInspect) {
    const text = formatCustom(ctx, object, original, depth);
    if (text !== undefined) return text;
  }
  if (ArrayPrototypeIncludes(ctx.seen, object)) return formatCircular(ctx, object);
  return formatObject(ctx, object, kind, depth, insideView);
}

/** What an object looks like from outside. */
interface Face {
  name: string | null;
  tag: string;
  /** Properties to list. */
  keys: PropertyKey[];
  /** Text in front of the brace, which stands alone when there is nothing to list. */
  base: string;
  open: string;
  close: string;
  layout: number;
  /** Formats what the object holds besides its properties. */
  entries: ((ctx: Context, value: any, depth: number) => string[]) | undefined;
  /** What is shown when there are neither entries nor properties. */
  whenEmpty: string | undefined;
  /** Properties of user-defined prototypes, with showHidden. */
  hidden: string[] | undefined;
}

function makeFace(name: string | null, tag: string, hidden: string[] | undefined): Face {
  return {
    name, tag, keys: [], base: "", open: "{", close: "}", layout: kObjectLayout, entries: undefined,
    whenEmpty: undefined, hidden,
  };
}

function describeArray(ctx: Context, value: any[], face: Face): void {
  const isPlain = face.name === "Array" && face.tag === "";
  face.open = `${isPlain ? "" : prefixOf(face.name, face.tag, "Array", `(${value.length})`)}[`;
  face.close = "]";
  face.keys = binding.ownNonIndexKeys(value, !ctx.showHidden);
  face.layout = kListLayout;
  face.entries = formatArray;
  if (value.length === 0) face.whenEmpty = `${face.open}]`;
}

function describeTypedArray(ctx: Context, value: any, face: Face): void {
  const type = TypedArrayPrototypeGetSymbolToStringTag(value) as string;
  const length = TypedArrayPrototypeGetLength(value) as number;
  face.open = `${prefixOf(face.name, face.tag, face.name === null ? type : "", `(${length})`)}[`;
  face.close = "]";
  face.keys = binding.ownNonIndexKeys(value, !ctx.showHidden);
  face.layout = kListLayout;
  face.entries = formatTypedArray;
  if (length === 0 && !ctx.showHidden) face.whenEmpty = `${face.open}]`;
}

function describeCollection(ctx: Context, value: object, face: Face, type: "Map" | "Set"): void {
  const size = type === "Map" ? MapPrototypeGetSize(value) : SetPrototypeGetSize(value);
  face.open = `${prefixOf(face.name, face.tag, type, `(${size})`)}{`;
  face.keys = keysOf(value, ctx.showHidden);
  face.entries = formatCollection;
  if (size === 0) face.whenEmpty = `${face.open}}`;
}

function describeIterator(ctx: Context, value: object, face: Face, type: "Map" | "Set"): void {
  const keyed = binding.previewEntries(value, 0)[1];
  const own = `${type} ${keyed ? "Entries" : "Iterator"}`;
  const tag = face.tag === `${type} Iterator` || face.tag === "" ? own : `${face.tag}] [${own}`;
  face.open = `[${tag}] {`;
  face.keys = keysOf(value, ctx.showHidden);
  face.entries = keyed ? formatEntryIterator : formatValueIterator;
}

/** Arrays, typed arrays, Map, Set and their iterators; false for the rest, and for those whose prototype can't iterate. */
function describeIterable(ctx: Context, value: any, kind: number, face: Face): boolean {
  if (face.name !== null && !(SymbolIterator in value)) return false;
  switch (kind) {
    case kinds.Array: describeArray(ctx, value, face); return true;
    case kinds.Set: describeCollection(ctx, value, face, "Set"); return true;
    case kinds.Map: describeCollection(ctx, value, face, "Map"); return true;
    case kinds.TypedArray: describeTypedArray(ctx, value, face); return true;
    case kinds.MapIterator: describeIterator(ctx, value, face, "Map"); return true;
    case kinds.SetIterator: describeIterator(ctx, value, face, "Set"); return true;
    default: return false;
  }
}

function describePlain(value: object, kind: number, face: Face): void {
  if (kind === kinds.Arguments) face.open = "[Arguments] {";
  else if (face.tag !== "") face.open = `${prefixOf(face.name, face.tag, "Object")}{`;
  face.whenEmpty = `${face.open}}`;
}

function describeRegExp(ctx: Context, value: any, face: Face, depth: number): string | undefined {
  const text = RegExpPrototypeToString(face.name !== null ? value : new RegExp(value));
  const prefix = prefixOf(face.name, face.tag, "RegExp");
  face.base = prefix === "RegExp " ? text : `${prefix}${text}`;
  face.whenEmpty = ctx.stylize(face.base, "regexp");
  return isTooDeep(ctx, depth) ? face.whenEmpty : undefined;
}

function describeDate(ctx: Context, value: any, face: Face): void {
  const text = NumberIsNaN(DatePrototypeGetTime(value)) ? DatePrototypeToString(value) : DatePrototypeToISOString(value);
  const prefix = prefixOf(face.name, face.tag, "Date");
  face.base = prefix === "Date " ? text : `${prefix}${text}`;
  face.whenEmpty = ctx.stylize(face.base, "date");
}

function describeError(ctx: Context, value: any, face: Face): void {
  face.base = require("internal/inspect_error").formatError(ctx, value, face.name, face.tag, face.keys);
  face.whenEmpty = face.base;
}

function describeArrayBuffer(
  ctx: Context, value: ArrayBuffer, face: Face, type: string, insideView: boolean): string | undefined {
  const prefix = prefixOf(face.name, face.tag, type);
  if (insideView && face.keys.length === 0 && face.hidden === undefined)
    return `${prefix}{ byteLength: ${formatNumber(ctx.stylize, value.byteLength, false)} }`;
  if (!insideView) face.entries = formatArrayBuffer;
  face.open = `${prefix}{`;
  ArrayPrototypeUnshift(face.keys, "byteLength");
  return undefined;
}

function describeBoxed(ctx: Context, value: any, face: Face, type: string, primitive: unknown): void {
  // A String object's characters are its keys, and its text shows them already.
  if (type === "String") ArrayPrototypeSplice(face.keys, 0, (primitive as string).length);
  let base = `[${type}`;
  if (face.name === null) base += " (null prototype)";
  else if (face.name !== type) base += ` (${face.name})`;
  base += `: ${formatPrimitive(stylizeNoColor, primitive, ctx)}]`;
  if (face.tag !== "" && face.tag !== face.name) base += ` [${face.tag}]`;
  face.base = base;
  face.whenEmpty = ctx.stylize(base, StringPrototypeToLowerCase(type) as Style);
}

function describeWith(face: Face, fallback: string, entries: Face["entries"]): void {
  face.open = `${prefixOf(face.name, face.tag, fallback)}{`;
  face.entries = entries;
}

function describeNamespace(face: Face): void {
  const keys = face.keys;
  face.keys = [];
  describeWith(face, "Module", (ctx, value, depth) => formatNamespace(ctx, value, depth, keys));
}

function describeOther(value: object, face: Face): void {
  const prefix = plainPrefixOf(value, face.name, face.tag);
  face.whenEmpty = `${prefix}{}`;
  face.open = `${prefix}{`;
}

/** Fills the face; gives text back when that is all there is to show. */
function describe(ctx: Context, value: any, kind: number, face: Face, depth: number, insideView: boolean): string | undefined {
  if (describeIterable(ctx, value, kind, face)) return undefined;
  face.keys = keysOf(value, ctx.showHidden);
  if (typeof value === "function") {
    face.base = require("internal/inspect_function").functionBase(value, face.name, face.tag);
    face.whenEmpty = ctx.stylize(face.base, "special");
    return undefined;
  }
  if (face.name === "Object") return describePlain(value, kind, face), undefined;
  switch (kind) {
    case kinds.RegExp: return describeRegExp(ctx, value, face, depth);
    case kinds.Date: return describeDate(ctx, value, face), undefined;
    case kinds.Error: return describeError(ctx, value, face), undefined;
    case kinds.ArrayBuffer: return describeArrayBuffer(ctx, value, face, "ArrayBuffer", insideView);
    case kinds.SharedArrayBuffer: return describeArrayBuffer(ctx, value, face, "SharedArrayBuffer", insideView);
    case kinds.DataView:
      face.open = `${prefixOf(face.name, face.tag, "DataView")}{`;
      ArrayPrototypeUnshift(face.keys, "byteLength", "byteOffset", "buffer");
      return undefined;
    case kinds.Promise: return describeWith(face, "Promise", formatPromise), undefined;
    // What a weak collection still holds is chance, and listing it would keep it alive.
    case kinds.WeakSet: return describeWith(face, "WeakSet", unknownItems), undefined;
    case kinds.WeakMap: return describeWith(face, "WeakMap", unknownItems), undefined;
    case kinds.Namespace: return describeNamespace(face), undefined;
    case kinds.NumberObject: return describeBoxed(ctx, value, face, "Number", NumberPrototypeValueOf(value)), undefined;
    case kinds.StringObject: return describeBoxed(ctx, value, face, "String", StringPrototypeValueOf(value)), undefined;
    case kinds.BooleanObject: return describeBoxed(ctx, value, face, "Boolean", BooleanPrototypeValueOf(value)), undefined;
    case kinds.BigIntObject: return describeBoxed(ctx, value, face, "BigInt", BigIntPrototypeValueOf(value)), undefined;
    case kinds.SymbolObject: return describeBoxed(ctx, value, face, "Symbol", SymbolPrototypeValueOf(value)), undefined;
    default:
      if (value instanceof Error) describeError(ctx, value, face);
      else describeOther(value, face);
      return undefined;
  }
}

function formatTooDeep(ctx: Context, value: object, face: Face): string {
  const name = StringPrototypeSlice(plainPrefixOf(value, face.name, face.tag), 0, -1);
  return ctx.stylize(face.name === null ? name : `[${name}]`, "special");
}

function formatContents(ctx: Context, value: any, face: Face, depth: number): string[] {
  const output = face.entries === undefined ? [] : face.entries(ctx, value, depth);
  const formatKey = face.layout === kListLayout ? formatListProperty : formatProperty;
  for (let i = 0; i < face.keys.length; i++) ArrayPrototypePush(output, formatKey(ctx, value, depth, face.keys[i]!));
  const hidden = face.hidden;
  if (hidden !== undefined) for (let i = 0; i < hidden.length; i++) ArrayPrototypePush(output, hidden[i]!);
  return output;
}

function sortContents(ctx: Context, output: string[], face: Face): void {
  const compare = ctx.sorted === true ? undefined : ctx.sorted as (a: string, b: string) => number;
  if (face.layout === kObjectLayout) {
    ArrayPrototypeSort(output, compare);
  } else if (face.keys.length > 1) {
    // Elements keep their order; what follows them is sorted.
    const start = output.length - face.keys.length;
    const sorted = ArrayPrototypeSort(ArrayPrototypeSlice(output, start) as string[], compare);
    for (let i = 0; i < sorted.length; i++) output[start + i] = sorted[i] as string;
  }
}

function markReference(ctx: Context, value: object, face: Face): void {
  const index = ctx.circular?.get(value);
  if (index === undefined) return;
  const reference = ctx.stylize(`<ref *${index}>`, "special");
  if (ctx.compact === true) face.open = `${reference} ${face.open}`;
  else face.base = face.base === "" ? reference : `${reference} ${face.base}`;
}

/** Past this many characters in one inspection, only the outermost level of what follows is shown. */
const kMaxBudget = 2 ** 27;

function formatObject(ctx: Context, value: object, kind: number, depth: number, insideView: boolean): string {
  const hidden: string[] | undefined = ctx.showHidden && !isTooDeep(ctx, depth) ? [] : undefined;
  const name = constructorNameOf(value, ctx, depth, hidden);
  const face = makeFace(name, tagOf(value, ctx), hidden?.length ? hidden : undefined);
  const text = describe(ctx, value, kind, face, depth, insideView);
  if (text !== undefined) return text;
  if (face.whenEmpty !== undefined && face.keys.length === 0 && face.hidden === undefined) return face.whenEmpty;
  if (isTooDeep(ctx, depth)) return formatTooDeep(ctx, value, face);

  const inner = depth + 1;
  const indentation = ctx.indentation;
  ArrayPrototypePush(ctx.seen, value);
  ctx.currentDepth = inner;
  let output: string[];
  try {
    output = formatContents(ctx, value, face, inner);
  } catch (error) {
    if (!isStackOverflowError(error)) throw error;
    ArrayPrototypePop(ctx.seen);
    ctx.indentation = indentation;
    const shown = StringPrototypeSlice(plainPrefixOf(value, face.name, face.tag), 0, -1);
    return ctx.stylize(`[${shown}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, "special");
  }
  markReference(ctx, value, face);
  ArrayPrototypePop(ctx.seen);
  if (ctx.sorted) sortContents(ctx, output, face);
  const result = layOut(ctx, output, face.base, face.open, face.close, face.layout, inner, value);
  const spent = (ctx.budget[ctx.indentation] ?? 0) + result.length;
  ctx.budget[ctx.indentation] = spent;
  if (spent > kMaxBudget) ctx.depth = -1;
  return result;
}
