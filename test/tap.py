"""Reads what a program with tests prints with --test-reporter=tap."""
import json
import re

from process import weft, files


class Result:
    """`tests`: full name to status (ok, not ok, skip, todo), in order; `errors`: full name to messages; `out`: other lines."""

    def __init__(self, run):
        self.code, self.err = run.code, run.err
        self.tests, self.errors, self.outside, self.out, self.places = {}, {}, [], [], {}
        blocks, name, status = [], None, None
        for line in run.out.split("\n"):
            if found := re.match(r"( *)# Subtest: (.*)", line):
                blocks[len(found[1]) // 4:] = [found[2]]
            elif found := re.match(r"( *)(not ok|ok) \d+ - ", line):
                name = " > ".join(blocks[:len(found[1]) // 4 + 1])
                status = "todo" if " # TODO" in line else "skip" if " # SKIP" in line else found[2]
            elif found := re.match(r" *type: '(\w+)'", line):
                if found[1] == "test":
                    self.tests[name] = status
            elif found := re.match(r" *error: (.*)", line):
                self.errors.setdefault(name, []).append(json.loads(found[1]))
            elif found := re.match(r" *location: \".*?([^/]*)\"$", line):
                self.places.setdefault(name, []).append(found[1])
            elif line.startswith("# outside of any test: "):
                self.outside.append(line.split(": ", 1)[1])
            elif line.startswith("LOG "):
                self.out.append(line[4:])


def run_tests(source, name="main.test.mjs", **more):
    """Runs the source of a test file as a program."""
    tree = files({name: source, "package.json": {"type": "commonjs"}})
    return Result(weft("--test-reporter=tap", tree / name, **more))
