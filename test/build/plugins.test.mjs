// test-timeout: 60 s
// Plugins in esbuild's shape: what they hear, what they may answer, and what becomes of their faults.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, context } from "weft:bundler";
import { test, assert } from "../harness.mjs";
import { evaluate, tree } from "./fixtures/tree.mjs";

const run = (folder, plugins, options = {}) =>
  build({ logLevel: "silent", bundle: true, absWorkingDir: folder, entryPoints: ["main.js"], outfile: "out.js", write: false, plugins: [plugins].flat(), ...options });
const textOf = async (...args) => (await run(...args)).outputFiles.find(({ path }) => path.endsWith(".js")).text;
const plugin = (setup, name = "mine") => ({ name, setup });

test("a namespace of its own, with data from resolving to loading and on", async () => {
  const folder = tree({ "main.js": "import env from 'env:HOME'; import './side.js'; result = env;", "side.js": "import 'env:other';" });
  const seen = [];
  const text = await textOf(folder, plugin(({ onResolve, onLoad }) => {
    onResolve({ filter: /^env:/ }, ({ path, importer, namespace, resolveDir, kind, pluginData }) => {
      seen.push([path, importer.slice(folder.length), namespace, resolveDir === folder, kind, pluginData]);
      return { path: path.slice(4), namespace: "env", pluginData: { from: importer } };
    });
    onLoad({ filter: /.*/, namespace: "env" }, ({ path, namespace, suffix, pluginData }) =>
      ({ contents: JSON.stringify([path, namespace, suffix, typeof pluginData.from]), loader: "json" }));
  }));
  assert.deepEqual(evaluate(text), ["HOME", "env", "", "string"]);
  assert.includes(text, "// env:HOME");
  assert.deepEqual(seen.sort(), [["env:HOME", "/main.js", "file", true, "import-statement", undefined], ["env:other", "/side.js", "file", true, "import-statement", undefined]]);
});

test("kinds of requests", async () => {
  const folder = tree({
    "main.js": "import 'a'; require('b'); import('c'); export * from 'd'; import './x.css';",
    "x.css": "@import 'e'; a { background: url(f) }",
  });
  const kinds = {};
  await run(folder, plugin(({ onResolve }) => {
    onResolve({ filter: /^([a-f]|main\.js)$/ }, ({ path, kind }) => {
      kinds[path] = kind;
      return path === "main.js" ? undefined : { path, external: true };
    });
  }), { format: "esm" });
  assert.deepEqual(kinds, { "main.js": "entry-point", a: "import-statement", b: "require-call", c: "dynamic-import", d: "import-statement", e: "import-rule", f: "url-token" });
});

test("what a plugin loads is read as it says: code, data, style sheets, bytes", async () => {
  const folder = tree({ "main.js": "import a from './a.x'; import b from './b.y'; import c from './c.z'; import './d.scss'; result = [a, b, c[1]].join()", "a.x": "", "b.y": "", "c.z": "", "d.scss": "" });
  const { outputFiles } = await run(folder, plugin(({ onLoad }) => {
    onLoad({ filter: /\.x$/ }, () => ({ contents: "export default 'code' as string", loader: "ts" }));
    onLoad({ filter: /\.y$/ }, () => ({ contents: new TextEncoder().encode("a text"), loader: "text" }));
    onLoad({ filter: /\.z$/ }, async () => ({ contents: new Uint8Array([1, 255]), loader: "binary" }));
    onLoad({ filter: /\.scss$/ }, () => ({ contents: "a { b { color: red } }", loader: "css" }));
  }));
  assert.equal(evaluate(outputFiles.find(({ path }) => path.endsWith("out.js")).text), "code,a text,255");
  assert.includes(outputFiles.find(({ path }) => path.endsWith("out.css")).text, "color: red");
});

test("modules of a plugin find others from its resolveDir alone", async () => {
  const folder = tree({ "main.js": "import v from 'virtual'; result = v;", "lib/real.js": "export default 'real'", "node_modules/pkg/index.js": "module.exports = 'pkg'" });
  const virtual = (resolveDir) => plugin(({ onResolve, onLoad }) => {
    onResolve({ filter: /^virtual$/ }, () => ({ path: "virtual", namespace: "v" }));
    onLoad({ filter: /.*/, namespace: "v" }, () => ({ contents: "import a from './real.js'; import b from 'pkg'; export default a + b", resolveDir }));
  });
  assert.equal(evaluate(await textOf(folder, virtual(join(folder, "lib")))), "realpkg");
  const failure = await assert.rejects(run(folder, virtual(undefined)));
  assert.match(failure.errors[0].text, /real\.js/);
  assert.match(failure.errors[0].notes[0].text, /resolveDir/);
  assert.deepEqual([failure.errors[0].location.file, failure.errors[0].location.line], ["v:virtual", 1]);
});

test("the first plugin with an answer counts; filters and namespaces keep the others out", async () => {
  const folder = tree({ "main.js": "import a from './a.js'; result = a", "a.js": "export default 'file'" });
  const calls = [];
  const loads = (name, options, answer) => plugin(({ onLoad }) => onLoad(options, () => { calls.push(name); return answer; }), name);
  const text = await textOf(folder, [
    loads("other name", { filter: /never/ }),
    loads("other space", { filter: /.*/, namespace: "x" }),
    loads("nothing", { filter: /a\.js$/g }),
    loads("answer", { filter: /A\.JS$/i }, { contents: "export default 'plugin'" }),
    loads("too late", { filter: /a\.js$/ }, { contents: "" }),
  ]);
  assert.equal(evaluate(text), "plugin");
  assert.deepEqual(calls, ["nothing", "answer"]);
});

test("build.resolve asks the other plugins, then the build", async () => {
  const folder = tree({ "main.js": "import a from 'wrapped:lib'; result = a", "node_modules/lib/package.json": { main: "m.js", sideEffects: false }, "node_modules/lib/m.js": "export default 'lib'" });
  const found = [];
  const text = await textOf(folder, [plugin((own) => {
    own.onResolve({ filter: /^wrapped:/ }, async ({ path, resolveDir, kind }) => {
      const result = await own.resolve(path.slice(8), { resolveDir, kind });
      found.push(result.path.slice(folder.length), result.sideEffects, result.external, result.namespace);
      found.push((await own.resolve("virtual", { resolveDir, kind })).namespace, (await own.resolve("none", { resolveDir, kind })).errors.length);
      await own.resolve("x", {}).catch((error) => found.push(/kind/.test(error.message)));
      return { path: result.path };
    });
  }), plugin(({ onResolve }) => onResolve({ filter: /^virtual$/ }, () => ({ path: "v", namespace: "v" })))]);
  assert.equal(evaluate(text), "lib");
  assert.deepEqual(found, ["/node_modules/lib/m.js", false, false, "file", "v", 1, true]);
});

test("sideEffects: false leaves out what no one uses; a suffix makes another module", async () => {
  const folder = tree({ "main.js": "import { a } from './a.js'; import q from './b.js?one'; import r from './b.js?two'; result = [q, r].join()", "a.js": "result = 'EFFECT'; export const a = 1", "b.js": "" });
  const text = await textOf(folder, plugin(({ onResolve, onLoad }) => {
    onResolve({ filter: /a\.js$/ }, ({ path }) => ({ path: join(folder, path), sideEffects: false }));
    onResolve({ filter: /\?/ }, ({ path }) => ({ path: join(folder, path.split("?")[0]), suffix: `?${path.split("?")[1]}` }));
    onLoad({ filter: /b\.js$/ }, ({ suffix }) => ({ contents: `export default ${JSON.stringify(suffix)}` }));
  }));
  assert.equal(evaluate(text), "?one,?two");
  assert(!text.includes("EFFECT"));
});

test("onStart, onEnd and onDispose, and options that a plugin sets", async () => {
  const folder = tree({ "main.js": "console.log(SET)" });
  const order = [];
  const own = await context({
    logLevel: "silent", bundle: true, absWorkingDir: folder, entryPoints: ["main.js"], outdir: "dist",
    plugins: [plugin((build) => {
      build.initialOptions.define = { ...build.initialOptions.define, SET: '"defined"' };
      order.push(typeof build.esbuild.transform, build.initialOptions.outdir);
      build.onStart(async () => { order.push("start"); });
      build.onEnd(async (result) => { order.push(`end ${result.errors.length}`); return { warnings: [{ text: "of the end" }] }; });
      build.onDispose(() => order.push("dispose"));
    })],
  });
  const result = await own.rebuild();
  assert.deepEqual(result.warnings.map(({ text, pluginName }) => [text, pluginName]), [["of the end", "mine"]]);
  assert.includes(readFileSync(join(folder, "dist/main.js"), "utf8"), "defined");
  await own.rebuild();
  await own.dispose();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(order, ["function", "dist", "start", "end 0", "start", "end 0", "dispose"]);
});

test("faults of plugins name them", async () => {
  const folder = tree({ "main.js": "import './a.js'", "a.js": "" });
  const failWith = async (setup) => (await assert.rejects(run(folder, plugin(setup)))).errors.map(({ text, pluginName }) => `${pluginName}: ${text}`);
  const thrown = await assert.rejects(run(folder, plugin(({ onLoad }) => onLoad({ filter: /a\.js/ }, () => { throw new RangeError("thrown"); }))));
  assert.deepEqual([thrown.errors[0].text, thrown.errors[0].pluginName, thrown.errors[0].detail instanceof RangeError], ["thrown", "mine", true]);
  assert.match(thrown.errors[0].notes[0].text, /onLoad/);
  assert.deepEqual(await failWith(({ onResolve }) => onResolve({ filter: /a\.js/ }, async () => { throw "text"; })), ["mine: text"]);
  assert.deepEqual(await failWith(({ onStart }) => onStart(() => ({ errors: [{ text: "at the start" }] }))), ["mine: at the start"]);
  assert.deepEqual(await failWith(({ onEnd }) => onEnd(() => { throw new Error("at the end"); })), ["mine: at the end"]);
  assert.match((await failWith(({ onResolve }) => onResolve({ filter: /a\.js/ }, () => ({ path: "relative.js" }))))[0], /not absolute/);
  assert.match((await failWith(({ onLoad }) => onLoad({ filter: /a\.js/ }, () => ({ content: "" }))))[0], /Invalid option from onLoad\(\) callback in plugin "mine": "content"/);
  assert.match((await failWith(({ onLoad }) => onLoad({ filter: /a\.js/ }, () => ({ contents: 3 }))))[0], /"contents" must be a string/);
  await assert.rejects(run(folder, { name: "", setup() {} }), /A plugin needs a name/);
  await assert.rejects(run(folder, plugin(({ onLoad }) => onLoad({ filter: "x" }, () => {}))), /onLoad\(\) call in plugin "mine" needs a filter/);
  assert(!existsSync(join(folder, "out.js")));
});

test("errors and warnings that plugins return, with places and notes", async () => {
  const folder = tree({ "main.js": "import './a.x'", "a.x": "some text" });
  const location = { file: "a.x", line: 1, column: 5, length: 4, lineText: "some text" };
  const result = await run(folder, plugin(({ onLoad }) => onLoad({ filter: /\.x$/ }, () =>
    ({ contents: "", warnings: [{ text: "look", location, notes: [{ text: "a note", location }], detail: 7 }] }))));
  const [warning] = result.warnings;
  assert.deepEqual([warning.text, warning.location.column, warning.location.lineText, warning.notes[0].text, warning.detail], ["look", 5, "some text", "a note", 7]);
  const failure = await assert.rejects(run(folder, plugin(({ onLoad }) => onLoad({ filter: /\.x$/ }, () => ({ errors: [{ text: "bad", location }, { text: "worse" }] })))));
  assert.match(failure.message, /with 2 errors:\na\.x:1:5: ERROR: \[plugin: mine\] bad\nERROR: \[plugin: mine\] worse/);
});

test("faults in code that a plugin gives are shown in it", async () => {
  const folder = tree({ "main.js": "import './a.x'", "a.x": "nothing of the kind" });
  const failure = await assert.rejects(run(folder, plugin(({ onLoad }) => onLoad({ filter: /\.x$/ }, () => ({ contents: "\nlet x = ;", loader: "js" })))));
  assert.deepEqual([failure.errors[0].location.file, failure.errors[0].location.line, failure.errors[0].location.lineText], ["a.x", 2, "let x = ;"]);
});

test("an entry may be a plugin's; a plugin that loads nothing is told of", async () => {
  const folder = tree({});
  const entries = plugin(({ onResolve, onLoad }) => {
    onResolve({ filter: /^start$/ }, ({ kind, path }) => kind === "entry-point" ? { path, namespace: "v" } : undefined);
    onLoad({ filter: /^start$/, namespace: "v" }, () => ({ contents: "result = 'virtual entry'" }));
  });
  const { outputFiles: [file] } = await run(folder, entries, { entryPoints: ["start"], outfile: undefined, outdir: "dist" });
  assert.equal(evaluate(file.text), "virtual entry");
  const empty = plugin(({ onResolve }) => onResolve({ filter: /^start$/ }, () => ({ path: "x", namespace: "empty" })));
  assert.match((await assert.rejects(run(folder, empty, { entryPoints: ["start"] }))).errors[0].text, /No plugin loads "empty:x"/);
});

test("a thousand modules through a slow plugin, at once", async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `v:${index}`);
  const folder = tree({ "main.js": `${names.map((name, index) => `import a${index} from "${name}";`).join("\n")} result = ${names.map((_, index) => `a${index}`).join("+")};` });
  let most = 0, now = 0;
  const text = await textOf(folder, plugin(({ onResolve, onLoad }) => {
    onResolve({ filter: /^v:/ }, ({ path }) => ({ path, namespace: "v" }));
    onLoad({ filter: /.*/, namespace: "v" }, async ({ path }) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      return { contents: `export default ${path.slice(2)}` };
    });
  }));
  assert.equal(evaluate(text), 499500);
  assert(most > 100, `only ${most} at a time`);
});

test("a build can be cancelled while a plugin does not answer", async () => {
  const folder = tree({ "main.js": "import './a.js'", "a.js": "" });
  let asked;
  const isAsked = new Promise((resolve) => { asked = resolve; });
  const own = await context({
    logLevel: "silent", bundle: true, absWorkingDir: folder, entryPoints: ["main.js"], write: false,
    plugins: [plugin(({ onLoad }) => onLoad({ filter: /a\.js$/ }, () => { asked(); return new Promise(() => {}); }))],
  });
  const built = own.rebuild();
  const failed = assert.rejects(built, /The build was canceled/);
  await isAsked;
  await own.cancel();
  await failed;
  await own.dispose();
});
