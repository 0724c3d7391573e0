import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const { $ } = Weft;
const folder = fs.realpathSync(fs.mkdtempSync("weft-shell-"));

test("ways to have the output", async () => {
  assert.equal(await $`echo hi`.text(), "hi\n");
  assert.deepEqual(await $`echo '{"a":[1]}'`.json(), { a: [1] });
  const lines = [];
  for await (const line of $`printf 'a\nb\n\nc'`.lines()) lines.push(line);
  assert.deepEqual(lines, ["a", "b", "", "c"]);
  assert.deepEqual([...(await $`printf ab`.bytes())], [97, 98]);
  assert.equal((await $`printf ab`.arrayBuffer()).byteLength, 2);
  assert.equal(await (await $`printf ab`.blob()).text(), "ab");
  const output = await $`echo out; echo err >&2`.quiet();
  assert(Buffer.isBuffer(output.stdout));
  assert.deepEqual([output.exitCode, output.text(), `${output.stderr}`, output.bytes().length], [0, "out\n", "err\n", 4]);
});

test("a script that fails rejects with what it wrote", async () => {
  const error = await assert.rejects($`echo out; echo err >&2; exit 5`.quiet(), { name: "ShellError", exitCode: 5, message: "Failed with exit code 5" });
  assert(error instanceof $.ShellError && error instanceof Error);
  assert.deepEqual([`${error.stdout}`, `${error.stderr}`, error.text()], ["out\n", "err\n", "out\n"]);
  assert.equal((await $`exit 5`.nothrow()).exitCode, 5);
  assert.equal((await $`exit 5`.throws(false)).exitCode, 5);
  await assert.rejects($`false`.text(), { exitCode: 1 });
});

test("it runs when somebody waits, and once", async () => {
  const file = `${folder}/once`;
  const idle = $`touch ${file}`;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert(!fs.existsSync(file));
  await idle;
  assert(fs.existsSync(file));
  fs.unlinkSync(file);
  await idle;
  assert(!fs.existsSync(file));
  assert.throws(() => idle.cwd("/"), /already running/);
  const started = $`echo now`.quiet().run();
  assert.equal((await started).text(), "now\n");
  assert(idle instanceof Promise && idle instanceof $.ShellPromise);
});

test("folder and environment", async () => {
  assert.equal(await $`pwd`.cwd("/").text(), "/\n");
  assert.equal(await $`echo $A [$HOME]`.env({ A: "1" }).text(), "1 []\n");
  assert.equal(await $`cd / && pwd && cd - && pwd`.cwd(folder).text(), `/\n${folder}\n`);
  assert.equal(process.cwd() === "/", false);
  const own = new $.Shell();
  own.cwd("/").env({ B: "2" }).nothrow();
  assert.equal(await own`pwd; echo $B`.text(), "/\n2\n");
  assert.equal((await own`false`).exitCode, 1);
  own.throws(true).cwd().env();
  assert.equal(await own`pwd`.text(), `${process.cwd()}\n`);
  await assert.rejects(own`false`);
  assert.throws(() => $.Shell(), TypeError);
});

test("$.escape and $.braces", async () => {
  for (const value of ["plain", "", "a b", "$(x) `y` \"z\" \\ '", "a\nb", "*", "~", "é"])
    assert.equal(await $([`printf %s ${$.escape(value)}`]).text(), value);
  assert.equal($.escape("a/b.c"), "a/b.c");
  assert.deepEqual($.braces("a{b,c{d,e}}"), ["ab", "acd", "ace"]);
  assert.deepEqual($.braces("{1..3}"), ["{1..3}"]);
  assert.throws(() => $.braces("{a,b}".repeat(30)), /too many/);
});

test("its own commands", async () => {
  const run = async (...template) => (await $(...template).cwd(folder).quiet().nothrow());
  const out = async (...template) => (await run(...template)).text();
  assert.equal(await out`mkdir -p a/b && touch a/b/f a/.h && ls a && ls -a a && ls a/b a/b/f`, "b\n.\n..\n.h\nb\na/b/f\n\na/b:\nf\n");
  assert.equal(await out`echo text > a/t; cp a/t a/u; mv a/u a/b; cat a/b/u a/t; cp -r a c; ls c`, "text\ntext\nb\nt\n");
  assert.equal(await out`rm a/t && ls a; rm -rf a c none && ls`, "b\n");
  assert.equal(await out`seq 3; seq 5 -2 1; basename /a/b.c; dirname /a/b /c; echo -n x; echo -e 'a\tb'`, "1\n2\n3\n5\n3\n1\nb.c\n/a\n/\nxa\tb\n");
  assert.equal(await out`which sh nosuch`.then((t) => t.endsWith("/sh\nwhich: nosuch not found\n")), true);
  const fails = async (...template) => {
    const { exitCode, stderr } = await run(...template);
    return `${exitCode} ${stderr}`;
  };
  assert.equal(await fails`rm none`, "1 rm: none: No such file or directory\n");
  assert.equal(await fails`mkdir d; rm d`, "1 rm: d: Illegal operation on a directory\n");
  assert.equal(await fails`rm -rf .`, '1 rm: .: Refusing to remove the root, "." or ".."\n');
  assert.equal(await fails`cd none`, "1 cd: not a directory: none\n");
  assert.equal(await fails`cat none; nosuch`, "1 cat: none: No such file or directory\nweft: command not found: nosuch\n");
  // What they do not know, the program of the system does.
  assert.match(await out`ls -l d/..`, /^total/);
});
