// Global names: there, loaded lazily without a trace, replaceable.
import { test, assert } from "../harness.mjs";

const FUNCTIONS = ["atob", "btoa", "clearImmediate", "clearInterval", "clearTimeout", "queueMicrotask", "setImmediate",
  "setInterval", "setTimeout", "structuredClone", "reportError"];
const CLASSES = ["AbortController", "AbortSignal", "Blob", "Buffer", "Crypto", "CryptoKey", "CustomEvent", "DOMException", "Event", "EventTarget", "File", "FormData", "Headers", "MessageEvent",
  "PerformanceEntry", "PerformanceMark", "PerformanceMeasure", "PerformanceObserver", "TextDecoder", "TextEncoder", "URL", "URLSearchParams",
  "ByteLengthQueuingStrategy", "CountQueuingStrategy", "ReadableStream", "ReadableStreamDefaultReader", "TextDecoderStream",
  "TextEncoderStream", "SubtleCrypto", "TransformStream", "WritableStream", "WritableStreamDefaultWriter"];
const OBJECTS = ["console", "crypto", "global", "navigator", "performance", "process"];

test("functions, classes and objects are there", () => {
  for (const name of [...FUNCTIONS, ...CLASSES]) assert.equal(typeof globalThis[name], "function", name);
  for (const name of OBJECTS) assert.equal(typeof globalThis[name], "object", name);
  assert.equal(globalThis.global, globalThis);
});

test("classes carry their names", () => {
  for (const name of CLASSES) assert.equal(globalThis[name].name, name);
});

test("what is enumerable is what Node has enumerable", () => {
  const enumerable = Object.keys(globalThis);
  for (const name of ["global", "setTimeout", "queueMicrotask", "structuredClone", "atob", "performance"]) assert.includes(enumerable, name);
  for (const name of [...CLASSES, "console", "process"]) assert.equal(enumerable.includes(name), false, name);
});

test("each can be replaced, deleted and shadowed", () => {
  for (const name of [...FUNCTIONS, ...CLASSES, ...OBJECTS]) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    assert.equal(descriptor.configurable, true, name);
  }
  const { URL } = globalThis;
  globalThis.URL = "mine";
  assert.equal(globalThis.URL, "mine");
  delete globalThis.URL;
  assert.equal("URL" in globalThis, false);
  globalThis.URL = URL;
  const process = 5;
  assert.equal(process, 5);
});

test("replacing a global before its first use keeps builtins working", async () => {
  globalThis.TextEncoder = class Broken {};
  globalThis.AbortController = undefined;
  const { push } = Array.prototype;
  Array.prototype.push = () => { throw new Error("patched"); };
  try {
    assert.equal(Buffer.from("é").length, 2);
    assert.equal(new globalThis.URL("http://a/é").pathname, "/%C3%A9");
    await new Promise((resolve) => setTimeout(resolve, 1));
  } finally {
    Array.prototype.push = push;
  }
});

test("names that are not here yet are undefined, not broken", () => {
  for (const name of ["window", "document", "Deno", "alert"]) assert.equal(typeof globalThis[name], "undefined", name);
});
