# test-timeout: 60 s
"""Programs of workers, which are entries of their own."""

from process import equal, files, match, test, weft


@test("a worker shares modules with the program that starts it")
def _():
    tree = files({
        "main.mjs": "import { Worker } from 'node:worker_threads'; import { shared } from './shared.mjs';\n"
                    "const worker = new Worker(new URL('./worker.mjs', import.meta.url));\nworker.on('message', (message) => { console.log(shared('main'), message); worker.terminate(); });",
        "worker.mjs": "import { parentPort } from 'node:worker_threads'; import { shared } from './shared.mjs'; parentPort.postMessage(shared('worker'));",
        "shared.mjs": "export const shared = (name) => `SHARED ${name}`;",
    })
    for options in [], ["--minify"]:
        built = weft("build", "--platform", "node", *options, "--outdir", "out", "--out-extension", ".js=.mjs", "main.mjs", cwd=tree)
        equal(built.code, 0, str(built))
        equal(weft("out/main.mjs", cwd=tree).ok().out, "SHARED main SHARED worker\n")
        texts = {path.name: path.read_text() for path in (tree / "out").iterdir()}
        match(texts["main.mjs"], r"new URL\(['\"]\./worker-[A-Z2-7]{8}\.mjs")


@test("a worker of a browser says that it is a module; another one is a file as it is")
def _():
    tree = files({"main.mjs": "new Worker(new URL('./w.js', import.meta.url), { type: 'module' }); new Worker(new URL('./classic.js', import.meta.url));",
                  "w.js": "import { x } from './x.js'; postMessage(x);", "x.js": "export const x = 'bundled';", "classic.js": "postMessage('as it is')\n", "package.json": {"type": "module"}})
    built = weft("build", "--outdir", "out", "main.mjs", cwd=tree)
    equal(built.code, 0, str(built))
    texts = {path.name.split("-")[0]: path.read_text() for path in (tree / "out").iterdir()}
    equal((texts["classic"], sorted(texts)), ("postMessage('as it is')\n", ["classic", "main.js", "w"]))
    match(texts["w"], "bundled")
