// Transformers of Jest's kind, for files that match.
import { test, assert } from "../harness.mjs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtin } from "../mock/fixtures/builtins.mjs";
import { tree } from "./fixtures/plan.mjs";

const { Transforms } = await builtin("test_transform");

function transforms(root, transform, transformIgnorePatterns = []) {
  return new Transforms({ rootDir: root, globalValues: { g: 1 }, name: "", roots: [root], environment: "node", transform, transformIgnorePatterns });
}

test("the first pattern that matches decides; what is ignored is weft's", () => {
  const root = tree({ "t.js": "exports.process = (text) => ({ code: text });" });
  const all = transforms(root, [["\\.js$", { module: "" }], ["x\\.", { module: join(root, "t.js") }]], ["/node_modules/"]);
  assert.equal(all.wayOf("/a/x.js"), undefined);
  assert.equal(typeof all.wayOf("/a/x.txt"), "string");
  assert.equal(all.wayOf("/node_modules/x.txt"), undefined);
  assert.equal(all.wayOf("/a/y.txt"), undefined);
});
test("process gets text, path and options; it returns code and a map", () => {
  const root = tree({ "t.js": "exports.process = (text, path, options) => ({ code: JSON.stringify([text, path.slice(-5), options.transformerConfig, options.config.globals]), map: { version: 3 } });", "a.txt": "hi" });
  const [code, kind, written, map] = transforms(root, [["txt$", { module: join(root, "t.js"), options: { o: 1 } }]]).transform(join(root, "a.txt"));
  assert.deepEqual(JSON.parse(code), ["hi", "a.txt", { o: 1 }, { g: 1 }]);
  assert.deepEqual([kind, written, map], ["", "hi", '{"version":3}']);
});
test("createTransformer makes it, of a default export, too", () => {
  const root = tree({ "t.mjs": "export default { createTransformer: (options) => ({ process: () => ({ code: options.o }) }) };", "a.txt": "" });
  assert.equal(transforms(root, [["txt$", { module: join(root, "t.mjs"), options: { o: "made" } }]]).transform(join(root, "a.txt"))[0], "made");
});
test("another file, other options: another name in the cache", () => {
  const root = tree({ "t.js": "exports.process = () => ({ code: '' });" });
  const way = (options) => transforms(root, [["txt$", { module: join(root, "t.js"), options }]]).wayOf("/a.txt");
  assert.equal(way({ a: 1 }), way({ a: 1 }));
  assert.notEqual(way({ a: 1 }), way({ a: 2 }));
  const before = way({});
  writeFileSync(join(root, "t.js"), "exports.process = () => ({ code: 'longer' });");
  assert.notEqual(way({}), before);
});
test("what is no transformer, and what gives no code", () => {
  const root = tree({ "none.js": "", "text.js": "exports.process = () => 'text';", "a.txt": "" });
  const run = (name) => transforms(root, [["txt$", { module: join(root, name) }]]).transform(join(root, "a.txt"));
  assert.throws(() => run("none.js"), { name: "TypeError", message: /has neither process\(\) nor processAsync\(\)/ });
  assert.throws(() => run("text.js"), { name: "TypeError", message: /must return \{ code: string \}/ });
});
