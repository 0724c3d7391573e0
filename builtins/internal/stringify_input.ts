/** What Weft.JSON5.stringify, Weft.TOML.stringify and Weft.YAML.stringify have in common: how values are taken. */
import {
  ArrayPrototypeIncludes, ArrayPrototypePop, ArrayPrototypePush, BigIntPrototypeValueOf, BooleanPrototypeValueOf, Error, MathFloor, MathMin, NumberPrototypeValueOf,
  StringPrototypeRepeat, StringPrototypeSlice, StringPrototypeValueOf, TypeError,
} from "internal/primordials";
import { binding, kinds } from "internal/util_binding";

const kMostIndent = 10;

/** As JSON.stringify: a number of spaces, or a text; at most ten characters. */
export function indentOf(space: unknown): string {
  if (typeof space === "number") return StringPrototypeRepeat(" ", space >= 1 ? MathMin(MathFloor(space), kMostIndent) : 0);
  return typeof space === "string" ? StringPrototypeSlice(space, 0, kMostIndent) : "";
}

export function refuseReplacer(replacer: unknown, format: string): void {
  if (replacer !== undefined && replacer !== null) throw new TypeError(`${format}.stringify does not support the replacer argument`);
}

/** What `toJSON` gives, if there is one, and the primitive in a box. */
export function unwrapped(value: any, key: string): any {
  if (value === null || typeof value !== "object") return value;
  if (typeof value.toJSON === "function") value = value.toJSON(key);
  switch (binding.kindOf(value)) {
    case kinds.NumberObject: return NumberPrototypeValueOf(value);
    case kinds.StringObject: return StringPrototypeValueOf(value);
    case kinds.BooleanObject: return BooleanPrototypeValueOf(value);
    case kinds.BigIntObject: return BigIntPrototypeValueOf(value);
    default: return value;
  }
}

/** Whether a member of this value is left out of an object. */
export function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}

/** The objects that are being written, outermost first. */
export class Path {
  #objects: object[] = [];
  #format: string;

  constructor(format: string) {
    this.#format = format;
  }
  enter(object: object): void {
    if (ArrayPrototypeIncludes(this.#objects, object)) throw new TypeError(`Converting circular structure to ${this.#format}`);
    ArrayPrototypePush(this.#objects, object);
  }
  leave(): void {
    ArrayPrototypePop(this.#objects);
  }
}

export function refuseBigInt(format: string): never {
  throw new Error(`${format}.stringify cannot serialize BigInt`);
}
