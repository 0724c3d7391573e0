import { test, assert } from "../harness.mjs";
import { inspect } from "node:util";

test("names compare without case, values are combined, iteration is sorted", () => {
  const headers = new Headers([["Beta", "1"], ["alpha", " x\t"], ["BETA", "2"]]);
  assert.deepEqual([...headers], [["alpha", "x"], ["beta", "1, 2"]]);
  assert.deepEqual([headers.get("bEtA"), headers.get("none"), headers.has("ALPHA")], ["1, 2", null, true]);
  headers.set("beta", "3");
  headers.delete("Alpha");
  assert.deepEqual([...headers.entries()], [["beta", "3"]]);
  assert.deepEqual([[...headers.keys()], [...headers.values()]], [["beta"], ["3"]]);
});

test("cookies stay apart", () => {
  const headers = new Headers({ "Set-Cookie": "a=1", z: "y" });
  headers.append("set-cookie", "b=2; expires=Wed, 01 Jan");
  headers.append("A", "b");
  assert.deepEqual(headers.getSetCookie(), ["a=1", "b=2; expires=Wed, 01 Jan"]);
  assert.deepEqual([...headers.keys()], ["a", "set-cookie", "set-cookie", "z"]);
  assert.equal(headers.get("set-cookie"), "a=1, b=2; expires=Wed, 01 Jan");
  headers.set("SET-COOKIE", "c=3");
  assert.deepEqual(headers.getSetCookie(), ["c=3"]);
  headers.delete("set-cookie");
  assert.deepEqual([headers.getSetCookie(), headers.has("set-cookie")], [[], false]);
});

test("records, sequences and Headers are copied", () => {
  const first = new Headers({ a: 1, b: "x" });
  const copy = new Headers(first);
  first.set("a", "2");
  assert.deepEqual([...copy], [["a", "1"], ["b", "x"]]);
  assert.deepEqual([...new Headers(new Map([["k", "v"]]))], [["k", "v"]]);
  const odd = Object.assign(Object.create({ inherited: "no" }), { own: "yes" });
  assert.deepEqual([...new Headers(odd)], [["own", "yes"]]);
  first[Symbol.iterator] = function* () { yield ["from", "iterator"]; };
  assert.deepEqual([...new Headers(first)], [["from", "iterator"]]);
});

test("what cannot be sent is a TypeError", () => {
  const headers = new Headers();
  for (const name of ["", "a b", "é", "a:", "\u0100"]) {
    for (const call of [() => headers.append(name, "v"), () => headers.set(name, "v"), () => headers.get(name), () => headers.has(name), () => headers.delete(name)]) assert.throws(call, TypeError);
  }
  for (const value of ["a\0b", "a\nb", "a\rb", "\u0100"]) assert.throws(() => headers.append("n", value), TypeError);
  for (const init of [null, 5, "text", [["a"]], [["a", "b", "c"]], ["ab"], [5], { [Symbol("s")]: "v" }]) assert.throws(() => new Headers(init), TypeError);
  assert.deepEqual([...headers], []);
  headers.append("n", "\r\n \xff\t");
  assert.equal(headers.get("n"), "\xff");
});

test("an iterator sees changes, and goes on by position", () => {
  const headers = new Headers({ a: "1", c: "3" });
  const iterator = headers[Symbol.iterator]();
  assert.deepEqual(iterator.next().value, ["a", "1"]);
  headers.append("b", "2");
  assert.deepEqual(iterator.next().value, ["b", "2"]);
  headers.delete("a");
  assert.deepEqual(iterator.next(), { value: undefined, done: true });
  const seen = [];
  headers.forEach(function (value, name, target) { seen.push(name, value, target === headers, this); }, "this");
  assert.equal(seen.slice(0, 3).join(), "b,2,true");
  assert.equal(Object.prototype.toString.call(iterator), "[object Headers Iterator]");
  assert.throws(() => iterator.next.call({}), TypeError);
});

test("how they look", () => {
  const headers = new Headers([["B", "1"], ["Set-Cookie", "x"], ["a", "2"], ["b", "3"], ["set-cookie", "y"]]);
  assert.equal(inspect(headers), "Headers { B: '1, 3', 'Set-Cookie': 'x, y', a: '2' }");
  assert.equal(String(headers), "[object Headers]");
  assert.deepEqual([Headers.length, Headers.prototype.append.length, Headers.prototype.get.length], [0, 2, 1]);
  assert.throws(() => Headers.prototype.get.call({}, "a"), { code: "ERR_INVALID_THIS" });
  assert.throws(() => headers.get(), TypeError);
});
