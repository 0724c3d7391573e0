# test-timeout: 60 s
# What a configuration says holds where test files run: names, transformers, assets, environments, set-up.

from process import test, weft, files, equal, match


def run(tree, *args):
    """Runs `weft test` in a folder; the failed tests by name, and what was printed."""
    root = files({"package.json": {}, **tree})
    result = weft("test", "--reporter=json", *args, cwd=root, timeout=30)
    return result


def passes(tree, *args):
    result = run(tree, *args)
    if result.code != 0:
        raise AssertionError(f"exit {result.code}\n{result.out}\n{result.err}")
    return result


def config(options):
    return {"jest.config.js": f"module.exports = {options}"}


@test("moduleNameMapper and folders of modules, for import and require")
def _():
    passes({
        **config('''{ moduleNameMapper: { "^@/(.*)$": ["<rootDir>/none/$1", "<rootDir>/src/$1"], "\\\\.css$": "<rootDir>/style.js", "^react$": "preact" },
          moduleDirectories: ["node_modules", "lib"], modulePaths: ["<rootDir>/more"] }'''),
        "src/a.ts": "export const a: number = 1;", "src/dir/index.js": "exports.dir = 2;", "style.js": "module.exports = 'style';",
        "node_modules/preact/index.js": "exports.name = 'preact';", "lib/util.js": "exports.util = 3;", "more/extra.js": "export const extra = 4;",
        "other.js": "module.exports = [require('@/dir').dir, require('./any.css'), require('react').name, require('util2/x')];", "lib/util2/x.js": "module.exports = 'x';",
        "a.test.js": '''
import { a } from "@/a"; import { dir } from "@/dir"; import css from "./deep/x.css"; import { name } from "react"; import { util } from "util.js"; import { extra } from "extra";
import other from "./other";
test("all", async () => {
  expect([a, dir, css, name, util, extra, other]).toEqual([1, 2, "style", "preact", 3, 4, [2, "style", "preact", "x"]]);
  await expect(import("@/none")).rejects.toThrow("moduleNameMapper's /^@/(.*)$/ makes it");
});''',
    })


@test("aliases, assets, defines, .env files with Vitest's meaning")
def _():
    passes({
        "vitest.config.ts": '''import { defineConfig, mergeConfig } from "vitest/config"; import react from "@vitejs/plugin-react"; import { loadEnv } from "vite";
export default mergeConfig(defineConfig({ plugins: [react()], define: { __V__: '"1"' } }), { resolve: { alias: { "@": "/src" } }, test: { globals: true, env: { L: typeof loadEnv } } });''',
        ".env": "VITE_KEY=k", "src/a.ts": "export const a = 1;", "src/x.module.css": "", "src/y.css": "", "src/p.png": "x", "src/t.txt": "text",
        "src/a.test.ts": '''
import { a } from "@/a"; import x from "./x.module.css"; import y from "@/y.css"; import p from "/src/p.png"; import t from "./t.txt?raw";
test("all", () => {
  expect([a, y, p, t, __V__, process.env.VITE_KEY, process.env.L]).toEqual([1, "", "/src/p.png", "text", "1", "k", "function"]);
  expect(x.box).toMatch(/^_box_/);
});''',
    })


@test("transformers of one's own get the files that match, and no others")
def _():
    tree = {
        **config('''{ transform: { "\\\\.[jt]s$": "babel-jest", "\\\\.txt$": ["<rootDir>/text.js", { mark: "!" }], "\\\\.md$": "<rootDir>/async.js", "\\\\.bad$": "<rootDir>/bad.js" } }'''),
        "text.js": '''exports.process = (text, path, { transformerConfig }) => ({ code: "module.exports = " + JSON.stringify(text.trim() + transformerConfig.mark) });''',
        "async.js": '''export default { createTransformer: () => ({ async processAsync(text) { await null; return { code: `export const md = ${JSON.stringify(text)}` }; } }) };''',
        "bad.js": '''exports.process = () => { throw new Error("cannot do it"); };''',
        "a.txt": "hello\n", "b.md": "# x", "c.bad": "",
        "a.test.ts": '''
import text from "./a.txt"; import { md } from "./b.md"; import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const typed: number = 1;
test("all", () => { expect([text, md, require("./a.txt"), typed]).toEqual(["hello!", "# x", "hello!", 1]); });
test("a fault", () => { expect(() => require("./c.bad")).toThrow("cannot do it"); });''',
    }
    passes(tree)


@test("a transformer is not transformed, nor what it needs")
def _():
    passes({
        **config('{ transform: { "\\\\.js$": "<rootDir>/t.js" }, moduleNameMapper: { "^mark$": "<rootDir>/mapped.js" } }'),
        "t.js": "const mark = require('mark'); exports.process = (text) => ({ code: text.replaceAll('MARK', JSON.stringify(mark)) });",
        "node_modules/mark/index.js": "module.exports = 'own';", "mapped.js": "module.exports = MARK + '!';",
        "a.test.js": "test('all', () => { expect([MARK, require('mark')]).toEqual(['own', 'own!']); });",
    })


FAKE_JSDOM = '''
class EventTarget2 { constructor() { this.l = []; } addEventListener(t, f) { if (!(this instanceof EventTarget2)) throw new TypeError("illegal"); this.l.push([t, f]); } removeEventListener() {} dispatchEvent(e) { for (const [t, f] of this.l) if (t === e.type) f(e); return true; } }
class Window extends EventTarget2 { constructor(url) { super(); this.document = { title: "d", defaultView: this }; this.location = { href: url }; this.innerWidth = 1024; this.Event = class Event { constructor(t, o) { this.type = t; Object.assign(this, o); } }; this.ErrorEvent = class extends this.Event {}; this.HTMLElement = class HTMLElement {}; this.setTimeout = 1; this.Array = 2; } close() { globalThis.closed = true; } get scrollX() { return 7; } }
exports.JSDOM = class { constructor(html, options) { this.window = new Window(options.url); this.window.given = { html, ...options, virtualConsole: undefined }; } };
exports.VirtualConsole = class { sendTo() {} on() {} };
'''


@test("jsdom: the global object has what the window has")
def _():
    passes({
        **config('{ testEnvironment: "jsdom", testEnvironmentOptions: { url: "http://a.b/" } }'),
        "node_modules/jsdom/package.json": {"name": "jsdom"}, "node_modules/jsdom/index.js": FAKE_JSDOM,
        "node_modules/pack/package.json": {"name": "pack", "exports": {"browser": "./b.js", "default": "./n.js"}}, "node_modules/pack/b.js": "module.exports = 'browser';", "node_modules/pack/n.js": "module.exports = 'node';",
        "a.test.js": '''
import pack from "pack";
test("all", () => {
  expect(window).toBe(globalThis);
  expect([document.title, location.href, innerWidth, scrollX, typeof HTMLElement, pack]).toEqual(["d", "http://a.b/", 1024, 7, "function", "browser"]);
  expect([typeof setTimeout, typeof Array]).toEqual(["function", "function"]);
  let seen = 0;
  addEventListener("x", () => seen++);
  dispatchEvent(new Event("x"));
  expect(seen).toBe(1);
  innerWidth = 3;
  expect([innerWidth, document.defaultView.innerWidth]).toEqual([3, 3]);
});''',
        "b.test.js": '''/** @jest-environment node */
import pack from "pack";
test("none", () => { expect([typeof document, pack]).toEqual(["undefined", "node"]); });''',
        "c.test.js": '''// @jest-environment-options {"url": "http://c.d/"}
test("options", () => { expect(location.href).toBe("http://c.d/"); });''',
    })


@test("an error of a handler is a fault of the test, unless the program listens")
def _():
    result = run({
        **config('{ testEnvironment: "jsdom" }'), "node_modules/jsdom/index.js": FAKE_JSDOM,
        "a.test.js": '''test("fails", () => { reportError(new Error("from a handler")); });''',
    })
    equal(result.code, 1)
    match(result.out, "from a handler")
    passes({
        **config('{ testEnvironment: "jsdom" }'), "node_modules/jsdom/index.js": FAKE_JSDOM,
        "a.test.js": '''test("listens", () => { let seen; window.addEventListener("error", (e) => { seen = e.error.message; }); reportError(new Error("x")); expect(seen).toBe("x"); });''',
    })


@test("a package that is missing is named")
def _():
    result = run({**config('{ testEnvironment: "happy-dom" }'), "a.test.js": "test('x', () => {});"})
    equal(result.code, 1)
    match(result.out + result.err, "needs the package happy-dom, which is not installed: npm install --save-dev happy-dom")


@test("environments of one's own: classes of Jest's kind, objects of Vitest's")
def _():
    passes({
        **config('{ testEnvironment: "./env.ts", testEnvironmentOptions: { a: 1 } }'),
        "env.ts": '''import NodeEnvironment, { TestEnvironment } from "jest-environment-node";
export default class extends NodeEnvironment {
  constructor(config: any, context: any) { super(config, context); this.global.options = config.projectConfig.testEnvironmentOptions; this.global.pragma = context.docblockPragmas.mark; this.global.same = TestEnvironment === NodeEnvironment; }
  async setup() { await super.setup(); this.global.events = []; }
  handleTestEvent(event: any) { this.global.events.push(event.name + (event.test ? ` ${event.test.name}` : "")); }
}''',
        "a.test.js": '''/** @mark m */
test("one", () => {});
test("two", () => { expect([options, pragma, same]).toEqual([{ a: 1 }, "m", true]); expect(events).toEqual(["run_start", "test_start one", "test_done one", "test_start two"]); });''',
    })
    passes({
        "vitest.config.js": "export default { test: { environment: './env.js', globals: true, environmentOptions: { a: 2 } } }",
        "env.js": "export default { name: 'own', setup(global, options) { global.given = options.a; return { teardown() {} }; } };",
        "a.test.js": "test('one', () => { expect(given).toBe(2); });",
    })


@test("global set-up, what it provides, and tear-down")
def _():
    result = passes({
        "vitest.config.js": "export default { test: { globals: true, globalSetup: './g.ts' } }",
        "g.ts": '''import { writeFileSync } from "node:fs";
export default ({ provide }: any) => { provide("port", 80); return () => writeFileSync("down.txt", "x"); };''',
        "a.test.js": "import { inject } from 'vitest'; test('one', () => { expect(inject('port')).toBe(80); });",
    })
    failing = run({**config('{ globalSetup: "./g.js" }'), "g.js": "module.exports = () => { throw new Error('no database'); };", "a.test.js": "test('x', () => {});"})
    equal(failing.code, 1)
    match(failing.out + failing.err, "no database")


@test("projects have settings of their own")
def _():
    passes({
        **config('''{ projects: [{ displayName: "one", globals: { which: 1 }, testMatch: ["**/one.js"] }, { displayName: "two", globals: { which: 2 }, testMatch: ["**/two.js"] }] }'''),
        "one.js": "test('one', () => expect(which).toBe(1));", "two.js": "test('two', () => expect(which).toBe(2));",
    })


@test("a wrong configuration is told, and no test runs")
def _():
    result = run({**config('{ testTimeout: "5s" }'), "a.test.js": "test('x', () => { console.log('RAN'); });"})
    equal(result.code, 1)
    match(result.out + result.err, r'jest\.config\.js: "testTimeout" must be a number, not "5s"')
    if "RAN" in result.out:
        raise AssertionError("a test ran")
    warned = passes({**config("{ testTimout: 5 }"), "a.test.js": "test('x', () => {});"})
    match(warned.err + warned.out, 'there is no option "testTimout"; did you mean "testTimeout"')
