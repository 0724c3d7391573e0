import { test, assert } from "../harness.mjs";
import module, { findPackageJSON, findSourceMap, SourceMap, stripTypeScriptTypes } from "node:module";
import fs, { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = fs.realpathSync(fs.mkdtempSync("node-module-"));
function write(name, text) {
  const file = path.join(root, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

test("findPackageJSON", () => {
  const own = write("package.json", "{}");
  const inner = write("lib/deep/package.json", "{}");
  const dependency = write("node_modules/@s/dep/package.json", "{}");
  const from = write("lib/a.js", "");
  assert.equal(findPackageJSON("..", from), own);
  assert.equal(findPackageJSON("./deep", from), inner);
  assert.equal(findPackageJSON("@s/dep/x.js", pathToFileURL(from)), dependency);
  assert.equal(findPackageJSON(pathToFileURL(from).href), own);
  assert.equal(findPackageJSON("fs"), undefined);
  assert.throws(() => findPackageJSON("none-such", from), { code: "ERR_MODULE_NOT_FOUND" });
  assert.throws(() => findPackageJSON(), { code: "ERR_MISSING_ARGS" });
});

test("SourceMap", () => {
  const payload = { version: 3, file: "o.js", sources: ["a.js", "b.js"], names: ["x"], mappings: "AAAA,IAAIA;ACCJ", sourceRoot: "/r" };
  const map = new SourceMap(payload, { lineLengths: [7, 4] });
  assert.deepEqual(map.payload, payload);
  assert(map.payload !== map.payload);
  assert.deepEqual(map.lineLengths, [7, 4]);
  assert.deepEqual(map.findEntry(0, 5),
    { generatedLine: 0, generatedColumn: 4, originalSource: "a.js", originalLine: 0, originalColumn: 4, name: "x" });
  assert.deepEqual(map.findEntry(9, 9),
    { generatedLine: 1, generatedColumn: 0, originalSource: "b.js", originalLine: 1, originalColumn: 0, name: "x" });
  assert.deepEqual(map.findOrigin(1, 6), { name: "x", fileName: "a.js", lineNumber: 1, columnNumber: 6 });
  assert.deepEqual(new SourceMap({ version: 3, sources: ["a"], mappings: ";AAAA" }).findEntry(0, 0), {});
  const sections = { version: 3, sections: [{ offset: { line: 2, column: 3 }, map: { version: 3, sources: ["s"], mappings: "AAAA" } }] };
  assert.equal(new SourceMap(sections).findEntry(2, 4).generatedColumn, 3);
  assert.throws(() => new SourceMap(1), { code: "ERR_INVALID_ARG_TYPE" });
});

test("findSourceMap follows maps only where stacks do", () => {
  const map = JSON.stringify({ version: 3, sources: ["original.ts"], mappings: "AAAA" });
  const file = write("generated.js", `1;\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}\n`);
  assert.equal(findSourceMap(file), undefined);
  process.setSourceMapsEnabled(true);
  const found = findSourceMap(file);
  process.setSourceMapsEnabled(false);
  assert(found instanceof SourceMap);
  assert.equal(found.payload.sources[0], pathToFileURL(path.join(root, "original.ts")).href);
  assert.deepEqual(found.lineLengths.slice(0, 1), [2]);
});

test("stripTypeScriptTypes", () => {
  assert.equal(stripTypeScriptTypes("const a: number = 1;"), "const a         = 1;");
  assert.match(stripTypeScriptTypes("enum E { A }", { mode: "transform" }), /E\[/);
  assert.match(stripTypeScriptTypes("let a: string", { sourceUrl: "a.ts" }), /\/\/# sourceURL=a\.ts$/);
  assert.throws(() => stripTypeScriptTypes("enum E { A }"), { code: "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX" });
  assert.throws(() => stripTypeScriptTypes("let = = 1"), { code: "ERR_INVALID_TYPESCRIPT_SYNTAX", name: "SyntaxError" });
  assert.throws(() => stripTypeScriptTypes(1), { code: "ERR_INVALID_ARG_TYPE" });
  assert.throws(() => stripTypeScriptTypes("", { mode: "x" }), { code: "ERR_INVALID_ARG_VALUE" });
});

test("the compile cache", () => {
  const { compileCacheStatus } = module.constants;
  const { status, directory } = module.enableCompileCache();
  assert(status === compileCacheStatus.ALREADY_ENABLED || status === compileCacheStatus.DISABLED);
  assert.equal(directory, module.getCompileCacheDir());
  module.flushCompileCache();
});

test("syncBuiltinESMExports", () => {
  const original = fs.readFileSync;
  fs.readFileSync = () => "patched";
  assert.equal(readFileSync, original);
  module.syncBuiltinESMExports();
  assert.equal(readFileSync("x"), "patched");
  fs.readFileSync = original;
  module.syncBuiltinESMExports();
  assert.equal(readFileSync, original);
});

test("a wrapper that was changed is used", () => {
  const require = module.createRequire(import.meta.url);
  const file = write("wrapped.cjs", "exports.value = added;");
  const { wrap } = module;
  module.wrap = (script) => wrap(`const added = 7; ${script}`);
  try {
    assert.equal(require(file).value, 7);
  } finally {
    module.wrap = wrap;
  }
});

test("a compiler of a tool's own sees every source", () => {
  const require = module.createRequire(import.meta.url);
  const file = write("compiled.cjs", "exports.value = 1;");
  const { _compile } = module.prototype;
  module.prototype._compile = function (source, name) { return _compile.call(this, source.replace("1", "2"), name); };
  try {
    assert.equal(require(file).value, 2);
  } finally {
    module.prototype._compile = _compile;
  }
});

test("the temporary folder is removed", () => fs.rmSync(root, { recursive: true }));
