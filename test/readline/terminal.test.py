"""node:readline on a pseudo-terminal."""
from process import dialogue, equal, files, match, test


@test("a question on a terminal: editing, the answer, and cooked mode again")
def _():
    tree = files({"x.cjs": """
        const rl = require("readline").createInterface({ input: process.stdin, output: process.stdout });
        rl.question("name? ", (name) => { console.log(`[${name}]`); rl.close(); console.log(`raw ${process.stdin.isRaw}`); });"""})
    result = dialogue(tree / "x.cjs", steps=[("name? ", b"wxft"), ("wxft", b"\x1b[D\x1b[D\x7f"), ("wft", b"e"), ("e", b"\r")])
    match(result.out, r"\[weft\]")
    match(result.out, "raw false")
    equal(result.code, 0)


@test("lines in turn with a prompt; ctrl d ends")
def _():
    tree = files({"x.mjs": """
        import { createInterface } from "node:readline/promises";
        const rl = createInterface({ input: process.stdin, output: process.stdout, prompt: "=> " });
        rl.prompt();
        for await (const line of rl) { console.log(`<${line.toUpperCase()}>`); rl.prompt(); }
        console.log("end");"""})
    result = dialogue(tree / "x.mjs", steps=[("=> ", b"one\r"), ("<ONE>", b"\x1b[A!\r"), ("<ONE!>", b"\x04")])
    match(result.out, "end")
    equal(result.code, 0)


@test("ctrl c closes and the process ends")
def _():
    tree = files({"x.cjs": """
        const rl = require("readline").createInterface({ input: process.stdin, output: process.stdout });
        rl.on("close", () => console.log("closed")); rl.prompt();"""})
    match(dialogue(tree / "x.cjs", steps=[("> ", b"\x03")]).out, "closed")
