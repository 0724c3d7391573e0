"""Static imports and exports: every form, evaluated once, in post-order."""
from process import equal, program, test


@test("every form of export is seen by every form of import")
def _():
    equal(program({
        "lib.mjs": """
            export default class Named {}
            export const a = 1, { b, c: [d] } = { b: 2, c: [3] };
            export function f() { return "f"; }
            export async function g() { return "g"; }
            export function* h() { yield "h"; }
            const inner = 4;
            export { inner as outer, inner as "a string name" };
            export * as self from "./lib.mjs";""",
        "again.mjs": 'export * from "./lib.mjs"; export { default, a as renamed } from "./lib.mjs";',
        "main.mjs": """
            import Named, { a, b, d, f, g, h, outer, "a string name" as text, self } from "./lib.mjs";
            import * as ns from "./lib.mjs";
            import Same, * as again from "./again.mjs";
            console.log(Named.name, a, b, d, f(), await g(), h().next().value, outer, text);
            console.log(self === ns, Same === Named, again.renamed, again.f === f);
            console.log(Object.keys(ns).join());
            console.log(Object.keys(again).join());"""}),
        ["Named 1 2 3 f g h 4 4", "true true 1 true", "a,a string name,b,d,default,f,g,h,outer,self",
         "a,a string name,b,d,default,f,g,h,outer,renamed,self"])


@test("an anonymous default export is named default")
def _():
    equal(program({"f.mjs": "export default function () {}", "c.mjs": "export default class {}",
                   "a.mjs": "export default () => {}", "p.mjs": "export default (function () {})",
                   "main.mjs": """
                       for (const x of ["f", "c", "a", "p"]) console.log((await import(`./${x}.mjs`)).default.name);"""}),
          ["default"] * 4)


@test("modules are evaluated once, depth first, in the order of their imports")
def _():
    equal(program({
        "a.mjs": 'import "./shared.mjs"; import "./b.mjs"; console.log("a");',
        "b.mjs": 'import "./shared.mjs"; console.log("b");',
        "c.mjs": 'export * from "./shared.mjs"; console.log("c");',
        "shared.mjs": 'console.log("shared");',
        "main.mjs": 'console.log("main"); import "./a.mjs"; export {} from "./c.mjs"; import "./a.mjs";'}),
        ["shared", "b", "a", "c", "main"])


@test("export * leaves out default and names that two modules export")
def _():
    equal(program({
        "x.mjs": "export const both = 1, x = 1; export default 1;",
        "y.mjs": "export const both = 2, y = 2;",
        "same.mjs": 'export { x } from "./x.mjs";',
        "all.mjs": 'export * from "./x.mjs"; export * from "./y.mjs"; export * from "./same.mjs";',
        "own.mjs": 'export * from "./x.mjs"; export * from "./y.mjs"; export const both = 3;',
        "main.mjs": """
            import * as all from "./all.mjs"; import * as own from "./own.mjs";
            console.log(Object.keys(all).join(), Object.keys(own).join(), own.both);"""}),
        ["x,y both,x,y 3"])


@test("module code is strict, has no this, and no arguments of a wrapper")
def _():
    equal(program({"main.mjs": """
        console.log(this, typeof require, typeof module, typeof exports, typeof __filename, typeof __dirname);
        console.log((function () { return this; })());
        try { undeclared = 1; } catch (error) { console.log(error.name); }"""}),
        ["undefined undefined undefined undefined undefined undefined", "undefined", "ReferenceError"])


@test("a hashbang line, a byte order mark and CRLF line ends are accepted")
def _():
    equal(program({"bom.mjs": "\ufeffexport const x = 1;\r\n", "main.mjs":
                   '#!/usr/bin/env weft\r\nimport { x } from "./bom.mjs";\r\nconsole.log(x);\r\n'}), ["1"])
