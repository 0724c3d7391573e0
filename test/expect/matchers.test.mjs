import { test, assert } from "../harness.mjs";
import { expect } from "weft:expect";

/** [matcher, received, arguments] that hold; the opposite must then fail, and the other way round. */
function check(holding, failing) {
  for (const [name, received, ...args] of holding) {
    expect(received)[name](...args);
    assert.throws(() => expect(received).not[name](...args), { message: /^expect\(/ });
  }
  for (const [name, received, ...args] of failing) {
    expect(received).not[name](...args);
    assert.throws(() => expect(received)[name](...args), { message: /^expect\(/ });
  }
}

test("truth and numbers", () => check(
  [["toBeTruthy", 1], ["toBeFalsy", ""], ["toBeNull", null], ["toBeUndefined", undefined], ["toBeDefined", null], ["toBeNaN", NaN],
    ["toBeGreaterThan", 2, 1], ["toBeGreaterThanOrEqual", 2n, 2], ["toBeLessThan", 1, 2n], ["toBeLessThanOrEqual", 1, 1],
    ["toBeCloseTo", 0.1 + 0.2, 0.3], ["toBeCloseTo", 1, 1.04, 1], ["toBeCloseTo", Infinity, Infinity]],
  [["toBeTruthy", 0], ["toBeDefined", undefined], ["toBeNaN", 1], ["toBeGreaterThan", 1, 1], ["toBeCloseTo", 1, 1.1], ["toBe", 0, -0]]));

test("texts, lists, properties and classes", () => check(
  [["toMatch", "abc", /b/], ["toMatch", "abc", "b"], ["toContain", "abc", "bc"], ["toContain", [1, 2], 2], ["toContain", new Set([1]), 1],
    ["toContainEqual", [{ a: 1 }], { a: 1 }], ["toHaveLength", "abc", 3], ["toBeInstanceOf", [], Array],
    ["toHaveProperty", { a: { b: [{ c: 1 }] } }, "a.b[0].c", 1], ["toHaveProperty", { "a.b": 1 }, ["a.b"]], ["toHaveProperty", { a: undefined }, "a"]],
  [["toContain", [{ a: 1 }], { a: 1 }], ["toContain", [NaN], NaN], ["toHaveLength", [], 1], ["toHaveProperty", { a: 1 }, "b"],
    ["toHaveProperty", { a: 1 }, "a", 2], ["toBeInstanceOf", {}, Array]]));

test("the matchers of jest-extended", () => check(
  [["toBeTrue", true], ["toBeFalse", false], ["toBeNil", null], ["toBeArray", []], ["toBeArrayOfSize", [1], 1], ["toBeBoolean", false],
    ["toBeDate", new Date()], ["toBeValidDate", new Date()], ["toBeEmpty", new Map()], ["toBeEmpty", ""], ["toBeEmptyObject", {}], ["toBeEven", 2],
    ["toBeOdd", 3n], ["toBeFinite", 1], ["toBeFunction", () => {}], ["toBeInteger", 1], ["toBeNegative", -1], ["toBePositive", 1n], ["toBeNumber", 1],
    ["toBeObject", {}], ["toBeString", "a"], ["toBeSymbol", Symbol()], ["toBeTypeOf", 1, "number"], ["toBeWithin", 1, 1, 2], ["toBeOneOf", 1, [1, 2]],
    ["toContainKey", { a: 1 }, "a"], ["toContainKeys", { a: 1, b: 2 }, ["a", "b"]], ["toContainAllKeys", { a: 1 }, ["a"]],
    ["toContainAnyKeys", { a: 1 }, ["a", "z"]], ["toContainValue", { a: [1] }, [1]], ["toContainValues", { a: 1, b: 2 }, [1, 2]],
    ["toContainAllValues", { a: 1 }, [1]], ["toContainAnyValues", { a: 1 }, [1, 9]], ["toStartWith", "abc", "a"], ["toEndWith", "abc", "c"],
    ["toInclude", "abc", "b"], ["toIncludeRepeated", "aXaXa", "X", 2], ["toEqualIgnoringWhitespace", "a b\n", "ab"], ["toSatisfy", 4, (n) => n > 3]],
  [["toBeTrue", 1], ["toBeEmpty", [1]], ["toBeEven", 1.5], ["toBeValidDate", new Date(NaN)], ["toBeWithin", 2, 1, 2], ["toContainAllKeys", { a: 1, b: 1 }, ["a"]],
    ["toIncludeRepeated", "aa", "a", 1], ["toBeFinite", Infinity], ["toBeOneOf", 3, [1, 2]]]));

test("arguments that make no sense are refused, with and without not", () => {
  for (const assertion of [expect("1"), expect("1").not]) {
    assert.throws(() => assertion.toBeGreaterThan(1), { message: /received value must be a number or bigint/ });
    assert.throws(() => assertion.toBeInstanceOf({}), { message: /expected value must be a function/ });
    assert.throws(() => assertion.toBeNull(1), { message: /must not have an expected argument/ });
    assert.throws(() => assertion.toHaveLength(-1), { message: /non-negative integer/ });
    assert.throws(() => assertion.toHaveProperty([]), { message: /must not be an empty array/ });
    assert.throws(() => assertion.toThrow(), { message: /received value must be a function/ });
    assert.throws(() => assertion.toHaveBeenCalled(), { message: /must be a mock or spy function/ });
    assert.throws(() => assertion.toSatisfy(1), { message: /must be a function/ });
  }
  assert.throws(() => expect(1).not.toContain(1), { message: /must be iterable/ });
});

test("toThrow: nothing, text, pattern, class, error, matcher", () => {
  const thrower = (error) => () => { throw error; };
  expect(thrower(new TypeError("bad"))).toThrow();
  for (const expected of ["bad", /^b/, TypeError, Error, new TypeError("bad"), new Error("bad"), { message: "bad" }, expect.objectContaining({ name: "TypeError" })])
    expect(thrower(new TypeError("bad"))).toThrow(expected);
  for (const expected of ["good", /^g/, RangeError, new RangeError("bad"), new Error("b"), expect.any(RangeError)])
    expect(thrower(new TypeError("bad"))).not.toThrow(expected);
  expect(thrower(new Error("a", { cause: new Error("b") }))).not.toThrow(new Error("a", { cause: new Error("c") }));
  expect(() => {}).not.toThrow();
  expect(thrower(null)).toThrowError();
  assert.throws(() => expect(thrower(new Error("x"))).not.toThrow(), { message: /Error message: "x"/ });
});

test("mock functions, by their records", () => {
  const mock = Object.assign(() => {}, { _isMockFunction: true, getMockName: () => "send", mock: {
    calls: [["a", 1], ["b", 2]], results: [{ type: "return", value: 1 }, { type: "throw", value: new Error() }], contexts: [], instances: [], invocationCallOrder: [1, 2],
  } });
  expect(mock).toHaveBeenCalled();
  expect(mock).toHaveBeenCalledTimes(2);
  expect(mock).toHaveBeenCalledWith("b", expect.any(Number));
  expect(mock).toHaveBeenLastCalledWith("b", 2);
  expect(mock).toHaveBeenNthCalledWith(1, "a", 1);
  expect(mock).not.toHaveBeenCalledWith("a");
  expect(mock).not.toHaveBeenCalledOnce();
  expect(mock).toHaveReturnedTimes(1);
  expect(mock).toHaveReturnedWith(1);
  expect(mock).toHaveNthReturnedWith(1, 1);
  expect(mock).not.toHaveLastReturnedWith(1);
  assert.throws(() => expect(mock).toHaveBeenCalledWith("c"), { message: /^expect\(send\)\.toHaveBeenCalledWith\(\.\.\.expected\)\n\nExpected: "c"\nReceived\n {7}1: "a", 1\n {7}2: "b", 2/ });
  assert.throws(() => expect(mock).toHaveBeenNthCalledWith(0), { message: /n must be a positive integer/ });
});
