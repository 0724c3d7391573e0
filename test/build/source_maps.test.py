# test-timeout: 60 s
"""`weft build --sourcemap`: every place of the output is where it was written. The maps are read by a reader of their own."""

import base64
import json
import re

from process import absent, check, equal, files, match, test, weft

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def numbers(segment):
    out, value, shift = [], 0, 0
    for letter in segment:
        digit = DIGITS.index(letter)
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            out.append(-(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    return out


def decode(mappings):
    """{(line, column): (source, line, column, name) or None}, all from 0."""
    out, state = {}, [0, 0, 0, 0]
    for line, text in enumerate(mappings.split(";")):
        column = 0
        for segment in filter(None, text.split(",")):
            delta = numbers(segment)
            check(len(delta) in (1, 4, 5), f"a segment of {len(delta)} numbers")
            check(not (out and column and delta[0] <= 0), f"segments out of order in line {line}")
            column += delta[0]
            for i, by in enumerate(delta[1:]):
                state[i] += by
                check(state[i] >= 0, "negative")
            out[line, column] = (*state[:3], state[3] if len(delta) == 5 else None) if len(delta) > 1 else None
    return out


def encode(lines):
    """Of [[(column, source, line, column, name?)]], from 0."""
    def number(value):
        value, out = (-value << 1 | 1) if value < 0 else value << 1, ""
        while True:
            digit, value = value & 31, value >> 5
            out += DIGITS[digit | (32 if value else 0)]
            if not value:
                return out

    texts, state = [], [0, 0, 0, 0]
    for segments in lines:
        column, parts = 0, []
        for first, *rest in segments:
            parts.append(number(first - column) + "".join(number(now - before) for now, before in zip(rest, state)))
            state[:len(rest)] = rest
            column = first
        texts.append(",".join(parts))
    return ";".join(texts)


def units(text):
    """Lines, as lists of UTF-16 code units."""
    return [line.encode("utf-16-le") for line in re.split("\r\n|[\n\r\u2028\u2029]", text)]


def at(lines, line, column):
    return lines[line][2 * column:].decode("utf-16-le")


def build(tree, *options, entry="main.ts", out="out.mjs"):
    built = weft("build", "--sourcemap", "linked", *options, "--outfile", out, entry, cwd=tree)
    equal(built.code, 0, f"exit code\n{built}")
    text = (tree / out).read_bytes().decode()
    name = out.split("/")[-1] + ".map"
    equal(text.splitlines()[-1], f"//# sourceMappingURL={name}")
    map = json.loads((tree / (out + ".map")).read_text())
    equal((map["version"], map["file"]), (3, out.split("/")[-1]))
    return text, map


def check_names(text, map, pattern=r"unique_\w+"):
    """Every identifier that looks unique is mapped to itself; every name that is given stands where it is said to."""
    places, output = decode(map["mappings"]), units(text)
    sources = [units(content) for content in map["sourcesContent"]]
    seen = set()
    for line, bytes in enumerate(output):
        for found in re.finditer(pattern, bytes.decode("utf-16-le")):
            column = len(bytes.decode("utf-16-le")[:found.start()].encode("utf-16-le")) // 2
            place = places.get((line, column))
            if not place:  # what the linker wrote
                before = [key for key in places if key[0] == line and key[1] < column]
                check(not before or places[max(before)] is None, f"no segment for {found[0]} at {line}:{column}")
                continue
            expected = found[0] if place[3] is None else map["names"][place[3]]
            check(at(sources[place[0]], place[1], place[2]).startswith(expected), f"{found[0]} is sent to {place}")
            seen.add(found[0])
    for place in places.values():
        if place and place[3] is not None:
            name = map["names"][place[3]]
            check(at(sources[place[0]], place[1], place[2]).startswith(name), f"{name} is sent to {place}")
            seen.add(name)
    return seen


PROGRAM = {
    "main.ts": """#!/usr/bin/env node
      /* größe 😀 */ const unique_one: string = "😀"; import { unique_area as area, type Shape } from "./lib/shapes";
      import common from "./common.cjs";
      console.log(unique_one, area({ width: 2, height: 3 } as Shape), common.unique_value(), /* 😀 */ unique_one);
      export const unique_last = await import("./late.mjs");
      """,
    "lib/shapes.ts": "export interface Shape { width: number; height: number }\nexport function unique_area({ width, height }: Shape) { return unique_helper(width, height) }\r\n"
                     "function unique_helper(unique_a: number, unique_b: number) { return unique_a * unique_b }",
    "common.cjs": "var unique_state = 1;\u2028exports.unique_value = function unique_function() { return unique_state; };",
    "late.mjs": "import { unique_area } from './lib/shapes.ts';\nexport class unique_Late { unique_method() { return unique_area; } }\nexport let unique_late = new unique_Late();",
}


@test("identifiers of all kinds of modules lead to where they were written, in UTF-16 columns")
def _():
    tree = files(PROGRAM)
    text, map = build(tree, "--platform", "node")
    equal(weft("out.mjs", cwd=tree).ok().out, "😀 6 1 😀\n")
    seen = check_names(text, map)
    for name in "one area value last helper a state function Late method late".split():
        check(f"unique_{name}" in seen, f"{name} is not in the output")
    equal(sorted(map["sources"]), ["common.cjs", "late.mjs", "lib/shapes.ts", "main.ts"])
    for source, content in zip(map["sources"], map["sourcesContent"]):
        equal(content, PROGRAM[source])


@test("names that minifying takes away are in the map")
def _():
    tree = files(PROGRAM)
    text, map = build(tree, "--platform", "node", "--minify")
    equal(weft("out.mjs", cwd=tree).ok().out, "😀 6 1 😀\n")
    seen = check_names(text, map)
    for name in "one helper a b state area Late".split():
        check(f"unique_{name}" in map["names"], f"{name} is not among the names")
    check("unique_value" in seen, "a member is not mapped")


@test("what the linker wrote itself is of no source")
def _():
    tree = files(PROGRAM)
    for options in [], ["--minify"]:
        text, map = build(tree, "--platform", "node", *options)
        places, lines = decode(map["mappings"]), text.split("\n")
        where = next(i for i, line in enumerate(lines) if "export{" in line or "export {" in line)
        column = max(lines[where].find("export{"), lines[where].find("export {"))
        column = len(lines[where][:column].encode("utf-16-le")) // 2
        before = [place for place in sorted(places) if place[0] == where and place[1] <= column]
        check(not before or places[before[-1]] is None, f"the exports are sent to {before and places[before[-1]]}")


@test("modules that helpers were added to")
def _():
    tree = files({
        "main.ts": "import { unique_Class } from './deco';\nconsole.log(new unique_Class().unique_call(1));",
        "deco.ts": "function unique_log(target: unknown, context: { kind: string }) { console.log(context.kind); }\n\n"
                   "@unique_log export class unique_Class {\n  @unique_log unique_call(unique_by: number) { return unique_other(unique_by) }\n}\n"
                   "const unique_other = (unique_n: number) => unique_n + 1;",
    })
    for options in [], ["--minify"]:
        text, map = build(tree, *options)
        equal(weft("out.mjs", cwd=tree).ok().out, "method\nclass\n2\n")
        equal(map["sourcesContent"][map["sources"].index("deco.ts")], (tree / "deco.ts").read_text())
        places = decode(map["mappings"])
        check("unique_other" in (check_names(text, map, r"unique_(?:other|n|log|by)\b")), "not mapped")
        lines = text.split("\n")
        helper = next((i for i, line in enumerate(lines) if "was called after the decorator" in line), None)
        check(helper is not None, "no helper")
        column = lines[helper].index("was called after the decorator")
        before = [place for place in sorted(places) if place[0] == helper and place[1] <= column]
        check(not before or places[before[-1]] is None, f"a helper is sent to {before and places[before[-1]]}")


@test("maps that files bring along are followed, inline and beside them, with their names")
def _():
    def map_of(source, content, mappings, names=()):
        return {"version": 3, "sources": [source], "sourcesContent": [content], "names": list(names), "mappings": mappings}

    original = "\n\n   export function written(): never {\n      throw new Error('here') }\n"
    made = "export function made() {\n throw new Error('here');\n}\n"
    inline = base64.b64encode(json.dumps(map_of("../src/first.ts", original, encode([[(0, 0, 2, 3), (16, 0, 2, 19, 0)], [(1, 0, 3, 6)]]), ["written"])).encode()).decode()
    tree = files({
        "main.mjs": "import { made } from './dist/a.js';\nimport { made as b } from './dist/b.cjs';\nfor (const f of [made, b]) try { f(); } catch (error) { console.log(error.stack); }",
        "dist/a.js": made + "//# sourceMappingURL=data:application/json;base64," + inline,
        "dist/b.cjs": made.replace("export function made", "exports.made = function") + "//# sourceMappingURL=b%20c.map\n\n// the end\n",
        "dist/b c.map": map_of("second%23.ts", None, encode([[], [(1, 0, 3, 6)]])),
        "dist/second#.ts": original,
        "out/none.txt": "", "dist/package.json": {"type": "module"},
    })
    for options in [], ["--minify"]:
        text, map = build(tree, *options, entry="main.mjs", out="out/file.mjs")
        equal(sorted(map["sources"]), ["../dist/second%23.ts", "../main.mjs", "../src/first.ts"])
        for source in "../dist/second%23.ts", "../src/first.ts":
            equal(map["sourcesContent"][map["sources"].index(source)], original)
        out = weft("--enable-source-maps", "out/file.mjs", cwd=tree).ok().out
        match(out, r"src/first\.ts:4:7\b")
        match(out, r"dist/second#\.ts:4:7\b")
        match(out, r"main\.mjs:3:")
    check("written" in map["names"], map["names"])


@test("stacks of a bundle are those of the files")
def _():
    tree = files({
        "main.ts": "import { fails } from './lib';\ntry {\n  fails('😀');\n} catch (error) { console.log((error as Error).stack); }",
        "lib.ts": "type Text = string;\n/* 😀 */ export const fails = (text: Text): never => { inner(text); throw 0; };\nfunction inner(text: Text) {\n  '😀'; throw new Error(text);\n}",
    })
    for options in [], ["--minify"], ["--format", "iife"]:
        build(tree, *options)
        out = weft("--enable-source-maps", "out.mjs", cwd=tree).ok().out
        for place in r"lib\.ts:4:15", r"lib\.ts:2:56", r"main\.ts:3:3":
            match(out, place + r"\b")


@test("forms: a file that is named, one that is not, the text itself, none")
def _():
    tree = files({"main.mjs": "console.log(1);"})
    for form, named, beside in ("none", False, False), ("linked", True, True), ("inline", True, False), ("external", False, True):
        weft("build", "--sourcemap", form, "--outfile", f"{form}.mjs", "main.mjs", cwd=tree)
        text = (tree / f"{form}.mjs").read_text()
        equal(("sourceMappingURL" in text, (tree / f"{form}.mjs.map").exists()), (named, beside), form)
        equal(weft(f"{form}.mjs", cwd=tree).ok().out, "1\n")
    out = weft("build", "--sourcemap", "inline", "main.mjs", cwd=tree).ok().out
    map = json.loads(base64.b64decode(out.rpartition("base64,")[2]))
    equal(map["sources"], ["main.mjs"])
    equal(map["mappings"], json.loads((tree / "external.mjs.map").read_text())["mappings"])


@test("what cannot be")
def _():
    for words, message in [(["--sourcemap", "linked", "x"], "need --outfile"), (["--sourcemap", "external", "x"], "need --outfile"),
                           (["--sourcemap", "yes", "x"], "none, linked, inline, external")]:
        result = weft("build", *words)
        equal(result.code, 9)
        match(result.err, message)
