# JavaScript files with decorators, accessor fields and `using`, which the engine lacks, run as TypeScript files do.
from process import test, weft, files, equal, match, check

CODE = """const log = [];
const dec = (value, context) => { log.push(context.kind + " " + String(context.name)); };
const resource = (name) => ({ [Symbol.dispose]() { log.push("closed " + name); } });
@dec class A {
  @dec m() { return 1; }
  @dec accessor n = 2;
  static accessor s = 3;
}
{ using a = resource("a"), b = resource("b"); log.push(new A().m() + new A().n + A.s); }
"""


@test("in ES modules, CommonJS, by syntax, and in node_modules")
def _():
    tree = files({
        "a.mjs": CODE + "export default log.join();\n",
        "b.cjs": CODE + "module.exports = log.join();\n",
        "c.js": CODE + "exports.log = log.join();\n",
        "node_modules/p/package.json": '{"type":"module"}',
        "node_modules/p/index.js": CODE + "export const log2 = log.join();\n",
        "app.mjs": """import a from "./a.mjs"; import b from "./b.cjs"; import { log } from "./c.js"; import { log2 } from "p";
console.log(a); console.log(new Set([a, b, log, log2]).size);
""",
        "main.cjs": "console.log(require('./b.cjs') === require('./a.mjs').default, require('./c.js').log.length > 0);\n",
    })
    equal(weft(tree / "app.mjs").ok().out,
          "method m,accessor n,class A,6,closed b,closed a\n1\n")
    equal(weft(tree / "main.cjs").ok().out, "true true\n")
    match(weft(tree / "a.mjs").ok().out, r"^$")


@test("await using, and using in the head of a loop")
def _():
    tree = files({"a.mjs": """const r = (n) => ({ async [Symbol.asyncDispose]() { await 0; console.log("end", n); } });
for (await using x of [r(1), r(2)]) console.log("in");
await using last = r(3);
console.log("body");
"""})
    equal(weft(tree / "a.mjs").ok().out, "in\nend 1\nin\nend 2\nbody\nend 3\n")


@test("stacks, uncaught errors and syntax errors show the file as it was written")
def _():
    tree = files({
        "a.mjs": "const dec = () => {};\n@dec class A {\n  // a comment\n  static boom() { throw new Error('here'); }\n}\nA.boom();\n",
        "b.cjs": "{ using x = { [Symbol.dispose]() {} }; }\nfunction f() {\n\n  return new Error('e').stack.split('\\n')[1];\n}\nconsole.log(f());\n",
        "c.mjs": "const dec = () => {};\n@dec class A {}\nlet 1;\n",
        "d.cjs": "try { require('./c.mjs'); } catch (e) { console.log(e.name, 'code' in e, e instanceof SyntaxError); }\n",
    })
    result = weft(tree / "a.mjs")
    equal(result.code, 1)
    match(result.err, r"a\.mjs:4")
    match(result.err, r"static boom\(\) \{ throw new Error\('here'\)")
    match(weft(tree / "b.cjs").ok().out, r"b\.cjs:4:10")
    result = weft(tree / "c.mjs")
    equal(result.code, 1)
    match(result.err, r"c\.mjs:3")
    match(result.err, r"SyntaxError")
    equal(weft(tree / "d.cjs").ok().out, "SyntaxError false true\n")


@test("sloppy scripts stay sloppy, and names like using stay names")
def _():
    tree = files({
        "a.cjs": "{ using x = null; }\nvar o = { p: 010 };\nwith (o) console.log(p);\nundeclared = this === module.exports;\nconsole.log(undeclared);\nreturn;\n",
        "b.cjs": "var using = 1, accessor = 2; using\naccessor\nclass A { accessor = using; using() { return '@a'; } }\nconsole.log(using + accessor, new A().accessor, new A().using()); // @b\n",
    })
    equal(weft(tree / "a.cjs").ok().out, "8\ntrue\n")
    equal(weft(tree / "b.cjs").ok().out, "3 1 @a\n")


@test("a second start finds the code in the cache, and settings count")
def _():
    # Programs of less than 16 KB are not kept.
    padding = "".join(f"function f{i}(a) {{ return [a, {i}].join('-'); }}\n" for i in range(400))
    tree = files({"a.js": padding + "const dec = (target) => console.log(typeof target);\nclass A { @dec m() {} }\nconsole.log(1);\n"})
    env = {"WEFT_CACHE_DIR": str(tree / "cache")}
    for _ in range(3):
        equal(weft(tree / "a.js", env=env).ok().out, "function\n1\n")
    check((tree / "cache").exists(), "there is a cache")
    (tree / "tsconfig.json").write_text('{"compilerOptions":{"experimentalDecorators":true}}')
    for _ in range(2):
        equal(weft(tree / "a.js", env=env).ok().out, "object\n1\n")


@test("TypeScript's own decorators where jsconfig.json says so")
def _():
    code = "const seen = [];\nfunction dec(target, key) { seen.push(typeof target + ' ' + String(key?.name ?? key)); }\nclass A { @dec m() {} }\nconsole.log(seen.join());\n"
    tree = files({"a.js": code, "old/a.js": code, "old/jsconfig.json": '{"compilerOptions":{"experimentalDecorators":true}}'})
    equal(weft(tree / "a.js").ok().out, "function m\n")
    equal(weft(tree / "old/a.js").ok().out, "object m\n")
