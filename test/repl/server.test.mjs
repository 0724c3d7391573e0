import { test, assert } from "../harness.mjs";
import repl from "node:repl";
import { PassThrough } from "node:stream";

/** What a server prints for these lines. */
async function session(lines, options = {}, use = () => {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let text = "";
  output.on("data", (chunk) => { text += chunk; });
  const server = repl.start({ prompt: "> ", input, output, terminal: false, ...options });
  use(server);
  const ended = new Promise((resolve) => server.on("exit", resolve));
  input.end(lines);
  await ended;
  await new Promise((resolve) => setImmediate(resolve));
  return text;
}

test("a context of its own, with names given to it", async () => {
  const text = await session("a + 1\nb = 2\nrequire('path').sep\nfs.readFileSync.name\n", {}, (server) => { server.context.a = 1; });
  assert.equal(text, "> 2\n> 2\n> '/'\n> 'readFileSync'\n> ");
  assert.equal(globalThis.b, undefined);
});

test("useGlobal", async () => {
  await session("replGlobal = 7\n", { useGlobal: true });
  assert.equal(globalThis.replGlobal, 7);
});

test("commands of the program's own", async () => {
  const text = await session(".hello you\n", {}, (server) => {
    server.defineCommand("hello", { help: "greets", action(name) { this.output.write(`hello ${name}\n`); this.displayPrompt(); } });
    assert.throws(() => server.defineCommand("bad", {}), { code: "ERR_INVALID_ARG_TYPE" });
  });
  assert.equal(text, "> hello you\n> ");
});

test("an eval and a writer of the program's own", async () => {
  const seen = [];
  const text = await session("one\ntwo\nmore\n!\n", {
    eval(line, context, file, done) {
      seen.push(line);
      if (line === "two\n") return done(new Error("no"));
      if (line === "more\n") return done(new repl.Recoverable(new Error("unfinished")));
      done(null, line.trim().toUpperCase());
    },
    writer: (value) => `<${value.message ?? value}>`,
  });
  assert.equal(text, "> <ONE>\n> Uncaught <no>\n> ... <MORE\n!>\n> ");
  assert.deepEqual(seen, ["one\n", "two\n", "more\n", "more\n!\n"]);
});

test("errors of callbacks, and the context's console", async () => {
  const text = await session("setTimeout(() => { throw new Error('late'); }, 1); console.log('shown')\nawait new Promise((r) => setTimeout(r, 50))\n");
  assert.match(text, /^> shown\nundefined\n> Uncaught Error: late\n[^]*undefined\n> $/);
});

test("ignoreUndefined, reset and .clear", async () => {
  let resets = 0;
  const text = await session("undefined\nx = 1\n.clear\ntypeof x\n", { ignoreUndefined: true }, (server) => {
    server.on("reset", () => { resets++; });
  });
  assert.equal(text, "> > 1\n> Clearing context...\n> 'undefined'\n> ");
  assert.equal(resets, 1);
});

test("completion through the server", async () => {
  let found;
  await session("", {}, (server) => server.complete("Math.ab", (error, result) => { found = result; }));
  assert.deepEqual(found, [["Math.abs"], "Math.ab"]);
});

test("what a REPLServer refuses", () => {
  assert.throws(() => repl.start({ breakEvalOnSigint: true, eval() {} }), { code: "ERR_INVALID_REPL_EVAL_CONFIG" });
  assert.throws(() => repl.start({ breakEvalOnSigint: true, input: new PassThrough() }), { code: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM" });
});
