// `for await` and `yield*` over a synchronous iterator whose promise rejects.
import { test, assert } from "../harness.mjs";

/** What `for await` over the iterable ends with, or "unsettled". */
async function outcome(iterable) {
  const walk = (async () => {
    for await (const _ of iterable);
    return "done";
  })().catch((error) => error);
  return Promise.race([walk, new Promise((resolve) => setTimeout(resolve, 50, "unsettled"))]);
}

const iterableOf = (value, methods) => ({
  // (methods as the prototype: a spread would call its getters)
  [Symbol.iterator]: () => ({ __proto__: methods, next: () => ({ done: false, value }) }),
});

test("an array with a rejected promise throws the reason", async () => {
  assert.equal(await outcome([1, Promise.reject("reason")]), "reason");
});

test("an iterator without return, with a null return, and with one", async () => {
  let closed = 0;
  assert.equal(await outcome(iterableOf(Promise.reject("a"), {})), "a");
  assert.equal(await outcome(iterableOf(Promise.reject("b"), { return: null })), "b");
  assert.equal(await outcome(iterableOf(Promise.reject("c"), { return: () => { closed++; return {}; } })), "c");
  assert.equal(closed, 1);
});

test("an error while closing does not replace the reason", async () => {
  assert.equal(await outcome(iterableOf(Promise.reject("d"), { return() { throw "closing"; } })), "d");
  assert.equal(await outcome(iterableOf(Promise.reject("e"), { get return() { throw "getting"; } })), "e");
});

test("yield* in an async generator", async () => {
  async function* generate() { yield* [Promise.reject("f")]; }
  assert.equal(await outcome(generate()), "f");
});
