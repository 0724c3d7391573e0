# test-timeout: 60 s
"""Runs every case of cases.txt through the runtime: each prints what Node prints."""
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
    @test(name)
    def _():
        entry = next(iter(sources))
        equal(weft(entry, cwd=files(sources)).ok().out, expected)


for found in read_cases((pathlib.Path(__file__).parent / "cases.txt").read_text()):
    case(*found)
