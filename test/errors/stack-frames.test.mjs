// How a line of a stack names its function: V8's forms, as far as the engine knows what they say.
import { test, assert } from "../harness.mjs";

test("the forms of frames", async () => {
  const top = (error, line = 1) => error.stack.split("\n")[line].trim().replace(/\(?(file:|\/).*/, "(…)");
  class Foo {
    constructor() { this.error = new Error("x"); }
    get x() { return new Error("x"); }
    set x(value) { value.error = new Error("x"); }
    static #secret() { return new Error("x"); }
    static secret() { return Foo.#secret(); }
    field = () => new Error("x");
    [Symbol.iterator]() { return new Error("x"); }
  }
  class Derived extends Foo { constructor() { super(); } }
  assert.equal(top(new Foo().error), "at new Foo (…)");
  assert.equal(top(new Derived().error, 2), "at new Derived (…)");
  assert.equal(top(Reflect.construct(function Old() { this.error = new Error("x"); }, []).error), "at new Old (…)");
  assert.equal(top(new Foo().x), "at get x [as x] (…)");
  const box = {};
  new Foo().x = box;
  assert.equal(top(box.error), "at set x [as x] (…)");
  assert.equal(top(Foo.secret()), "at #secret (…)");
  assert.equal(top(new Foo().field()), "at field (…)");
  assert.equal(top(new Foo()[Symbol.iterator]()), "at [Symbol.iterator] (…)");
  assert.equal(top((() => new Error("x"))()), "at (…)");
  async function started() { return [new Error("x").stack, await null]; }
  const [first] = await (function caller() { return started(); })();
  assert.deepEqual(first.split("\n").slice(1, 3).map((line) => line.trim().split(" ")[1]), ["started", "caller"]);
  class WithoutConstructor extends Foo {}
  assert.equal(new WithoutConstructor().error.stack.includes("WithoutConstructor"), false);
  let inPromise;
  new Promise(() => { inPromise = new Error("x"); });
  assert.equal(top(inPromise, 2), "at new Promise (<anonymous>)");
  assert.equal(top([2, 1].map(() => new Error("x"))[0], 2), "at Array.map (<anonymous>)");
  assert.equal(top(JSON.parse("1", () => new Error("x")), 2), "at JSON.parse (<anonymous>)");
  assert.equal(top((0, eval)("new Error('x')")), "at eval (<anonymous>:1:1)");
  assert.equal(top(new Proxy(function target() { return new Error("x"); }, {})()), "at target (…)");
});
