// An error keeps its stack when the collector runs before the stack is first read.
import { test, assert } from "../harness.mjs";

function make(i) {
  // A function of its own for each error, so that the collector finds a frame's function dead.
  return new Function("i", "function inner() { return new Error(`number ${i}`); } return inner();")(i);
}

test("stacks of errors whose functions have been collected", () => {
  const errors = [];
  for (let i = 0; i < 5000; i++) errors.push(make(i));
  for (let i = 0; i < 200; i++) new Uint8Array(1 << 20);
  let garbage = [];
  for (let i = 0; i < 1e6; i++) garbage = [garbage.length, { i }];
  const lost = errors.filter((error) => !/inner/.test(error.stack));
  assert.equal(lost.length, 0, `of 5000 stacks, like ${JSON.stringify(lost[0]?.stack)}`);
});

test("stacks of errors from a function that was compiled anew meanwhile", () => {
  const hot = () => new Error("kept");
  const errors = [];
  for (let i = 0; i < 200000; i++) errors.push(hot());
  assert.equal(errors.filter((error) => !/hot/.test(error.stack)).length, 0);
});
