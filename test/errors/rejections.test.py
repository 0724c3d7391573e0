"""Unhandled rejections and uncaughtException handlers."""
from process import absent, equal, files, match, test, weft


def run(source, name="x.mjs"):
    return weft(name, cwd=files({name: source}))


@test("an unhandled rejection prints the error with its frame and exits 1")
def _():
    for source in ("Promise.reject(new Error('nobody caught'));", "async function f() { throw new Error('nobody caught'); } f();",
                   "await Promise.reject(new Error('nobody caught'));", "new Promise((_, reject) => setTimeout(reject, 1, new Error('nobody caught')));"):
        result = run(source)
        equal((result.code, result.out), (1, ""), str(result))
        match(result.err, r"Error: nobody caught")
        match(result.err, r"x\.mjs:1")


@test("a rejection with something that is no error says so")
def _():
    for value, shown in (("'text'", "text"), ("undefined", "undefined"), ("{ a: 1 }", r"\{ a: 1 \}")):
        result = run(f"Promise.reject({value});")
        equal(result.code, 1)
        match(result.err, shown)


@test("a rejection handled within the same turn is not reported; one handled later is too late")
def _():
    run("const p = Promise.reject(new Error('x')); queueMicrotask(() => p.catch(() => {}));").ok()
    run("const p = Promise.reject(new Error('x')); process.nextTick(() => p.catch(() => {}));").ok()
    equal(run("const p = Promise.reject(new Error('x')); setTimeout(() => p.catch(() => {}), 20);").code, 1)


@test("the rest of the turn runs, and later turns do not")
def _():
    result = run("Promise.reject(new Error('x')); console.log('same turn'); setTimeout(() => console.log('later'), 20);")
    equal((result.code, result.out), (1, "same turn\n"))


@test("process.on('unhandledRejection') gets reason and promise, and keeps the process alive")
def _():
    result = run("""
        process.on("unhandledRejection", (reason, promise) => console.log(reason.message, promise === p));
        const p = Promise.reject(new Error("told"));
        setTimeout(() => console.log("alive"), 5);""").ok()
    equal(result.out, "told true\nalive\n")


@test("rejectionHandled is emitted when a reported promise gets its handler")
def _():
    result = run("""
        process.on("unhandledRejection", () => console.log("unhandled"));
        process.on("rejectionHandled", (promise) => console.log("handled", promise === p));
        const p = Promise.reject(1);
        setTimeout(() => p.catch(() => {}), 5);""").ok()
    equal(result.out, "unhandled\nhandled true\n")


@test("uncaughtException gets the error and its origin, and keeps the process alive")
def _():
    result = run("""
        process.on("uncaughtException", (error, origin) => console.log(error.message, origin));
        setTimeout(() => { throw new Error("thrown"); }, 1);
        Promise.reject(new Error("rejected"));
        setTimeout(() => console.log("alive"), 20);""").ok()
    equal(result.out, "rejected unhandledRejection\nthrown uncaughtException\nalive\n")


@test("a throw at the top of the entry reaches uncaughtException, too")
def _():
    for name in ("x.mjs", "x.cjs"):
        result = run("process.on('uncaughtException', (error) => console.log('caught', error.message)); throw new Error('top');", name)
        equal((result.code, result.out, result.err), (0, "caught top\n", ""), name)


@test("uncaughtExceptionMonitor watches and changes nothing")
def _():
    result = run("process.on('uncaughtExceptionMonitor', (error, origin) => console.log(error.message, origin)); throw new Error('seen');", "x.cjs")
    equal((result.code, result.out), (1, "seen uncaughtException\n"))
    match(result.err, "Error: seen")


@test("an error inside the uncaughtException handler ends the process with 7")
def _():
    result = run("process.on('uncaughtException', () => { throw new Error('in the handler'); }); throw new Error('first');")
    equal((result.code, result.out), (7, ""))
    match(result.err, "in the handler")


@test("exit handlers run after an uncaught error, with code 1")
def _():
    result = run("process.on('exit', (code) => console.log('exit', code)); throw new Error('x');")
    equal((result.code, result.out), (1, "exit 1\n"))


@test("setUncaughtExceptionCaptureCallback")
def _():
    result = run("process.setUncaughtExceptionCaptureCallback((error) => console.log('captured', error)); setTimeout(() => { throw 5; }, 1);").ok()
    equal(result.out, "captured 5\n")
    absent(result.err, ".")
