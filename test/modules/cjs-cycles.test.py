"""Cycles in CommonJS, and between CommonJS and ES modules."""
from process import equal, program, test


@test("a cycle sees what was exported so far")
def _():
    equal(program({
        "a.cjs": "exports.early = 1; const b = require('./b.cjs'); exports.late = 2; exports.seen = b.seen;",
        "b.cjs": "const a = require('./a.cjs'); exports.seen = Object.keys(a).join(); exports.live = () => a.late;",
        "main.cjs": "console.log(require('./a.cjs').seen, require('./b.cjs').live());"}, "main.cjs"), ["early 2"])


@test("replacing module.exports in a cycle leaves the old object with the other side")
def _():
    equal(program({
        "a.cjs": "module.exports = { old: true }; const b = require('./b.cjs'); module.exports = { replaced: true, b };",
        "b.cjs": "module.exports = require('./a.cjs');",
        "main.cjs": "console.log(JSON.stringify(require('./a.cjs')));"}, "main.cjs"), ['{"replaced":true,"b":{"old":true}}'])


@test("a script can require itself and the main script")
def _():
    equal(program({"x.cjs": "exports.main = require('./main.cjs').name;",
                   "main.cjs": "exports.name = 'main'; console.log(require('./main.cjs') === exports, require('./x.cjs').main);"},
                  "main.cjs"), ["true main"])


@test("ES module imports CommonJS that requires the same ES module back: ERR_REQUIRE_CYCLE_MODULE")
def _():
    equal(program({
        "x.mjs": 'import "./c.cjs"; export const x = 1;',
        "c.cjs": "try { require('./x.mjs'); } catch (error) { console.log(error.code); }",
        "main.mjs": 'import { x } from "./x.mjs"; console.log(x);'}), ["ERR_REQUIRE_CYCLE_MODULE", "1"])


@test("CommonJS in an ES module's cycle loads lazily without trouble")
def _():
    equal(program({
        "x.mjs": 'import { get } from "./c.cjs"; export const x = "x"; export const viaC = () => get();',
        "c.cjs": "exports.get = () => require('./x.mjs').x;",
        "main.mjs": 'import { viaC } from "./x.mjs"; console.log(viaC());'}), ["x"])


@test("CommonJS requires an ES module that imports the unfinished CommonJS module: ERR_REQUIRE_CYCLE_MODULE")
def _():
    equal(program({
        "a.cjs": "try { require('./b.mjs'); } catch (error) { exports.code = error.code; }",
        "b.mjs": 'import "./a.cjs"; console.log("must not run");',
        "main.cjs": "console.log(require('./a.cjs').code);"}, "main.cjs"), ["ERR_REQUIRE_CYCLE_MODULE"])
