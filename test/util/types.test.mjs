import { test, assert } from "../harness.mjs";
import { types } from "node:util";
import direct from "node:util/types";

const samples = {
  isArgumentsObject: (function () { return arguments; })(),
  isArrayBuffer: new ArrayBuffer(1),
  isAsyncFunction: async () => {},
  isBigIntObject: Object(1n),
  isBooleanObject: new Boolean(true),
  isDataView: new DataView(new ArrayBuffer(1)),
  isDate: new Date(),
  isGeneratorFunction: function* () {},
  isGeneratorObject: (function* () {})(),
  isMap: new Map(),
  isMapIterator: new Map().keys(),
  isModuleNamespaceObject: await import("node:path"),
  isNativeError: new RangeError(),
  isNumberObject: new Number(1),
  isPromise: Promise.resolve(),
  isProxy: new Proxy({}, {}),
  isRegExp: /x/,
  isSet: new Set(),
  isSetIterator: new Set().values(),
  isSharedArrayBuffer: new SharedArrayBuffer(1),
  isStringObject: new String(""),
  isSymbolObject: Object(Symbol()),
  isTypedArray: new Float64Array(1),
  isWeakMap: new WeakMap(),
  isWeakSet: new WeakSet(),
};

test("each sample is of its own kind only", () => {
  for (const check of Object.keys(samples))
    for (const [kind, value] of Object.entries(samples))
      assert.equal(types[check](value), check === kind, `${check} of the sample for ${kind}`);
});
test("prototypes and primitives are of none", () => {
  for (const check of Object.keys(samples)) {
    for (const value of [undefined, null, 1, "x", {}, Map.prototype, Promise.prototype, Symbol.prototype])
      assert.equal(types[check](value), false, check);
  }
});
test("a changed prototype does not deceive", () => {
  assert(types.isMap(Object.setPrototypeOf(new Map(), null)));
  assert(!types.isDate(Object.create(Date.prototype)));
});
test("sums of kinds", () => {
  assert(types.isBoxedPrimitive(Object(Symbol())));
  assert(types.isAnyArrayBuffer(new SharedArrayBuffer(1)));
  assert(types.isArrayBufferView(new Uint8Array()));
  assert(types.isUint8Array(new Uint8Array()) && !types.isUint8Array(new Int8Array()));
});
test("node:util/types is the same object", () => assert.equal(direct, types));
