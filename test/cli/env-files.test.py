# .env files: which are read, and what wins.
from process import test, weft, files, equal, match

SHOW = "console.log(['A', 'B', 'C', 'D', 'E'].map((name) => process.env[name] ?? '-').join());\n"


def program():
    return files({
        "show.cjs": SHOW,
        ".env": "A=env\nB=env\nC=env\nD=env\n",
        ".env.development": "B=dev\nC=dev\n",
        ".env.production": "B=prod\n",
        ".env.local": "C=local\nD=local\n",
        ".env.development.local": "D=devlocal\nE=\"${A}-$D-${F:-f}\"\n",
        "one.txt": "A=1\nB=1\nE='${A}'\n",
        "two.txt": "B=2\n",
    })


@test("files of the working directory, by NODE_ENV; the environment wins")
def _():
    tree = program()
    none = {name: None for name in ("A", "B", "C", "D", "E", "F", "NODE_ENV")}
    show = lambda *options, **env: weft(*options, "show.cjs", cwd=tree, env={**none, **env}).ok().out
    equal(show(), "env,dev,local,devlocal,env-devlocal-f\n")
    equal(show(NODE_ENV="production"), "env,prod,local,local,-\n")
    equal(show(NODE_ENV="test"), "env,env,env,env,-\n")
    equal(show(A="mine"), "mine,dev,local,devlocal,mine-devlocal-f\n")
    equal(show("--no-env-file"), "-,-,-,-,-\n")


@test("--env-file and --env-file-if-exists read what they name, without expansion")
def _():
    tree = program()
    none = {name: None for name in ("A", "B", "C", "D", "E", "NODE_ENV")}
    show = lambda *options: weft(*options, "show.cjs", cwd=tree, env=none)
    equal(show("--env-file", "one.txt", "--env-file=two.txt").ok().out, "1,2,-,-,${A}\n")
    equal(show("--env-file-if-exists", "gone.txt", "--env-file", "two.txt").ok().out, "-,2,-,-,-\n")
    missing = show("--env-file", "gone.txt")
    equal(missing.code, 9)
    match(missing.err, r"gone\.txt")
