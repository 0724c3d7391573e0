import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("holes and extra keys", () => {
  assert.equal(inspect([1, , 3]), "[ 1, <1 empty item>, 3 ]");
  assert.equal(inspect([, , 1, , , ,]), "[ <2 empty items>, 1, <3 empty items> ]");
  assert.equal(inspect(Object.assign([1], { key: "v", "-1": 2 })), "[ 1, key: 'v', '-1': 2 ]");
});
test("more than six elements stand in columns", () => {
  assert.equal(inspect(Array.from({ length: 27 }, (_, i) => i * i)),
    "[\n    0,   1,   4,   9,  16,  25,  36,\n   49,  64,  81, 100, 121, 144, 169,\n  196, 225, 256, 289, 324, 361, 400,\n  441, 484, 529, 576, 625, 676\n]");
  assert.equal(inspect("abcdefgh".split("")), "[\n  'a', 'b', 'c',\n  'd', 'e', 'f',\n  'g', 'h'\n]");
});
test("wide characters count two columns", () => {
  assert.equal(inspect(["日本", "a", "b", "c", "d", "e", "f"]), "[\n  '日本', 'a',\n  'b',    'c',\n  'd',    'e',\n  'f'\n]");
});
test("only a hundred elements are shown", () => {
  assert.match(inspect(new Array(101).fill(0)), /\.\.\. 1 more item\n\]$/);
  assert.equal(inspect([1, 2, 3], { maxArrayLength: 1 }), "[ 1, ... 2 more items ]");
  assert.equal(inspect([1, 2, 3], { maxArrayLength: 0 }), "[ ... 3 more items ]");
});
test("subclasses and typed arrays name themselves", () => {
  class Stack extends Array {}
  assert.equal(inspect(Stack.from([1, 2])), "Stack(2) [ 1, 2 ]");
  assert.equal(inspect(new Uint8Array([1, 255])), "Uint8Array(2) [ 1, 255 ]");
  assert.equal(inspect(new BigInt64Array(2)), "BigInt64Array(2) [ 0n, 0n ]");
  assert.equal(inspect(Object.setPrototypeOf([1], null)), "[Array(1): null prototype] [ 1 ]");
});
test("buffers show their bytes", () => {
  const { buffer } = new Uint8Array([1, 171]);
  assert.equal(inspect(buffer), "ArrayBuffer { [Uint8Contents]: <01 ab>, byteLength: 2 }");
  assert.equal(inspect(new DataView(buffer, 1)),
    "DataView {\n  byteLength: 1,\n  byteOffset: 1,\n  buffer: ArrayBuffer { [Uint8Contents]: <01 ab>, byteLength: 2 }\n}");
});
test("showHidden adds the length", () => {
  assert.equal(inspect([1], { showHidden: true }), "[ 1, [length]: 1 ]");
});
