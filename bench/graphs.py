"""Writes programs of many small local modules: ES modules, CommonJS, and ES modules in TypeScript."""

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

TYPED_BODY = """
interface Described {{ readonly id: number; name?: string }}
type Table<K extends string, V> = Map<K, V | undefined>;
const table: Table<"id" | "name", string | number> = new Map<"id" | "name", string | number>([["id", {i}], ["name", "module {i}"]]);
function describe(prefix: string): string;
function describe(prefix: string, of: Described): string;
function describe(prefix: string, of?: Described): string {{
  return `${{prefix}} ${{of?.name ?? table.get("name")!}}`;
}}
abstract class Base<T> {{
  protected readonly value: T;
  constructor(value: T) {{ this.value = value; }}
  abstract double(): T;
}}
class Entry extends Base<number> implements Described {{
  declare readonly id: number;
  public override double(): number {{ return (this.value as number) * 2; }}
}}
"""


def write(folder, kind, shape, count):
    """Writes `count` modules into `folder`; returns the entry, which checks the
    sum that every module contributes to. `kind`: "mjs", "cjs" or "mts"; `shape`:
    "tree" (three children each) or "chain"."""
    folder.mkdir(parents=True)
    for i in range(count):
        children = [c for c in ([i + 1] if shape == "chain" else [3 * i + 1, 3 * i + 2, 3 * i + 3]) if c < count]
        (folder / f"m{i}.{kind}").write_text(_module(kind, i, children))
    entry = folder / f"main.{kind}"
    load = f'import {{ sum }} from "./m0.{kind}";' if kind != "cjs" else 'const { sum } = require("./m0.cjs");'
    entry.write_text(f"{load}\nif (sum !== {count * (count - 1) // 2}) throw new Error(`sum is ${{sum}}`);\n")
    return entry


def _module(kind, i, children):
    total = " + ".join([str(i), *(f"s{c}" for c in children)])
    if kind != "cjs":
        loads = "".join(f'import {{ sum as s{c} }} from "./m{c}.{kind}";\n' for c in children)
        body, types = (TYPED_BODY, ": number") if kind == "mts" else (BODY, "")
        return f"{loads}{body.format(i=i)}export const sum{types} = {total};\nexport {{ describe, Entry }};\n"
    loads = "".join(f'const {{ sum: s{c} }} = require("./m{c}.cjs");\n' for c in children)
    return f'"use strict";\n{loads}{BODY.format(i=i)}exports.sum = {total};\nexports.describe = describe;\nexports.Entry = Entry;\n'
