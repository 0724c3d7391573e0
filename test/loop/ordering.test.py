"""The order of timers, immediates, nextTick and microtasks: Node's puzzles."""
from process import equal, program, test

LOG = "const log = (x) => console.log(x);\n"


def cjs(source):
    return " ".join(program({"main.cjs": LOG + source}, "main.cjs"))


def esm(source):
    return " ".join(program({"main.mjs": LOG + source}))


@test("a script: its own code, nextTicks, microtasks, then timers and immediates")
def _():
    equal(cjs("""
        setTimeout(log, 0, "timeout"); setImmediate(() => setImmediate(log, "immediate 2")); setImmediate(log, "immediate");
        Promise.resolve().then(() => log("promise")); queueMicrotask(() => log("microtask")); process.nextTick(log, "tick"); log("sync");
        const until = Date.now() + 5; while (Date.now() < until);"""),
        "sync tick promise microtask timeout immediate immediate 2")


@test("a module: microtasks before nextTicks, since its evaluation is a microtask")
def _():
    equal(esm("""
        process.nextTick(log, "tick"); Promise.resolve().then(() => log("promise")); queueMicrotask(() => log("microtask"));"""),
        "promise microtask tick")


@test("nextTicks and microtasks queue each other: all ticks, all microtasks, again")
def _():
    equal(cjs("""
        process.nextTick(() => { log("t1"); Promise.resolve().then(() => { log("m2"); process.nextTick(log, "t4"); }); process.nextTick(log, "t3"); });
        process.nextTick(log, "t2");
        Promise.resolve().then(() => { log("m1"); process.nextTick(log, "t5"); Promise.resolve().then(() => log("m3")); });"""),
        "t1 t2 t3 m1 m2 m3 t5 t4")


@test("nextTicks and microtasks run between two timers of the same moment, and between two immediates")
def _():
    equal(cjs("""
        setTimeout(() => { log("a"); process.nextTick(log, "a tick"); Promise.resolve().then(() => log("a micro")); }, 0);
        setTimeout(() => log("b"), 0);
        const until = Date.now() + 5; while (Date.now() < until);
        setTimeout(() => {
          setImmediate(() => { log("c"); Promise.resolve().then(() => log("c micro")); process.nextTick(log, "c tick"); });
          setImmediate(log, "d");
        }, 5);"""), "a a tick a micro b c c tick c micro d")


@test("from inside a timer's callback an immediate comes before a zero timer")
def _():
    equal(cjs('setTimeout(() => { setTimeout(log, 0, "timeout"); setImmediate(log, "immediate"); }, 1);'), "immediate timeout")


@test("an immediate set in an immediate runs in the next turn; timers due come between")
def _():
    equal(cjs("""
        setImmediate(() => { log("1"); setImmediate(log, "3"); setTimeout(log, 0, "2"); const until = Date.now() + 5; while (Date.now() < until); });"""),
        "1 2 3")


@test("timers fire by due time, then by order of creation; 0, negative, NaN and too large mean 1")
def _():
    equal(cjs("""
        setTimeout(log, 20, "20"); setTimeout(log, 5, "5"); setTimeout(log, 10, "10");
        setTimeout(log, 1, "a"); setTimeout(log, 0, "b"); setTimeout(log, -5, "c"); setTimeout(log, NaN, "d"); setTimeout(log, "1", "e"); setTimeout(log, undefined, "f");"""),
        "a b c d e f 5 10 20")


@test("clearing: a timer from an earlier one, an immediate from an earlier one, in any order, twice, and what is none")
def _():
    equal(cjs("""
        setTimeout(() => { log("a"); clearTimeout(b); clearTimeout(b); }, 1); const b = setTimeout(log, 1, "b never");
        setImmediate(() => { clearImmediate(d); }); const d = setImmediate(log, "d never");
        clearTimeout(null); clearTimeout(undefined); clearTimeout({}); clearTimeout(12345); clearInterval("x"); clearImmediate(null);
        const id = setTimeout(log, 1, "id never"); clearInterval(+id);"""), "a")


@test("an interval: cleared inside itself, arguments, refresh, hasRef, unref")
def _():
    equal(cjs("""
        let n = 0; const i = setInterval((x, y) => { log(x + y + n++); if (n === 3) clearInterval(i); }, 1, "x", "y");
        const u = setTimeout(log, 1e8, "never").unref(); log(u.hasRef()); log(u.ref().hasRef()); u.unref();
        setInterval(log, 1e8, "never").unref();"""), "false true xy0 xy1 xy2")


@test("a callback that throws leaves the others to run when the error is handled")
def _():
    equal(cjs("""
        process.on("uncaughtException", (e) => log("caught " + e));
        setTimeout(() => { throw 1; }, 1); setTimeout(log, 1, "next timer");
        // Each timer starts when the one before has run, however late that was.
        const steps = [
          () => { setImmediate(() => { throw 2; }); setImmediate(log, "next immediate"); },
          () => { process.nextTick(() => { throw 3; }); process.nextTick(log, "next tick"); },
          () => { queueMicrotask(() => { throw 4; }); queueMicrotask(() => log("next microtask")); },
        ];
        setTimeout(function next() { if (steps.length > 1) setTimeout(next, 5); steps.shift()(); }, 5);"""),
        "caught 1 next timer caught 2 next immediate caught 3 next tick caught 4 next microtask")


@test("await takes one microtask, a returned promise three, a thenable two")
def _():
    equal(cjs("""
        (async () => { await null; log("await 1"); await null; log("await 2"); await null; log("await 3"); await null; log("await 4"); })();
        (async () => Promise.resolve())().then(() => log("returned"));
        Promise.resolve({ then(f) { f(); } }).then(() => log("thenable"));"""),
        "await 1 await 2 thenable await 3 returned await 4")


@test("beforeExit can start new work; exit runs once, last, and starts nothing")
def _():
    equal(cjs("""
        let n = 0;
        process.on("beforeExit", () => { log("before"); if (n++ < 2) setTimeout(log, 1, "more"); });
        process.on("exit", () => { log("exit"); setTimeout(log, 0, "never"); setImmediate(log, "never"); });"""),
        "before more before more before exit")


@test("timers/promises and promisified timers")
def _():
    equal(esm("""
        import { setTimeout as delay, setImmediate as turn, setInterval as every } from "node:timers/promises";
        log(await delay(1, "value")); log(await turn("turn"));
        let n = 0; for await (const v of every(1, "tick")) { log(v); if (++n === 2) break; }
        const abort = new AbortController(); const p = delay(1e8, null, { signal: abort.signal }); abort.abort();
        await p.catch((e) => log(e.code));"""), "value turn tick tick ABORT_ERR")


@test("a microtask that queues itself 100,000 times starves nothing for ever")
def _():
    equal(cjs("""
        let n = 0; const again = () => { if (n++ < 100000) queueMicrotask(again); else log("micro done"); }; again();
        let t = 0; const tick = () => { if (t++ < 100000) process.nextTick(tick); else log("ticks done"); }; tick();
        setTimeout(log, 0, "timer");"""), "ticks done micro done timer")
