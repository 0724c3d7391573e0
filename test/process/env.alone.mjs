import { test, assert } from "../harness.mjs";

const { env } = process;

test("values become strings", () => {
  env.WEFT_A = 1;
  env.WEFT_B = undefined;
  env.WEFT_C = { toString: () => "object" };
  assert.deepEqual([env.WEFT_A, env.WEFT_B, env.WEFT_C], ["1", "undefined", "object"]);
  assert.throws(() => { env.WEFT_D = Symbol("s"); }, TypeError);
  assert.throws(() => { env[Symbol("s")] = "x"; }, TypeError);
});

test("a variable can be listed, found, and deleted", () => {
  env.WEFT_A = "x";
  assert("WEFT_A" in env);
  assert(Object.hasOwn(env, "WEFT_A"));
  assert(Object.keys(env).includes("WEFT_A"));
  assert.deepEqual(Object.getOwnPropertyDescriptor(env, "WEFT_A"),
    { value: "x", writable: true, enumerable: true, configurable: true });
  assert.equal({ ...env }.WEFT_A, "x");
  assert.equal(delete env.WEFT_A, true);
  assert(!("WEFT_A" in env));
  assert.equal(env.WEFT_A, undefined);
  assert.equal(delete env.WEFT_A, true);
});

test("only plain properties can be defined, and it stays open", () => {
  const code = { code: "ERR_INVALID_OBJECT_DEFINE_PROPERTY" };
  assert.throws(() => Object.defineProperty(env, "WEFT_A", { value: "x" }), code);
  assert.throws(() => Object.defineProperty(env, "WEFT_A", { get: () => "x" }), code);
  Object.defineProperty(env, "WEFT_A", { value: 5, writable: true, enumerable: true, configurable: true });
  assert.equal(env.WEFT_A, "5");
  assert.throws(() => Object.freeze(env), TypeError);
});

test("it is an ordinary object otherwise", () => {
  assert(env instanceof Object);
  assert.equal(typeof env.hasOwnProperty, "function");
  assert.equal(JSON.parse(JSON.stringify(env)).PATH, env.PATH);
});

test("TZ changes the time zone at once", () => {
  const hours = () => new Date(Date.UTC(2026, 6, 1, 12)).getHours();
  env.TZ = "Asia/Tokyo";
  assert.equal(hours(), 21);
  env.TZ = "America/New_York";
  assert.equal(hours(), 8);
  assert.equal(Intl.DateTimeFormat().resolvedOptions().timeZone, "America/New_York");
  env.TZ = "UTC";
  assert.equal(hours(), 12);
  delete env.TZ;
});

test("the whole of env can be replaced", () => {
  const before = process.env;
  process.env = { ...before, WEFT_A: "replaced" };
  assert.equal(process.env.WEFT_A, "replaced");
  process.env = before;
});
