# test-timeout: 90 s
"""Running out of memory is a clear message, not a crash without words."""
import resource

from process import INSTRUMENTED, Skip, check, equal, match, test, weft


# JavaScriptCore reserves 4 GB of addresses at start, and gives them back: a
# lower limit than this ends it before the program begins.
MEGABYTES = 5632


def limited(code):
    if INSTRUMENTED:
        raise Skip("memory is not measured in this variant")

    def limit():
        resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return weft("-e", code, preexec_fn=limit, timeout=60)


@test("a heap that grows without end: a fatal message that says memory")
def _():
    result = limited("const all = []; for (;;) all.push({ a: new Array(1000).fill(Math.random()) });")
    check(result.code != 0, str(result))
    match(result.err, r"(?i)out of memory|memory limit")
    check(len(result.err) < 4000, f"a short message:\n{result.err}")


@test("an ArrayBuffer that does not fit is a RangeError that can be caught")
def _():
    result = limited("""
        const all = [];
        try { for (;;) all.push(new Uint8Array(64 << 20).fill(1)); } catch (error) { all.length = 0; console.log(error.name); }""")
    equal((result.code, result.out), (0, "RangeError\n"))


@test("garbage is collected: 4 GB of short-lived objects and buffers in little memory")
def _():
    if INSTRUMENTED:
        raise Skip("memory is not measured in this variant")
    result = weft("-e", """
        let sum = 0;
        for (let i = 0; i < 4000; i++) { sum += new Uint8Array(1 << 20).length; }
        for (let i = 0; i < 3e6; i++) { sum += [i, { i }].length; }
        console.log(process.memoryUsage().rss < 600 * 2 ** 20 || process.memoryUsage().rss);""", timeout=60).ok()
    equal(result.out, "true\n")
