// spyOn and replaceProperty of Jest's kind.
import { test, assert } from "../harness.mjs";
import { builtin } from "./fixtures/builtins.mjs";

const { Mocker } = await builtin("test_mock");
const mocker = () => new Mocker(globalThis, Object.is);

test("a spy calls the method, and goes without a trace", () => {
  const jest = mocker();
  class Base { greet(name) { return `${this.word} ${name}`; } }
  class Derived extends Base { word = "hello"; }
  const object = new Derived();
  const spy = jest.spyOn(object, "greet");
  assert.equal(object.greet("you"), "hello you");
  assert.equal(spy.mock.contexts[0], object);
  assert.equal(jest.spyOn(object, "greet"), spy);
  spy.mockRestore();
  assert.equal(Object.hasOwn(object, "greet"), false);
  const onPrototype = jest.spyOn(Base.prototype, "greet").mockReturnValue("mock");
  assert.equal(new Derived().greet(), "mock");
  onPrototype.mockRestore();
  assert.equal(new Derived().greet("x"), "hello x");
});
test("getters and setters, own and inherited", () => {
  const jest = mocker();
  const object = { get value() { return 1; }, set value(x) { this.set = x; } };
  const get = jest.spyOn(object, "value", "get").mockReturnValue(2);
  const set = jest.spyOn(object, "value", "set");
  assert.equal(object.value, 2);
  object.value = 7;
  assert.equal(object.set, 7);
  assert.deepEqual(set.mock.calls, [[7]]);
  set.mockRestore();
  get.mockRestore();
  assert.equal(object.value, 1);
  const child = Object.create(object);
  const inherited = jest.spyOn(child, "value", "get").mockReturnValue(3);
  assert.equal(child.value, 3);
  inherited.mockRestore();
  assert.equal(Object.hasOwn(child, "value"), false);
});
test("what cannot be spied upon says why", () => {
  const jest = mocker();
  const message = (run) => { try { run(); } catch (error) { return error.message; } };
  assert.equal(message(() => jest.spyOn(1, "x")), "Cannot use spyOn on a primitive value; number given");
  assert.equal(message(() => jest.spyOn(null, "x")), "Cannot use spyOn on a primitive value; null given");
  assert.equal(message(() => jest.spyOn({}, undefined)), "No property name supplied");
  assert.equal(message(() => jest.spyOn({}, "x")), "Property `x` does not exist in the provided object");
  assert.equal(message(() => jest.spyOn({ x: 3 }, "x")),
    "Cannot spy on the `x` property because it is not a function; number given instead. If you are trying to mock a property, use `jest.replaceProperty(object, 'x', value)` instead.");
  assert.equal(message(() => jest.spyOn({ get x() { return 1; } }, "x", "set")), "Property `x` does not have access type set");
});
test("the namespace of a module is the language's error", async () => {
  const namespace = await import("./fixtures/builtins.mjs");
  assert.throws(() => mocker().spyOn(namespace, "builtin"), { message: "Cannot assign to read only property 'builtin' of object '[object Module]'" });
});
test("replaceProperty, its value and its errors", () => {
  const jest = mocker();
  const object = { port: 80, method() {} };
  const replaced = jest.replaceProperty(object, "port", 1);
  assert.equal(object.port, 1);
  assert.equal(jest.replaceProperty(object, "port", 2), replaced);
  assert.equal(replaced.replaceValue(3), replaced);
  assert.equal(object.port, 3);
  jest.restoreAllMocks();
  assert.equal(object.port, 80);
  assert.throws(() => jest.replaceProperty(object, "method", 1), { message: /because it is a function. Use `jest.spyOn\(object, 'method'\)` instead/ });
  assert.throws(() => jest.replaceProperty(object, "none", 1), { message: "Property `none` does not exist in the provided object" });
});
