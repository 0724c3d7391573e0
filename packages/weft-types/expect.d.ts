declare module "weft:expect" {
  /** What stands for any value that fits. */
  export interface AsymmetricMatchers {
    any(type: unknown): any;
    anything(): any;
    arrayContaining<T = any>(items: readonly T[]): any;
    arrayOf(item: unknown): any;
    closeTo(number: number, digits?: number): any;
    objectContaining<T extends object>(object: T): any;
    stringContaining(text: string): any;
    stringMatching(pattern: string | RegExp): any;
  }

  export interface Matchers<Result, Value = unknown> {
    not: Matchers<Result, Value>;
    resolves: Matchers<Promise<void>, Awaited<Value>>;
    rejects: Matchers<Promise<void>, any>;

    toBe(expected: unknown): Result;
    toEqual(expected: unknown): Result;
    toStrictEqual(expected: unknown): Result;
    toMatchObject(expected: object | readonly object[]): Result;
    toBeCloseTo(expected: number, digits?: number): Result;
    toBeDefined(): Result;
    toBeUndefined(): Result;
    toBeNull(): Result;
    toBeNaN(): Result;
    toBeTruthy(): Result;
    toBeFalsy(): Result;
    toBeGreaterThan(expected: number | bigint): Result;
    toBeGreaterThanOrEqual(expected: number | bigint): Result;
    toBeLessThan(expected: number | bigint): Result;
    toBeLessThanOrEqual(expected: number | bigint): Result;
    toBeInstanceOf(type: unknown): Result;
    toContain(item: unknown): Result;
    toContainEqual(item: unknown): Result;
    toHaveLength(length: number): Result;
    toHaveProperty(path: string | readonly (string | number)[], value?: unknown): Result;
    toMatch(pattern: string | RegExp): Result;
    toThrow(expected?: string | RegExp | Error | (new (...args: any[]) => Error)): Result;
    toThrowError(expected?: string | RegExp | Error | (new (...args: any[]) => Error)): Result;

    toHaveBeenCalled(): Result;
    toHaveBeenCalledTimes(count: number): Result;
    toHaveBeenCalledWith(...args: unknown[]): Result;
    toHaveBeenLastCalledWith(...args: unknown[]): Result;
    toHaveBeenNthCalledWith(index: number, ...args: unknown[]): Result;
    toHaveReturned(): Result;
    toHaveReturnedTimes(count: number): Result;
    toHaveReturnedWith(value: unknown): Result;
    toHaveLastReturnedWith(value: unknown): Result;
    toHaveNthReturnedWith(index: number, value: unknown): Result;

    toMatchSnapshot(hint?: string): Result;
    toMatchSnapshot(properties: object, hint?: string): Result;
    toMatchInlineSnapshot(snapshot?: string): Result;
    toMatchInlineSnapshot(properties: object, snapshot?: string): Result;
    toThrowErrorMatchingSnapshot(hint?: string): Result;
    toThrowErrorMatchingInlineSnapshot(snapshot?: string): Result;

    toBeArray(): Result;
    toBeArrayOfSize(size: number): Result;
    toBeBoolean(): Result;
    toBeDate(): Result;
    toBeEmpty(): Result;
    toBeEmptyObject(): Result;
    toBeEven(): Result;
    toBeFalse(): Result;
    toBeFinite(): Result;
    toBeFunction(): Result;
    toBeInteger(): Result;
    toBeNegative(): Result;
    toBeNil(): Result;
    toBeNumber(): Result;
    toBeObject(): Result;
    toBeOdd(): Result;
    toBeOneOf(values: readonly unknown[]): Result;
    toBePositive(): Result;
    toBeString(): Result;
    toBeSymbol(): Result;
    toBeTrue(): Result;
    toBeTypeOf(
      type: "bigint" | "boolean" | "function" | "number" | "object" | "string" | "symbol" | "undefined"): Result;
    toBeValidDate(): Result;
    toBeWithin(from: number, to: number): Result;
    toContainAllKeys(keys: readonly string[]): Result;
    toContainAnyKeys(keys: readonly string[]): Result;
    toContainKey(key: string): Result;
    toContainKeys(keys: readonly string[]): Result;
    toContainValue(value: unknown): Result;
    toContainValues(values: readonly unknown[]): Result;
    toContainAllValues(values: readonly unknown[]): Result;
    toContainAnyValues(values: readonly unknown[]): Result;
    toEndWith(text: string): Result;
    toEqualIgnoringWhitespace(text: string): Result;
    toInclude(text: string): Result;
    toIncludeRepeated(text: string, count: number): Result;
    toSatisfy(predicate: (value: Value) => boolean): Result;
    toStartWith(text: string): Result;
    pass(message?: string): Result;
    fail(message?: string): Result;
  }

  export interface MatcherContext {
    isNot: boolean;
    promise: string;
    expand?: boolean;
    equals(a: unknown, b: unknown, testers?: unknown[], strict?: boolean): boolean;
    utils: any;
    [name: string]: any;
  }
  export interface MatcherResult {
    pass: boolean;
    message(): string;
  }
  export type CustomMatcher = (this: MatcherContext, received: any, ...args: any[]) => MatcherResult | Promise<MatcherResult>;

  export interface Expect extends AsymmetricMatchers {
    <Value>(value: Value, message?: string): Matchers<void, Value>;
    not: Omit<AsymmetricMatchers, "any" | "anything">;
    assertions(count: number): void;
    hasAssertions(): void;
    extend(matchers: Record<string, CustomMatcher>): void;
    addEqualityTesters(testers: ((a: unknown, b: unknown) => boolean | undefined)[]): void;
    addSnapshotSerializer(serializer: object): void;
    getState(): any;
    setState(state: object): void;
    unreachable(message?: string): never;
    soft<Value>(value: Value): Matchers<void, Value>;
    poll<Value>(value: () => Value, options?: { timeout?: number; interval?: number }): Matchers<Promise<void>, Awaited<Value>>;
  }
  export const expect: Expect;
}
