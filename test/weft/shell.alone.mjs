import fs from "node:fs";
import { test, assert } from "../harness.mjs";

const $ = new Weft.$.Shell();
$.nothrow();
const folder = fs.realpathSync(fs.mkdtempSync("weft-shell-"));
const at = (name) => `${folder}/${name}`;
/** [exit code, output, errors] */
const run = async (...template) => {
  const { exitCode, stdout, stderr } = await $(...template).quiet();
  return [exitCode, `${stdout}`, `${stderr}`];
};
const text = async (...template) => (await run(...template))[1];
const script = (source) => $([source]).quiet();
const output = async (source) => `${(await script(source)).stdout}`;

test("what is put in is an argument, whatever it holds", async () => {
  const evil = "a; echo b && $(x) `y` > z * ~ {1,2} 'q' \"r\" \\ \n#";
  assert.equal(await text`echo ${evil}`, `${evil}\n`);
  assert.equal(await text`echo "${evil}"${evil}`, `${evil}${evil}\n`);
  assert.equal(await text`printf "[%s]" ${["a b", "c", 5]} ${""} ${null}`, "[a b][c][5][][null]");
  assert.equal(await text`echo ${{ raw: "a; echo b" }}`, "a\nb\n");
  assert.equal(await text`echo ${new URL("http://x/")} ${Weft.file("/some/file")}`, "http://x/ /some/file\n");
  await assert.rejects(async () => $`echo ${{}}`.quiet(), /Invalid JS object used in shell/);
  await assert.rejects(async () => $`sh ${"a\0b"}`.quiet(), /null bytes/);
});

test("quotes and escapes", async () => {
  assert.equal(await text`echo a\ b 'c$d' "e\$f\"g\n" ''x""`, "a b c$d e$f\"g\\n x\n");
  assert.equal(await text`echo a"b c"'d'e # comment`, "ab cde\n");
  assert.equal(await text`printf "[%s]" "" ''`, "[][]");
  assert.equal(await text`echo a#b $ a$`, "a#b $ a$\n");
});

test("variables", async () => {
  assert.equal(await text`X="a  b"; echo $X "[$X]" [$NOPE] $NOPE end`, "a  b [a  b] [] end\n");
  assert.equal(await text`X=1 sh -c 'echo $X'; echo "[$X]"`, "1\n[]\n");
  assert.equal(await text`X=1; sh -c 'echo [$X]'; export X; sh -c 'echo $X'; unset X; echo [$X]`, "[]\n1\n[]\n");
  assert.equal(await text`export A=1 B="2 3"; sh -c 'echo "$A$B"'; false; echo $?`, "12 3\n1\n");
  assert.equal(await output("X=1; echo ${X}2"), "12\n");
  assert.equal(await text`X=$(echo hi) Y=a$X; echo $X$Y`, "hia\n");
});

test("substitution", async () => {
  assert.equal(await text`echo $(echo a b) "$(echo "c  d"; echo)" [$(true)]`, "a b c  d []\n");
  assert.equal(await text`printf "[%s]" $(printf 'a b\n c') "$(printf 'a b\n c')"`, "[a][b][c][a b\n c]");
  assert.equal(await output("echo `echo a \\`echo b\\`` \"`echo 'c d'`\""), "a b c d\n");
  assert.equal(await text`echo "a $(echo "b $(echo c)") d"`, "a b c d\n");
});

test("lists, pipelines, subshells", async () => {
  assert.equal(await text`echo hello | tr a-z A-Z | cat`, "HELLO\n");
  assert.equal(await text`false && echo no || echo yes; true || echo no
echo last`, "yes\nlast\n");
  assert.deepEqual(await run`false | true`, [0, "", ""]);
  assert.deepEqual(await run`true | false`, [1, "", ""]);
  assert.equal(await text`yes | head -n 2`, "y\ny\n");
  assert.equal(await text`X=1; (X=2; cd /; echo $X; pwd); echo $X`, "2\n/\n1\n");
  assert.equal(await text`(echo a; echo b) | sort -r`, "b\na\n");
  assert.deepEqual(await run`! false`, [0, "", ""]);
  assert.deepEqual(await run`(exit 4); echo $?; exit 3; echo no`, [3, "4\n", ""]);
  assert.equal((await run`sh -c 'kill -9 $$'`)[0], 137);
});

test("if and [[ ]]", async () => {
  assert.equal(await text`if false; then echo a; elif true; then echo b; else echo c; fi`, "b\n");
  assert.equal(await text`if false; then echo a; else echo c; fi | cat; echo then fi`, "c\nthen fi\n");
  fs.writeFileSync(at("t"), "x");
  const holds = async (source) => (await script(`[[ ${source} ]]`)).exitCode === 0;
  for (const source of [`-f ${at("t")}`, `-d ${folder}`, `-e ${at("t")}`, `-s ${at("t")}`, `! -x ${at("t")}`, "-z ''", "-n a", "a == a", "a != b", "2 -lt 10", "x"])
    assert(await holds(source), source);
  for (const source of [`-d ${at("t")}`, "-f ''", "-z a", "a == b", "2 -eq 3", "''"]) assert(!(await holds(source)), source);
});

test("braces, tilde, globs", async () => {
  assert.equal(await text`echo a{b,c{d,e}}f {x} {a,"b c"}{1,2}`, "abf acdf acef {x} a1 a2 b c1 b c2\n");
  assert.equal((await $`echo ~ ~/x "~" a~`.env({ HOME: "/h", PATH: process.env.PATH }).quiet()).text(), "/h /h/x ~ a~\n");
  fs.mkdirSync(at("g/sub/deep"), { recursive: true });
  for (const name of ["a.js", "b.js", "c d.ts", ".hidden.js", "sub/e.js", "sub/deep/f.js", "[x].js"]) fs.writeFileSync(at(`g/${name}`), "");
  const inside = async (source) => (await $([`echo ${source}`]).cwd(at("g")).quiet()).text();
  assert.equal(await inside("*.js"), "[x].js a.js b.js\n");
  assert.equal(await inside("?.js [ab].js [!a].js"), "a.js b.js a.js b.js b.js\n");
  assert.equal(await inside("**/*.js"), "[x].js a.js b.js sub/deep/f.js sub/e.js\n");
  assert.equal(await inside("*/*.js .h* '*'.js \\[x\\]*"), "sub/e.js .hidden.js *.js [x].js\n");
  assert.equal(await inside("[ [] a[b"), "[ [] a[b\n");
  assert.equal(await inside(`${at("g")}/c*`), `${at("g")}/c d.ts\n`);
  assert.equal(await inside("[a-b].js [c-]* [b-c]?d.ts"), "a.js b.js c d.ts c d.ts\n");
  assert.equal((await $`echo [z-a]*`.cwd(at("g")).quiet()).exitCode, 1);
  fs.writeFileSync(at(`g/${"a".repeat(200)}`), "");
  assert.equal((await $([`echo ${"*a".repeat(40)}*b`]).cwd(at("g")).quiet()).exitCode, 1);
  fs.unlinkSync(at(`g/${"a".repeat(200)}`));
  const pattern = "*.js";
  assert.equal(await text`echo ${pattern}`, "*.js\n");
  const [code, , errors] = await run`echo nothing*.like-this; echo on`;
  assert.deepEqual([code, errors], [0, "weft: no matches found: nothing*.like-this\n"]);
});

test("redirections", async () => {
  const file = at("out");
  assert.equal(await text`echo one > ${file}; echo two >> ${file}; cat < ${file}`, "one\ntwo\n");
  assert.equal(await text`sh -c "echo out; echo err >&2" &> ${file}; cat ${file}`, "out\nerr\n");
  assert.deepEqual(await run`sh -c "echo out; echo err >&2" 2> ${file}; cat ${file}`, [0, "out\nerr\n", ""]);
  assert.deepEqual(await run`sh -c "echo out; echo err >&2" 2>&1`, [0, "out\nerr\n", ""]);
  assert.deepEqual(await run`echo err 1>&2; echo more >&2`, [0, "", "err\nmore\n"]);
  assert.deepEqual(await run`sh -c "echo out; echo err >&2" > ${file} 2>&1; cat ${file}`, [0, "out\nerr\n", ""]);
  assert.equal(await text`echo a > ${at("d1")} > ${at("d2")}; cat ${at("d2")}; (echo b; echo c) > ${at("d1")}; cat ${at("d1")}`, "a\nb\nc\n");
  const [code, , errors] = await run`cat < ${at("none")}`;
  assert.equal(code, 1);
  assert.match(errors, /no such file or directory/i);
});

test("redirections from and to the program's objects", async () => {
  fs.writeFileSync(at("in"), "from a file");
  const from = async (value) => (await $`cat < ${value}`.quiet()).text();
  assert.equal(await from(Buffer.from("buffer")), "buffer");
  assert.equal(await from(new Response("response")), "response");
  assert.equal(await from(new Blob(["blob"])), "blob");
  assert.equal(await from(Weft.file(at("in"))), "from a file");
  assert.equal(await from(Weft.file(at("in")).slice(5)), "a file");
  assert.equal(await from(new Response(Weft.file(at("in")))), "from a file");
  assert.equal(await from(new Blob(["x".repeat(200_000)])).then((t) => t.length), 200_000);
  await assert.rejects($`cat < ${new ReadableStream({ start(c) { c.error(new Error("broken")); } })}`.quiet(), /broken/);
  const buffer = Buffer.alloc(8);
  await $`echo abc > ${buffer}`.quiet();
  assert.equal(buffer.toString(), "abc\n\0\0\0\0");
  await $`sh -c "echo def" > ${Weft.file(at("to"))}`.quiet();
  assert.equal(fs.readFileSync(at("to"), "utf8"), "def\n");
  await assert.rejects($`echo 123456789 > ${buffer}`.quiet(), RangeError);
  await assert.rejects($`sh -c "echo 123456789" | cat > ${buffer}`.quiet(), RangeError);
  await assert.rejects($`echo 1 > ${new Response("x")}`.quiet(), SyntaxError);
});

test("large outputs, and commands that are in each other's way", async () => {
  fs.writeFileSync(at("big"), "x".repeat(1_000_000));
  assert.equal((await text`cat ${at("big")}`).length, 1_000_000);
  assert.equal(await text`cat ${at("big")} | cat | wc -c`, "1000000\n");
  assert.equal(await text`seq 100000 | tail -n 1`, "100000\n");
  const many = await Promise.all(Array.from({ length: 8 }, (_, i) => text`cat ${at("big")} | head -c ${i}`));
  assert.deepEqual(many.map((t) => t.length), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("no descriptor stays open", async () => {
  const open = () => fs.readdirSync("/proc/self/fd").length;
  const once = async () => {
    await run`echo a | cat > ${at("x")}; cat < ${at("x")} | (cat; echo $(cat ${at("x")})) 2>&1; nosuch < ${new Blob(["x"])}`;
    await run`cat < ${at("none")} | cat`;
    await $`echo 123456789 > ${new Uint8Array(2)} | cat`.quiet().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await once();
  await Weft.sleep(200);
  const before = open();
  for (let i = 0; i < 8; i++) await once();
  // What has been closed may take a turn of the loop.
  for (let i = 0; i < 100 && open() > before; i++) await Weft.sleep(10);
  assert(open() <= before, `${open()} and not ${before}`);
});

test("what is no script", () => {
  for (const source of ["echo 'a", 'echo "a', "echo `a", "a | | b", "echo (", "(echo", "echo $(a", "if true; then a", "fi", "a &", "a && ", "> ", "cat << EOF", "echo $((1+2))", "for i in a; do b; done", "[[ a", "echo ${a:-b}", "a > "])
    assert.throws(() => Weft.$([source]), SyntaxError, source);
  for (const deep of ["(".repeat(5000), "$(".repeat(5000), "if ".repeat(5000)]) assert.throws(() => Weft.$([deep]), SyntaxError);
  for (let i = 0; i < 300; i++) assert.throws(() => Weft.$(["((a"]), SyntaxError);
  Weft.$(["((a))"]);
});
