# test-timeout: 60 s
"""`weft build --analyze`: what the output is made of, and why."""

import gzip
import json
import re

from process import check, equal, files, match, test, weft

TREE = {
    "main.js": "import { b } from './src/b.js'; import('./late.js'); console.log(b)",
    "src/b.js": "import c from 'c'; export const b = c + require('d'); ",
    "late.js": "import 'c'; console.log('late '.repeat(20))",
    "node_modules/c/package.json": '{"name":"c","version":"1.2.3","main":"i.js"}',
    "node_modules/c/i.js": "module.exports = require('d')",
    "node_modules/d/package.json": '{"name":"d","version":"2.0.0","main":"i.js"}',
    "node_modules/d/i.js": "module.exports = 'd of the top '.length",
    "node_modules/c/node_modules/d/package.json": '{"name":"d","version":"1.0.0","main":"i.js"}',
    "node_modules/c/node_modules/d/i.js": "module.exports = 'd of c'.length",
    "package.json": '{"type":"module"}',
}


def analyzed(*options, tree=TREE):
    folder = files(tree)
    run = weft("build", *options, "main.js", cwd=folder)
    equal(run.code, 0, run.err)
    return folder, run


@test("each file with its modules, their sizes and why they are there")
def _():
    folder, run = analyzed("--analyze", "--minify", "--outdir", "dist")
    text = run.out
    late = next(path.name for path in (folder / "dist").iterdir() if path.name.startswith("late-"))
    match(text, r"^dist/main\.js  \(main\.js\)$")
    match(text, r"^dist/" + re.escape(late) + r"  \(late\.js\)$")
    match(text, r"node_modules/c/i\.js  \(of 29 B\)\n\s+main\.js › src/b\.js › import$")
    match(text, r"node_modules/c/node_modules/d/i\.js  \(of \d+ B\)\n\s+main\.js › src/b\.js › node_modules/c/i\.js › "
                r"require\(\)$")
    match(text, r"late\.js  \(of \d+ B\)\n\s+main\.js › import\(\)$")
    match(text, r"in \d files$")
    size = (folder / "dist/main.js").stat().st_size
    compressed = len(gzip.compress((folder / "dist/main.js").read_bytes(), 9))
    shown = re.search(r"dist/main\.js  .*\n\s+(\d+) B  100\.0%\s+(\d+) B\s+(\d+) B", text)
    equal(int(shown[1]), size)
    check(abs(int(shown[2]) - compressed) < 20, (shown[2], compressed))
    check(0 < int(shown[3]) <= int(shown[2]), shown[3])


@test("packages in several versions")
def _():
    _, run = analyzed("--analyze", "--outdir", "dist")
    match(run.out, r"Packages that are there more than once:\n  d\n\s+\d+ B  1\.0\.0  node_modules/c/node_modules/d\n"
                   r"\s+\d+ B  2\.0\.0  node_modules/d\n")


@test("where the bundle is printed, the analysis is not between it")
def _():
    _, run = analyzed("--analyze", tree={"main.js": "console.log(1)"})
    match(run.out, r"^console\.log\(1\);$")
    check("100.0%" not in run.out and "100.0%" in run.err, run.err)


@test("a file of text, and a page that needs nothing else")
def _():
    folder, run = analyzed("--analyze=out/report.txt", "--outdir", "dist")
    match((folder / "out/report.txt").read_text(), r"main\.js › src/b\.js › import")
    tree = {"main.js": "import './</script><b>.js'", "</script><b>.js": "console.log('x')"}
    folder, run = analyzed("--analyze=report.html", "--outdir", "dist", "--minify", tree=tree)
    page = (folder / "report.html").read_text()
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
    equal([part["module"] for part in data["files"][0]["parts"]], ["</script><b>.js"])
    equal(data["chains"]["</script><b>.js"], [["main.js", "entry-point"], ["</script><b>.js", "import-statement"]])
    check(data["files"][0]["bytes"] >= data["files"][0]["parts"][0]["bytes"] > 0, str(data))
    check("http" not in page.replace("http-equiv", ""), "the page asks for something")


@test("other names are refused")
def _():
    folder = files({"main.js": ""})
    run = weft("build", "--analyze=report.pdf", "main.js", cwd=folder)
    equal(run.code, 9)
    match(run.err, r'--analyze takes a name that ends in \.html or \.txt, not "report\.pdf"')
