"""weft repl: on a terminal and with piped input. test-timeout: 120 s"""
import os
import pty
import re
import signal
import subprocess

from process import SCALE, WEFT, dialogue, environment, equal, files, match, test, weft

ENV = {"NO_COLOR": "1", "WEFT_REPL_HISTORY": ""}


def plain(text):
    return re.sub(r"\r+\n", "\n", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text))


def repl(*steps, env=None, cwd=None, args=("repl",)):
    """Steps are typed one after the other, each when the prompt is there."""
    return plain(dialogue(*args, steps=steps, env={**ENV, **(env or {})}, cwd=cwd).out)


def piped(text, **options):
    return weft("repl", stdin=text, env=ENV, **options).ok().out


@test("values are printed, and the terminal's end of input ends it")
def _():
    shown = repl(("> ", b"1 + 1\r"), ("2\r\n", b"\x04"))
    match(shown, r"^weft \d+\.\d+\.\d+, \.help lists the commands\n")
    match(shown, r"> 1 \+ 1\n2\n> ")


@test("weft alone on a terminal is the same; -i after -e")
def _():
    match(repl(("> ", b"typeof weft\r"), ("'undefined'", b"\x04"), args=()), "'undefined'")
    match(repl(("> ", b"x\r"), ("5\r\n", b"\x04"), args=("-i", "-e", "x = 5")), r"> x\n5")


@test("input from a pipe")
def _():
    equal(piped("1\n'a'\n"), "> 1\n> 'a'\n> ")
    equal(piped("[1,\n2]"), "> ... [ 1, 2 ]\n> ")


@test("TypeScript, declarations again, await and imports")
def _():
    equal(piped("const a: number = 1\nconst a = 2\na\n"), "> undefined\n> undefined\n> 2\n> ")
    equal(piped("class A { x = 1 }\nclass A { y = 2 }\nnew A\n"), "> undefined\n> undefined\n> A { y: 2 }\n> ")
    equal(piped("await Promise.resolve(3)\nconst { b } = await { b: 4 }\nb\n"), "> 3\n> undefined\n> 4\n> ")
    equal(piped("import { sep as s } from 'node:path'; s\ns\n"), "> '/'\n> '/'\n> ")
    equal(piped("import path, * as all from 'path'\npath === all.default\n"), "> undefined\n> true\n> ")
    equal(piped("enum E { A = 5 }\nE.A\n"), "> undefined\n> 5\n> ")
    equal(piped("function f() { return 1 }; await 0; f()\nf()\n"), "> 1\n> 1\n> ")
    tree = files({"m.mjs": "export default 'm'"})
    equal(piped("import m from './m.mjs'\nm\nrequire('./m.mjs').default\n", cwd=tree), "> undefined\n> 'm'\n> 'm'\n> ")


@test("objects, and blocks")
def _():
    equal(piped("{ a: 1 }\n{ let a = 1; a }\n{}\n"), "> { a: 1 }\n> 1\n> {}\n> ")


@test("what is not finished goes on")
def _():
    equal(piped("function f() {\nreturn `a\nb`\n}\nf()\n"), "> ... ... ... undefined\n> 'a\\nb'\n> ")
    equal(piped("[1, 2]\n  .map((x) => x * 2)\n"), "> [ 1, 2 ]\n> Invalid REPL keyword\n> ")
    match(piped("f(\n"), "Uncaught SyntaxError")


@test("errors are shown, with the line of what does not parse")
def _():
    match(piped("null.x\n"), r"^> Uncaught TypeError: .*\n    at REPL1:1:")
    match(piped("let 1\n"), r"^> .*let 1\n.*\^\n+Uncaught SyntaxError: ")
    equal(piped("throw 'text'\nthrow null\n"), "> Uncaught 'text'\n> Uncaught null\n> ")
    match(piped("await Promise.reject(new Error('late'))\n1\n"), r"Uncaught Error: late[\s\S]*> 1")
    match(weft("repl", stdin="setTimeout(() => { throw new Error('timer') }, 1)\nawait new Promise((r) => setTimeout(r, 50))\n7\n", env=ENV).out,
          r"Uncaught Error: timer[\s\S]*7")


@test("_ and _error")
def _():
    equal(piped("40 + 1\n_ + 1\nnull.x\n_error.name\n").split("> ")[-2], "'TypeError'\n")
    equal(piped("_ = 5\n6\n_\n"), "> Expression assignment to _ now disabled.\n5\n> 6\n> 5\n> ")


@test("commands")
def _():
    tree = files({"in.js": "const loaded = 8\nloaded + 1\n"})
    out = piped(".help\n.nothing\n.load in.js\nloaded\n.save out.js\n.load none.js\n.exit\n1\n", cwd=tree)
    match(out, r"\.break .*\n\.clear ")
    match(out, "Invalid REPL keyword")
    match(out, r"> 9\n> 8\n")
    match(out, "Session saved to: out.js")
    match(out, "Failed to load: none.js")
    equal((tree / "out.js").read_text(), "const loaded = 8\nloaded + 1\nloaded")
    equal(out.endswith("\n> "), True)


@test("Ctrl-C clears, then ends; Ctrl-C while something is awaited")
def _():
    shown = repl(("> ", b"abc\x03"), ("> ", b"\x03"), ("type .exit)", b"\x03"))
    match(shown, r"To exit, press Ctrl\+C again")
    shown = repl(("> ", b"await new Promise(() => setTimeout(() => console.log('wait' + 'ing'), 20))\r"), ("waiting", b"\x03"), ("> ", b"5 + 5\r"), ("10\r\n", b"\x04"))
    match(shown, r"Script execution was interrupted")
    shown = repl(("> ", b"f(\r"), ("... ", b"\x03"), ("> ", b"1 + 2\r"), ("3\r\n", b"\x04"))
    match(shown, r"\.\.\. ")


@test("Ctrl-C ends what does not end")
def _():
    child, master = pty.fork()
    if child == 0:
        os.execve(WEFT, [WEFT, "repl"], {**os.environ, **ENV})
    for awaited, typed in [(b"> ", b"console.log('g' + 'o'); while (true);\r"), (b"go\r\n", b"\x03")]:
        shown = b""
        while awaited not in shown:
            shown += os.read(master, 65536)
        os.write(master, typed)
    equal(os.WTERMSIG(os.waitpid(child, 0)[1]), signal.SIGINT)
    os.close(master)


@test("the editor")
def _():
    shown = repl(("> ", b".editor\r"), ("cancel)", b"const e = 1\rconst g = 2\re + g\x04"), ("3\r\n", b"\x04"))
    match(shown, r"Entering editor mode")


@test("completion of members, globals, commands, modules and files")
def _():
    tree = files({"node_modules/long-name/package.json": "{}", "some-file.mjs": ""})
    def completed(typed, shown, end=b"\x03\x04"):
        return repl(("> ", typed), (shown, end), cwd=tree)
    completed(b"Object.getOwnPropertyDesc\t", "Object.getOwnPropertyDescriptor")
    completed(b"structuredC\t", "structuredClone")
    completed(b"'a'.toUpperC\t", "'a'.toUpperCase")
    completed(b".edi\t", ".editor")
    completed(b"require('long-n\t", "require('long-name")
    completed(b"import x from 'node:diagnostics_c\t", "node:diagnostics_channel")
    completed(b"import('./some-f\t", "./some-file.mjs")
    completed(b"process.versions.we\t", "process.versions.weft")
    repl(("> ", b"JSON.\t"), ("JSON.", b"\t"), ("JSON.stringify", b"\x03\x04"))


@test("getters of the program are not run by completion")
def _():
    shown = repl(("> ", b"o = { get danger() { ran = 1; return { inner: 1 } } }; ran = 0\r"), ("0\r\n", b"o.danger.inn\t"),
                 ("inn", b"\x03"), ("> ", b"`ran ${ran}`\r"), ("'ran 0'", b"\x04"))
    match(shown, "ran 0")


@test("the history is kept, and searched")
def _():
    tree = files({})
    env = {"WEFT_REPL_HISTORY": str(tree / "history")}
    repl(("> ", b"'first one'\r"), ("'first one'\r\n", b"'second'\r"), ("'second'\r\n", b"\x04"), env=env)
    equal((tree / "history").read_text(), "'second'\n'first one'\n")
    equal(os.stat(tree / "history").st_mode & 0o777, 0o600)
    match(repl(("> ", b"\x1b[A\x1b[A\r"), ("'first one'\r\n", b"\x04"), env=env), r"'first one'\n'first one'")
    shown = repl(("> ", b"\x12seco"), ("(reverse search) 'seco': 'second'", b"\r"), ("'second'\r\n", b"\x04"), env=env)
    match(shown, "reverse search")
    match(repl(("> ", b"\x12nothing"), ("(failed reverse search) 'nothing'", b"\x07"), ("> ", b"\x04"), env=env), "failed")


@test("pasted lines wait for what is awaited")
def _():
    shown = repl(("> ", b"let n = await new Promise((r) => setTimeout(r, 30, 1))\rn + 1\rn + 2\r"), ("3\r\n", b"\x04"))
    match(shown, r"2\n[\s\S]*3\n")


@test("colours")
def _():
    shown = dialogue("repl", steps=[("> ", b"40 + 2\r"), ("42", b"\x04")], env={"WEFT_REPL_HISTORY": ""}).out
    match(shown, r"\x1b\[33m42\x1b\[39m")


@test("help, and what is refused")
def _():
    match(weft("repl", "--help").ok().out, r"^weft repl reads")
    match(weft("--help").ok().out, r"weft repl +read, run and print")
    result = weft("repl", "file.js")
    equal(result.code, 9)
    match(result.err, "runs no file")


@test("a terminal that goes away ends it")
def _():
    master, slave = pty.openpty()
    child = subprocess.Popen([WEFT, "repl"], stdin=slave, stdout=slave, stderr=slave, env=environment({"TERM": "xterm"}), start_new_session=True)
    os.close(slave)
    seen = b""
    while b"> " not in seen:
        seen += os.read(master, 4096)
    os.close(master)
    try:
        child.wait(timeout=10 * SCALE)
    except subprocess.TimeoutExpired:
        child.kill()
        raise
