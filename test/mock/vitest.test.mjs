// Mock functions of Vitest's kind, where they differ from Jest's; stubs.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { VitestMocker } = await builtin("test_vitest_mock");
const { Stubs } = await builtin("test_stubs");

test("a reset gives the original implementation back", () => {
  const vi = new VitestMocker();
  const mock = vi.fn(() => "real");
  mock.mockReturnValue("mock").mockReturnValueOnce("once");
  assert.equal(mock.getMockImplementation()(), "once");
  assert.equal(mock(), "once");
  assert.equal(mock(), "mock");
  mock.mockReset();
  assert.equal(mock(), "real");
  vi.restoreAllMocks();
  assert.equal(mock(), "real");
  assert.equal(mock.mock.calls.length, 1);
});
test("results come as calls end; settledResults as promises do", async () => {
  const vi = new VitestMocker();
  const mock = vi.fn((n) => (n > 0 ? mock(n - 1) + 1 : 0));
  mock(2);
  assert.deepEqual(mock.mock.results.map((result) => result.value), [0, 1, 2]);
  assert.deepEqual(mock.mock.calls, [[2], [1], [0]]);
  const later = vi.fn(async (x) => { if (x) throw x; return "fine"; });
  assert.deepEqual(later.mock.settledResults, []);
  await later();
  await later("bad").catch(() => {});
  assert.deepEqual(later.mock.settledResults, [{ type: "fulfilled", value: "fine" }, { type: "rejected", value: "bad" }]);
});
test("names", () => {
  const vi = new VitestMocker();
  assert.equal(vi.fn().getMockName(), "spy");
  assert.equal(vi.fn(function named() {}).getMockName(), "named");
  assert.equal(vi.fn().mockName("mine").mockReset().getMockName(), "mine");
});
test("a second spy goes on with the first one's implementation, and restores the method", () => {
  const vi = new VitestMocker();
  const object = { method: () => "real" };
  const first = vi.spyOn(object, "method").mockReturnValue("mock");
  const second = vi.spyOn(object, "method");
  assert.notEqual(first, second);
  assert.equal(object.method(), "mock");
  second.mockRestore();
  assert.equal(object.method(), "real");
  assert.equal(vi.isMockFunction(object.method), false);
});
test("accessors, getters of exports, and what fails", async () => {
  const vi = new VitestMocker();
  const object = { get value() { return 1; } };
  const get = vi.spyOn(object, "value", "get").mockReturnValue(2);
  assert.equal(object.value, 2);
  get.mockRestore();
  assert.equal(object.value, 1);
  const exported = Object.defineProperty({}, "run", { get: () => () => "real", enumerable: true, configurable: true });
  const spy = vi.spyOn(exported, "run");
  assert.equal(exported.run(), "real");
  assert.equal(spy.mock.calls.length, 1);
  spy.mockRestore();
  assert.equal(vi.isMockFunction(exported.run), false);
  assert.throws(() => vi.spyOn({}, "none"), { message: "none does not exist" });
  assert.throws(() => vi.spyOn({ x: 1 }, "x"), { message: "cannot spy on a non-function value" });
  const namespace = await import("./fixtures/builtins.mjs");
  assert.throws(() => vi.spyOn(namespace, "builtin"), { message: /^Cannot spy on export "builtin"\. Module namespace is not configurable in ESM/ });
});
test("stubs of globals and variables are undone", () => {
  const stubs = new Stubs(globalThis, () => process.env);
  process.env.STUB_THERE = "old";
  stubs.stubEnv("STUB_THERE", "new");
  stubs.stubEnv("STUB_THERE", undefined);
  stubs.stubEnv("STUB_NEW", 1);
  stubs.stubEnv("DEV", true);
  assert.equal("STUB_THERE" in process.env, false);
  assert.equal(process.env.STUB_NEW, "1");
  assert.equal(process.env.DEV, "1");
  stubs.unstubAllEnvs();
  assert.equal(process.env.STUB_THERE, "old");
  assert.equal("STUB_NEW" in process.env, false);
  stubs.stubGlobal("innerWidth", 100);
  stubs.stubGlobal("URL", "stub");
  assert.equal(innerWidth, 100);
  stubs.unstubAllGlobals();
  assert.equal("innerWidth" in globalThis, false);
  assert.equal(typeof URL, "function");
});
test("automatic mocks are of Vitest's kind", () => {
  const vi = new VitestMocker();
  class Account { balance() { return 1; } }
  const mock = vi.mockModule({ Account, add: (a, b) => a + b, list: [1], nested: { limit: 3 } }, "./module");
  assert.equal(mock.add(1, 2), undefined);
  assert.equal(mock.add.getMockName(), "add");
  assert.deepEqual(mock.list, []);
  assert.equal(mock.nested.limit, 3);
  const account = new mock.Account();
  assert.equal(account.balance(), undefined);
  account.balance.mockReturnValue(2);
  assert.equal(account.balance(), 2);
  mock.Account.prototype.balance.mockReturnValue(3);
  assert.equal(new mock.Account().balance(), 3);
  vi.resetAllMocks();
  assert.equal(account.balance(), undefined);
});
test("a module of spies does as the original does", () => {
  const vi = new VitestMocker();
  class Account {
    static open(sum) { return new this(sum); }
    constructor(sum) { this.sum = sum; }
    add(more) { return this.sum + more; }
    get total() { return this.sum; }
  }
  const real = { Account, half: (x) => x / 2, list: [1], nested: { run: () => "ran" }, when: new Date(0) };
  real.self = real;
  const spies = vi.spyOnModule(real);
  assert.equal(spies.half(4), 2);
  assert.deepEqual(spies.half.mock.calls, [[4]]);
  assert.equal(spies.nested.run(), "ran");
  assert.equal(spies.list, real.list);
  assert.equal(spies.when, real.when);
  assert.equal(spies.self, spies);
  const account = new spies.Account(3);
  assert(account instanceof spies.Account && account instanceof Account);
  assert.equal(account.add(1), 4);
  assert.equal(account.total, 3);
  assert.deepEqual(spies.Account.prototype.add.mock.calls, [[1]]);
  assert.equal(spies.Account.open(5).sum, 5);
  spies.Account.prototype.add.mockReturnValue("mock");
  assert.equal(account.add(1), "mock");
  assert.equal(new Account(1).add(1), 2);
  assert.equal(vi.isMockFunction(real.half), false);
});
