# test-timeout: 120 s
"""A file that is nested 100,000 deep is answered by every command, with a result or an error that says why."""
from process import check, files, test, weft

DEEP = 100_000
SOURCES = {
    "conditional.js": "let r = " + "a?b:" * DEEP + "c",
    "branch.js": "let r = " + "a?" * DEEP + "b" + ":c" * DEEP,
    "power.js": "let r = " + "a**" * DEEP + "2",
    "nullish.js": "let r = a" + "??a" * DEEP,
    "logical.js": "if (!(a" + "&&a" * DEEP + ")) b()",
    "arrows.js": "let r = " + "a=>" * DEEP + "1",
    "parameters.js": "let r = " + "(a)=>" * DEEP + "1",
    "async.js": "let r = " + "async(a)=>" * DEEP + "1",
    "awaits.js": "let r = async () => " + "await " * DEEP + "1",
    "bodies.js": "let r = " + "a=>{return " * DEEP + "1" + "}" * DEEP,
    "templates.js": "let r = " + "`${" * DEEP + "1" + "}`" * DEEP,
    "parentheses.js": "let r = " + "(" * DEEP + "1" + ")" * DEEP,
    "objects.js": "let r = " + "{a:" * DEEP + "1" + "}" * DEEP,
    "patterns.js": "[" * DEEP + "a" + "]" * DEEP + "=1",
    "classes.js": "(class extends " * DEEP + "a" + "{})" * DEEP,
    "blocks.js": "{" * DEEP + "}" * DEEP,
    "types.ts": "let a: " + "(" * DEEP + "a" + ")" * DEEP,
    "generics.ts": "let a: " + "b<" * DEEP + "c" + ">" * DEEP,
    "conditions.ts": "type A = " + "a extends b ? c : " * DEEP + "d",
    "typed.ts": "let r = " + "(a:b)=>" * DEEP + "1",
    "names.ts": "type A = " + "`${" * DEEP + "d" + "}`" * DEEP,
    "elements.tsx": "let r = " + "<a>" * DEEP + "</a>" * DEEP,
    "containers.jsx": "let r = " + "<a>{" * DEEP + "1" + "}</a>" * DEEP,
    "attributes.jsx": "let r = " + "<a b={" * DEEP + "1" + "}/>" * DEEP,
}


def answered(result, what):
    good = result.signal is None and result.code in (0, 1)
    why = "nested too deeply" in result.err or "RangeError" in result.err or "ReferenceError" in result.err
    check(good and (result.code == 0 or why), f"{what}: {result.code} {result.signal} {result.err[-500:]}")


@test("weft --check, transpile, transpile to old syntax, and minify")
def _():
    tree = files({name: text + "\n" for name, text in SOURCES.items()})
    for name in SOURCES:
        answered(weft("--check", name, cwd=tree), f"check {name}")
        answered(weft("transpile", "-o", "out", "--target=es2015", name, cwd=tree), f"transpile {name}")
        answered(weft("transpile", "-o", "out", "--minify", name, cwd=tree), f"minify {name}")


@test("the graph, whose threads parse, and running")
def _():
    tree = files({name: text + "\n" for name, text in SOURCES.items()} |
                 {"main.ts": "".join(f"import './{name}';\n" for name in SOURCES)})
    result = weft("graph", "--json", "main.ts", cwd=tree)
    check(result.signal is None and result.code in (0, 1), f"{result.code} {result.signal} {result.err[-500:]}")
    for name in SOURCES:
        answered(weft(name, cwd=tree), f"run {name}")


@test("a string is transpiled where JavaScript has used most of the stack")
def _():
    code = """
      const transpiler = new Weft.Transpiler({ loader: "ts", minify: true });
      const source = "let r = " + "(a:b)=>".repeat(5000) + "[".repeat(5000) + "]".repeat(5000);
      const measure = (n) => { try { return measure(n + 1) } catch { return n } };
      const at = (n, run) => n === 0 ? run() : at(n - 1, run);
      const depth = measure(0);
      const names = new Set();
      for (const share of [0.5, 0.8, 0.9, 0.95, 0.98, 0.99]) {
        try { at(Math.floor(depth * share), () => transpiler.transformSync(source)) } catch (error) { names.add(error.name) }
      }
      console.log(...names);
    """
    result = weft("-e", code, timeout=60)
    check(result.signal is None and set(result.out.split()) <= {"RangeError", "SyntaxError"} and result.code == 0,
          f"{result.code} {result.signal} {result.out} {result.err[-500:]}")
