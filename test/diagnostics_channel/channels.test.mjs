import dc from "node:diagnostics_channel";
import { test, assert } from "../harness.mjs";

test("subscribers hear what is published", () => {
  const channel = dc.channel("one");
  assert.equal(dc.channel("one"), channel);
  assert.equal(channel.hasSubscribers, false);
  const heard = [];
  const listen = (message, name) => heard.push([message, name]);
  dc.subscribe("one", listen);
  assert.equal(dc.hasSubscribers("one"), true);
  channel.publish({ x: 1 });
  assert.equal(dc.unsubscribe("one", listen), true);
  assert.equal(dc.unsubscribe("one", listen), false);
  channel.publish("nobody");
  assert.deepEqual(heard, [[{ x: 1 }, "one"]]);
});
test("names are strings or symbols, listeners functions", () => {
  const name = Symbol("s");
  assert.equal(dc.channel(name).name, name);
  assert.throws(() => dc.channel(1), { code: "ERR_INVALID_ARG_TYPE", message: /"channel" argument must be one of type string or symbol/ });
  assert.throws(() => dc.subscribe("x", 1), { code: "ERR_INVALID_ARG_TYPE" });
});
test("traceSync tells start and end, or error", () => {
  const channels = dc.tracingChannel("sync");
  const heard = [];
  const handlers = {};
  for (const name of ["start", "end", "asyncStart", "asyncEnd", "error"]) handlers[name] = (context) => heard.push([name, { ...context }]);
  channels.subscribe(handlers);
  assert.equal(channels.traceSync(function (a) { return this.x + a; }, { c: 1 }, { x: 1 }, 2), 3);
  assert.deepEqual(heard, [["start", { c: 1 }], ["end", { c: 1, result: 3 }]]);
  heard.length = 0;
  const error = new Error("e");
  assert.equal(assert.throws(() => channels.traceSync(() => { throw error; })), error);
  assert.deepEqual(heard.map(([name]) => name), ["start", "error", "end"]);
  assert.equal(channels.unsubscribe(handlers), true);
});
test("tracePromise and traceCallback", async () => {
  const channels = dc.tracingChannel("async");
  const heard = [];
  const handlers = {};
  for (const name of ["start", "end", "asyncStart", "asyncEnd", "error"]) handlers[name] = () => heard.push(name);
  channels.subscribe(handlers);
  assert.equal(await channels.tracePromise(async () => 5), 5);
  assert.deepEqual(heard, ["start", "end", "asyncStart", "asyncEnd"]);
  heard.length = 0;
  await assert.rejects(channels.tracePromise(async () => { throw new Error("x"); }));
  assert.deepEqual(heard, ["start", "end", "error", "asyncStart", "asyncEnd"]);
  heard.length = 0;
  await new Promise((resolve) => channels.traceCallback((callback) => setTimeout(callback, 1, null, "v"), -1, {}, null, resolve));
  assert.deepEqual(heard, ["start", "end", "asyncStart", "asyncEnd"].slice(0, heard.length));
});
