// Mock functions of Jest's kind: what they record, what they answer, what clear, reset and restore leave.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { Mocker } = await builtin("test_mock");
const equals = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const mocker = () => new Mocker(globalThis, equals);

test("a mock records calls, contexts, results and their order among all mocks", () => {
  const jest = mocker();
  const first = jest.fn((a, b) => a + b);
  const second = jest.fn(() => { throw new RangeError("no"); });
  const self = {};
  assert.equal(first.call(self, 1, 2), 3);
  assert.throws(() => second("x"), { message: "no" });
  first(3, 4);
  assert.deepEqual(first.mock.calls, [[1, 2], [3, 4]]);
  assert.deepEqual(first.mock.lastCall, [3, 4]);
  assert.equal(first.mock.contexts[0], self);
  assert.deepEqual(first.mock.results, [{ type: "return", value: 3 }, { type: "return", value: 7 }]);
  assert.equal(second.mock.results[0].type, "throw");
  assert.deepEqual(first.mock.invocationCallOrder, [1, 3]);
  assert.deepEqual(second.mock.invocationCallOrder, [2]);
  assert.equal(first.length, 2);
  assert.equal("lastCall" in jest.fn().mock, false);
});
test("a result is incomplete while its call runs", () => {
  const seen = [];
  const mock = mocker().fn(() => seen.push(mock.mock.results[0].type));
  mock();
  assert.deepEqual(seen, ["incomplete"]);
  assert.equal(mock.mock.results[0].type, "return");
});
test("answers for one call come before the lasting one", async () => {
  const mock = mocker().fn();
  mock.mockReturnValue("last").mockReturnValueOnce(1).mockImplementationOnce((x) => x * 2).mockResolvedValueOnce("later").mockRejectedValueOnce(new Error("bad"));
  assert.equal(mock(), 1);
  assert.equal(mock(4), 8);
  assert.equal(await mock(), "later");
  await assert.rejects(mock(), { message: "bad" });
  assert.equal(mock(), "last");
  const self = {};
  assert.equal(mock.mockReturnThis().call(self), self);
});
test("withImplementation holds until what its callback promises", async () => {
  const mock = mocker().fn(() => "real");
  mock.mockReturnValueOnce("once");
  mock.withImplementation(() => "temporary", () => assert.equal(mock(), "temporary"));
  assert.equal(mock(), "once");
  const done = mock.withImplementation(() => "temporary", async () => { await null; });
  assert.equal(mock(), "temporary");
  await done;
  assert.equal(mock(), "real");
});
test("clear forgets calls; reset, the implementation and the name, too", () => {
  const jest = mocker();
  const mock = jest.fn(() => 1).mockName("one");
  mock();
  const before = mock.mock;
  assert.equal(mock.mockClear(), mock);
  assert.notEqual(mock.mock, before);
  assert.equal(before.calls.length, 1);
  assert.equal(mock(), 1);
  assert.equal(mock.getMockName(), "one");
  mock.mockReset();
  assert.equal(mock(), undefined);
  assert.equal(mock.getMockName(), "jest.fn()");
  assert.equal(mock.getMockImplementation(), undefined);
});
test("clearAllMocks, resetAllMocks and restoreAllMocks reach every mock", () => {
  const jest = mocker();
  const mock = jest.fn(() => 1);
  const object = { method: () => "real" };
  const spy = jest.spyOn(object, "method");
  mock();
  object.method();
  jest.clearAllMocks();
  assert.equal(mock.mock.calls.length + spy.mock.calls.length, 0);
  jest.resetAllMocks();
  assert.equal(mock(), undefined);
  assert.equal(object.method(), undefined);
  mock.mockReturnValue(2);
  jest.restoreAllMocks();
  assert.equal(object.method(), "real");
  assert.equal(mock(), 2);
});
test("a mock constructs: functions and classes", () => {
  const jest = mocker();
  const Made = jest.fn(function (name) { this.name = name; });
  const made = new Made("a");
  assert.equal(made.name, "a");
  assert(made instanceof Made);
  assert.equal(Made.mock.instances[0], made);
  class Real { constructor(x) { this.x = x; } }
  const Mocked = jest.fn(Real);
  assert.equal(new Mocked(5).x, 5);
});
test("whenCalledWith answers by arguments", () => {
  const mock = mocker().fn(() => "other");
  mock.whenCalledWith("a").mockReturnValue(1);
  mock.whenCalledWith("b", { c: 1 }).mockReturnValueOnce(2);
  assert.equal(mock("a"), 1);
  assert.equal(mock("b", { c: 1 }), 2);
  assert.equal(mock("b", { c: 1 }), "other");
  assert.equal(mock.getMockImplementation()(), "other");
});
test("using restores at the end of a block", () => {
  const jest = mocker();
  const object = { method: () => "real" };
  const spy = jest.spyOn(object, "method").mockReturnValue("mock");
  assert.equal(object.method(), "mock");
  spy[Symbol.dispose]();
  assert.equal(object.method(), "real");
});
test("isMockFunction and mocked", () => {
  const jest = mocker();
  assert.equal(jest.isMockFunction(jest.fn()), true);
  assert.equal(jest.isMockFunction(() => {}), false);
  assert.equal(jest.isMockFunction(null), false);
  const value = {};
  assert.equal(jest.mocked(value, { shallow: true }), value);
});
