# weft transpile --minify: what comes out does what went in.
import json
from process import test, weft, files, equal, match

PROGRAM = r"""
/*! licence */
const log = [];
const say = (...args) => (log.push(args.join(" ")), args[0]);
function returns(a, b) {
  if (a) return "a";
  if (b) { say("b"); return "b" }
  return undefined;
}
say(returns(1), returns(0, 1), returns(0, 0));
function early(list) {
  for (const item of list) {
    if (item < 0) continue;
    if (item > 3) break;
    say("item", item);
  }
  if (list.length > 2) return;
  say("short");
}
early([-1, 1, 2, 9, 3]); early([1]);
var shadow = "outer";
function hoists() { say(typeof shadow, typeof later); if (false) { var shadow = 1 } return; var later = 2 }
hoists();
function order(log) {
  const a = say("first");
  const b = say("second");
  return b + a;
}
say(order());
function changes(k) { const before = k; k = k + 1; k += 2; return [before, k] }
say(changes(1));
const object = { method() { return this === object }, get value() { return say("getter") }, "quoted key": 1, ["computed"]: 2 };
const method = object.method;
say((0, object.method)() === undefined || true, object.method(), method === object.method);
say(object?.value, object["value"], object?.["quoted key"], object.computed, object.nothing ?? "default");
function switches(x) {
  switch (x) {
    case 1: say("one");
    case 2: { let inner = "two"; say(inner); break }
    default: say("other");
  }
}
switches(1); switches(2); switches(3);
outer: for (let i = 0; i < 3; i++) {
  for (let j = 0; j < 3; j++) { if (j == 1) continue outer; if (i == 2) break outer; say(i, j) }
}
class Base { #secret = 41; static count = 0; get secret() { return this.#secret + 1 } static make() { Base.count++; return new this() } has(o) { return #secret in o } }
class Derived extends Base { constructor() { super(); this.own = () => super.secret } }
say(Derived.make().own(), Base.count, new Base().has({}), new Base().has(new Derived()));
function* numbers() { let i = 0; while (true) { if (i > 3) return "done"; yield i++ } }
say([...numbers()]);
const { a: renamed = 5, ...rest } = { b: 1, c: 2 };
say(renamed, JSON.stringify(rest));
say(typeof undeclared === "undefined", typeof log !== "undefined", void 0 === undefined, !0, !!"" === false);
say(1 + 2 + "3" + 4 + 5, "a" + "b" + 1, `t${1 + 1}x`, 7 % 3, 2 ** 10, -7 >>> 28, ~5, 0.1 + 0.2, 1e21, 0xff, 1 / 3);
say([,1,,2].length, [..."ab"].join("-"), /a\/b/g.test("a/b"), "it's", 'say "x"', "a\nb");
try { null.x } catch ({ name }) { say(name) } finally { say("finally") }
try { (() => { throw new TypeError("x") })() } catch (error) { say(error instanceof TypeError, error.message) }
do { var once = (once || 0) + 1 } while (once < 3);
say(once);
if (once == 3) { if (rest.b) say("nested") } else say("never");
let chained = null; chained ??= "set"; chained &&= chained + "!"; say(chained);
say((() => { try { return "try" } finally { say("cleanup") } })());
label: { if (renamed) break label; say("skipped") }
say(((a, b = a, ...c) => a + b + c.length)(1, undefined, 3, 4));
(async () => {
  for await (const x of [Promise.resolve(1), 2]) say("awaited", x);
  const value = await Promise.all([1, 2].map(async (n) => n * 2));
  say(value);
  say(await (async () => { const p = Promise.reject(new Error("no")); return p.catch((e) => e.message) })());
  console.log(JSON.stringify(log));
})();
"""

WAYS = [[], ["--minify-whitespace"], ["--minify-syntax"], ["--minify-identifiers"], ["--minify"],
        ["--minify", "--target=es2015"], ["--target=es2015"]]


@test("a program does the same, minified in any way, as a module and as CommonJS")
def _():
    for name in ("main.mjs", "main.cjs"):
        tree = files({name: PROGRAM})
        expected = weft(tree / name).ok().out
        equal(len(json.loads(expected)) > 35, True)
        for way in WAYS:
            weft("transpile", *way, tree / name, "-o", tree / ("small-" + name)).ok()
            equal(weft(tree / ("small-" + name)).ok().out, expected)
            # And once more.
            weft("transpile", *way, tree / ("small-" + name), "-o", tree / ("again-" + name)).ok()
            equal(weft(tree / ("again-" + name)).ok().out, expected)


@test("what is minified is small, keeps its licence, and maps names and columns")
def _():
    tree = files({"main.mjs": PROGRAM, "error.mjs": "// two\n\nfunction failing(argument) {\n  throw new Error(argument.message + '\U0001F600');\n}\n"
                                                    "failing({ message: 'x' });\n"})
    code = weft("transpile", "--minify", tree / "main.mjs").ok().out
    equal(code.startswith("/*! licence */\n"), True)
    equal(len(code) < 0.75 * len(PROGRAM), True)
    equal("licence" in weft("transpile", "--minify", "--legal-comments=none", tree / "main.mjs").ok().out, False)
    match(weft("transpile", "--minify", "--legal-comments=eof", tree / "main.mjs").ok().out, r"/\*! licence \*/\n$")
    weft("transpile", "--minify", "--sourcemap=external", tree / "error.mjs", "-o", tree / "small.mjs").ok()
    source_map = json.loads((tree / "small.mjs.map").read_text())
    equal(source_map["names"], ["failing", "argument"])
    failed = weft("--enable-source-maps", tree / "small.mjs")
    equal(failed.code, 1)
    match(failed.err, r"error\.mjs:4:9")
    match(failed.err, r"error\.mjs:6:1")
    equal(weft("transpile", "--legal-comments=what", tree / "main.mjs").code, 9)


@test("TypeScript, JSX and helpers are minified with the rest")
def _():
    tree = files({
        "main.ts": "enum Colour { Red, Green }\nclass A { constructor(private first: number) {} async get() { return { ...this, c: Colour.Green } } }\n"
                   "new A(3).get().then((value) => console.log(JSON.stringify(value)));\n",
    })
    for way in WAYS:
        weft("transpile", *way, tree / "main.ts", "-o", tree / "main.js").ok()
        equal(weft(tree / "main.js").ok().out, '{"first":3,"c":1}\n')
