"""--enable-source-maps: stacks show what `//# sourceMappingURL=` comments lead to."""
import base64
import json
import time

from process import SCALE, absent, check, equal, files, match, test, weft

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def vlq(number):
    value, out = (-number << 1 | 1) if number < 0 else number << 1, ""
    while True:
        digit, value = value & 31, value >> 5
        out += DIGITS[digit | 32 if value else digit]
        if not value:
            return out


def mappings(lines):
    """Lines of segments (column, source, line, column[, name]), all from 0."""
    out, before = [], [0, 0, 0, 0, 0]
    for line in lines:
        before[0] = 0
        segments = []
        for segment in line:
            segments.append("".join(vlq(n - before[i]) for i, n in enumerate(segment)))
            before[: len(segment)] = segment
        out.append(",".join(segments))
    return ";".join(out)


ORIGINAL = "\n".join(["// 1", "// 2", "export function original(value) {", "  throw new Error('from ' + value);", "}", "original('here');", ""])
GENERATED = "function g(v){throw new Error('from '+v)}g('here');"
MAP = {
    "version": 3, "sources": ["src/app.ts"], "names": ["original"],
    # function g | throw | new | the call
    "mappings": mappings([[(0, 0, 2, 7), (9, 0, 2, 16, 0), (14, 0, 3, 2), (20, 0, 3, 8), (41, 0, 5, 0)]]),
}


def inline(source_map):
    return "\n//# sourceMappingURL=data:application/json;base64," + base64.b64encode(json.dumps(source_map).encode()).decode() + "\n"


@test("an uncaught error: the original line, place and name")
def _():
    for name in ("app.mjs", "app.cjs"):
        root = files({name: GENERATED + inline(MAP), "src/app.ts": ORIGINAL})
        result = weft("--enable-source-maps", name, cwd=root)
        equal(result.code, 1)
        match(result.err, r"src/app\.ts:4:9\n +4 \| +throw new Error")
        match(result.err, r"Error: from here\n    at original \(/.*src/app\.ts:4:9\)\n    at .*src/app\.ts:6:1")
        absent(weft(name, cwd=root).err, "app.ts")


@test("a map beside the file, with a root; a source that only the map has")
def _():
    source_map = {**MAP, "sources": ["app.ts"], "sourceRoot": "../gone", "sourcesContent": [ORIGINAL]}
    root = files({"dist/app.mjs": GENERATED + "\n//# sourceMappingURL=maps/app%20mjs.map\n", "dist/maps/app mjs.map": json.dumps(source_map)})
    result = weft("--enable-source-maps", "dist/app.mjs", cwd=root)
    match(result.err, r"dist/gone/app\.ts:4:9\n +4 \| +throw new Error")
    source_map["sourceRoot"] = "webpack://app/"
    root = files({"app.mjs": GENERATED + inline(source_map)})
    match(weft("--enable-source-maps", "app.mjs", cwd=root).err, r"webpack://app/app\.ts:4:9\n +4 \| +throw new Error(.|\n)*at original \(webpack://app/app\.ts:4:9\)")


@test("process.setSourceMapsEnabled: also for files that are loaded already")
def _():
    lib = GENERATED.replace("throw new Error('from '+v)", "return new Error('from '+v)").replace("g('here');", "export const error=g('here'),make=g;")
    root = files({"lib.mjs": lib + inline(MAP), "main.mjs": """
        import { error, make } from "./lib.mjs";
        const before = make("x").stack;
        console.log(process.sourceMapsEnabled, before.includes("app.ts"));
        process.setSourceMapsEnabled(true);
        console.log(process.sourceMapsEnabled, error.stack.includes("src/app.ts:4:9"), make("x").stack.includes("at original ("));
        process.setSourceMapsEnabled(false);
        console.log(process.sourceMapsEnabled, make("x").stack.includes("app.ts"));
        try { process.setSourceMapsEnabled(1); } catch (error) { console.log(error.code); }"""})
    equal(weft("main.mjs", cwd=root).ok().out, "false false\ntrue true true\nfalse false\nERR_INVALID_ARG_TYPE\n")


@test("console.trace and util.getCallSites follow maps; call sites of Error.prepareStackTrace do not, as in Node")
def _():
    lib = "import{getCallSites as s}from'node:util';" + GENERATED.replace("throw new Error('from '+v)", "                          v()   ").replace("g('here');", "export{g};")
    shifted = {**MAP, "mappings": mappings([[(41, 0, 2, 7), (50, 0, 2, 16, 0), (56, 0, 3, 2)]])}
    root = files({"lib.mjs": lib + inline(shifted), "main.mjs": """
        import { g } from "./lib.mjs";
        import { getCallSites } from "node:util";
        g(() => console.trace("here"));
        g(() => {
          const name = (sites) => sites[1].scriptName.split("/").pop() + ":" + sites[1].lineNumber;
          console.log(name(getCallSites()), name(getCallSites({ sourceMap: false })));
          Error.prepareStackTrace = (error, sites) => sites[1].getFileName().split("/").pop();
          console.log(new Error("x").stack);
        });"""})
    result = weft("--enable-source-maps", "main.mjs", cwd=root)
    equal(result.code, 0)
    equal(result.out, "app.ts:4 lib.mjs:1\nlib.mjs\n")
    match(result.err, r"Trace: here\n.*main\.mjs.*\n    at original \(/.*src/app\.ts:4:3\)")


@test("a map that is missing, malformed or huge leaves the file's own places")
def _():
    hostile = {"version": 3, "sources": ["x"], "mappings": "AAAA," * 2_000_000 + "!"}
    for comment in ("\n//# sourceMappingURL=missing.map", "\n//# sourceMappingURL=data:application/json,{", "\n//# sourceMappingURL=https://localhost/x.map",
                    inline({**MAP, "mappings": "not;mappings!"}), inline(hostile), inline({"sections": [{}]})):
        root = files({"app.mjs": GENERATED + comment})
        started = time.monotonic()
        result = weft("--enable-source-maps", "app.mjs", cwd=root)
        equal(result.code, 1)
        match(result.err, r"at g \(.*app\.mjs:1:21\)")
        check(time.monotonic() - started < 5 * SCALE, "it is read once, in linear time")
