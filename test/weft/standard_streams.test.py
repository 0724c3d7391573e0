from process import test, weft, files, equal, match, spawn


@test("Weft.stdin is read whole, as JSON, and as a stream")
def _():
    equal(weft("-e", "console.log(await Weft.stdin.text())", stdin="some input").ok().out, "some input\n")
    equal(weft("-e", "console.log((await Weft.stdin.json()).a)", stdin='{"a":5}').ok().out, "5\n")
    code = "let n = 0; for await (const chunk of Weft.stdin.stream()) n += chunk.length; console.log(n)"
    equal(weft("-e", code, stdin="x" * 200000).ok().out, "200000\n")


@test("Weft.stdout takes what is written, also a file")
def _():
    tree = files({"a.txt": "content\n"})
    code = "await Weft.write(Weft.stdout, 'text\\n'); await Weft.write(Weft.stdout, Weft.file('a.txt'));" \
           "const w = Weft.stdout.writer(); w.write('sink\\n'); await w.flush(); await Weft.write(Weft.stderr, 'err')"
    result = weft("-e", code, cwd=tree)
    equal((result.code, result.out, result.err), (0, "text\ncontent\nsink\n", "err"))


@test("standard input is copied to standard output")
def _():
    result = weft("-e", "await Weft.write(Weft.stdout, Weft.stdin)", stdin="x" * 300000).ok()
    equal(len(result.out), 300000)
