from process import test, weft, equal, match

CODE = """
const target = new EventTarget();
target.addEventListener("e", () => { throw new Error("first"); });
target.addEventListener("e", () => console.log("second"));
console.log("returned", target.dispatchEvent(new Event("e")));
"""


@test("an error in a listener is uncaught, but the other listeners run and dispatchEvent returns")
def _():
    result = weft("-e", CODE)
    equal(result.code, 1)
    equal(result.out, "second\nreturned true\n")
    match(result.err, r"Error: first")


@test("process.on('uncaughtException') gets it")
def _():
    result = weft("-e", "process.on('uncaughtException', (e) => console.log('caught', e.message));" + CODE)
    equal(result.code, 0)
    equal(result.out, "second\nreturned true\ncaught first\n")
