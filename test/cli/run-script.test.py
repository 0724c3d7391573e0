# `weft run`: scripts of package.json, files, programs of node_modules/.bin.
import json
import os
import signal

from process import test, weft, spawn, files, equal, match


def package(scripts, **more):
    return json.dumps({"name": "demo", "version": "1.2.3", "scripts": scripts, **more})


@test("a script runs with its hooks, in the package's folder, with npm's environment")
def _():
    tree = files({
        "package.json": package({
            "prebuild": "echo pre",
            "build": "echo $npm_lifecycle_event $npm_package_name@$npm_package_version $(basename $PWD) $(basename $INIT_CWD)",
            "postbuild": "echo post",
        }),
        "sub/inner.txt": "",
    })
    result = weft("run", "build", "a b", "it's", cwd=tree / "sub")
    equal(result.code, 0)
    equal(result.out, f"pre\nbuild demo@1.2.3 {os.path.basename(os.path.realpath(tree))} sub a b it's\npost\n")
    equal(weft("run", "build", "--", "--flag", cwd=tree).out.split("\n")[1].split()[-1], "--flag")
    match(result.err, r"\$ echo pre\n\$ echo .*'a b' 'it'\\''s'\n\$ echo post")


@test("the first stage that fails ends it with its code")
def _():
    tree = files({"package.json": package({"pretest": "exit 3", "test": "echo no", "die": "kill -9 $$", "postdie": ":"})})
    result = weft("run", "test", cwd=tree)
    equal((result.code, result.out), (3, ""))
    equal(weft("run", "die", cwd=tree).code, 137)


@test("programs of node_modules/.bin are on the path, and run by name")
def _():
    tree = files({
        "package.json": package({"tool": "tool x"}),
        "node_modules/.bin/tool": "#!/bin/sh\necho tool \"$@\"\n",
        "sub/.keep": "",
    })
    os.chmod(tree / "node_modules/.bin/tool", 0o755)
    equal(weft("run", "tool", "y", cwd=tree / "sub").out, "tool x y\n")
    tree = files({"node_modules/.bin/other": "#!/bin/sh\necho other \"$@\"\n"})
    os.chmod(tree / "node_modules/.bin/other", 0o755)
    equal(weft("run", "other", "z", cwd=tree).out, "other z\n")


@test("a file runs as without run; a script of its name comes first")
def _():
    tree = files({"app.ts": "const n: number = 1; console.log(n, process.argv.slice(2));"})
    equal(weft("run", "app.ts", "a", cwd=tree).ok().out, "1 [ 'a' ]\n")
    tree = files({"package.json": package({"go": "echo script"}), "go": "console.log('file')"})
    equal(weft("run", "go", cwd=tree).out, "script\n")


@test("the list of scripts, and what is wrong")
def _():
    tree = files({"package.json": package({"start": "x", "build": "y z"})})
    equal(weft("run", cwd=tree).ok().out.split("\n")[1:], ["  start", "      x", "  build", "      y z", ""])
    wrong = weft("run", "biuld", cwd=tree)
    equal(wrong.code, 1)
    match(wrong.err, r'no script, file or program "biuld"; did you mean build\?')
    broken = weft("run", "x", cwd=files({"package.json": "{"}))
    equal(broken.code, 1)
    match(broken.err, r"package\.json: ")
    equal(weft("run", "--nope", cwd=tree).code, 9)
    match(weft("run", "--help").ok().out, "Usage:")


@test("SIGTERM reaches the script")
def _():
    tree = files({"package.json": package({"serve": "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done",
                                           "postserve": "echo never"})})
    child = spawn("run", "serve", cwd=tree)
    equal(child.stdout.readline(), b"up\n")
    child.send_signal(signal.SIGTERM)
    out, _ = child.communicate(timeout=10)
    equal((child.returncode, out), (7, b"bye\n"))
