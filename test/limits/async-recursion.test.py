"""Endless recursion of async functions ends with a RangeError, never with a crash.

Where the stack ends inside the engine's own promise code, a promise that
nobody holds may be rejected, too: then the process ends with that error.
"""
from process import check, match, test, weft


@test("an async function that calls itself")
def _():
    for body in ("return f()", "await f()", "try { return await f() } finally { }"):
        result = weft("-e", f"const f = async () => {{ {body} }}; f().then(() => console.log('no error'), (error) => console.log(error.name));")
        check(result.signal is None and result.code in (0, 1), f"{body}\n{result}")
        match(result.out + result.err, "RangeError")
