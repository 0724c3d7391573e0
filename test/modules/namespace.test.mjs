// Module namespace objects, as the specification defines them.
import { test, assert } from "../harness.mjs";
import * as ns from "./fixtures/namespace.mjs";

test("it has no prototype, cannot be extended, and is tagged Module", () => {
  assert.equal(Object.getPrototypeOf(ns), null);
  assert.equal(Object.isExtensible(ns), false);
  assert.equal(Object.isSealed(ns), true);
  assert.deepEqual(Object.getOwnPropertyDescriptor(ns, Symbol.toStringTag), {
    value: "Module", writable: false, enumerable: false, configurable: false,
  });
});

test("its keys are the export names in code-unit order, then the tag", () => {
  assert.deepEqual(Reflect.ownKeys(ns), ["$", "B", "_", "a", "default", "z", "é", Symbol.toStringTag]);
  assert.deepEqual(Object.keys(ns), ["$", "B", "_", "a", "default", "z", "é"]);
  assert.equal("a" in ns, true);
  assert.equal("toString" in ns, false);
});

test("an export is a writable, enumerable, fixed data property", () => {
  assert.deepEqual(Object.getOwnPropertyDescriptor(ns, "a"), { value: 1, writable: true, enumerable: true, configurable: false });
  assert.equal(Object.getOwnPropertyDescriptor(ns, "missing"), undefined);
});

test("it cannot be changed", () => {
  assert.equal(Reflect.set(ns, "a", 2), false);
  assert.equal(Reflect.defineProperty(ns, "a", { value: 2 }), false);
  assert.equal(Reflect.defineProperty(ns, "a", { value: 1 }), true);
  assert.equal(Reflect.deleteProperty(ns, "a"), false);
  assert.equal(Reflect.deleteProperty(ns, "missing"), true);
  assert.equal(Reflect.setPrototypeOf(ns, {}), false);
  assert.equal(Reflect.setPrototypeOf(ns, null), true);
  assert.equal(ns.a, 1);
});

test("spread, JSON, Object.entries and destructuring see the exports", () => {
  const { default: def, ...rest } = ns;
  assert.equal(def, "default");
  assert.deepEqual(rest, { $: 1, B: 1, _: 1, a: 1, z: 1, é: 1 });
  assert.equal(JSON.stringify(ns), '{"$":1,"B":1,"_":1,"a":1,"default":"default","z":1,"é":1}');
});
