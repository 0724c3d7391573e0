// node:domain: errors of what a domain started come to it.
import { test, assert } from "../harness.mjs";
import domain from "node:domain";
import EventEmitter from "node:events";
import fs from "node:fs";

/** The first error of a domain in which `start` ran. */
function errorIn(start) {
  const d = domain.create();
  return new Promise((resolve) => {
    d.once("error", (error) => resolve([error.message, error.domainThrown, error.domain === d]));
    d.run(start, d);
  });
}
const fail = (text) => () => { throw new Error(text); };

test("what throws later comes to the domain in which it was started", async () => {
  assert.deepEqual(await errorIn(() => setTimeout(fail("timer"), 1)), ["timer", true, true]);
  assert.deepEqual(await errorIn(() => setImmediate(fail("immediate"))), ["immediate", true, true]);
  assert.deepEqual(await errorIn(() => process.nextTick(fail("tick"))), ["tick", true, true]);
  assert.deepEqual(await errorIn(() => fs.stat("none", fail("fs"))), ["fs", true, true]);
  assert.deepEqual(await errorIn(() => Promise.resolve().then(() => setTimeout(fail("after"), 1))), ["after", true, true]);
});
test("a rejection that nobody handles comes to the domain", async () => {
  assert.equal((await errorIn(() => Promise.reject(new Error("rejected"))))[0], "rejected");
  assert.equal((await errorIn(() => (async () => { await 1; throw new Error("async"); })()))[0], "async");
});
test("emitters belong to the domain in which they were made, or to which they were added", async () => {
  const d = domain.create();
  const errors = [];
  d.on("error", (error) => errors.push([error.message, error.domainThrown, error.domainEmitter === inner || error.domainEmitter === outer]));
  const inner = d.run(() => new EventEmitter());
  const outer = new EventEmitter();
  assert.equal(inner.domain, d);
  assert.equal(outer.domain, null);
  d.add(outer);
  assert.deepEqual(d.members, [outer]);
  inner.emit("error", new Error("inner"));
  outer.emit("error", new Error("outer"));
  assert.deepEqual(errors, [["inner", false, true], ["outer", false, true]]);
  d.remove(outer);
  assert.throws(() => outer.emit("error", new Error("free")), { message: "free" });
  let active;
  inner.on("x", () => { active = process.domain; });
  inner.emit("x");
  assert.equal(active, d);
});
test("bind and intercept", () => {
  const d = domain.create();
  const errors = [];
  d.on("error", (error) => errors.push(error.message));
  assert.equal(d.bind((value) => [value, process.domain === d].join())(1), "1,true");
  assert.equal(d.intercept((value) => value)(null, 2), 2);
  assert.equal(d.intercept(fail("not called"))(new Error("given")), undefined);
  assert.deepEqual(errors, ["given"]);
});
test("enter and exit", () => {
  const [a, b] = [domain.create(), domain.create()];
  a.enter();
  b.enter();
  assert.equal(domain.active, b);
  assert.deepEqual(domain._stack, [a, b]);
  a.exit();
  assert.equal(domain._stack.length, 0);
});
test("no capture callback beside domains", () => {
  assert.throws(() => process.setUncaughtExceptionCaptureCallback(() => {}), { code: "ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE" });
});
test("a handler's error is for the domain around", async () => {
  const outer = domain.create();
  const got = new Promise((resolve) => outer.once("error", resolve));
  outer.run(() => {
    const inner = domain.create();
    inner.on("error", fail("second"));
    setTimeout(() => outer.run(() => inner.run(fail("first"))), 1);
  });
  assert.equal((await got).message, "second");
});
