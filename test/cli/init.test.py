# test-timeout: 90 s
"""weft init: each template runs, is tested and is built."""
from process import check, equal, files, match, test, weft


def made(*words):
    folder = files({})
    weft("init", "app", *words, cwd=folder).ok()
    return folder / "app"


@test("the script runs, is tested, and is built")
def _():
    app = made()
    equal(weft("src/main.ts", "Ada", cwd=app).ok().out, "Hello, Ada!\n")
    equal(weft("test", cwd=app).code, 0)
    weft("build", "src/main.ts", "--platform", "node", "--outdir", "dist", cwd=app)
    equal(weft("dist/main.js", cwd=app).ok().out, "Hello!\n")
    check((app / ".gitignore").exists() and (app / "types/weft/index.d.ts").exists(), "its other files")
    match((app / "package.json").read_text(), r'"name": "app"')


@test("the server and the library are tested, and are built")
def _():
    server = made("--template", "server")
    equal(weft("test", cwd=server).code, 0)
    equal(weft("build", "src/main.ts", "--platform", "node", "--outdir", "dist", cwd=server).code, 0)
    library = made("-t", "library", "--name", "@me/groups")
    equal(weft("test", cwd=library).code, 0)
    equal(weft("build", "src/index.ts", "--outdir", "dist", cwd=library).code, 0)
    match((library / "package.json").read_text(), r'"name": "@me/groups"')


@test("the application of React is tested")
def _():
    app = made("--template=react")
    equal(weft("test", cwd=app).code, 0)
    match((app / "index.html").read_text(), r"<title>app</title>")


@test("nothing is written over, unless it is to be")
def _():
    folder = files({"package.json": "mine", "src/main.ts": "mine"})
    result = weft("init", cwd=folder)
    equal((result.code, result.out), (1, ""))
    match(result.err, r"^weft init: package\.json, src/main\.ts are there already; --force")
    equal(sorted(p.name for p in folder.iterdir()), ["package.json", "src"])
    weft("init", "--force", cwd=folder).ok()
    match((folder / "src/main.ts").read_text(), "greeting")


@test("--types writes the types alone, over older ones")
def _():
    folder = files({"package.json": "mine", "types/weft/index.d.ts": "old"})
    equal(weft("init", "--types", cwd=folder).ok().out, "  types/weft/\n")
    match((folder / "types/weft/index.d.ts").read_text(), "reference path")
    equal((folder / "package.json").read_text(), "mine")


@test("names of folders become names of packages")
def _():
    folder = files({})
    for name, package in [("My App", "my-app"), ("_x y!", "x-y"), ("été", "t")]:
        weft("init", name, cwd=folder).ok()
        match((folder / name / "package.json").read_text(), f'"name": "{package}"')


@test("wrong words are refused, with the nearest name")
def _():
    for words, message in [(["--template", "recat"], "did you mean react"), (["--template", "vue"], "takes one of script, server"),
                           (["--nam", "x"], "did you mean --name"), (["a", "b"], "takes one folder"), (["--name", "A B"], "takes a package's name")]:
        result = weft("init", *words, cwd=files({}))
        equal((result.code, result.out), (9, ""))
        match(result.err, message)
