"""import … with { type }: json and text, statically and dynamically."""
from process import check, equal, program, test

CATCH = "const tell = (error) => console.log(error.name, error.code);"


@test("json gives a default export, one object per module")
def _():
    equal(program({
        "data.json": '\ufeff{ "a": [1, null], "__proto__": 3 }\n', "list.json": "[1, 2]", "null.json": "null",
        "main.mjs": """
            import data from "./data.json" with { type: "json" };
            import * as ns from "./data.json" with { "type": "json" };
            import nothing from "./null.json" with { type: "json" };
            export { default as list } from "./list.json" with { type: "json" };
            import { list } from "./main.mjs";
            const dynamic = await import("./data.json", { with: { type: "json" } });
            console.log(JSON.stringify(data), Object.keys(ns).join(), dynamic.default === data, dynamic === ns, nothing, list.length);"""}),
        ['{"a":[1,null],"__proto__":3} default true true null 2'])


@test("text gives the file's text as the default export")
def _():
    equal(program({
        "note.txt": "grüße\r\n\u2028", "code.mjs": "throw new Error('must not run');", "empty": "",
        "main.mjs": """
            import note from "./note.txt" with { type: "text" };
            import code from "./code.mjs" with { type: "text" };
            import empty from "./empty" with { type: "text" };
            const json = (await import("./package.json", { with: { type: "text" } })).default;
            console.log(JSON.stringify(note), code.length, JSON.stringify(empty), typeof json);""",
        "package.json": {}}), ['"grüße\\r\\n\u2028" 32 "" string'])


@test("json needs no attribute, as for bundlers and Bun")
def _():
    equal(program({"d.json": '{"a": 1}', "main.mjs": "import data from './d.json'; console.log(data.a);"}), ["1"])


@test("the attribute on another kind, and unknown attributes, are errors with Node's codes")
def _():
    lines = program({"d.json": "{}", "x.mjs": "", "c.cjs": "", "main.mjs": CATCH + """
        await import("./x.mjs", { with: { type: "json" } }).catch(tell);
        await import("./c.cjs", { with: { type: "json" } }).catch(tell);
        await import("./d.json", { with: { type: "css" } }).catch(tell);
        await import("./d.json", { with: { type: "json", extra: "1" } }).catch(tell);"""})
    equal(lines, ["TypeError ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
                  "TypeError ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE", "TypeError ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
                  "TypeError ERR_IMPORT_ATTRIBUTE_UNSUPPORTED"])


@test("malformed JSON is a SyntaxError that names the file")
def _():
    lines = program({"bad.json": '{\n  "a": oops\n}', "main.mjs": """
        await import("./bad.json", { with: { type: "json" } }).catch((error) => console.log(error.name, error.message));"""})
    check(lines[0].startswith("SyntaxError ") and "bad.json" in lines[0], lines)


@test("options of import() are checked")
def _():
    equal(program({"x.mjs": "export default 1;", "main.mjs": """
        for (const options of [undefined, {}, { with: undefined }, { with: {} }, null, 1, { with: null }, { with: { type: 1 } }]) {
          await import("./x.mjs", options).then((ns) => console.log(ns.default), (error) => console.log(error.name));
        }
        await import("./x.mjs", { get with() { throw new RangeError(); } }).catch((error) => console.log(error.name));"""}),
        ["1"] * 4 + ["TypeError"] * 4 + ["RangeError"])


@test("the same file as json and as text is two modules")
def _():
    equal(program({"d.json": "[1]", "main.mjs": """
        import json from "./d.json" with { type: "json" };
        import text from "./d.json" with { type: "text" };
        console.log(json.length, text);"""}), ["1 [1]"])
