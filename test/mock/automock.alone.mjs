// Automatic mocks: the same shape, nothing behind it.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { Mocker } = await builtin("test_mock");
const jest = new Mocker(globalThis, Object.is);

class Account {
  static open() { return new Account(); }
  balance() { return 1; }
  get total() { throw new Error("a getter is not called"); }
}
const real = { Account, add: (a, b) => a + b, version: "1.0", list: [1, 2], nested: { deep() {} }, pattern: /x/g, when: new Date(0) };
real.self = real;

test("functions are mocks, constants stay, arrays are empty", () => {
  const mock = jest.mockModule(real, "./module");
  assert.equal(mock.add(1, 2), undefined);
  assert.equal(mock.add.name, "add");
  assert.equal(mock.version, "1.0");
  assert.deepEqual(mock.list, []);
  assert(jest.isMockFunction(mock.nested.deep));
  assert.equal(mock.self, mock);
  assert.equal(mock.when, undefined);
  assert(mock.pattern instanceof RegExp);
});
test("instances of a class have mocks of their own, which call the prototype's", () => {
  const mock = jest.mockModule(real, "./module");
  const a = new mock.Account();
  const b = new mock.Account();
  a.balance.mockReturnValue(5);
  assert.equal(a.balance(), 5);
  assert.equal(b.balance(), undefined);
  mock.Account.prototype.balance.mockReturnValue(9);
  assert.equal(b.balance(), 9);
  assert.equal(mock.Account.open(), undefined);
  assert(a instanceof mock.Account);
  assert.equal(mock.Account.prototype.constructor, mock.Account);
});
test("names that no function can have", () => {
  const named = (name) => jest.generateFromMetadata(jest.getMetadata(Object.defineProperty(() => {}, "name", { value: name }))).name;
  assert.equal(named("1"), "$1");
  assert.equal(named("foo-bar"), "foo$bar");
  assert.equal(named("class"), "$class");
  assert.equal(named("bound bound f"), "bound f");
});
test("the mock of a mock keeps its implementation", () => {
  const copy = jest.generateFromMetadata(jest.getMetadata(jest.fn(() => 3)));
  assert.equal(copy(), 3);
  assert.equal(typeof copy.getMockImplementation(), "function");
});
test("what has no shape is an error", () => {
  assert.throws(() => jest.mockModule(new Date(), "./date"), { message: /^Failed to get mock metadata: \.\/date/ });
});
