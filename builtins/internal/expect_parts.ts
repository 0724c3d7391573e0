/**
 * The matchers by name and by the builtin that has them. Most test files use a few, which hold: what a matcher does
 * beyond its short way (`internal/expect_quick_matchers`) is loaded when it is first called.
 */
import type { Matchers } from "internal/expect_matcher";

export interface Part {
  /** They stand within values, too: `expect.toBeEven()`. */
  areAsymmetric: boolean;
  load(): Matchers;
  names: readonly string[];
}

export const parts: readonly Part[] = [
  {
    areAsymmetric: false,
    load: () => require("internal/expect_matchers").basicMatchers,
    names: [
      "toBe", "toBeCloseTo", "toBeDefined", "toBeFalsy", "toBeGreaterThan", "toBeGreaterThanOrEqual", "toBeInstanceOf", "toBeLessThan",
      "toBeLessThanOrEqual", "toBeNaN", "toBeNull", "toBeTruthy", "toBeUndefined", "toEqual", "toHaveLength", "toMatch", "toMatchObject",
      "toStrictEqual",
    ],
  },
  {
    areAsymmetric: false,
    load: () => require("internal/expect_containers").containerMatchers,
    names: [
      "toContain", "toContainEqual", "toHaveProperty",
    ],
  },
  {
    areAsymmetric: false,
    load: () => require("internal/expect_spies").spyMatchers,
    names: [
      "lastCalledWith", "lastReturnedWith", "nthCalledWith", "nthReturnedWith", "toBeCalled", "toBeCalledTimes", "toBeCalledWith",
      "toHaveBeenCalled", "toHaveBeenCalledOnce", "toHaveBeenCalledTimes", "toHaveBeenCalledWith", "toHaveBeenLastCalledWith",
      "toHaveBeenNthCalledWith", "toHaveLastReturnedWith", "toHaveNthReturnedWith", "toHaveReturned", "toHaveReturnedTimes",
      "toHaveReturnedWith", "toReturn", "toReturnTimes", "toReturnWith",
    ],
  },
  {
    areAsymmetric: false,
    load: () => require("internal/expect_vitest_spies").vitestSpyMatchers,
    names: [
      "toHaveBeenCalledAfter", "toHaveBeenCalledBefore", "toHaveBeenCalledExactlyOnceWith", "toHaveLastResolvedWith", "toHaveNthResolvedWith",
      "toHaveResolved", "toHaveResolvedTimes", "toHaveResolvedWith",
    ],
  },
  {
    areAsymmetric: true,
    load: () => require("internal/expect_extended").extendedMatchers,
    names: [
      "fail", "pass", "toBeArray", "toBeArrayOfSize", "toBeBoolean", "toBeDate", "toBeEmpty", "toBeEmptyObject", "toBeEven", "toBeFalse",
      "toBeFinite", "toBeFunction", "toBeInteger", "toBeNegative", "toBeNil", "toBeNumber", "toBeObject", "toBeOdd", "toBeOneOf",
      "toBePositive", "toBeString", "toBeSymbol", "toBeTrue", "toBeTypeOf", "toBeValidDate", "toBeWithin", "toContainAllKeys",
      "toContainAllValues", "toContainAnyKeys", "toContainAnyValues", "toContainKey", "toContainKeys", "toContainValue", "toContainValues",
      "toEndWith", "toEqualIgnoringWhitespace", "toInclude", "toIncludeRepeated", "toSatisfy", "toStartWith",
    ],
  },
  { areAsymmetric: false, load: () => require("internal/expect_throws").throwMatchers, names: ["toThrow", "toThrowError"] },
];
