import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("strings take the quotes that need no escape", () => {
  assert.equal(inspect("plain"), "'plain'");
  assert.equal(inspect("it's"), `"it's"`);
  assert.equal(inspect(`it's "so"`), "`it's \"so\"`");
  assert.equal(inspect("a'b\"c`d"), "'a\\'b\"c`d'");
  assert.equal(inspect("a'b\"c${d}"), "'a\\'b\"c${d}'");
});
test("control characters, backslashes and lone surrogates are escaped", () => {
  assert.equal(inspect("\n\t\b\f\r\v\0\x1b\x7f\x9f\\"), "'\\n\\t\\b\\f\\r\\x0B\\x00\\x1B\\x7F\\x9F\\\\'");
  assert.equal(inspect("\ud800a\udc00 😀"), "'\\ud800a\\udc00 😀'");
});
test("long strings are cut, and split where they have line feeds", () => {
  assert.equal(inspect("x".repeat(10), { maxStringLength: 4 }), "'xxxx'... 6 more characters");
  assert.equal(inspect("first line of text\nsecond line of text", { breakLength: 20 }), "'first line of text\\n' +\n  'second line of text'");
});
test("numbers", () => {
  assert.equal(inspect(-0), "-0");
  assert.equal(inspect([0, 1e21, NaN, -Infinity]), "[ 0, 1e+21, NaN, -Infinity ]");
  assert.equal(inspect(1234567.891234, { numericSeparator: true }), "1_234_567.891_234");
  assert.equal(inspect(-123456789n, { numericSeparator: true }), "-123_456_789n");
});
test("other primitives", () => {
  assert.equal(inspect([undefined, null, true, 12n, Symbol("a b"), Symbol()]), "[ undefined, null, true, 12n, Symbol(a b), Symbol() ]");
});
test("boxed primitives", () => {
  assert.equal(inspect(new Number(-0)), "[Number: -0]");
  assert.equal(inspect(Object.assign(new String("ab"), { x: 1 })), "[String: 'ab'] { x: 1 }");
  assert.equal(inspect([new Boolean(false), Object(Symbol("q")), Object(5n)]), "[ [Boolean: false], [Symbol: Symbol(q)], [BigInt: 5n] ]");
  assert.equal(inspect(new (class Size extends Number {})(3)), "[Number (Size): 3]");
});
