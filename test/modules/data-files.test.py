"""JSON5, TOML and YAML files as modules: import, require, attributes, errors. docs/data-files.md"""
from process import check, equal, files, match, program, test, weft

TOML = 'title = "x"\n"a-b" = 1\ndefault = 7\nclass = 3\nday = 1979-05-27\n[owner]\nname = "y"\n'


@test("the value is the default export, and the keys of an object are named exports")
def _():
    equal(program({"c.toml": TOML, "c.yaml": "a: &x {q: 1}\nb: *x\n", "c.yml": "- 1\n- yes\n", "c.json5": "{a: +1, 'b c': 2,}",
                   "main.mjs": """
        import toml, { title, owner, "a-b" as ab } from "./c.toml";
        import * as yaml from "./c.yaml";
        import list from "./c.yml";
        import json5, { a } from "./c.json5";
        console.log(JSON.stringify(toml), title, owner === toml.owner, ab);
        console.log(Object.keys(yaml).join(), yaml.default.a === yaml.default.b, yaml.a === yaml.default.a);
        console.log(JSON.stringify(list), JSON.stringify(json5), a);
        const again = await import("./c.toml");
        console.log(again.default === toml, Object.keys(again).join());"""}),
        ['{"title":"x","a-b":1,"default":7,"class":3,"day":"1979-05-27","owner":{"name":"y"}} x true 1',
         "a,b,default true true",
         '[1,"yes"] {"a":1,"b c":2} 1',
         "true a-b,class,day,default,owner,title"])


@test("require gives the value itself")
def _():
    equal(program({"c.toml": TOML, "c.yaml": "a: 1\n", "d.yml": "--- 1\n--- two\n", "e.json5": "[1, .5, NaN, -0]",
                   "main.cjs": """
        console.log(require("./c.toml").owner.name, require("./c.toml") === require("./c.toml"));
        console.log(JSON.stringify([require("./c.yaml"), require("./d.yml")]));
        const list = require("./e.json5");
        console.log(Array.isArray(list), list[1], list[2], Object.is(list[3], -0));
        delete require.cache[require.resolve("./c.yaml")];
        require("node:fs").writeFileSync(__dirname + "/c.yaml", "a: 2\\n");
        console.log(require("./c.yaml").a);"""}, "main.cjs"),
        ["y true", '[{"a":1},[1,"two"]]', "true 0.5 NaN true", "2"])


@test("attributes: the own format makes no other module, and any file is read as what is asked for")
def _():
    equal(program({"c.toml": "a = 1\n", "x.conf": "a = 1 # [b]\n", "y.conf": "a: 1\n", "d.json": "{a: 1}", "main.mjs": """
        import plain from "./c.toml";
        import typed from "./c.toml" with { type: "toml" };
        import conf, { a } from "./x.conf" with { type: "toml" };
        import text from "./x.conf" with { type: "text" };
        import yaml from "./x.conf" with { type: "yaml" };
        export { default as loose } from "./d.json" with { type: "json5" };
        export * as all from "./y.conf" with { type: "yaml" };
        import { loose, all } from "./main.mjs";
        console.log(plain === typed, conf.a, a, JSON.stringify(text), yaml, loose.a, all.a);
        const dynamic = await import("./x.conf", { with: { type: "toml" } });
        console.log(dynamic.default === conf);
        const tell = (error) => console.log(error.name, error.code);
        await import("./c.toml", { with: { type: "json" } }).catch(tell);
        await import("./c.toml", { with: { type: "ini" } }).catch(tell);
        await import("./x.conf").catch(tell);
        await import("node:fs", { with: { type: "yaml" } }).catch(tell);"""}),
        ['true 1 1 "a = 1 # [b]\\n" a = 1 1 1', "true", "TypeError ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
         "TypeError ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", "TypeError ERR_UNKNOWN_FILE_EXTENSION",
         "TypeError ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE"])


@test("a module with such attributes keeps its lines, and is the same when it comes from the cache")
def _():
    tree = files({"x.conf": "a = 1\n", "main.mjs":
                  'import { a } from "./x.conf" with { type: "toml" }; export const f = () => { throw new Error("x"); };\n'
                  "try { f(); } catch (error) { console.log(a, error.stack.split('\\n')[1].trim()); }\n",
                  "bad.mjs": 'import a from "./x.conf" with { type: "toml" }; let b = ;\n',
                  "lacks.mjs": 'import { none } from "./x.conf" with { type: "toml" };\n'})
    for _ in range(2):
        match(weft(tree / "main.mjs", env={"WEFT_CACHE_DIR": str(tree / "cache")}).ok().out, r"^1 at f \(file:.*main\.mjs:1:84\)")
    result = weft(tree / "bad.mjs")
    equal(result.code, 1)
    match(result.err, r"bad\.mjs:1:57")
    result = weft(tree / "lacks.mjs")
    equal(result.code, 1)
    match(result.err, r"'\./x\.conf' does not provide an export named 'none'")


@test("a fault is a SyntaxError that names file, line and column")
def _():
    tree = files({"bad.toml": "a = 1\nb = = 2\n", "bad.yaml": "a: [1,\n", "bad.json5": "{a:\n 1 2}", "main.mjs": """
        for (const name of ["bad.toml", "bad.yaml", "bad.json5"]) {
          await import("./" + name).catch((error) => console.log(error.name, error.code, error.message.split("/").pop()));
        }""", "main.cjs": 'try { require("./bad.yaml"); } catch (error) { console.log(error.name); } require("./bad.toml");'})
    equal(weft(tree / "main.mjs").ok().out.split("\n")[:-1],
          ["SyntaxError undefined bad.toml: Expected a value, found '='",
           "SyntaxError undefined bad.yaml: This '[' has no ']'",
           "SyntaxError undefined bad.json5: Expected ',' or '}' after a member, found '2'"])
    result = weft(tree / "main.cjs")
    equal((result.code, result.out), (1, "SyntaxError\n"))
    match(result.err, r"bad\.toml:2:5\n\s+2 \| b = = 2\n")


@test("keys are own properties whatever they are called")
def _():
    equal(program({"a.json5": "{__proto__: {x: 1}, constructor: 2, 0: 3}".replace("0:", "'0':"), "b.toml": "__proto__ = 1\n", "c.yaml": "__proto__: {x: 1}\n",
                   "main.cjs": """
        const { getPrototypeOf, keys } = Object;
        const all = [require("./a.json5"), require("./b.toml"), require("./c.yaml")];
        for (const value of all) console.log(keys(value).join(), getPrototypeOf(value) === Object.prototype, value.x);"""}, "main.cjs"),
        ["0,__proto__,constructor true undefined", "__proto__ true undefined", "__proto__ true undefined"])


@test("deep nesting and aliases of aliases cost little")
def _():
    bomb = "a: &a [1, 2]\n" + "".join(f"{c}: &{c} [{', '.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefghijklmnopqrstuvwxy", "bcdefghijklmnopqrstuvwxyz"))
    equal(program({"bomb.yaml": bomb, "deep.yaml": "[" * 100_000, "deep.toml": "a = " + "[" * 100_000 + "]" * 100_000,
                   "deep.json5": "[" * 100_000 + "]" * 100_000, "main.mjs": """
        import { z, y } from "./bomb.yaml";
        console.log(z.length, z[0] === y, z[8] === y);
        for (const name of ["toml", "json5"]) {
          let value = (await import("./deep." + name)).default;
          let depth = 0;
          for (value = value.a ?? value; value; value = value[0]) depth++;
          console.log(depth);
        }
        await import("./deep.yaml").catch((error) => console.log(error.message.split("/").pop()));"""}),
        ["9 true true", "100000", "100000", "deep.yaml: Collections are nested more than 1,000 deep"])


@test("weft graph names their kinds")
def _():
    tree = files({"a.toml": "a = 1\n", "b.yaml": "a: 1\n", "c.json5": "[]", "main.mjs": 'import "./a.toml"; import "./b.yaml"; import "./c.json5";'})
    out = weft("graph", "main.mjs", cwd=tree).ok().out
    for line in ["a.toml (toml, 6 B)", "b.yaml (yaml, 5 B)", "c.json5 (json5, 2 B)"]:
        check(line in out, out)
