import { test, assert } from "../harness.mjs";

test("capturing listeners come first, each once, in order", () => {
  const target = new EventTarget();
  const seen = [];
  const listener = () => seen.push("plain");
  target.addEventListener("e", listener);
  target.addEventListener("e", listener);
  target.addEventListener("e", { handleEvent() { seen.push(this.name); }, name: "object" }, true);
  target.dispatchEvent(new Event("e"));
  target.removeEventListener("e", listener);
  target.dispatchEvent(new Event("e"));
  assert.equal(seen.filter((name) => name === "plain").length, 1);
  assert.equal(seen.filter((name) => name === "object").length, 2);
});

// Node 20 ignores `passive`.
test("once, signal and passive are honoured", () => {
  const target = new EventTarget();
  const controller = new AbortController();
  let once = 0, signalled = 0;
  target.addEventListener("e", () => once++, { once: true });
  target.addEventListener("e", () => signalled++, { signal: controller.signal });
  target.addEventListener("e", (event) => event.preventDefault(), { passive: true });
  const event = new Event("e", { cancelable: true });
  assert.equal(target.dispatchEvent(event), true);
  controller.abort();
  target.dispatchEvent(new Event("e"));
  assert.equal(once, 1);
  assert.equal(signalled, 1);
  assert.equal(event.defaultPrevented, false);
});

// The DOM standard walks a copy of the list; Node 20 calls what was added meanwhile.
test("listeners added while an event is dispatched don't see it, removed ones neither", () => {
  const target = new EventTarget();
  const seen = [];
  const removed = () => seen.push("removed");
  target.addEventListener("e", () => {
    seen.push("first");
    target.addEventListener("e", () => seen.push("late"));
    target.removeEventListener("e", removed);
  }, { once: true });
  target.addEventListener("e", removed);
  target.dispatchEvent(new Event("e"));
  assert.deepEqual(seen, ["first"]);
  target.dispatchEvent(new Event("e"));
  assert.deepEqual(seen, ["first", "late"]);
});

test("an event tells where it is", () => {
  const target = new EventTarget();
  const event = new Event("e", { cancelable: true, bubbles: true });
  assert.deepEqual([event.eventPhase, event.target, event.isTrusted], [Event.NONE, null, false]);
  target.addEventListener("e", function (seen) {
    assert.equal(this, target);
    assert.equal(seen.currentTarget, target);
    assert.equal(seen.eventPhase, Event.AT_TARGET);
    assert.deepEqual(seen.composedPath(), [target]);
    seen.preventDefault();
  });
  assert.equal(target.dispatchEvent(event), false);
  assert.deepEqual([event.currentTarget, event.target, event.composedPath().length], [null, target, 0]);
});

test("stopImmediatePropagation ends the dispatch", () => {
  const target = new EventTarget();
  let calls = 0;
  target.addEventListener("e", (event) => { calls++; event.stopImmediatePropagation(); });
  target.addEventListener("e", () => calls++);
  target.dispatchEvent(new Event("e"));
  assert.equal(calls, 1);
});

test("wrong arguments are TypeErrors", () => {
  const target = new EventTarget();
  assert.throws(() => new Event(), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => target.addEventListener("e", 1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => target.dispatchEvent({ type: "e" }), { code: "ERR_INVALID_ARG_TYPE" });
  target.addEventListener("e", null);
});

test("CustomEvent carries a detail", () => {
  const event = new CustomEvent("e", { detail: { a: 1 } });
  assert.deepEqual(event.detail, { a: 1 });
  assert.equal(new CustomEvent("e").detail, null);
  assert(event instanceof Event);
});

test("a Proxy of a target is one; listeners see the Proxy", () => {
  const target = new EventTarget();
  const proxy = new Proxy(new Proxy(target, {}), {});
  const seen = [];
  const listener = function (event) { seen.push(this, event.target, event.currentTarget); };
  proxy.addEventListener("x", listener);
  proxy.dispatchEvent(new Event("x"));
  assert.deepEqual(seen.map((value) => value === proxy), [true, true, true]);
  target.dispatchEvent(new Event("x"));
  assert.equal(seen[3], target);
  proxy.removeEventListener("x", listener);
  target.dispatchEvent(new Event("x"));
  assert.equal(seen.length, 6);
  const controller = new AbortController();
  const signal = new Proxy(controller.signal, {});
  controller.abort("why");
  assert.deepEqual([signal.aborted, signal.reason], [true, "why"]);
  const { proxy: revoked, revoke } = Proxy.revocable(new EventTarget(), {});
  const { dispatchEvent } = EventTarget.prototype;
  revoke();
  for (const wrong of [revoked, new Proxy({}, {}), {}, undefined, 5]) {
    assert.throws(() => dispatchEvent.call(wrong, new Event("x")), TypeError);
  }
});
