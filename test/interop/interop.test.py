# test-timeout: 240 s
"""Runs every case of cases.txt through the runtime, and through the bundler in each format: each prints what Node
prints."""
import pathlib
import re

from process import equal, files, test, weft


def read_cases(text):
    """[(name, {path: source}, expected stdout)]; the format is described in cases.txt."""
    for block in re.split(r"^=== ", text, flags=re.M)[1:]:
        name, _, body = block.partition("\n")
        parts = re.split(r"^--- (\S+)\n", body, flags=re.M)[1:]
        sources = dict(zip(parts[::2], parts[1::2]))
        expected = sources.pop("expected").strip("\n") + "\n"
        yield name, sources, expected


def case(name, sources, expected):
    entry = next(iter(sources))

    @test(name)
    def _():
        equal(weft(entry, cwd=files(sources)).ok().out, expected)

    awaits = "await" in sources[entry]
    for form, options, file in BUNDLES:
        if file == "bundle.cjs" and awaits:
            continue

        @test(f"{name} ({form})")
        def _():
            tree = files(sources)
            to = ["--outfile", file] if file else ["--outdir", "out", "--out-extension", ".js=.mjs"]
            built = weft("build", "--platform", "node", *options, *to, entry, cwd=tree)
            equal(built.code, 0, f"the exit code of the build\n{built}")
            made = file or f"out/{pathlib.Path(entry).stem}.mjs"
            equal(weft(made, cwd=tree).ok().out, expected, (tree / made).read_text())


BUNDLES = [
    ("bundled", ["--format", "esm"], "bundle.mjs"),
    ("bundled and minified", ["--format", "esm", "--minify"], "bundle.mjs"),
    ("bundled as CommonJS", ["--format", "cjs"], "bundle.cjs"),
    ("split", ["--minify"], None),
    ("bundled whole", ["--no-tree-shaking"], "bundle.mjs"),
]
for found in read_cases((pathlib.Path(__file__).parent / "cases.txt").read_text()):
    case(*found)
