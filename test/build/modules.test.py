# test-timeout: 240 s
"""Programs of the tests of the module system (test/modules), bundled: each prints what it prints without a bundle,
in every format, minified or not, split or not."""

import pathlib
import sys
import types

import process
from process import equal, files, test, weft

MODULES = pathlib.Path(__file__).resolve().parent.parent / "modules"
FILES = ["esm-cycles", "esm-live-bindings", "esm-static", "cjs-cycles", "esm-dynamic", "esm-top-level-await", "require-esm", "kinds", "packages"]
FORMS = [["--format", "esm"], ["--format", "esm", "--minify"], ["--format", "cjs"], ["--format", "cjs", "--minify"],
         ["--no-tree-shaking", "--minify-identifiers"], ["--outdir"], ["--outdir", "--minify"]]

# What a bundle cannot give, or says otherwise: see docs/build.md.
ALL, MINIFIED, SPLIT, AS_COMMONJS = "", "--minify", "--outdir", "cjs"  # forms that have such a word
NOT_BUNDLED = {
    "a circular re-export of a name nobody defines is a SyntaxError": ALL,  # a fault of the build
    "assigning to an import or to a namespace's property is a TypeError": ALL,  # likewise
    "a syntax error or a missing file rejects and leaves the process alive": ALL,  # likewise
    "a module that could not be found is looked for again": ALL,
    "an anonymous default export is named default": ALL,
    "top-level await anywhere in the graph throws ERR_REQUIRE_ASYNC_MODULE before anything runs": ALL,  # in other words
    "a binding is in its dead zone until its module has run": MINIFIED,
    "typeof of an import in its dead zone throws, too": MINIFIED,
    "every form of export is seen by every form of import": MINIFIED,  # a class's name
    "the export named module.exports is what require returns": MINIFIED,  # likewise
    "module code is strict, has no this, and no arguments of a wrapper": AS_COMMONJS,
    "import() gives the namespace that a static import gives": SPLIT,  # there are two objects
    "it gives the namespace that import gives, synchronously": SPLIT,  # likewise
    "the specifier is converted to a string; a failing conversion rejects": SPLIT,  # what is computed is no part of it
}


class Recorded(Exception):
    """Ends a recorded test where its program would run."""


def programs_of(name):
    """[(test's name, {path: source}, entry)]"""
    found = []

    def record(title):
        def run(body):
            def program(tree, entry="main.mjs", *args, **options):
                if not args and not options:
                    found.append((title, tree, entry))
                raise Recorded
            body.__globals__["program"] = program
            try:
                body()
            except Exception:
                pass  # what else it asks for is asked without a bundle
        return run

    stub = types.ModuleType("process")
    stub.__dict__.update(process.__dict__)
    stub.test = record
    text = (MODULES / f"{name}.test.py").read_text()
    scope = {"__name__": name, "__file__": str(MODULES / f"{name}.test.py")}
    kept, sys.modules["process"] = sys.modules["process"], stub
    try:
        exec(compile(text, name, "exec"), scope)
    finally:
        sys.modules["process"] = kept
    return found


def check_program(title, tree, entry):
    plain = weft(entry, cwd=files(tree))
    for form in FORMS:
        if any(word.startswith(NOT_BUNDLED.get(title, "none")) for word in form):
            continue
        folder = files(tree)
        suffix = ".cjs" if "cjs" in form else ".mjs"
        to = ["--out-extension", f".js={suffix}"] if "--outdir" in form else ["--outfile", f"out{suffix}"]
        words = [word if word != "--outdir" else "--outdir=out" for word in form]
        built = weft("build", "--platform", "node", *words, *to, entry, cwd=folder)
        if built.code != 0 and ("op-level await" in built.err or plain.code != 0):
            continue
        equal(built.code, 0, f"{form}: {built}")
        made = f"out/{pathlib.Path(entry).stem}{suffix}" if "--outdir" in form else f"out{suffix}"
        equal(weft(made, cwd=folder).out, plain.out, f"{form}\n{(folder / made).read_text()}")


for file in FILES:
    for title, tree, entry in programs_of(file):
        if NOT_BUNDLED.get(title) != ALL:
            @test(f"{file}: {title}")
            def _():
                check_program(title, tree, entry)
