"""Writes programs of many small local modules, as ES modules and as CommonJS."""

BODY = """
const table = new Map([["id", {i}], ["name", "module {i}"]]);
function describe(prefix) {{
  return `${{prefix}} ${{table.get("name")}}`;
}}
class Entry {{
  constructor(value) {{ this.value = value; }}
  double() {{ return this.value * 2; }}
}}
"""


def write(folder, kind, shape, count):
    """Writes `count` modules into `folder`; returns the entry, which checks the
    sum that every module contributes to. `kind`: "mjs" or "cjs"; `shape`:
    "tree" (three children each) or "chain"."""
    folder.mkdir(parents=True)
    for i in range(count):
        children = [c for c in ([i + 1] if shape == "chain" else [3 * i + 1, 3 * i + 2, 3 * i + 3]) if c < count]
        (folder / f"m{i}.{kind}").write_text(_module(kind, i, children))
    entry = folder / f"main.{kind}"
    load = 'import { sum } from "./m0.mjs";' if kind == "mjs" else 'const { sum } = require("./m0.cjs");'
    entry.write_text(f"{load}\nif (sum !== {count * (count - 1) // 2}) throw new Error(`sum is ${{sum}}`);\n")
    return entry


def _module(kind, i, children):
    total = " + ".join([str(i), *(f"s{c}" for c in children)])
    if kind == "mjs":
        loads = "".join(f'import {{ sum as s{c} }} from "./m{c}.mjs";\n' for c in children)
        return f"{loads}{BODY.format(i=i)}export const sum = {total};\nexport {{ describe, Entry }};\n"
    loads = "".join(f'const {{ sum: s{c} }} = require("./m{c}.cjs");\n' for c in children)
    return f'"use strict";\n{loads}{BODY.format(i=i)}exports.sum = {total};\nexports.describe = describe;\nexports.Entry = Entry;\n'
