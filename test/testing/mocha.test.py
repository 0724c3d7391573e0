# Mocha's tests in `weft test`: its names, its `this`, and its configuration.
# test-timeout: 90 s
import json

from process import test, equal, match, files, weft


def outcomes(tree, *arguments):
    result = weft("test", "--json", *arguments, cwd=tree)
    found = {}
    for file in json.loads(result.out)["testResults"]:
        for one in file["assertionResults"]:
            found[" > ".join([*one["ancestorTitles"], one["title"]])] = one["status"]
    return found, result


@test("a package that has mocha runs the files of its folder test with mocha's names and contexts")
def _():
    tree = files({
        "package.json": {"devDependencies": {"mocha": "*"}},
        "test/names.js": """
const assert = require("node:assert");
describe("block", function () {
  this.timeout("3s");
  const log = [];
  before("with a name", function () { this.shared = 1; log.push("before"); });
  after(function (done) { assert.equal(log.length, 3); done(); });
  beforeEach(function () { log.push(this.currentTest.title); });
  it("shares what hooks set", function () { assert.equal(this.shared, 1); assert.equal(this.timeout(), 3000); });
  context("inner", function () {
    before(function () { this.shared++; });
    specify("has its own", function () { assert.equal(this.shared, 2); assert.equal(this.test.fullTitle(), "block inner has its own"); });
  });
  it("is to come");
  it("skips itself", function () { this.skip(); assert.fail(); });
  xit("is left out", () => assert.fail());
});
""",
        "test/limits.js": """
it("has more time", function (done) { this.timeout(5000); setTimeout(done, 60); });
it("has too little time", function (done) { this.timeout(10); setTimeout(done, 60); });
let tries = 0;
it("tries again", function () { this.retries(2); if (++tries < 3) throw new Error("not yet"); });
describe("skipped by a hook", () => { before(function () { this.skip(); }); it("does not run", () => { throw 1; }); });
describe("a hook that fails", () => { before(() => { throw new Error("broke"); }); it("cannot run", () => {}); });
""",
        "lib/none.test.js": "throw new Error('is no test of the folder')",
    })
    found, _ = outcomes(tree, "--timeout=50")
    equal(found, {
        "block > shares what hooks set": "passed", "block > inner > has its own": "passed", "block > is to come": "pending",
        "block > skips itself": "pending", "block > is left out": "pending",
        "has more time": "passed", "has too little time": "failed", "tries again": "passed",
        "skipped by a hook > does not run": "pending", "a hook that fails > cannot run": "failed",
    })


@test("what the script test gives to mocha holds: files, modules, the interface")
def _():
    tree = files({
        "package.json": {"scripts": {"test": "NODE_ENV=test mocha --require ./env --ui tdd --timeout 40 'spec/*.js' more/ && echo done"}},
        "env.js": "globalThis.early = 1; exports.mochaHooks = { beforeEach() { globalThis.hooked = (globalThis.hooked ?? 0) + 1; } };",
        "spec/a.js": """
suite("tdd", () => {
  let made;
  suiteSetup(() => { made = 1; }); setup(() => { made++; });
  test("set up", () => { if (made !== 2 || early !== 1 || hooked !== 1) throw new Error(`${made} ${early} ${hooked}`); });
  test("slow", (done) => { setTimeout(done, 200); });
});
""",
        "more/b.js": "it('of a folder', () => {});",
        "more/deep/c.js": "it('deeper', () => {});",
    })
    found, _ = outcomes(tree)
    equal(found, {"tdd > set up": "passed", "tdd > slow": "failed", "of a folder": "passed"})


@test(".mocharc is read, in each of its languages; a key that nobody has is told")
def _():
    for name, text in {
        ".mocharc.yml": "spec: [checks/**/*.mjs]\nignore: ['checks/old/**']\nrequier: x\n",
        ".mocharc.json": '{ // files\n "spec": ["checks/**/*.mjs"], "ignore": "checks/old/**", "requier": "x" }',
        ".mocharc.cjs": "module.exports = { spec: './checks', recursive: true, extension: ['mjs'], ignore: ['checks/old/**'], requier: 'x' };",
    }.items():
        tree = files({"package.json": {}, name: text, "checks/a/one.mjs": "it('one', async () => {});", "checks/old/two.mjs": "it('two', () => {});"})
        found, result = outcomes(tree)
        equal(found, {"one": "passed"})
        match(result.err, r'no option "requier"; did you mean "require"')


@test("a module that compiles what is required sees ES modules, too, and the script test may name another one")
def _():
    tree = files({
        "package.json": {"scripts": {"test": "run-p spec lint", "spec": "mocha --require ./compiler"}, "devDependencies": {"mocha": "*"}},
        "compiler.js": """
const { _extensions } = require("node:module"), old = _extensions[".js"];
_extensions[".js"] = (module, file) => {
  const compile = module._compile;
  module._compile = (code, name) => compile.call(module, code.replace("export default", "module.exports ="), name);
  old(module, file);
};
""",
        "value.js": "export default 5;",
        "test/a.js": "const value = require('../value.js'); it('compiled', () => { if (value !== 5) throw value; });",
    })
    found, _ = outcomes(tree)
    equal(found, {"compiled": "passed"})
