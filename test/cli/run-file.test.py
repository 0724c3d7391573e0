"""weft FILE: the kinds of file, arguments, stdout, the working directory."""
from process import equal, files, match, test, weft


@test("runs .mjs, .cjs, .js and a file without extension")
def _():
    for name in ("x.mjs", "x.cjs", "x.js", "x"):
        equal(weft(files({name: "console.log('hello');"}) / name).ok().out, "hello\n", name)


@test("a relative path needs no ./ and is resolved against the working directory")
def _():
    root = files({"sub/x.mjs": "console.log(process.cwd().split('/').pop());"})
    for path in ("sub/x.mjs", "./sub/x.mjs", "sub/../sub/x.mjs"):
        equal(weft(path, cwd=root).ok().out, root.name + "\n", path)


@test("arguments after the file are the program's, also those that look like options")
def _():
    root = files({"x.mjs": "console.log(JSON.stringify(process.argv.slice(1))); console.log(process.argv0.length > 0, process.execArgv.length);"})
    equal(weft("x.mjs", "--version", "-e", "a b", "", "--", "-", cwd=root).ok().out,
          f'["{root}/x.mjs","--version","-e","a b","","--","-"]\ntrue 0\n')


@test("argv[0] and execPath are the binary's own absolute path")
def _():
    equal(weft("-p", "process.argv[0] === process.execPath && process.execPath.startsWith('/')").ok().out, "true\n")


@test("the extension can be left out, and a folder with an index or a package.json main runs")
def _():
    root = files({"x.js": "console.log('x');", "dir/index.js": "console.log('index');", "pkg/package.json": {"main": "m.js"}, "pkg/m.js": "console.log('m');"})
    for name, expected in (("x", "x"), ("dir", "index"), ("pkg", "m")):
        equal(weft(name, cwd=root).ok().out, expected + "\n", name)


@test("a JSON file is read and checked")
def _():
    root = files({"good.json": '{"a": 1}', "bad.json": '{"a": }'})
    equal(weft("good.json", cwd=root).code, 0)
    bad = weft("bad.json", cwd=root)
    equal((bad.code, bad.out), (1, ""))
    match(bad.err, r"SyntaxError")
    match(bad.err, r"bad\.json")


@test("a file with a hashbang can be run by name")
def _():
    import os
    import subprocess
    from process import WEFT
    root = files({"tool.mjs": f"#!{WEFT}\nconsole.log('ran', process.argv[2]);"})
    (root / "tool.mjs").chmod(0o755)
    equal(subprocess.run([str(root / "tool.mjs"), "arg"], capture_output=True, text=True, env=os.environ).stdout, "ran arg\n")


@test("names with spaces, unicode, %, # and ?")
def _():
    for name in ("a b.mjs", "grüße-日本.mjs", "100%.mjs", "a#b.mjs", "what?.mjs", "%41.mjs", "'quote\".mjs", "-dash.mjs"):
        root = files({name: "import { x } from './x.mjs'; console.log(x);", "x.mjs": "export const x = 'ok';"})
        equal(weft("./" + name, cwd=root).ok().out, "ok\n", name)
