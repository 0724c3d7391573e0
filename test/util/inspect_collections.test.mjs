import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("Map and Set", () => {
  assert.equal(inspect(new Map([["a", 1], [{ k: 1 }, [2]]])), "Map(2) { 'a' => 1, { k: 1 } => [ 2 ] }");
  assert.equal(inspect(Object.assign(new Set([1]), { extra: true })), "Set(1) { 1, extra: true }");
  assert.equal(inspect(new (class Registry extends Map {})()), "Registry(0) [Map] {}");
  assert.equal(inspect(new Set([1, 2, 3]), { maxArrayLength: 1 }), "Set(3) { 1, ... 2 more items }");
});
test("iterators show what is left, and go on from there", () => {
  const map = new Map([["a", 1], ["b", 2]]);
  const entries = map.entries();
  entries.next();
  assert.equal(inspect(entries), "[Map Entries] { [ 'b', 2 ] }");
  assert.deepEqual(entries.next().value, ["b", 2]);
  assert.equal(inspect(map.keys()), "[Map Iterator] { 'a', 'b' }");
  assert.equal(inspect(new Set([5]).entries()), "[Set Entries] { [ 5, 5 ] }");
  assert.equal(inspect(entries), "[Map Entries] {  }");
});
test("a table that grew and shrank under an iterator", () => {
  const set = new Set([1, 2, 3]);
  const values = set.values();
  values.next();
  set.delete(1);
  for (let i = 4; i < 40; i++) set.add(i);
  for (let i = 4; i < 39; i++) set.delete(i);
  assert.equal(inspect(values), "[Set Iterator] { 2, 3, 39 }");
  set.clear();
  set.add("new");
  assert.equal(inspect(values), "[Set Iterator] { 'new' }");
});
test("weak collections keep their secret", () => {
  assert.equal(inspect(new WeakMap()), "WeakMap { <items unknown> }");
  assert.equal(inspect(new WeakSet()), "WeakSet { <items unknown> }");
});
test("promises", () => {
  const rejected = Promise.reject(new Set([1]));
  rejected.catch(() => {});
  assert.equal(inspect(new Promise(() => {})), "Promise { <pending> }");
  assert.equal(inspect(Promise.resolve({ a: 1 })), "Promise { { a: 1 } }");
  assert.equal(inspect(rejected), "Promise { <rejected> Set(1) { 1 } }");
});
test("generators and other iterators", () => {
  assert.equal(inspect((function* g() {})()), "Object [Generator] {}");
  assert.equal(inspect((async function* g() {})()), "Object [AsyncGenerator] {}");
  assert.equal(inspect([][Symbol.iterator]()), "Object [Array Iterator] {}");
});
