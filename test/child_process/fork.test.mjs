import { fork, spawn } from "node:child_process";
import { test, assert } from "../harness.mjs";

const fixture = (name) => new URL(`fixtures/${name}.cjs`, import.meta.url);

/** Everything up to 'close'. */
function watch(child) {
  const events = [];
  for (const name of ["message", "disconnect", "exit"]) child.on(name, (...a) => events.push(name === "message" ? a[0] : [name, ...a]));
  return new Promise((resolve) => child.on("close", () => resolve(events)));
}

test("messages go both ways, and disconnect ends the child", async () => {
  const child = fork(fixture("echo"));
  assert.equal(child.connected, true);
  child.send({ list: [1, "ä", null], text: "a\nb" });
  child.send("end");
  const events = await watch(child);
  assert.deepEqual(events, [{ echo: { list: [1, "ä", null], text: "a\nb" } }, { echo: "end" }, ["disconnect"], ["exit", 0, null]]);
  assert.equal(child.connected, false);
  assert.equal(child.channel, null);
});
test("advanced serialization keeps what JSON loses", async () => {
  const child = fork(fixture("echo"), { serialization: "advanced" });
  const value = { map: new Map([[1, new Set(["x"])]]), date: new Date(5), big: 7n, bytes: new Uint8Array([1, 2]), none: undefined };
  child.send(value);
  child.send("end");
  const [first] = await watch(child);
  assert.deepEqual(first.echo, value);
});
test("large messages in pieces", async () => {
  for (const serialization of ["json", "advanced"]) {
    const child = fork(fixture("echo"), { serialization });
    child.send("x".repeat(500000));
    child.once("message", () => child.send("end"));
    const [first] = await watch(child);
    assert.equal(first.echo.length, 500000);
  }
});
test("the parent can disconnect, too; a message waits for a listener", async () => {
  const child = fork(fixture("waiting"));
  child.send("early");
  assert.deepEqual((await watch(child))[0], "early");
});
test("send tells when it is done, and what is wrong", async () => {
  const child = fork(fixture("waiting"));
  const ended = new Promise((resolve) => child.on("exit", resolve));
  assert.throws(() => child.send(), { code: "ERR_MISSING_ARGS" });
  assert.throws(() => child.send(Symbol("x")), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => child.send("x", {}), { code: "ERR_INVALID_HANDLE_TYPE", message: "This handle type cannot be sent" });
  assert.equal(await new Promise((resolve) => child.send("x", resolve)), null);
  child.disconnect();
  const late = await new Promise((resolve) => child.send("late", resolve));
  assert.equal(late.code, "ERR_IPC_CHANNEL_CLOSED");
  const failed = new Promise((resolve) => child.once("error", resolve));
  child.send("late");
  assert.equal((await failed).message, "Channel closed");
  const again = new Promise((resolve) => child.once("error", resolve));
  child.disconnect();
  assert.equal((await again).code, "ERR_IPC_DISCONNECTED");
  child.kill();
  await ended;
});
test("a child that does not listen ends by itself", async () => {
  const child = fork(fixture("channel"), { silent: true });
  let output = "";
  child.stdout.on("data", (chunk) => { output += chunk; });
  await watch(child);
  assert.match(output, /^true function/);
});
test("exit codes and uncaught errors", async () => {
  const child = fork(fixture("echo"));
  child.send(7);
  assert.deepEqual((await watch(child)).at(-1), ["exit", 7, null]);
  const failing = fork(fixture("echo"), { silent: true });
  failing.send("throw");
  assert.deepEqual((await watch(failing)).at(-1), ["exit", 1, null]);
});
test("the channel can be any descriptor of spawn", async () => {
  const child = spawn(process.execPath, [fixture("echo").pathname], { stdio: ["ignore", "inherit", "inherit", "ignore", "ipc"] });
  child.send("end");
  assert.deepEqual((await watch(child))[0], { echo: "end" });
});
test("without a channel there is nothing to send with", async () => {
  const child = spawn("true");
  assert.equal(child.send, undefined);
  assert.equal(process.send, undefined);
  assert.equal(process.connected, undefined);
});
