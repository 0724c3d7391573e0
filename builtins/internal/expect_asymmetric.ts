/** Matchers that stand for a value within a value (https://jestjs.io/docs/expect#asymmetric-matchers). */
import {
  ArrayIsArray, ArrayPrototypeJoin, ArrayPrototypePush, Error, FunctionPrototypeToString, MathAbs, MathPow, ObjectPrototypeToString, RegExp,
  RegExpPrototypeExec, RegExpPrototypeTest, String, StringPrototypeIncludes, SymbolFor, TypeError,
} from "internal/primordials";
import { equals } from "internal/expect_equals";
import { getCustomEqualityTesters, getState } from "internal/expect_state";
import { hasProperty, ownKeys } from "internal/expect_testers";

export abstract class AsymmetricMatcher<T> {
  $$typeof = SymbolFor("jest.asymmetricMatcher");

  constructor(protected sample: T, protected inverse = false) {}

  protected getMatcherContext() {
    return {
      customTesters: getCustomEqualityTesters(), dontThrow: () => {}, ...getState(), equals, isNot: this.inverse, utils: require("internal/expect_utils").matcherUtils,
    };
  }

  abstract asymmetricMatch(other: unknown): boolean;
  abstract toString(): string;
  getExpectedType?(): string;
  toAsymmetricMatcher?(): string;
}

function isString(value: unknown): boolean {
  return typeof value === "string" || ObjectPrototypeToString(value) === "[object String]";
}

function functionName(fn: any): string {
  if (fn.name) return fn.name;
  const match = RegExpPrototypeExec(/^\s*(?:async\s*)?function\s*\*?\s*([^\s(]*)\s*\(/, FunctionPrototypeToString(fn));
  return match && match[1] ? match[1] : "<anonymous>";
}

class Any extends AsymmetricMatcher<any> {
  constructor(sample: unknown) {
    if (sample === undefined) {
      throw new TypeError("any() expects to be passed a constructor function. Please pass one or use anything() to match any object.");
    }
    super(sample);
  }

  asymmetricMatch(other: any): boolean {
    switch (this.sample) {
      case String: return typeof other === "string" || other instanceof String;
      case Number: return typeof other === "number" || other instanceof Number;
      case Function: return typeof other === "function" || other instanceof Function;
      case Boolean: return typeof other === "boolean" || other instanceof Boolean;
      case BigInt: return typeof other === "bigint" || other instanceof BigInt;
      case Symbol: return typeof other === "symbol" || other instanceof Symbol;
      case Object: return typeof other === "object";
      case Array: return ArrayIsArray(other);
      default: return other instanceof this.sample;
    }
  }

  toString(): string {
    return "Any";
  }

  override getExpectedType(): string {
    switch (this.sample) {
      case String: return "string";
      case Number: return "number";
      case Function: return "function";
      case Boolean: return "boolean";
      case Object: return "object";
      case Array: return "array";
      default: return functionName(this.sample);
    }
  }

  override toAsymmetricMatcher(): string {
    return `Any<${functionName(this.sample)}>`;
  }
}

class Anything extends AsymmetricMatcher<void> {
  asymmetricMatch(other: unknown): boolean {
    return other != null;
  }

  toString(): string {
    return "Anything";
  }

  // There is no getExpectedType: whatever the value is, a difference by lines would say nothing.
  override toAsymmetricMatcher(): string {
    return "Anything";
  }
}

class ArrayContaining extends AsymmetricMatcher<unknown[]> {
  constructor(sample: unknown[], inverse = false) {
    super(sample, inverse);
  }

  asymmetricMatch(other: unknown): boolean {
    if (!ArrayIsArray(this.sample)) throw new Error(`You must provide an array to ${this.toString()}, not '${typeof this.sample}'.`);
    const testers = getCustomEqualityTesters();
    const contains = (item: unknown) => {
      for (let i = 0; i < (other as unknown[]).length; i++) if (equals(item, (other as unknown[])[i], testers)) return true;
      return false;
    };
    let fits = this.sample.length === 0 || ArrayIsArray(other);
    for (let i = 0; fits && i < this.sample.length; i++) fits = contains(this.sample[i]);
    return fits !== this.inverse;
  }

  toString(): string {
    return `Array${this.inverse ? "Not" : ""}Containing`;
  }

  override getExpectedType(): string {
    return "array";
  }
}

class ArrayOf extends AsymmetricMatcher<unknown> {
  asymmetricMatch(other: unknown): boolean {
    const testers = getCustomEqualityTesters();
    let fits = ArrayIsArray(other);
    // A hole is no item.
    for (let i = 0; fits && i < (other as unknown[]).length; i++)
      if (i in (other as unknown[])) fits = equals(this.sample, (other as unknown[])[i], testers);
    return fits !== this.inverse;
  }

  toString(): string {
    return `${this.inverse ? "Not" : ""}ArrayOf`;
  }

  override getExpectedType(): string {
    return "array";
  }
}

class ObjectContaining extends AsymmetricMatcher<any> {
  asymmetricMatch(other: any): boolean {
    if (typeof this.sample !== "object" || this.sample === null)
      throw new TypeError(`You must provide an object to ${this.toString()}, not '${typeof this.sample}'.`);
    const keys = ownKeys(this.sample);
    // What is no object matches neither way.
    if (typeof other !== "object" || ArrayIsArray(other)) return false;
    const testers = getCustomEqualityTesters();
    let fits = true;
    for (let i = 0; fits && i < keys.length; i++)
      fits = hasProperty(other, keys[i]!) && equals(this.sample[keys[i]!], other[keys[i]!], testers);
    return fits !== this.inverse;
  }

  toString(): string {
    return `Object${this.inverse ? "Not" : ""}Containing`;
  }

  override getExpectedType(): string {
    return "object";
  }
}

class StringContaining extends AsymmetricMatcher<string> {
  constructor(sample: string, inverse = false) {
    if (!isString(sample)) throw new Error("Expected is not a string");
    super(sample, inverse);
  }

  asymmetricMatch(other: unknown): boolean {
    return (isString(other) && StringPrototypeIncludes(other, this.sample)) !== this.inverse;
  }

  toString(): string {
    return `String${this.inverse ? "Not" : ""}Containing`;
  }

  override getExpectedType(): string {
    return "string";
  }
}

class StringMatching extends AsymmetricMatcher<RegExp> {
  constructor(sample: string | RegExp, inverse = false) {
    if (!isString(sample) && ObjectPrototypeToString(sample) !== "[object RegExp]") throw new Error("Expected is not a String or a RegExp");
    super(new RegExp(sample), inverse);
  }

  asymmetricMatch(other: unknown): boolean {
    return (isString(other) && RegExpPrototypeTest(this.sample, other as string)) !== this.inverse;
  }

  toString(): string {
    return `String${this.inverse ? "Not" : ""}Matching`;
  }

  override getExpectedType(): string {
    return "string";
  }
}

class CloseTo extends AsymmetricMatcher<number> {
  constructor(sample: number, private precision = 2, inverse = false) {
    if (typeof sample !== "number") throw new Error("Expected is not a Number");
    if (typeof precision !== "number") throw new Error("Precision is not a Number");
    super(sample, inverse);
    this.inverse = inverse;
    this.precision = precision;
  }

  asymmetricMatch(other: any): boolean {
    if (typeof other !== "number") return false;
    let fits = other === this.sample;
    if (!fits && MathAbs(other) !== Infinity && MathAbs(this.sample) !== Infinity)
      fits = MathAbs(this.sample - other) < MathPow(10, -this.precision) / 2;
    return fits !== this.inverse;
  }

  toString(): string {
    return `Number${this.inverse ? "Not" : ""}CloseTo`;
  }

  override getExpectedType(): string {
    return "number";
  }

  override toAsymmetricMatcher(): string {
    return `${this.toString()} ${this.sample} (${this.precision} digit${this.precision === 1 ? "" : "s"})`;
  }
}

/** `expect.name(...)` for a matcher that `expect.extend` added. */
export class ExtendedMatcher extends AsymmetricMatcher<unknown[]> {
  constructor(readonly matcherName: string, readonly matcher: Function, sample: unknown[], inverse = false) {
    super(sample, inverse);
  }

  asymmetricMatch(other: unknown): boolean {
    const { pass } = this.matcher.call(this.getMatcherContext(), other, ...this.sample);
    return !!pass !== this.inverse;
  }

  toString(): string {
    return `${this.inverse ? "not." : ""}${this.matcherName}`;
  }

  override getExpectedType(): string {
    return "any";
  }

  override toAsymmetricMatcher(): string {
    const list: string[] = [];
    for (let i = 0; i < this.sample.length; i++) ArrayPrototypePush(list, String(this.sample[i]));
    return `${this.toString()}<${ArrayPrototypeJoin(list, ", ")}>`;
  }
}

export const any = (constructor: unknown) => new Any(constructor);
export const anything = () => new Anything();
export const arrayContaining = (sample: unknown[]) => new ArrayContaining(sample);
export const arrayNotContaining = (sample: unknown[]) => new ArrayContaining(sample, true);
export const arrayOf = (sample: unknown) => new ArrayOf(sample);
export const notArrayOf = (sample: unknown) => new ArrayOf(sample, true);
export const objectContaining = (sample: object) => new ObjectContaining(sample);
export const objectNotContaining = (sample: object) => new ObjectContaining(sample, true);
export const stringContaining = (text: string) => new StringContaining(text);
export const stringNotContaining = (text: string) => new StringContaining(text, true);
export const stringMatching = (pattern: string | RegExp) => new StringMatching(pattern);
export const stringNotMatching = (pattern: string | RegExp) => new StringMatching(pattern, true);
export const closeTo = (value: number, precision?: number) => new CloseTo(value, precision);
export const notCloseTo = (value: number, precision?: number) => new CloseTo(value, precision, true);
