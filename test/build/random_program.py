"""Random programs of small modules that print what they do, for tests that compare ways to run them."""

import random


class Program:
    """Modules m0 … mN that log what they do. Which names a module exports is decided first; the code follows."""

    def __init__(self, seed, entries=1):
        self.random = random.Random(seed)
        self.entries = list(range(entries))
        count = self.random.randint(2 * entries, 8 * entries)
        self.has_await = self.random.random() < 0.3
        self.kinds = ["esm"] * entries + [self.random.choice(["esm"] * 5 + ["cjs"] * 2 + ["json"]) for _ in range(count - entries)]
        self.names = [self.exported(i) for i in range(count)]
        # Modules to ask for, by import or require, and by import() in the end: who awaits what imports him waits for ever.
        self.edges = [self.others(i, 2 if kind == "cjs" else 4) if kind != "json" else [] for i, kind in enumerate(self.kinds)]
        self.late = {entry: [i for i in self.others(entry, 3) if not any(self.reaches(i, each) for each in self.entries)] for entry in self.entries}
        self.files = {self.file(i): getattr(self, self.kinds[i])(i) for i in range(count)}

    def file(self, i):
        return f"m{i}" + {"esm": ".mjs", "cjs": ".cjs", "json": ".json"}[self.kinds[i]]

    def exported(self, i):
        """{name: kind}"""
        if self.kinds[i] == "json":
            return {"default": "value"}
        if self.kinds[i] == "cjs":
            return {"default": "object", **{f"c{i}_{k}": self.random.choice(["value", "function"]) for k in range(self.random.randint(0, 2))}}
        kinds = ["function", "let", "const", "class", "var", "pattern", "same"]
        out = {f"e{i}_{k}": self.random.choice(kinds) for k in range(self.random.randint(0, 4))}
        if self.random.random() < 0.3:
            out["value"] = "let"  # a name that several modules have
        if self.random.random() < 0.5:
            out["default"] = self.random.choice(["expression", "function", "class", "anonymous", "name"])
        return out

    def json(self, i):
        return '{ "json": %d, "list": [1, 2] }' % i

    def others(self, i, most=4):
        """Modules to ask for: most of them further down, some make cycles."""
        all = [k for k in range(len(self.kinds)) if k != i]
        later = [k for k in all if k > i] or all
        return [self.random.choice(later if self.random.random() < 0.8 else all) for _ in range(self.random.randint(0, most))]

    def cjs(self, i):
        log = f"console.log('m{i}"
        lines = [self.random.choice(["", "'use strict';"]), f"{log} begin', typeof module, typeof exports, this === exports);"]
        inner = ["var value = 'inner';", f"function helper(require) {{ return typeof require; }} console.log(helper(1));", "var require_m1 = 1, import_m1 = 2, init_m1 = 3;"]
        lines += self.random.sample(inner, self.random.randint(0, 2))
        for name, kind in self.names[i].items():
            if name != "default":
                lines.append(f"exports.{name} = " + (f"function () {{ return '{name}'; }};" if kind == "function" else f"'{name} value';"))
        for k, other in enumerate(self.edges[i]):
            if self.kinds[other] == "esm" and (self.has_await or other in self.entries or self.reaches(other, i)):
                continue  # is refused, with one error or another
            lines.append(f"try {{ const r{k} = require('./{self.file(other)}'); {log} got', {self.shown(other, f'r{k}')}); }} catch (error) {{ console.log(/ERR_REQUIRE_/.test(error.code) ? 'refused' : error.code || error.message); }}")
        lines.append(f"{log} end');")
        return "\n".join(lines)

    def shown(self, other, object):
        if self.kinds[other] == "cjs":
            return f"typeof {object}, Object.keys(Object({object})).join()"
        if self.kinds[other] == "json":
            return f"JSON.stringify({object})"
        return f"typeof {object}"

    def esm(self, i):
        pick = self.random
        head, body, late = [], [], []
        body.append(f"console.log('m{i} begin');")
        for name, kind in self.names[i].items():
            local = name if name != "default" else f"d{i}"
            value = f"'{name} of m{i}'"
            if name == "default":
                body.append({"expression": f"export default ({value}, {{ text: {value} }});", "function": f"export default function {local}() {{ return {value}; }}",
                             "class": f"export default class {local} {{ static self = {local}; toString() {{ return {value}; }} }}",
                             "anonymous": f"export default () => {value};", "name": f"let {local} = {value}; export {{ {local} as default }}; {local} += '!';"}[kind])
                continue
            body.append({
                "function": f"export function {name}(x = {value}) {{ let value = x; return value; }}",
                "let": f"export let {name} = {value}; {name} += ' (changed)';",
                "const": f"export const {name} = {value};",
                "var": f"for (var {name} = 0; {name} < 2; {name}++); export {{ {name} }};",
                "class": f"export class {name} {{ static self = {name}; static #p = {value}; static p() {{ return {name}.#p; }} }}",
                "pattern": f"export const {{ {name} = {value}, ...{name}_rest }} = {{ other: {i} }};",
                "same": f"const shared = {value}; export {{ shared as {name} }};" if f"shared" not in "".join(body) else f"export const {name} = {value};",
            }[kind])
        if pick.random() < 0.3:
            body.append("{ let value = 'block', e0_0 = 1, e1_0 = 2; console.log(value, e0_0, e1_0); }")
        if pick.random() < 0.3:
            body.append("outer: for (const value of [1, 2]) { for (;;) { if (value > 1) break outer; continue outer; } }")
        if pick.random() < 0.2:
            body.append("const scoped = ((value, e1_0) => { var m1_exports = value; return m1_exports + e1_0; })(1, 2); console.log(scoped);")
        uses = []
        for k, other in enumerate(self.edges[i]):
            file = f"'./{self.file(other)}'" + (" with { type: 'json' }" if self.kinds[other] == "json" else "")
            names = [name for name in self.names[other] if not (self.kinds[other] == "cjs" and name == "default" and pick.random() < 0.3)]
            form = pick.choice(["side", "named", "named", "named", "namespace", "star", "from", "as"])
            if form in ("star", "from", "as") and self.kinds[other] == "json":
                form = "side"
            if form == "named" and names:
                chosen = pick.sample(names, pick.randint(1, min(3, len(names))))
                locals = [f"i{k}_{n}" if pick.random() < 0.5 or name in ("default", "value") or name in self.names[i] or name in "".join(head) else name for n, name in enumerate(chosen)]
                head.append(f"import {{ {', '.join(a if a == b else f'{a} as {b}' for a, b in zip(chosen, locals))} }} from {file};")
                uses += [(other, name, local) for name, local in zip(chosen, locals)]
            elif form == "namespace":
                head.append(f"import * as n{k} from {file};")
                uses.append((other, None, f"n{k}"))
                if names and pick.random() < 0.7:
                    uses.append((other, name := pick.choice(names), f"n{k}.{name}"))
            elif form == "star":
                head.append(f"export * from {file};")
            elif form == "from" and names:
                name = pick.choice(names)
                head.append(f"export {{ {name} as r{i}_{k} }} from {file};")
            elif form == "as":
                head.append(f"export * as a{i}_{k} from {file};")
            else:
                head.append(f"import {file};" if self.kinds[other] != "json" else f"import {file};")
        for other, name, local in uses:
            shown = f"try {{ console.log('m{i} sees', {self.value(local, self.names[other].get(name), name)}); }} catch (error) {{ console.log(error.constructor.name); }}"
            # In a cycle, what is not ready yet throws here, and is undefined in a module that was wrapped.
            if not self.reaches(other, i):
                body.append(shown)
            late.append(f"(globalThis.uses ??= []).push(() => {{ {shown} }});")
        if self.has_await and pick.random() < 0.4:
            body.insert(pick.randint(0, len(body)), f"console.log('m{i} waits'); await {pick.choice(['0', 'null', 'new Promise((done) => setTimeout(done, 5))'])}; console.log('m{i} goes on');")
        if i in self.entries:
            for other in self.late[i]:
                load = f"import('./{self.file(other)}')" if self.kinds[other] != "json" else f"import('./{self.file(other)}', {{ with: {{ type: 'json' }} }})"
                late.append(f"await {load}.then((ns) => console.log('m{i} loads', {self.shown_namespace('ns')}), (error) => console.log('fails', error.message));")
        if self.entries == [i]:
            late.append("for (const use of globalThis.uses?.splice(0) ?? []) use();")
        if pick.random() < 0.05:
            body.append(f"globalThis.failed ??= 0; if (!globalThis.failed++) console.log('m{i} once');")
        body.append(f"console.log('m{i} end');")
        pick.shuffle(head)
        return "\n".join(head + body + late) + "\n"

    def reaches(self, a, b):
        seen, waiting = set(), [a]
        while waiting:
            at = waiting.pop()
            if at == b:
                return True
            if at not in seen:
                seen.add(at)
                waiting += self.edges[at]
        return False

    def shown_namespace(self, object):
        return f"Object.keys({object}).filter((name) => name !== 'module.exports').join(), {object}[Symbol.toStringTag], Object.getPrototypeOf({object})"

    def value(self, local, kind, name):
        if name is None:
            return self.shown_namespace(local)
        if kind in ("function", "anonymous"):
            return f"{local}(), typeof {local}"
        if kind in ("class", "object"):
            return f"typeof {local}"
        return f"typeof {local}, String({local})" if kind not in ("expression",) else f"{local}.text"


def show(program):
    return "\n".join(f"--- {name}\n{text}" for name, text in program.files.items())
