/**
 * The few Web IDL rules that every web interface needs: the shape of prototypes, the arguments'
 * conversions, and the printed form under Node's inspect.
 * https://webidl.spec.whatwg.org/
 */
import {
  ArrayPrototypePush,
  FunctionPrototypeCall,
  NumberIsFinite,
  MathAbs,
  MathFloor,
  MathTrunc,
  ObjectDefineProperty,
  ReflectOwnKeys,
  SafeMap,
  SafeWeakMap,
  String,
  StringPrototypeToWellFormed,
  SymbolFor,
  SymbolIterator,
  SymbolToStringTag,
  TypeError,
} from "internal/primordials";
import { codes } from "internal/errors";

/** The key under which an object gives inspect its own printed form. */
export const kInspect: unique symbol = SymbolFor("nodejs.util.inspect.custom") as any;

/** Members of an interface are enumerable, and its prototype carries its name: class syntax gives neither. */
export function finishInterface(constructor: any, name: string): void {
  makeMembersEnumerable(constructor.prototype, isPrototypeProperty);
  makeMembersEnumerable(constructor, isConstructorProperty);
  ObjectDefineProperty(constructor.prototype, SymbolToStringTag, {
    __proto__: null,
    value: name,
    writable: false,
    enumerable: false,
    configurable: true,
  } as any);
}

function makeMembersEnumerable(target: object, isExempt: (key: string) => boolean): void {
  const keys = ReflectOwnKeys(target);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key === "symbol" || isExempt(key)) continue;
    ObjectDefineProperty(target, key, { __proto__: null, enumerable: true } as any);
  }
}

function isPrototypeProperty(key: string): boolean {
  return key === "constructor";
}

function isConstructorProperty(key: string): boolean {
  return key === "prototype" || key === "name" || key === "length";
}

/** Defines constants on the interface object and on its prototype, as Web IDL asks for. */
export function defineConstants(constructor: any, constants: Record<string, number>): void {
  const names = ReflectOwnKeys(constants) as string[];
  for (let i = 0; i < names.length; i++) {
    const descriptor: any = {
      __proto__: null,
      value: constants[names[i]],
      writable: false,
      enumerable: true,
      configurable: false,
    };
    ObjectDefineProperty(constructor, names[i], descriptor);
    ObjectDefineProperty(constructor.prototype, names[i], descriptor);
  }
}

/** DOMString: a symbol throws a TypeError. https://webidl.spec.whatwg.org/#es-DOMString */
export function toDOMString(value: unknown): string {
  return typeof value === "string" ? value : concatenated(value);
}

/** USVString: unpaired surrogates become U+FFFD. https://webidl.spec.whatwg.org/#es-USVString */
export function toUSVString(value: unknown): string {
  return StringPrototypeToWellFormed(typeof value === "string" ? value : concatenated(value));
}

// A template literal throws for a symbol, which String() would describe; the words are those that programs know.
function concatenated(value: unknown): string {
  if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  return `${value as string}`;
}

/** A dictionary argument: undefined and null are empty, other primitives a TypeError. */
export function toDictionary(value: any, name: string): any {
  if (value === undefined || value === null) return kEmpty;
  if (typeof value !== "object" && typeof value !== "function") {
    throw new codes.ERR_INVALID_ARG_TYPE(name, "Object", value);
  }
  return value;
}

const kEmpty = { __proto__: null } as any;

/**
 * A sequence<T>: the value is iterated, and each item converted before the next is asked for.
 * https://webidl.spec.whatwg.org/#js-sequence
 */
export function toSequence<T>(value: any, name: string, convert: (item: unknown) => T): T[] {
  const isObject = value !== null && (typeof value === "object" || typeof value === "function");
  const method = isObject ? value[SymbolIterator] : undefined;
  if (typeof method !== "function") throw new codes.ERR_INVALID_ARG_TYPE(name, "Iterable", value);
  return iterate(value, method, name, convert);
}

/** As toSequence, with the iterator's method that the caller has looked up. */
export function iterate<T>(value: any, method: any, name: string, convert: (item: unknown) => T): T[] {
  const iterator = FunctionPrototypeCall(method, value) as any;
  requireObject(iterator, name);
  const { next } = iterator;
  const items: T[] = [];
  for (;;) {
    const result = FunctionPrototypeCall(next, iterator) as any;
    requireObject(result, name);
    if (result.done) return items;
    ArrayPrototypePush(items, convert(result.value));
  }
}

function requireObject(value: unknown, name: string): void {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, "Iterable", value);
  }
}

/** A dictionary's member that is a callback function. */
export function optionalFunction(value: any, name: string): ((...args: any[]) => unknown) | undefined {
  if (value !== undefined && typeof value !== "function") throw new codes.ERR_INVALID_ARG_TYPE(name, "Function", value);
  return value;
}

/**
 * unsigned long long with [EnforceRange]; what is out of range is a RangeError, as Node has it.
 * https://webidl.spec.whatwg.org/#abstract-opdef-converttoint
 */
export function toEnforcedUnsignedLongLong(value: unknown, name: string): number {
  const integer = enforceRange(value);
  if (integer < 0) throw new codes.ERR_OUT_OF_RANGE(name, kCountRange, value);
  return integer;
}

/** unsigned long long with [EnforceRange]; what is out of range is a TypeError, as Web IDL has it. */
export function toCount(value: unknown, name: string): number {
  const integer = enforceRange(value);
  if (integer < 0) throw new codes.ERR_OUT_OF_RANGE.TypeError(name, kCountRange, value);
  return integer;
}

const kCountRange = ">= 0 and <= 9007199254740991";

/** -1 for what is no integer of the range. */
function enforceRange(value: unknown): number {
  const number = +(value as number);
  const integer = MathTrunc(number);
  return NumberIsFinite(number) && integer >= 0 && integer <= 9007199254740991 ? integer + 0 : -1;
}

/** unsigned short (16) or unsigned long (32), taken modulo 2^bits. */
export function toUnsigned(value: unknown, bits: number): number {
  const number = +(value as number);
  if (!NumberIsFinite(number)) return 0;
  const size = 2 ** bits;
  const integer = (number < 0 ? -1 : 1) * MathFloor(MathAbs(number)) % size;
  return (integer + size) % size;
}

/** `this` must come from the interface's own constructor. */
export function requireThis(isInstance: boolean, name: string): void {
  if (!isInstance) throw new codes.ERR_INVALID_THIS(name);
}

/**
 * `this`, or what is behind the Proxy that it is: Node finds what it keeps on these objects through a Proxy, too, and
 * packages rely on it.
 */
export function thisBehindProxies<T>(value: any, isInstance: (value: any) => boolean, name: string): T {
  if (isInstance(value)) return value;
  const { binding, kinds } = require("internal/util_binding");
  let inner = value;
  while (binding.kindOf(inner) === kinds.Proxy) {
    inner = binding.proxyDetails(inner)[0];
    if (isInstance(inner)) return inner;
  }
  throw new codes.ERR_INVALID_THIS(name);
}

/** Prints `Name { … }`; depth and the options are those that inspect hands to a custom printer. */
export function inspectAs(self: any, fields: object, depth: number, options: any, inspect: any): string {
  const name = self.constructor?.name || String(self[SymbolToStringTag]);
  if (typeof depth === "number" && depth < 0) return name;
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${name} ${inspect(fields, inner)}`;
}

/**
 * How a platform object is cloned or moved into another realm. `isInstance` is the brand check;
 * an interface that registers without `serialize` cannot be cloned, as the HTML standard has it for every
 * platform object that isn't serializable.
 */
export interface PlatformClass {
  name: string;
  /** The builtin that registers it; needed by those that can be serialized or transferred. */
  builtin?: string;
  isInstance(value: object): boolean;
  serialize?(value: any): any;
  deserialize?(data: any): object;
  transfer?(value: any): any;
  /** It was transferred before, or has closed. */
  isDetached?(value: any): boolean;
  /** What else keeps it from being transferred, if anything. */
  whyNotTransferable?(value: any): string | undefined;
  receive?(data: any): object;
}

const platformClasses = new SafeWeakMap<object, PlatformClass>();
const platformClassesByName = new SafeMap<string, PlatformClass>();

export function registerPlatformClass(prototype: object, description: PlatformClass): void {
  platformClasses.set(prototype, description);
  platformClassesByName.set(description.name, description);
}

export function platformClassNamed(name: string): PlatformClass | undefined {
  return platformClassesByName.get(name);
}

export function platformClassOf(prototype: object): PlatformClass | undefined {
  return platformClasses.get(prototype);
}
