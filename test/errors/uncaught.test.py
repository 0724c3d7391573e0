"""What an uncaught error prints, and that it exits 1."""
from process import absent, check, equal, files, match, test, weft


def crash(source, name="x.mjs", **options):
    result = weft(name, cwd=files({name: source}), **options)
    equal((result.code, result.signal), (1, None), str(result))
    return result.err


def marked_column(err, source_line):
    """The column (1-based) in `source_line` under which the frame's caret stands."""
    lines = err.split("\n")
    at = next((i for i, line in enumerate(lines) if source_line in line), None)
    check(at is not None, f"the frame must show {source_line!r}:\n{err}")
    offset = lines[at].index(source_line)
    caret = lines[at + 1].find("^")
    check(caret >= 0, f"no ^ under the line:\n{err}")
    return caret - offset + 1


@test("the message, a code frame with the column marked, and the stack")
def _():
    err = crash("function outer() { inner(); }\nfunction inner() {\n  const x = 1; throw new TypeError('it broke');\n}\nouter();\n")
    match(err, r"x\.mjs:3")
    line = "  const x = 1; throw new TypeError('it broke');"
    check(marked_column(err, line) in (16, 22, 26), "the throw, the new or the constructor is marked:\n" + err)
    match(err, r"^(Uncaught )?TypeError: it broke$")
    match(err, r"^\s+at inner \(.*x\.mjs:3:\d+\)\n\s+at outer \(.*x\.mjs:1:\d+\)\n\s+at .*x\.mjs:5:\d+")
    equal(err.count("it broke"), 2, "the message stands once, beside the source line")


@test("it is written to stderr, after what stdout got")
def _():
    result = weft("x.mjs", cwd=files({"x.mjs": "console.log('before'); throw new Error('boom');"}))
    equal(result.out, "before\n")


@test("a call of what is no function marks the call")
def _():
    err = crash("const object = { a: {} };\nobject.a.b.c();\n")
    match(err, r"TypeError: ")
    check(1 <= marked_column(err, "object.a.b.c();") <= 12, err)


@test("the cause chain, to its end")
def _():
    err = crash("""
function low() { throw new RangeError("low level"); }
function middle() { try { low(); } catch (cause) { throw new Error("middle level", { cause }); } }
try { middle(); } catch (cause) { throw new Error("top level", { cause }); }""")
    match(err, r"Error: top level(.*\n)*.*cause.*Error: middle level(.*\n)*.*cause.*RangeError: low level")
    match(err, r"at low \(.*x\.mjs:2:")


@test("a cause that is no error, and a cycle of causes")
def _():
    match(crash("throw new Error('top', { cause: { code: 'E_WHY', n: [1, 2] } });"), r"cause.*code: 'E_WHY'")
    err = crash("const e = new Error('loop'); e.cause = e; throw e;")
    check(len(err) < 4000, err)


@test("an AggregateError shows its parts")
def _():
    err = crash("throw new AggregateError([new Error('first part'), new TypeError('second part'), 'third'], 'many');")
    match(err, r"AggregateError: many(.*\n)*.*Error: first part(.*\n)*.*TypeError: second part(.*\n)*.*'third'")


@test("own properties of the error are shown")
def _():
    match(crash("throw Object.assign(new Error('with'), { code: 'E_CODE', details: { a: 1 } });"), r"code: 'E_CODE'(.|\n)*details: \{ a: 1 \}")


@test("what is no error can be thrown")
def _():
    for value, shown in [("'text'", "text"), ("42", "42"), ("undefined", "undefined"), ("null", "null"), ("{ a: 1 }", r"\{ a: 1 \}"),
                         ("Symbol('s')", r"Symbol\(s\)"), ("Object.create(null)", r"\[Object: null prototype\] \{\}"), ("() => {}", r"\[Function")]:
        match(crash(f"throw ({value});"), shown)


@test("hostile errors: throwing getters, a proxy, no stack, a huge message")
def _():
    crash("throw { get message() { throw 1; }, get stack() { throw 2; }, toString() { throw 3; } };")
    crash("throw new Proxy({}, { get() { throw new Error('trap'); } });")
    match(crash("const e = new Error('bare'); delete e.stack; e.stack = undefined; throw e;"), "bare")
    match(crash("const e = new Error('x'); e.stack = 'my own stack'; throw e;"), "my own stack")
    check("y" * 1000 in crash("throw new Error('y'.repeat(1e6));"), "a long message is kept")


@test("an error of a class of one's own, and one with an empty message")
def _():
    match(crash("class HttpError extends Error { name = 'HttpError'; } throw new HttpError('not found');"), r"^(Uncaught )?HttpError: not found$")
    match(crash("throw new Error();"), r"^(Uncaught )?Error$")


@test("an error in a timer, an immediate, nextTick, a microtask and an event listener")
def _():
    for start in ("setTimeout(f, 1)", "setImmediate(f)", "process.nextTick(f)", "queueMicrotask(f)", "new EventTarget().addEventListener('x', f); f()"):
        err = crash(f"function f() {{ throw new Error('from callback'); }}\n{start};")
        match(err, r"Error: from callback\n\s+at (\w+\.)?f .*x\.mjs:1:")


@test("the frame is right with tabs, wide characters and a very long line")
def _():
    err = crash("\t\tif (true) { throw new Error('tabs'); }")
    match(err, r"throw new Error\('tabs'\)")
    err = crash("const s = '日本語'; throw new Error('wide');")
    match(err, r"日本語")
    err = crash("/*" + "x" * 100000 + "*/ throw new Error('long line'); /*" + "y" * 100000 + "*/")
    match(err, r"throw new Error\('long line'\)")
    check(len(err) < 3000, f"the frame of a long line is cut: {len(err)} characters")


@test("without a terminal there are no colour codes; FORCE_COLOR brings them, NO_COLOR wins on a terminal")
def _():
    from process import terminal
    source = "throw new Error('boom');"
    absent(crash(source), "\x1b")
    match(crash(source, env={"FORCE_COLOR": "1"}), "\x1b\\[")
    root = files({"x.mjs": source})
    match(terminal("x.mjs", cwd=root).out, "\x1b\\[")
    absent(terminal("x.mjs", cwd=root, env={"NO_COLOR": "1"}).out, "\x1b")


@test("a CommonJS file, an imported file and an eval")
def _():
    match(crash("\nthrow new Error('cjs');", "x.cjs"), r"x\.cjs:2")
    root = files({"main.mjs": "import './lib.mjs';", "lib.mjs": "\n\nthrow new Error('lib');"})
    match(weft("main.mjs", cwd=root).err, r"lib\.mjs:3")
    match(crash("eval('\\nthrow new Error(\"evaluated\")');"), "evaluated")


@test("an Error.prepareStackTrace that throws does not hide what was thrown")
def _():
    err = crash("Error.prepareStackTrace = () => { throw new Error('another'); };\nthrow new TypeError('the first');")
    match(err, r"x\.mjs:2:7\n +2 \| throw new TypeError")
    match(err, "TypeError: the first")


@test("Error.stack has V8's form: header, then lines of at")
def _():
    root = files({"x.mjs": """
        class Shape { area() { throw new TypeError("no area"); } static make() { return new Shape().area(); } }
        try { [1].map(() => Shape.make()); } catch (error) {
          const lines = error.stack.split("\\n");
          console.log(lines[0]);
          console.log(lines.slice(1, 4).every((line) => /^    at .+x\\.mjs:\\d+:\\d+\\)?$/.test(line)));
        }"""})
    equal(weft("x.mjs", cwd=root).ok().out, "TypeError: no area\ntrue\n")


@test("a function that calls another in its return statement stays on the stack")
def _():
    err = crash("function low() { throw new Error('low'); }\nconst middle = () => low();\nfunction high() { return middle(); }\nhigh();")
    match(err, r"at low .*\n\s+at middle .*\n\s+at high .*")
