import { test, assert } from "../harness.mjs";
import { expect, setColors } from "weft:expect";

function message(fn) {
  try {
    fn();
  } catch (error) {
    return error.message;
  }
  return "passed";
}

test("a difference by lines", () => {
  assert.equal(message(() => expect({ a: 1, b: [1, 2] }).toEqual({ a: 1, b: [1, 3] })), `expect(received).toEqual(expected) // deep equality

- Expected  - 1
+ Received  + 1

  Object {
    "a": 1,
    "b": Array [
      1,
-     3,
+     2,
    ],
  }`);
});

test("what an asymmetric matcher matches is no difference", () => {
  assert.equal(message(() => expect({ a: 1, b: 2 }).toEqual({ a: expect.any(Number), b: 3 })), `expect(received).toEqual(expected) // deep equality

- Expected  - 1
+ Received  + 1

  Object {
    "a": Any<Number>,
-   "b": 3,
+   "b": 2,
  }`);
});

test("far lines are left out unless all are wanted", () => {
  const list = Array.from({ length: 40 }, (_, i) => i);
  const fail = () => expect(list).toEqual(list.map((n) => (n === 20 ? -1 : n)));
  assert.equal(message(fail).split("\n").length, 48);
  expect.setState({ expand: false });
  const text = message(fail);
  expect.setState({ expand: undefined });
  assert.includes(text, "@@ -17,11 +17,11 @@\n    15,\n");
  assert.equal(text.split("\n").length, 18);
});

test("what has the same text says so, and what would help", () => {
  assert.equal(message(() => expect([]).toBe([])), `expect(received).toBe(expected) // Object.is equality

If it should pass with deep equality, replace "toBe" with "toStrictEqual"

Expected: []
Received: serializes to the same string`);
  assert.includes(message(() => expect([{ a: 1 }]).toContain({ a: 1 })), "You probably need to use `toContainEqual` instead.");
});

test("colours and inverted characters, where wanted", () => {
  setColors(true);
  const text = message(() => expect("one cat").toBe("one dog"));
  setColors(false);
  assert.equal(text, "\x1b[2mexpect(\x1b[22m\x1b[31mreceived\x1b[39m\x1b[2m).\x1b[22mtoBe\x1b[2m(\x1b[22m\x1b[32mexpected\x1b[39m\x1b[2m) // Object.is equality\x1b[22m\n\n" +
    'Expected: \x1b[32m"one \x1b[7mdog\x1b[27m"\x1b[39m\nReceived: \x1b[31m"one \x1b[7mcat\x1b[27m"\x1b[39m');
});

test("large values end in time", () => {
  const big = (end) => ({ rows: Array.from({ length: 3000 }, (_, i) => ({ i, end: i % 2 ? end : i })) });
  const start = process.cpuUsage();
  assert.includes(message(() => expect(big("a")).toEqual(big("b"))), '"end": "b"');
  assert.includes(message(() => expect("a".repeat(9000)).toBe("b".repeat(9000))), "Expected: ");
  assert(process.cpuUsage(start).user < 8e6);
});
