"""process.emitWarning and what becomes of a warning."""
from process import absent, equal, files, match, test, weft


def run(source, *options):
    return weft(*options, "x.cjs", cwd=files({"x.cjs": source}))


@test("a warning is one line on stderr, in the next tick")
def _():
    result = run("process.emitWarning('careful'); console.error('first');")
    equal(result.code, 0)
    match(result.err, r"\Afirst\n\(\w+:\d+\) Warning: careful\n")


@test("its type, code and detail are shown")
def _():
    match(run("process.emitWarning('text', 'Odd', 'ODD01');").err, r"\[ODD01\] Odd: text")
    match(run("process.emitWarning('text', { type: 'Odd', code: 'ODD02', detail: 'more of it' });").err, r"\[ODD02\] Odd: text\nmore of it")
    match(run("process.emitWarning(Object.assign(new Error('made'), { name: 'Mine' }));").err, "Mine: made")


@test("listeners get it, and removing the listeners silences it")
def _():
    result = run("process.on('warning', (w) => console.log(w.name, w.message, w.code)); process.emitWarning('a', 'B', 'C');")
    equal(result.out, "B a C\n")
    equal(run("process.removeAllListeners('warning'); process.emitWarning('a');").err, "")


@test("deprecations can be silenced, or thrown")
def _():
    match(run("process.emitWarning('old', 'DeprecationWarning', 'DEP1');").err, r"\[DEP1\] DeprecationWarning: old")
    equal(run("process.noDeprecation = true; process.emitWarning('old', 'DeprecationWarning');").err, "")
    result = run("process.throwDeprecation = true; process.emitWarning('old', 'DeprecationWarning');")
    equal(result.code, 1)
    match(result.err, "DeprecationWarning: old")


@test("wrong arguments throw")
def _():
    result = run("try { process.emitWarning(1); } catch (e) { console.log(e.code); } try { process.emitWarning('a', 1); } catch (e) { console.log(e.code); }")
    equal(result.out, "ERR_INVALID_ARG_TYPE\nERR_INVALID_ARG_TYPE\n")


@test("an endless timeout is warned of")
def _():
    match(run("clearTimeout(setTimeout(() => {}, 2 ** 31));").err, r"TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer")
    absent(run("clearTimeout(setTimeout(() => {}, 2 ** 31 - 1));").err, ".")
