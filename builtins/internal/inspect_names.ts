// What an object is called: its constructor's name found through the prototype chain, its Symbol.toStringTag, and
// the keys that are listed.

import {
  ArrayIsArray, ArrayPrototype, ArrayPrototypeIndexOf, ArrayPrototypePop, ArrayPrototypePush, Function, FunctionPrototype,
  FunctionPrototypeSymbolHasInstance, Object, ObjectGetOwnPropertyDescriptor, ObjectGetOwnPropertyNames,
  ObjectGetOwnPropertySymbols, ObjectGetPrototypeOf, ObjectKeys, ObjectPrototype, ObjectPrototypeHasOwnProperty,
  ObjectPrototypePropertyIsEnumerable, ReflectOwnKeys, SafeSet, String, SymbolToStringTag,
} from "internal/primordials";
import { binding } from "internal/util_binding";
import { isTooDeep, type Context } from "internal/inspect_context";
import { formatProperty } from "internal/inspect_property";

/** Names of the language's constructors: what a prototype called so holds is no news. */
export const builtInNames: Set<string> = new SafeSet([
  "AggregateError", "Array", "ArrayBuffer", "AsyncDisposableStack", "BigInt", "BigInt64Array", "BigUint64Array",
  "Boolean", "DataView", "Date", "DisposableStack", "Error", "EvalError", "FinalizationRegistry", "Float16Array", "Float32Array",
  "Float64Array", "Function", "Int16Array", "Int32Array", "Int8Array", "Iterator", "Map", "Number", "Object", "Promise",
  "Proxy", "RangeError", "ReferenceError", "RegExp", "Set", "SharedArrayBuffer", "String", "SuppressedError", "Symbol",
  "SyntaxError", "TypeError", "URIError", "Uint16Array", "Uint32Array", "Uint8Array", "Uint8ClampedArray", "WeakMap",
  "WeakRef", "WeakSet",
]);

/** `value instanceof constructor`, but user code that throws there counts as a no. */
function isInstance(value: object, constructor: Function): boolean {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

/** The two prototypes whose `constructor` must be right even when a program changed it. */
function wellKnownName(object: object, value: object): string | undefined {
  if (object === ObjectPrototype && FunctionPrototypeSymbolHasInstance(Object, value)) return "Object";
  if (object === FunctionPrototype && FunctionPrototypeSymbolHasInstance(Function, value)) return "Function";
  return undefined;
}

/**
 * The name of the nearest constructor in the prototype chain, null if there is none. With `hidden`, what user-defined
 * prototypes on the way hold is formatted and added there.
 */
export function constructorNameOf(
  value: object, ctx: Context, depth: number, hidden: string[] | undefined): string | null {
  let firstPrototype: object | null | undefined;
  let object: object | null = value;
  while (object !== null) {
    const wellKnown = wellKnownName(object, value);
    if (wellKnown !== undefined) {
      if (hidden !== undefined && firstPrototype !== object)
        addPrototypeProperties(ctx, value, firstPrototype ?? value, depth, hidden);
      return wellKnown;
    }
    const constructor = ObjectGetOwnPropertyDescriptor(object, "constructor")?.value;
    if (typeof constructor === "function" && constructor.name !== "" && isInstance(value, constructor)) {
      if (hidden !== undefined && (firstPrototype !== object || !builtInNames.has(constructor.name)))
        addPrototypeProperties(ctx, value, firstPrototype ?? value, depth, hidden);
      return String(constructor.name);
    }
    object = ObjectGetPrototypeOf(object);
    if (firstPrototype === undefined) firstPrototype = object;
  }
  if (firstPrototype === null) return null;
  return nameOfOrphan(value, firstPrototype!, ctx, depth, hidden);
}

/** `Class <what its prototype is>`, for objects with a prototype but no constructor. */
function nameOfOrphan(
  value: object, prototype: object, ctx: Context, depth: number, hidden: string[] | undefined): string {
  const className = binding.className(value);
  if (isTooDeep(ctx, depth)) return `${className} <Complex prototype>`;
  const name = constructorNameOf(prototype, ctx, depth + 1, hidden);
  if (name !== null) return `${className} <${name}>`;
  const shallow = { ...ctx, customInspect: false, depth: -1, indentation: 0, seen: [], circular: undefined };
  return `${className} <${ctx.formatValue(shallow, prototype, 0)}>`;
}

/** More layers of prototypes than this are not looked into. */
const kMaxPrototypeLayers = 3;

function addPrototypeProperties(ctx: Context, main: object, object: object, depth: number, output: string[]): void {
  const listed: Set<PropertyKey> = new SafeSet<PropertyKey>();
  for (let layer = 0; layer < kMaxPrototypeLayers; layer++) {
    if (layer !== 0 || main === object) {
      const next = ObjectGetPrototypeOf(object);
      if (next === null) return;
      object = next;
      const constructor = ObjectGetOwnPropertyDescriptor(object, "constructor")?.value;
      if (typeof constructor === "function" && builtInNames.has(constructor.name)) return;
    }
    const keys = ReflectOwnKeys(object);
    ArrayPrototypePush(ctx.seen, main);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      const isShadowed = key === "constructor" || ObjectPrototypeHasOwnProperty(main, key) || listed.has(key);
      const descriptor = isShadowed ? undefined : ObjectGetOwnPropertyDescriptor(object, key);
      if (descriptor === undefined || typeof descriptor.value === "function") continue;
      const text = formatProperty(ctx, object, depth, key, descriptor, main);
      ArrayPrototypePush(output, ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ArrayPrototypePop(ctx.seen);
    for (let i = 0; i < keys.length; i++) listed.add(keys[i]!);
  }
}

/** The toStringTag, unless it is a listed property anyway. */
export function tagOf(value: any, ctx: Context): string {
  let tag: unknown;
  try {
    tag = value[SymbolToStringTag];
  } catch {
    // A getter for instances only, asked on the prototype.
  }
  if (typeof tag !== "string" || tag === "") return "";
  const isListed = ctx.showHidden
    ? ObjectPrototypeHasOwnProperty(value, SymbolToStringTag)
    : ObjectPrototypePropertyIsEnumerable(value, SymbolToStringTag);
  return isListed ? "" : tag;
}

/** `Name(size) [tag] ` as it stands in front of an opening brace, with the space. */
export function prefixOf(name: string | null, tag: string, fallback: string, size = ""): string {
  if (name === null) return `[${fallback}${size}: null prototype] ${tag !== "" && fallback !== tag ? `[${tag}] ` : ""}`;
  return `${name}${size} ${tag !== "" && name !== tag ? `[${tag}] ` : ""}`;
}

/** prefixOf for objects of no particular kind. */
export function plainPrefixOf(value: object, name: string | null, tag: string): string {
  let fallback = "";
  if (name === null) {
    fallback = binding.className(value);
    if (fallback === tag) fallback = "Object";
  }
  return prefixOf(name, tag, fallback);
}

/** Own keys to list: enumerable ones, or all with showHidden. */
export function keysOf(value: object, showHidden: boolean): PropertyKey[] {
  if (showHidden) return ReflectOwnKeys(value) as PropertyKey[];
  let keys: PropertyKey[];
  try {
    keys = ObjectKeys(value);
  } catch {
    // A namespace of a module that has not been evaluated refuses to tell what is enumerable.
    keys = ObjectGetOwnPropertyNames(value);
  }
  const symbols = ObjectGetOwnPropertySymbols(value);
  for (let i = 0; i < symbols.length; i++)
    if (ObjectPrototypePropertyIsEnumerable(value, symbols[i]!)) ArrayPrototypePush(keys, symbols[i]!);
  return keys;
}
