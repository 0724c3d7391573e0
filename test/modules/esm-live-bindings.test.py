"""Imported names are live, read-only views of the exporting module's variables."""
from process import equal, program, test


@test("an import shows later assignments, also through re-exports and namespaces")
def _():
    equal(program({
        "counter.mjs": "export let n = 0; export function up() { n++; } export { n as again };",
        "hop.mjs": 'export { n as hopped } from "./counter.mjs"; export * from "./counter.mjs";',
        "main.mjs": """
            import { n, up, again } from "./counter.mjs";
            import { hopped } from "./hop.mjs";
            import * as ns from "./hop.mjs";
            up(); up();
            console.log(n, again, hopped, ns.n, ns.hopped);"""}), ["2 2 2 2 2"])


@test("export default of an expression is a snapshot, of a declaration is live")
def _():
    equal(program({
        "value.mjs": "let x = 1; export default x; x = 2;",
        "alias.mjs": "let x = 1; export { x as default }; x = 2;",
        "fn.mjs": "export default function f() { return 1; } f = () => 2;",
        "main.mjs": """
            import value from "./value.mjs"; import alias from "./alias.mjs"; import fn from "./fn.mjs";
            console.log(value, alias, fn());"""}), ["1 2 2"])


@test("assigning to an import or to a namespace's property is a TypeError")
def _():
    equal(program({
        "x.mjs": "export let x = 1;",
        "main.mjs": """
            import { x } from "./x.mjs"; import * as ns from "./x.mjs";
            for (const f of [() => { x = 2; }, () => { ns.x = 2; }, () => { ns.y = 2; }, () => { delete ns.x; }]) {
              try { f(); console.log("no error"); } catch (error) { console.log(error.name); }
            }
            console.log(x);"""}), ["TypeError"] * 4 + ["1"])


@test("a binding is in its dead zone until its module has run")
def _():
    equal(program({
        "a.mjs": """
            import { late, hoisted, v } from "./main.mjs";
            console.log(hoisted(), v);
            try { late; } catch (error) { console.log(error.name); }
            export const read = () => late;""",
        "main.mjs": """
            import { read } from "./a.mjs";
            export const late = "initialized";
            export function hoisted() { return "hoisted"; }
            export var v = 1;
            console.log(read());"""}), ["hoisted undefined", "ReferenceError", "initialized"])


@test("typeof of an import in its dead zone throws, too")
def _():
    equal(program({
        "a.mjs": 'import { x } from "./main.mjs"; try { typeof x; } catch (e) { console.log(e.name); }',
        "main.mjs": 'import "./a.mjs"; export let x;'}), ["ReferenceError"])
