"""Cycles between ES modules."""
from process import equal, program, test


@test("two modules that import each other share functions before either ran")
def _():
    equal(program({
        "even.mjs": 'import { odd } from "./odd.mjs"; export function even(n) { return n === 0 || odd(n - 1); } console.log("even ran");',
        "odd.mjs": 'import { even } from "./even.mjs"; export function odd(n) { return n !== 0 && even(n - 1); } console.log("odd ran", even(4));',
        "main.mjs": 'import { even } from "./even.mjs"; console.log(even(10), even(7));'}),
        ["odd ran true", "even ran", "true false"])


@test("a module can import itself")
def _():
    equal(program({"main.mjs": """
        import * as me from "./main.mjs"; import def from "./main.mjs";
        export let x = 1; export { def as again }; export default "d";
        console.log(me.x, def, me.again, Object.keys(me).join());"""}), ["1 d d again,default,x"])


@test("a cycle of three is evaluated from its deepest member, once")
def _():
    equal(program({
        "a.mjs": 'import "./b.mjs"; console.log("a");',
        "b.mjs": 'import "./c.mjs"; console.log("b");',
        "c.mjs": 'import "./a.mjs"; console.log("c");',
        "main.mjs": 'import "./b.mjs"; import "./a.mjs"; import "./c.mjs"; console.log("main");'}),
        ["a", "c", "b", "main"])


@test("cyclic star exports end, with every name found")
def _():
    equal(program({
        "a.mjs": 'export * from "./b.mjs"; export const a = 1;',
        "b.mjs": 'export * from "./a.mjs"; export const b = 2;',
        "main.mjs": 'import * as a from "./a.mjs"; import * as b from "./b.mjs"; console.log(Object.keys(a).join(), Object.keys(b).join());'}),
        ["a,b a,b"])


@test("a circular re-export of a name nobody defines is a SyntaxError")
def _():
    equal(program({
        "a.mjs": 'export { x } from "./b.mjs";', "b.mjs": 'export { x } from "./a.mjs";',
        "main.mjs": 'await import("./a.mjs").catch((error) => console.log(error.name));'}), ["SyntaxError"])


@test("an error in a cycle fails every member of it, with the same error")
def _():
    equal(program({
        "a.mjs": 'import "./b.mjs"; export let a;',
        "b.mjs": 'import "./a.mjs"; throw new Error("in b");',
        "main.mjs": """
            const errors = [];
            for (const m of ["a", "b", "a"]) await import(`./${m}.mjs`).catch((error) => errors.push(error));
            console.log(errors.length, errors[0] === errors[1], errors[1] === errors[2], errors[0].message);"""}),
        ["3 true true in b"])
