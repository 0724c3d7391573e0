/**
 * Errors on their way from a worker to its parent: of the class of the language that they come from, with all their
 * own and inherited properties that can be cloned.
 */
import {
  AggregateError, Array, ArrayPrototypePush, Error, EvalError, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor,
  ObjectGetOwnPropertyNames, ObjectGetPrototypeOf, ObjectPrototype, RangeError, ReferenceError, ReflectApply,
  SafeSet, SyntaxError, TypeError, URIError,
} from "internal/primordials";
import { serialize } from "web/structured_clone";
import { platformClassOf } from "web/webidl";

const kClasses: Record<string, any> = {
  __proto__: null as any, AggregateError, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
};

/** Cloneable. `kind` says what the rest is: an error's parts, errors in an array, a value, or text to show. */
export type PackedError =
  | { kind: "error"; className: string; properties: [name: string, value: PackedError, enumerable: boolean][] }
  | { kind: "list"; items: PackedError[] }
  | { kind: "value"; value: unknown }
  | { kind: "text"; text: string };

function classNameOf(error: object): string | undefined {
  for (let proto: any = ObjectGetPrototypeOf(error); proto !== null; proto = ObjectGetPrototypeOf(proto)) {
    const constructor = ObjectGetOwnPropertyDescriptor(proto, "constructor")?.value;
    const name = typeof constructor === "function" ? ObjectGetOwnPropertyDescriptor(constructor, "name")?.value : undefined;
    if (typeof name === "string" && kClasses[name] !== undefined) return name;
  }
  return undefined;
}

/** What the engine adds, and what only the class has. */
const kLeftOut = ["constructor", "line", "column", "sourceURL"];

function has(list: string[], name: string): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === name) return true;
  return false;
}

/** A prototype of the language's: the class brings it along. */
function isBasic(owner: object): boolean {
  for (const name in kClasses) if (kClasses[name].prototype === owner) return true;
  return false;
}

/** The names of an object and of what it inherits from, but for what every object has. */
function namesOf(error: object): string[] {
  const seen = new SafeSet<string>();
  const names: string[] = [];
  for (let owner: any = error; owner !== null && owner !== ObjectPrototype; owner = ObjectGetPrototypeOf(owner)) {
    const own = ObjectGetOwnPropertyNames(owner);
    for (let i = 0; i < own.length; i++) {
      const name = own[i]!;
      if (seen.has(name) || has(kLeftOut, name) || isBasic(owner)) continue;
      seen.add(name);
      ArrayPrototypePush(names, name);
    }
  }
  return names;
}

function readOf(error: object, name: string): { value: unknown; enumerable: boolean } | undefined {
  try {
    for (let owner: any = error; owner !== null; owner = ObjectGetPrototypeOf(owner)) {
      const descriptor = ObjectGetOwnPropertyDescriptor(owner, name);
      if (descriptor === undefined) continue;
      const value = descriptor.get === undefined ? descriptor.value : ReflectApply(descriptor.get, error, []);
      return { value, enumerable: descriptor.enumerable === true };
    }
  } catch {
    // A property that cannot be read is none.
  }
  return undefined;
}

function isCloneable(value: unknown): boolean {
  try {
    serialize(value, undefined);
    return true;
  } catch {
    return false;
  }
}

function isErrorLike(value: any): value is object {
  return typeof value === "object" && value !== null && (value instanceof Error || classNameOf(value) !== undefined);
}

function packErrorObject(error: object, outer: object[]): PackedError | undefined {
  const className = classNameOf(error);
  if (className === undefined) return undefined;
  const properties: [string, PackedError, boolean][] = [];
  const names = namesOf(error);
  ArrayPrototypePush(outer, error);
  for (let i = 0; i < names.length; i++) {
    const read = readOf(error, names[i]!);
    if (read === undefined || typeof read.value === "function") continue;
    const packed = packInner(read.value, outer);
    if (packed !== undefined) ArrayPrototypePush(properties, [names[i]!, packed, read.enumerable]);
  }
  outer.length--;
  return { kind: "error", className, properties };
}

function packInner(value: any, outer: object[]): PackedError | undefined {
  if (isErrorLike(value)) {
    for (let i = 0; i < outer.length; i++) if (outer[i] === value) return undefined;
    return packErrorObject(value, outer);
  }
  if (Array.isArray(value)) {
    const items: PackedError[] = [];
    for (let i = 0; i < value.length; i++) {
      const item = packInner(value[i], outer);
      if (item !== undefined) ArrayPrototypePush(items, item);
    }
    return { kind: "list", items };
  }
  return isCloneable(value) ? { kind: "value", value } : undefined;
}

export function packError(error: unknown): PackedError {
  try {
    // A DOMException is cloned as it is.
    const isPlatform = isErrorLike(error) && platformClassOf(ObjectGetPrototypeOf(error) as object) !== undefined;
    if (!isPlatform && isErrorLike(error)) {
      const packed = packErrorObject(error, []);
      if (packed !== undefined) return packed;
    }
    if (isCloneable(error)) return { kind: "value", value: error };
  } catch {
    // What cannot be looked into can be shown.
  }
  return { kind: "text", text: require("internal/inspect").inspect(error) };
}

/** What an error that could not be cloned looks like. */
class ShownError {
  #text: string;
  constructor(text: string) {
    this.#text = text;
    ObjectDefineProperty(this, require("web/webidl").kInspect, {
      __proto__: null, value: () => this.#text, enumerable: false } as any);
  }
  toString(): string {
    return this.#text;
  }
}

export function unpackError(packed: PackedError): unknown {
  switch (packed.kind) {
    case "value":
      return packed.value;
    case "text":
      return new ShownError(packed.text);
    case "list": {
      const items: unknown[] = [];
      for (let i = 0; i < packed.items.length; i++) ArrayPrototypePush(items, unpackError(packed.items[i]!));
      return items;
    }
    default: {
      const { className, properties } = packed;
      const error = className === "AggregateError" ? new AggregateError([]) : new kClasses[className]();
      delete error.stack;
      for (let i = 0; i < properties.length; i++) {
        const { 0: name, 1: value, 2: enumerable } = properties[i]!;
        ObjectDefineProperty(error, name, {
          __proto__: null, value: unpackError(value), enumerable, writable: true, configurable: true,
        } as any);
      }
      return error;
    }
  }
}
