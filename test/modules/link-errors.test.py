"""What cannot be linked is a SyntaxError with Node's text, before any code runs."""
from process import check, equal, match, program, test, files, weft


def message(source, **tree):
    lines = program({"x.mjs": "export const q = 1;", "c.cjs": "exports.q = 1;", "bad.mjs": 'console.log("ran");' + source, **tree,
                     "main.mjs": 'await import("./bad.mjs").catch((error) => console.log(JSON.stringify([error.name, error.message])));'})
    equal(len(lines), 1, "lines printed (nothing of the module may run)")
    return lines[0]


@test("a name that the module does not export")
def _():
    for clause, name in [("import { zz } from", "zz"), ("import zz from", "default"), ("export { zz } from", "zz"),
                         ("import { zz as q } from", "zz"), ("export { default } from", "default")]:
        equal(message(f'{clause} "./x.mjs";'),
              f'["SyntaxError","The requested module \'./x.mjs\' does not provide an export named \'{name}\'"]')


@test("a name that a builtin does not export")
def _():
    equal(message('import { zz } from "node:path";'),
          '["SyntaxError","The requested module \'node:path\' does not provide an export named \'zz\'"]')


@test("a name that the analysis of a CommonJS module does not find comes with advice")
def _():
    text = message('import { zz } from "./c.cjs";')
    check(text.startswith('["SyntaxError","Named export \'zz\' not found. The requested module \'./c.cjs\' is a CommonJS module, '
                          'which may not support all module.exports as named exports.\\nCommonJS modules can always be imported '
                          "via the default export, for example using:\\n\\nimport pkg from './c.cjs';\\n"), text)


@test("a name that two star exports give differently is ambiguous")
def _():
    text = message('import { both } from "./all.mjs";', **{
        "a.mjs": "export const both = 1;", "b.mjs": "export const both = 2;",
        "all.mjs": 'export * from "./a.mjs"; export * from "./b.mjs";'})
    match(text, "SyntaxError.*'\\./all\\.mjs'.*'both'")


@test("a duplicate export and an undeclared export are errors of syntax")
def _():
    for source in ("export const a = 1; export { a };", "export default 1; export default 2;", "export { nowhere };"):
        match(message(source), "SyntaxError")


@test("at the top, the error names the importing file and line, and exits 1")
def _():
    root = files({"x.mjs": "", "main.mjs": '// first line\nimport { zz } from "./x.mjs";\n'})
    result = weft("main.mjs", cwd=root)
    equal((result.code, result.out), (1, ""))
    match(result.err, r"main\.mjs:2")
    match(result.err, r"^SyntaxError: The requested module '\./x\.mjs' does not provide an export named 'zz'$")
