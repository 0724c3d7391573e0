// test-timeout: 60 s
// Weft.build: Bun's API of the bundler.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, assert } from "../harness.mjs";
import { tree } from "./fixtures/tree.mjs";

test("outputs are blobs with a path, a kind and a hash", async () => {
  const folder = tree({ "main.ts": "import('./late'); import icon from './icon.png'; console.log(icon as string)", "late.ts": "console.log('late')", "icon.png": "bytes" });
  const options = { entrypoints: [join(folder, "main.ts")], loader: { ".png": "file" }, splitting: true, sourcemap: "external" };
  const { success, outputs, logs } = await Weft.build(options);
  assert.deepEqual([success, logs], [true, []]);
  const entry = outputs.find(({ kind }) => kind === "entry-point");
  assert(entry instanceof Blob);
  assert.includes(await entry.text(), "console.log");
  assert.equal((await entry.arrayBuffer()).byteLength, entry.size);
  assert.deepEqual([entry.path, entry.loader, typeof entry.hash, entry.type.split(";")[0]], ["./main.js", "js", "string", "text/javascript"]);
  assert.deepEqual([entry.sourcemap.kind, JSON.parse(await entry.sourcemap.text()).version], ["sourcemap", 3]);
  assert.deepEqual([...new Set(outputs.map(({ kind }) => kind))].sort(), ["asset", "chunk", "entry-point", "sourcemap"]);
  assert(!existsSync("main.js"));
});

test("with outdir they are files, too", async () => {
  const folder = tree({ "src/main.mjs": "console.log(process.env.NODE_ENV)" });
  const { outputs: [file] } = await Weft.build({
    entrypoints: [join(folder, "src/main.mjs")], outdir: join(folder, "dist"), naming: "app-[name].[ext]", minify: true, define: { "process.env.NODE_ENV": '"mine"' },
    banner: "// banner", target: "bun",
  });
  assert.equal(file.path, join(folder, "dist/app-main.js"));
  assert.match(readFileSync(file.path, "utf8"), /^\/\/ banner\nconsole\.log\("mine"\)/);
  assert.equal(await file.text(), readFileSync(file.path, "utf8"));
});

test("faults throw an AggregateError, or are in the logs", async () => {
  const entrypoints = [join(tree({ "main.js": "import './none.js'" }), "main.js")];
  const error = await assert.rejects(Weft.build({ entrypoints }));
  assert(error instanceof AggregateError);
  assert.deepEqual([error.errors[0].level, error.errors[0].position.line], ["error", 1]);
  const { success, logs, outputs } = await Weft.build({ entrypoints, throw: false });
  assert.deepEqual([success, outputs, logs.length], [false, [], 1]);
  assert.match(`${logs[0]}`, /none\.js/);
  await assert.rejects(Weft.build({ entrypoints, outdri: "x" }), /no option "outdri"; did you mean "outdir"\?/);
  await assert.rejects(Weft.build({ entrypoints, target: "deno" }), /"target" must be one of/);
  await assert.rejects(Weft.build({}), /"entrypoints" must be/);
});

test("Bun's plugins: loaders by name, objects, the config", async () => {
  const folder = tree({ "main.ts": "import data from 'data'; import { y } from './x.yy'; console.log(data.n + y)", "x.yy": "3" });
  let seen;
  const plugin = {
    name: "bun style",
    setup(build) {
      seen = build.config.entrypoints.length;
      build.onResolve({ filter: /^data$/ }, ({ path }) => ({ path, namespace: "data" }));
      build.onLoad({ filter: /.*/, namespace: "data" }, () => ({ exports: { default: { n: 40 } }, loader: "object" }));
      build.onLoad({ filter: /\.yy$/ }, async ({ path, loader }) => ({ contents: `export const y: number = ${await Weft.file(path).text()}; // ${loader}`, loader: "ts" }));
    },
  };
  const { outputs: [file] } = await Weft.build({ entrypoints: [join(folder, "main.ts")], plugins: [plugin] });
  const log = [];
  new Function("console", await file.text())({ log: (value) => log.push(value) });
  assert.deepEqual([log, seen], [[43], 1]);
});
