// test-timeout: 120 s
import MinimizerPlugin from "minimizer-webpack-plugin";
import webpack from "webpack";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test, assert } from "../harness.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "project-"));
for (const [file, content] of Object.entries({
  "src/main.js": `
    import { used } from "./lib.js";
    import data from "./data.json";
    import text from "./text.txt";
    import old from "./old.cjs";
    console.log(used(2), data.name, text.trim(), old.value, new URL("./text.txt", import.meta.url).pathname.split(".").pop());
    import(/* webpackChunkName: "late" */ "./late.js").then(({ late }) => console.log(late(), DEFINED));`,
  "src/lib.js": "export const used = (n) => n * 21; export const unused = () => 'never needed';",
  "src/data.json": '{"name":"loom","rest":"not this"}',
  "src/text.txt": "some text\n",
  "src/old.cjs": "exports.value = 'old';",
  "src/late.js": "export const late = () => `late ${[1, 2, 3].at(-1)}`;",
  "src/broken.js": "import none from './none.js'; none(;",
})) {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), content);
}

const settings = (mode) => ({
  mode, target: "node", context: folder, entry: "./src/main.js", devtool: mode === "production" ? "source-map" : "eval",
  output: { path: path.join(folder, mode), filename: "[name].js", clean: true },
  module: { rules: [{ test: /\.txt$/, resourceQuery: { not: [/url/] }, dependency: { not: ["url"] }, type: "asset/source" }, { test: /\.txt$/, dependency: "url", type: "asset/resource" }] },
  plugins: [new webpack.DefinePlugin({ DEFINED: JSON.stringify(mode) })],
  optimization: { minimizer: [new MinimizerPlugin({ parallel: false })] },
});

const build = (config) => new Promise((resolve, reject) => {
  const compiler = webpack(config);
  compiler.run((error, stats) => compiler.close((closing) => (error ?? closing ? reject(error ?? closing) : resolve(stats))));
});

for (const mode of ["development", "production"]) {
  test(`a project is built, and runs: ${mode}`, async () => {
    const stats = await build(settings(mode));
    assert.deepEqual(stats.toJson({ all: false, errors: true }).errors, []);
    const output = execFileSync(process.execPath, [path.join(folder, mode, "main.js")], { encoding: "utf8" });
    assert.equal(output, `42 loom some text old txt\nlate 3 ${mode}\n`);
    assert(fs.readdirSync(path.join(folder, mode)).includes("late.js"));
    const bundle = fs.readFileSync(path.join(folder, mode, "main.js"), "utf8");
    if (mode !== "production") return;
    assert(!bundle.includes("never needed") && !bundle.includes("not this"));
    const { sources } = JSON.parse(fs.readFileSync(path.join(folder, mode, "main.js.map"), "utf8"));
    assert(sources.some((source) => source.endsWith("/src/lib.js")));
  });
}

test("a second build comes from the cache on disk", async () => {
  const config = { ...settings("production"), cache: { type: "filesystem", cacheDirectory: path.join(folder, "cache") } };
  await build(config);
  const stats = await build(config);
  const modules = stats.toJson({ all: false, modules: true, cachedModules: true }).modules;
  assert(modules.filter((module) => module.cached).length > 2);
});

test("errors name the file and the place", async () => {
  const { errors } = (await build({ ...settings("development"), entry: "./src/broken.js" })).toJson();
  assert.match(errors[0].message, /Module parse failed: .*1:36|Unexpected token/);
  assert.equal(errors[0].moduleName, "./src/broken.js");
});
