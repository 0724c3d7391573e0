// test-timeout: 60 s
// weft:bundler: builds and transforms in esbuild's words.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import bundler, { build, buildSync, context, transform, transformSync } from "weft:bundler";
import { test, assert } from "../harness.mjs";
import { evaluate, tree } from "./fixtures/tree.mjs";

const silent = { logLevel: "silent", bundle: true };

test("a build writes its file, and says what went in", async () => {
  const folder = tree({ "main.ts": "import { a } from './a'; export const sum: number = a + 1;", "a.js": "export const a = 41;" });
  const result = await build({ ...silent, absWorkingDir: folder, entryPoints: ["main.ts"], outfile: "out/main.js", metafile: true, globalName: "result" });
  assert.deepEqual([result.errors, result.warnings, result.outputFiles], [[], [], undefined]);
  assert.equal(evaluate(readFileSync(join(folder, "out/main.js"), "utf8").replace("var ", "")).sum, 42);
  assert.deepEqual(Object.keys(result.metafile.inputs).sort(), ["a.js", "main.ts"]);
  assert.equal(result.metafile.outputs["out/main.js"].entryPoint, "main.ts");
});

test("nothing is written with write: false, or without a place", async () => {
  const folder = tree({ "main.js": "console.log('here')" });
  const options = { ...silent, absWorkingDir: folder, entryPoints: ["main.js"] };
  const { outputFiles: [file] } = await build({ ...options, outdir: "dist", write: false });
  assert.equal(file.path, join(folder, "dist/main.js"));
  assert.includes(file.text, "here");
  assert(file.contents instanceof Uint8Array && file.hash.length > 0);
  assert(!existsSync(join(folder, "dist")));
  assert.equal((await build(options)).outputFiles[0].path, "<stdout>");
  assert.includes(buildSync({ ...options, format: "esm", minify: true }).outputFiles[0].text, "here");
});

test("entries by name, and from a text", async () => {
  const folder = tree({ "a.js": "1", "sub/b.js": "2" });
  const options = { ...silent, absWorkingDir: folder, outdir: "dist", write: false };
  const paths = async (more) => (await build({ ...options, ...more })).outputFiles.map(({ path }) => path.slice(folder.length + 6)).sort();
  assert.deepEqual(await paths({ entryPoints: { "x/one": "a.js", two: "sub/b.js" } }), ["two.js", "x/one.js"]);
  assert.deepEqual(await paths({ entryPoints: [{ in: "a.js", out: "named" }] }), ["named.js"]);
  assert.deepEqual(await paths({ entryPoints: ["a.js", "sub/b.js"], entryNames: "[name]" }), ["a.js", "b.js"]);
  const stdin = { contents: "import './a'; let x: number = 3; console.log(x)", resolveDir: folder, loader: "ts" };
  const { outputFiles: [file] } = await build({ ...options, stdin });
  assert.equal(file.path, join(folder, "dist/stdin.js"));
  assert.includes(file.text, "// a.js");
  assert.includes(buildSync({ ...silent, stdin }).outputFiles[0].text, "console.log");
});

test("faults reject with messages that have places", async () => {
  const folder = tree({ "main.js": "import './none';\nlet x = ;" });
  const failure = await assert.rejects(build({ ...silent, absWorkingDir: folder, entryPoints: ["main.js"], write: false }));
  assert.match(failure.message, /^Build failed with 1 error:\nmain\.js:2:8: ERROR: /);
  const [{ location, text }] = failure.errors;
  assert.deepEqual([location.file, location.line, location.column, location.lineText, text.length > 0], ["main.js", 2, 8, "let x = ;", true]);
  assert.throws(() => buildSync({ ...silent, absWorkingDir: folder, entryPoints: ["none.js"] }), /Build failed with 1 error/);
  assert.match((await bundler.formatMessages(failure.errors, { kind: "error" }))[0], /✘ \[ERROR\] .*\n\n {4}main\.js:2:8:\n {6}2 │ let x = ;/);
});

test("a wrong option is named, with the nearest one", async () => {
  const options = { ...silent, entryPoints: ["x.js"], write: false };
  await assert.rejects(build({ ...options, minfy: true }), /Invalid option in build\(\) call: "minfy"; did you mean "minify"\?/);
  await assert.rejects(build({ ...options, format: "umd" }), /takes one of esm, cjs, iife/);
  await assert.rejects(build({ ...options, minify: "yes" }), /"minify" must be a boolean/);
  await assert.rejects(build({ ...options, entryPoints: 3 }), /"entryPoints" must be/);
  await assert.rejects(build(), /to be an object/);
});

test("a context builds again", async () => {
  const folder = tree({ "main.js": "import { a } from './a.js'; result = a;", "a.js": "export const a = 1;" });
  const own = await context({ ...silent, absWorkingDir: folder, entryPoints: ["main.js"], outfile: "out.js", write: false });
  const run = async () => evaluate((await own.rebuild()).outputFiles[0].text);
  assert.equal(await run(), 1);
  writeFileSync(join(folder, "a.js"), "export const a = 'second';");
  assert.equal(await run(), "second");
  writeFileSync(join(folder, "a.js"), "export const b = ;");
  await assert.rejects(own.rebuild(), /Build failed/);
  writeFileSync(join(folder, "a.js"), "export { default as a } from './new.js';");
  writeFileSync(join(folder, "new.js"), "export default 'third';");
  assert.equal(await run(), "third");
  await own.dispose();
  await assert.rejects(own.rebuild(), /disposed/);
});

test("watch builds when a file changes", async () => {
  const folder = tree({ "main.js": "import './a.js';", "a.js": "1" });
  const seen = [];
  let heard = () => {};
  const plugin = { name: "listener", setup: (build) => build.onEnd((result) => { seen.push(result.errors.length); heard(); }) };
  const own = await context({ ...silent, absWorkingDir: folder, entryPoints: ["main.js"], outfile: "out.js", plugins: [plugin] });
  const next = () => new Promise((resolve) => { heard = resolve; });
  await own.watch();
  assert.deepEqual(seen, [0]);
  for (const [text, errors] of [["let = ;", 1], ["export const fixed = 2; console.log(fixed)", 0]]) {
    const built = next();
    writeFileSync(join(folder, "a.js"), text);
    await built;
    assert.equal(seen.at(-1), errors);
  }
  assert.includes(readFileSync(join(folder, "out.js"), "utf8"), "fixed");
  await own.dispose();
});

test("serve answers with what a build gives now, and with a folder's files", async () => {
  const folder = tree({ "main.js": "console.log('one')", "www/index.html": "<p>page" });
  const own = await context({ ...silent, absWorkingDir: folder, entryPoints: ["main.js"], outdir: "www/js" });
  const { port, hosts } = await own.serve({ port: 0, host: "127.0.0.1", servedir: "www" });
  assert.deepEqual(hosts, ["127.0.0.1"]);
  const get = async (path) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return [answer.status, answer.headers.get("content-type").split(";")[0], await answer.text()];
  };
  assert.deepEqual(await get("/"), [200, "text/html", "<p>page"]);
  assert.includes((await get("/js/main.js"))[2], "one");
  writeFileSync(join(folder, "main.js"), "console.log('two')");
  assert.includes((await get("/js/main.js"))[2], "two");
  assert.equal((await get("/../main.js"))[0], 404);
  writeFileSync(join(folder, "main.js"), "let = ;");
  assert.equal((await get("/js/main.js"))[0], 503);
  await own.dispose();
});

test("transform: one text, in other words", async () => {
  const js = async (code, options) => (await transform(code, options)).code;
  assert.equal(await js("let x: number = 1 as any", { loader: "ts" }), "let x = 1;\n");
  assert.match(await js("const a = <div id='x' />;", { loader: "jsx", jsx: "transform", jsxFactory: "h" }), / h\("div", \{ id: "x" \}\);\n$/);
  assert.match(await js("export const a = DEBUG ? 1 : 2", { define: { DEBUG: "false" }, minify: true }), /^export const a=2;?\n?$/);
  assert.match(await js("export const a = b ?? c", { target: "es2019" }), / = b\) != null/);
  const cjs = await js("import x from 'x'; export const a = x;", { format: "cjs" });
  assert.match(cjs, /require\("x"\)/);
  assert.match(await js("export let a = 1", { format: "iife", globalName: "lib" }), /var lib = \(/);
  assert.equal(await js("a { color: #ff0000 }", { loader: "css", minify: true }), "a{color:red}\n");
  assert.match(await js('{"a":[1]}', { loader: "json" }), /a/);
  const mapped = transformSync("let x: number\n= y", { loader: "ts", sourcemap: true, sourcefile: "in.ts" });
  assert.deepEqual(JSON.parse(mapped.map).sources, ["in.ts"]);
  assert.match(await js("x", { sourcemap: "inline" }), /sourceMappingURL=data:/);
  const failure = assert.throws(() => transformSync("let = 1;\n x y", { sourcefile: "bad.js" }), /Transform failed with 1 error:\nbad\.js:/);
  assert.equal(failure.errors.length, 1);
  assert.throws(() => transformSync("", { loder: "ts" }), /Invalid option in transform\(\) call: "loder"; did you mean "loader"/);
});

test("without bundle, each entry becomes a file of its own", async () => {
  const folder = tree({ "src/a.ts": "import x from './b'; export const y: string = x;", "src/deep/b.tsx": "export default <T,>(a: T) => <p>{a}</p>;" });
  const options = { logLevel: "silent", absWorkingDir: folder, entryPoints: ["src/a.ts", "src/deep/b.tsx"], outdir: "dist" };
  const { outputFiles } = await build({ ...options, write: false, sourcemap: true });
  assert.deepEqual(outputFiles.map(({ path }) => path.slice(folder.length)).sort(), ["/dist/a.js", "/dist/a.js.map", "/dist/deep/b.js", "/dist/deep/b.js.map"]);
  const text = outputFiles.find(({ path }) => path.endsWith("a.js")).text;
  assert.match(text, /import x from "\.\/b"/);
  assert.deepEqual(JSON.parse(outputFiles.find(({ path }) => path.endsWith("a.js.map")).text).sources, ["../src/a.ts"]);
  await build({ ...options, format: "cjs" });
  assert.match(readFileSync(join(folder, "dist/a.js"), "utf8"), /require\("\.\/b"\)/);
});

test("a metafile for people", async () => {
  const folder = tree({ "main.js": "import './a.js'; console.log(1)", "a.js": "console.log('a long text')" });
  const { metafile } = await build({ ...silent, absWorkingDir: folder, entryPoints: ["main.js"], outfile: "out.js", write: false, metafile: true });
  const text = await bundler.analyzeMetafile(metafile, { verbose: true });
  assert.match(text, /out\.js +[\d.]+b +100\.0%\n.*├ a\.js +\d+b +\d+\.\d%\n {6}└ main\.js\n/);
});

test("the options of resolution have a say", async () => {
  const folder = tree({
    "main.js": "import a from 'lib'; import b from './ext'; import c from 'shared'; result = [a, b, c].join();",
    "other.js": "export default 'aliased';",
    "ext.custom.js": "export default 'extension';",
    "global/shared/index.js": "export default 'global';",
  });
  const { outputFiles: [file] } = await build({
    ...silent, absWorkingDir: folder, entryPoints: ["main.js"], write: false, alias: { lib: "./other.js" }, resolveExtensions: [".custom.js", ".js"], nodePaths: [join(folder, "global")],
  });
  assert.equal(evaluate(file.text), "aliased,extension,global");
});
