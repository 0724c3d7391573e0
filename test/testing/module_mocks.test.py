# test-timeout: 120 s
"""Mocks of modules. What stands in fixtures/module_mocks/jest and vitest passes with Jest and Vitest, too."""
import pathlib
import re
import shutil
import tempfile

from process import equal, files, match, test, weft

FIXTURE = pathlib.Path(__file__).resolve().parent / "fixtures" / "module_mocks"


def run(tree, *options):
    return weft("test", *options, cwd=tree, timeout=100)


def project(kind, config):
    root = pathlib.Path(tempfile.mkdtemp()) / "project"
    shutil.copytree(FIXTURE, root)
    (root / "packages").rename(root / "node_modules")
    for other in {"jest", "vitest", "bun"} - {kind}:
        shutil.rmtree(root / other)
    for name, text in config.items():
        (root / name).write_text(text)
    return root


def passes(result):
    equal(result.code, 0, result.out + result.err)
    match(result.out + result.err, r"\b\d+ pass")


@test("Jest's")
def _():
    passes(run(project("jest", {"package.json": '{"jest": {"testMatch": ["**/*.test.*js"]}}'})))


@test("Vitest's")
def _():
    passes(run(project("vitest", {"package.json": "{}", "vitest.config.mjs": "export default { test: { globals: true } };"})))


@test("Bun's")
def _():
    passes(run(project("bun", {"package.json": "{}"})))


@test("a factory that refers to what is not there yet is an error with its place")
def _():
    tree = files({"package.json": '{"jest": {}}', "a.js": "exports.x = 1;", "a.test.js": """
const { x } = require("./a");
let out = compute();
jest.mock("./a", () => ({ x: out }));
test("x", () => {});
"""})
    result = run(tree)
    equal(result.code, 1)
    text = result.out + result.err
    match(text, r"not allowed to reference any out-of-scope variables")
    match(text, r"Invalid variable access: out")
    match(text, r"a\.test\.js:4:30")


@test("automock, and what is excepted")
def _():
    tree = files({
        "package.json": '{"jest": {"automock": true, "unmockedModulePathPatterns": ["/plain"]}}',
        "a.js": "exports.f = () => 1; exports.k = 2;", "plain.js": "exports.g = () => require('./deep').h();",
        "deep.js": "exports.h = () => 3;",
        "a.test.js": """
jest.deepUnmock("./outer");
const a = require("./a"), plain = require("./plain"), outer = require("./outer");
test("automatic", () => {
  expect(a.f()).toBe(undefined);
  expect(a.k).toBe(2);
  expect(jest.isMockFunction(plain.g)).toBe(false);
  expect(plain.g()).toBe(undefined);
  expect(outer.both()).toBe(4);
});
""", "outer.js": "const inner = require('./inner'); exports.both = () => inner.one() + 3;", "inner.js": "exports.one = () => 1;"})
    passes(run(tree))


@test("a second run, from the cache on disk, is the same")
def _():
    tree = project("vitest", {"package.json": "{}", "vitest.config.mjs": "export default { test: { globals: true } };"})
    passes(run(tree))
    passes(run(tree))


@test("mocks that a set-up file makes hold for the test file")
def _():
    tree = files({
        "package.json": '{"jest": {"setupFilesAfterEnv": ["./setup.js"]}}', "setup.js": 'jest.mock("./a", () => ({ x: "mocked" }));',
        "a.js": "export const x = 1;", "a.test.js": 'import { x } from "./a"; test("x", () => { expect(x).toBe("mocked"); });'})
    passes(run(tree))
