# test-timeout: 90 s
# inquirer on a pseudo-terminal: the program asks, the test types.
import pathlib

from process import test, dialogue, files, Link, equal, match

MODULES = pathlib.Path(__file__).resolve().parent / "node_modules"
PROGRAM = """
import inquirer from "inquirer";
try {
  const answers = await inquirer.prompt([%s]);
  console.log("ANSWERS " + JSON.stringify(answers));
} catch (error) {
  console.log("FAILED " + error.name);
}
"""
ENTER, DOWN, SPACE, BACKSPACE, INTERRUPT = b"\r", b"\x1b[B", b" ", b"\x7f", b"\x03"


def ask(questions, *steps):
    tree = files({"main.mjs": PROGRAM % questions, "node_modules": Link(str(MODULES))})
    result = dialogue(tree / "main.mjs", steps=steps, timeout=30)
    equal(result.code, 0)
    return result.out


@test("text with a default, a check and a correction; a password that is not shown")
def _():
    out = ask("""
        { type: "input", name: "name", message: "Name?", default: "ada" },
        { type: "input", name: "age", message: "Age?", validate: (text) => /^[0-9]+$/.test(text) || "a number, please" },
        { type: "password", name: "secret", message: "Secret?", mask: "*" }
    """, ("Name?", ENTER), ("Age?", b"x" + ENTER), ("a number, please", BACKSPACE + b"36" + ENTER), ("Secret?", b"pw" + ENTER))
    match(out, r'ANSWERS \{"name":"ada","age":"36","secret":"pw"\}')
    match(out, r"\*\*")


@test("a list, check boxes and a question of yes or no, by arrow keys and the space bar")
def _():
    out = ask("""
        { type: "select", name: "one", message: "One?", choices: ["warp", "weft", "shed"] },
        { type: "checkbox", name: "some", message: "Some?", choices: ["a", "b", { name: "c", checked: true }] },
        { type: "confirm", name: "sure", message: "Sure?", default: true }
    """, ("One?", DOWN + ENTER), ("Some?", SPACE + DOWN + ENTER), ("Sure?", b"n" + ENTER))
    match(out, r'ANSWERS \{"one":"weft","some":\["a","c"\],"sure":false\}')


@test("questions that depend on answers, and a search that is awaited")
def _():
    out = ask("""
        { type: "confirm", name: "more", message: "More?" },
        { type: "input", name: "left", message: "Left out?", when: (answers) => !answers.more },
        { type: "search", name: "found", message: "Which?", source: async (text) => ["loom", "lace", "line"].filter((word) => word.includes(text ?? "")) }
    """, ("More?", b"y" + ENTER), ("Which?", b"la"), ("❯ lace", ENTER))
    match(out, r'ANSWERS \{"more":true,"found":"lace"\}')


@test("Ctrl-C ends a question, and the program hears of it")
def _():
    match(ask('{ type: "input", name: "name", message: "Name?" }', ("Name?", INTERRUPT)), "FAILED ExitPromptError")
