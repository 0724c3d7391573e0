# test-timeout: 120 s
"""Large graphs: long chains, wide fans, deep recursion of require."""
from process import check, equal, files, match, test, weft


@test("a chain of 10,000 ES modules")
def _():
    tree = {f"m{i}.mjs": f'import {{ n as next }} from "./m{i + 1}.mjs"; export const n = next + 1;' for i in range(10000)}
    root = files({**tree, "m10000.mjs": "export const n = 0;", "main.mjs": 'import { n } from "./m0.mjs"; console.log(n);'})
    equal(weft("main.mjs", cwd=root, timeout=40).ok().out, "10000\n")


@test("a chain of 10,000 ES modules with top-level await at its end, and a cycle back to its start")
def _():
    tree = {f"m{i}.mjs": f'import {{ n as next }} from "./m{i + 1}.mjs"; export const n = next + 1;' for i in range(10000)}
    root = files({**tree, "m10000.mjs": 'import "./m0.mjs"; await 0; export const n = 0;', "main.mjs": 'import { n } from "./m0.mjs"; console.log(n);'})
    equal(weft("main.mjs", cwd=root, timeout=40).ok().out, "10000\n")


@test("one module that imports 5,000, all of which import one")
def _():
    tree = {f"m{i}.mjs": 'import { base } from "./base.mjs"; export default base + ' + str(i) for i in range(5000)}
    imports = "\n".join(f'import m{i} from "./m{i}.mjs";' for i in range(5000))
    root = files({**tree, "base.mjs": "export const base = 1;", "main.mjs": f"{imports}\nconsole.log({' + '.join(f'm{i}' for i in range(5000))});"})
    equal(weft("main.mjs", cwd=root, timeout=40).ok().out, f"{sum(range(1, 5001))}\n")


@test("a dense graph: 60 layers of 8, each module importing the whole next layer")
def _():
    tree = {}
    for layer in range(60):
        below = "".join(f'import "./l{layer + 1}_{i}.mjs";' for i in range(8)) if layer < 59 else ""
        for i in range(8):
            tree[f"l{layer}_{i}.mjs"] = below + "globalThis.count = (globalThis.count ?? 0) + 1;"
    root = files({**tree, "main.mjs": 'import "./l0_0.mjs"; console.log(count);'})
    equal(weft("main.mjs", cwd=root).ok().out, f"{59 * 8 + 1}\n")


@test("require nested 500 deep works; nested without end is a RangeError that can be caught")
def _():
    root = files({
        **{f"m{i}.cjs": f"module.exports = require('./m{i + 1}.cjs') + 1;" for i in range(500)}, "m500.cjs": "module.exports = 0;",
        "make.cjs": """
            const fs = require("node:fs");
            require.extensions[".deep"] = (m, file) => { const n = +/(\\d+)/.exec(file.split("/").pop())[1]; fs.writeFileSync(`${__dirname}/${n + 1}.deep`, ""); require(`./${n + 1}.deep`); };
            fs.writeFileSync(`${__dirname}/0.deep`, "");
            try { require("./0.deep"); console.log("no error"); } catch (error) { console.log(error.name); }""",
        "main.cjs": "console.log(require('./m0.cjs'));"})
    equal(weft("main.cjs", cwd=root).ok().out, "500\n")
    equal(weft("make.cjs", cwd=root, timeout=40).ok().out, "RangeError\n")


@test("a chain of 10,000 dynamic imports, one after another")
def _():
    root = files({"main.mjs": """
        for (let i = 0; i < 10000; i++) await import(`data:text/javascript,export default ${i}`);
        console.log("done");"""})
    equal(weft("main.mjs", cwd=root, timeout=40).ok().out, "done\n")


@test("a module of 5 MB, and one with a line of 2 MB")
def _():
    root = files({"long.mjs": "export const n = [" + "1," * 1000000 + "].length;",
                  "big.mjs": "".join(f"export function f{i}(a, b) {{ return a + b + {i}; }}\n" for i in range(100000)),
                  "main.mjs": 'import { n } from "./long.mjs"; import { f99999 } from "./big.mjs"; console.log(n, f99999(1, 2));'})
    equal(weft("main.mjs", cwd=root, timeout=40).ok().out, "1000000 100002\n")
