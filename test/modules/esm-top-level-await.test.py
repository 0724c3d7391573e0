"""Order of evaluation with top-level await, as the specification has it."""
from process import equal, program, test


@test("a module waits for its dependencies, and siblings do not wait for each other")
def _():
    equal(program({
        "slow.mjs": 'console.log("slow 1"); await new Promise((r) => setTimeout(r, 20)); console.log("slow 2");',
        "fast.mjs": 'console.log("fast 1"); await null; console.log("fast 2");',
        "sync.mjs": 'console.log("sync");',
        "main.mjs": 'import "./slow.mjs"; import "./fast.mjs"; import "./sync.mjs"; console.log("main");'}),
        ["slow 1", "fast 1", "sync", "fast 2", "slow 2", "main"])


@test("a parent of one asynchronous child runs as soon as that child is done")
def _():
    equal(program({
        "x.mjs": 'console.log("x 1"); await 0; console.log("x 2");',
        "y.mjs": 'console.log("y 1"); await 0; await 0; await 0; console.log("y 2");',
        "px.mjs": 'import "./x.mjs"; console.log("px");',
        "py.mjs": 'import "./y.mjs"; console.log("py");',
        "main.mjs": 'import "./px.mjs"; import "./py.mjs"; console.log("main");'}),
        ["x 1", "y 1", "x 2", "px", "y 2", "py", "main"])


@test("parents of one asynchronous module run in the order in which they were reached")
def _():
    equal(program({
        "leaf.mjs": 'await 0; console.log("leaf");',
        **{f"p{i}.mjs": f'import "./leaf.mjs"; console.log("p{i}");' for i in range(4)},
        "main.mjs": 'import "./p2.mjs"; import "./p0.mjs"; import "./p3.mjs"; import "./p1.mjs";'}),
        ["leaf", "p2", "p0", "p3", "p1"])


@test("a synchronous part of the graph runs before the turn gives way")
def _():
    equal(program({
        "a.mjs": 'Promise.resolve().then(() => console.log("microtask")); console.log("a");',
        "b.mjs": 'console.log("b");',
        "main.mjs": 'import "./a.mjs"; import "./b.mjs"; console.log("main");'}), ["a", "b", "main", "microtask"])


@test("cycles with top-level await finish together")
def _():
    equal(program({
        "a.mjs": 'import "./b.mjs"; await 0; console.log("a");',
        "b.mjs": 'import "./a.mjs"; await 0; console.log("b");',
        "main.mjs": 'import "./a.mjs"; console.log("main");'}), ["b", "a", "main"])


@test("an error after an await fails the importers, who do not run")
def _():
    equal(program({
        "bad.mjs": 'await 0; throw new Error("late");',
        "other.mjs": 'await new Promise((r) => setTimeout(r, 2)); console.log("other still ran");',
        "p.mjs": 'import "./bad.mjs"; import "./other.mjs"; console.log("p must not run");',
        "main.mjs": 'await import("./p.mjs").catch((error) => console.log(error.message)); await new Promise((r) => setTimeout(r, 30));'}),
        ["late", "other still ran"])


@test("for await, await using and await in initializers suspend the module")
def _():
    equal(program({
        "x.mjs": """
            export const a = await Promise.resolve(1);
            export let sum = 0;
            for await (const n of [2, Promise.resolve(3)]) sum += n;
            export default await (async () => "default")();""",
        "main.mjs": 'import d, { a, sum } from "./x.mjs"; console.log(d, a, sum);'}), ["default 1 5"])


@test("dynamic import of a waiting module gives its namespace when it is done")
def _():
    equal(program({
        "x.mjs": 'await new Promise((r) => setTimeout(r, 10)); export const x = "set";',
        "main.mjs": 'const all = await Promise.all([import("./x.mjs"), import("./x.mjs")]); console.log(all[0].x, all[0] === all[1]);'}),
        ["set true"])
