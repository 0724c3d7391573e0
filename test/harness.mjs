// The test library of weft's own behaviour tests: no dependency, not even on a
// builtin module, so that it can test any of them.
//
// Invariant: every test that is registered is reported exactly once, in the
// order of registration, and after the last report of the file stands the line
// `#weft done N`. test/run takes a file without that line for a failure.

const write = console.log.bind(console);
const { is } = Object;
const describeTag = (value) => Object.prototype.toString.call(value).slice(8, -1);

// Under `weft test` its own `test` registers, and reports.
const runner = typeof globalThis.describe === "function" ? globalThis.test : undefined;

let queue = Promise.resolve();
let registered = 0;
let reported = 0;

/**
 * Registers a test. Tests of a file run one after another, in order, after the
 * code that registers them has given way (so top-level code runs first).
 * @param {string} name one line, unique in its file
 * @param {() => unknown} body passes unless it throws or its promise rejects
 */
export function test(name, body) {
  if (runner !== undefined) return runner(name, () => waitFor(body()));
  registered++;
  queue = queue.then(() => runOne(name, body)).then(closeWhenIdle);
}

/** Reports a test as skipped; the reason is shown in the summary. */
test.skip = (name, reason) => {
  if (runner !== undefined) return runner.skip(`${name} -- ${reason}`, () => {});
  registered++;
  queue = queue.then(() => report(`skip ${name} -- ${reason}`)).then(closeWhenIdle);
};

// Bodies give whatever their last expression has; only a promise means something.
const waitFor = (value) => (value instanceof Promise ? value : undefined);

async function runOne(name, body) {
  write(`#weft start ${name}`);
  try {
    await body();
    report(`ok ${name}`);
  } catch (error) {
    if (typeof process === "object") process.exitCode = 1;
    report(`not ok ${name}`);
    for (const line of describeError(error).split("\n")) write(`#weft | ${line}`);
  }
}

function report(line) {
  reported++;
  write(`#weft ${line}`);
}

function closeWhenIdle() {
  if (reported === registered) write(`#weft done ${reported}`);
}

function describeError(error) {
  if (!(error instanceof Error)) return `thrown: ${show(error)}`;
  const stack = String(error.stack ?? "");
  const head = `${error.name}: ${error.message}`;
  // JavaScriptCore's own stacks do not repeat the message; V8's do.
  return stack.includes(error.message) ? stack : `${head}\n${stack}`;
}

/** An assertion that did not hold. */
export class AssertionFailure extends Error {
  name = "AssertionFailure";
}

function fail(message, detail) {
  throw new AssertionFailure(message === undefined ? detail : `${message}: ${detail}`);
}

/** Passes when `value` is truthy. Methods hang off it: assert.equal and so on. */
export function assert(value, message) {
  if (!value) fail(message, `expected a truthy value, got ${show(value)}`);
}

/** Object.is(actual, expected). */
assert.equal = (actual, expected, message) => {
  if (!is(actual, expected)) fail(message, difference(actual, expected));
};

assert.notEqual = (actual, unexpected, message) => {
  if (is(actual, unexpected)) fail(message, `expected anything but ${show(unexpected)}`);
};

/**
 * Same structure and same prototypes: arrays with holes, plain and class
 * objects (own enumerable keys and symbols), Map and Set in order, Date,
 * RegExp, Error (name, message, code, cause), typed arrays, buffers; leaves by
 * Object.is. Cycles are compared as cycles.
 */
assert.deepEqual = (actual, expected, message) => {
  const where = firstDifference(actual, expected, "", new Map());
  if (where !== null) fail(message, `differ at ${where || "the top"}\n${difference(actual, expected)}`);
};

assert.match = (text, pattern, message) => {
  if (typeof text !== "string" || !pattern.test(text)) {
    fail(message, `expected a string that matches ${pattern}, got ${show(text)}`);
  }
};

assert.includes = (container, part, message) => {
  if (!container.includes(part)) fail(message, `expected ${show(container)} to include ${show(part)}`);
};

/**
 * Calls `body`, which must throw; returns what it threw. `expected` is what
 * the error must be: a class (instanceof), a RegExp (message), or an object
 * whose every property the error must have ({ name, code, message: /…/ }).
 */
assert.throws = (body, expected, message) => {
  let thrown;
  try {
    body();
  } catch (error) {
    checkError(error, expected, message);
    thrown = { error };
  }
  if (thrown === undefined) fail(message, `expected a throw${wanted(expected)}`);
  return thrown.error;
};

/** As assert.throws, for a promise or for a function that gives one. */
assert.rejects = async (promiseOrBody, expected, message) => {
  let rejected;
  try {
    await (typeof promiseOrBody === "function" ? promiseOrBody() : promiseOrBody);
  } catch (error) {
    checkError(error, expected, message);
    rejected = { error };
  }
  if (rejected === undefined) fail(message, `expected a rejection${wanted(expected)}`);
  return rejected.error;
};

assert.fail = (message) => fail(undefined, message ?? "reached what must not be reached");

function wanted(expected) {
  if (expected === undefined) return "";
  return ` of ${typeof expected === "function" ? expected.name : show(expected)}`;
}

function checkError(error, expected, message) {
  if (expected === undefined) return;
  if (typeof expected === "function") {
    if (!(error instanceof expected)) fail(message, `expected ${expected.name}, got ${describeError(error)}`);
  } else if (expected instanceof RegExp) {
    assert.match(error?.message, expected, message);
  } else {
    for (const key of Object.keys(expected)) checkProperty(error, key, expected[key], message);
  }
}

function checkProperty(error, key, wantedValue, message) {
  const value = error?.[key];
  const holds = wantedValue instanceof RegExp && typeof value === "string"
    ? wantedValue.test(value)
    : firstDifference(value, wantedValue, "", new Map()) === null;
  if (!holds) {
    fail(message, `expected the error's ${key} to be ${show(wantedValue)}, got ${show(value)}; the error: ${describeError(error)}`);
  }
}

// --- comparison ---------------------------------------------------------------

/** Path of the first difference, or null. `seen` maps visited actuals to expecteds. */
function firstDifference(actual, expected, path, seen) {
  if (is(actual, expected)) return null;
  if (!isObject(actual) || !isObject(expected)) return path;
  if (seen.has(actual)) return seen.get(actual) === expected ? null : path;
  seen.set(actual, expected);
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) return `${path}[[Prototype]]`;
  if (describeTag(actual) !== describeTag(expected)) return path;
  return contentDifference(actual, expected, path, seen) ?? keysDifference(actual, expected, path, seen);
}

function contentDifference(actual, expected, path, seen) {
  const compareAll = (a, b, label) => firstDifference(a, b, `${path}${label}`, seen);
  if (actual instanceof Map) return compareAll([...actual], [...expected], ".entries");
  if (actual instanceof Set) return compareAll([...actual], [...expected], ".values");
  if (actual instanceof Date) return compareAll(actual.getTime(), expected.getTime(), ".getTime()");
  if (actual instanceof RegExp) return compareAll(String(actual), String(expected), "");
  if (actual instanceof ArrayBuffer) {
    return compareAll([...new Uint8Array(actual)], [...new Uint8Array(expected)], "");
  }
  if (actual instanceof Error) {
    for (const key of ["name", "message", "code", "cause"]) {
      const found = compareAll(actual[key], expected[key], `.${key}`);
      if (found !== null) return found;
    }
  }
  if (["Number", "String", "Boolean", "Symbol", "BigInt"].includes(describeTag(actual)) && typeof actual.valueOf() !== "object") {
    return compareAll(actual.valueOf(), expected.valueOf(), ".valueOf()");
  }
  return null;
}

function keysDifference(actual, expected, path, seen) {
  const ownKeys = (value) => Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
  if (Array.isArray(actual) && actual.length !== expected.length) return `${path}.length`;
  const expectedKeys = ownKeys(expected);
  for (const key of ownKeys(actual)) {
    if (!expectedKeys.includes(key)) return `${path}.${String(key)} (unexpected)`;
  }
  for (const key of expectedKeys) {
    if (!Object.hasOwn(actual, key)) return `${path}.${String(key)} (missing)`;
    const found = firstDifference(actual[key], expected[key], `${path}.${String(key)}`, seen);
    if (found !== null) return found;
  }
  return null;
}

const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

// --- display ------------------------------------------------------------------

function difference(actual, expected) {
  return `\n  actual:   ${show(actual)}\n  expected: ${show(expected)}`;
}

/** One-line picture of a value, for failure messages only. */
export function show(value, depth = 0) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (is(value, -0)) return "-0";
  if (typeof value === "function") return `[function ${value.name || "anonymous"}]`;
  if (!isObject(value)) return String(value);
  if (value instanceof Error) return `[${value.name}: ${value.message}]`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Date) return `Date(${value.getTime()})`;
  if (depth > 3) return "…";
  return showContainer(value, depth + 1);
}

function showContainer(value, depth) {
  const name = value.constructor?.name ?? "null";
  if (value instanceof Map || value instanceof Set) {
    return `${name} {${[...value].map((item) => show(item, depth)).join(", ")}}`;
  }
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = value instanceof DataView ? [] : Array.from(value, (item) => show(item, depth));
    return `${name === "Array" ? "" : `${name} `}[${items.join(", ")}]`;
  }
  const fields = Reflect.ownKeys(value).map((key) => `${String(key)}: ${show(value[key], depth)}`);
  return `${name === "Object" ? "" : `${name} `}{${fields.join(", ")}}`;
}
