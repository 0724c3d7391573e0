"""Runs suites of tests of other projects on weft, and compares with what their own runner counts.

Used by tools/test-suites, whose help describes the options. Each NAME.json of this folder is a suite:
  repository, tag, commit   where the tests come from; paths: if not all of it
  packages                  what is installed for them, by exact version
  overrides, links          npm's overrides; packages that are folders of the source
  folder, environment       where the runners are started, and variables
  runner, own               "jest", "vitest" or "mocha", and its arguments
  weft                      the arguments of `weft test`
  counts                    what its own runner counts
  failing                   tests that end otherwise on weft than with their own runner: {name: why}
  unstable                  tests that do not end alike each time, with either: {name: why}
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import results
import sources

HERE = pathlib.Path(__file__).resolve().parent
# Where its report goes; and time enough for a busy machine, where a test's limit says little.
MILLISECONDS = 60_000
REPORTS = {
    "jest": lambda out: ["--json", f"--outputFile={out}", f"--testTimeout={MILLISECONDS}"],
    "vitest": lambda out: ["--reporter=json", f"--outputFile={out}", f"--testTimeout={MILLISECONDS}"],
    "mocha": lambda out: ["--reporter=json", f"--reporter-option=output={out}", f"--timeout={MILLISECONDS}"],
}


def read_suites(words):
    suites = [{"name": path.stem, **json.loads(path.read_text())} for path in sorted(HERE.glob("*.json"))]
    if words:
        suites = [suite for suite in suites if any(word in suite["name"] for word in words)]
    if not suites:
        raise SystemExit(f"no suite is called {' or '.join(words)}")
    return suites


def write_suite(suite):
    text = {key: value for key, value in suite.items() if key != "name"}
    (HERE / f"{suite['name']}.json").write_text(json.dumps(text, indent=2, ensure_ascii=False) + "\n")


def start(command, suite, folder, limit, output):
    environment = {**os.environ, "CI": "true", "NO_COLOR": "1", **suite.get("environment", {})}
    for name in ("FORCE_COLOR", "NODE_OPTIONS", "NODE_ENV", "NODE_PATH"):
        if name not in suite.get("environment", {}):
            environment.pop(name, None)
    begun = time.monotonic()
    with open(output, "wb") as stream:
        try:
            subprocess.run(command, cwd=folder / "source" / suite.get("folder", "."), env=environment, stdin=subprocess.DEVNULL,
                           stdout=stream, stderr=subprocess.STDOUT, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            stream.write(f"\nnot done after {limit} s\n".encode())
    return time.monotonic() - begun


def report_of(read, path, folder, output):
    if not path.exists() or path.stat().st_size == 0:
        tail = pathlib.Path(output).read_text(errors="replace")[-2000:]
        raise SystemExit(f"no report was written:\n{tail}")
    return read(path, folder / "source")


def run_own(suite, folder, output, limit):
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "own.json"
        program = folder / "node_modules" / ".bin" / suite["runner"]
        seconds = start([program, *suite["own"], *REPORTS[suite["runner"]](out)], suite, folder, limit, output / f"{suite['name']}.own.txt")
        read = results.read_mocha if suite["runner"] == "mocha" else results.read_jest
        return report_of(read, out, folder, output / f"{suite['name']}.own.txt"), seconds


def run_weft(suite, folder, weft, output, limit):
    with tempfile.TemporaryDirectory() as scratch:
        out = pathlib.Path(scratch) / "weft.json"
        text = output / f"{suite['name']}.weft.txt"
        seconds = start([weft, "test", *suite["weft"], f"--timeout={MILLISECONDS}", "--reporter=default", f"--reporter=json={out}"], suite, folder, limit, text)
        return report_of(results.read_jest, out, folder, text), seconds


def describe(difference):
    name, own, weft = difference
    return f"{name}\n    {own or 'is not there'} with its own runner, {weft or 'is not there'} on weft"


def compare(suite, tests, own):
    """Without the own runner's results of today, those that failed or were left out must be as many as it counted."""
    unstable, failing = suite.get("unstable", {}), suite.get("failing", {})
    if own is None:
        found = [(name, None, "failed") for name, outcomes in tests.items() if "failed" in outcomes]
        found = [(name, "passed", "failed") for name, _, _ in found if name not in suite.get("failingAnyway", [])]
    else:
        found = results.differences(own, tests)
    found = [each for each in found if each[0] not in unstable]
    new = [each for each in found if each[0] not in failing]
    mended = sorted(set(failing) - {name for name, _, _ in found})
    return new, mended


def counted(counts):
    return ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "nothing"


def check(suite, arguments, output):
    """@returns whether the suite is as its list says."""
    folder = sources.prepared(suite, arguments.cache, arguments.mirror)
    own = None
    if arguments.own or arguments.update:
        own, seconds = run_own(suite, folder, output, arguments.limit)
        print(f"{suite['name']}: {suite['runner']}: {counted(results.counts(own))} in {seconds:.1f} s", flush=True)
    tests, seconds = run_weft(suite, folder, arguments.weft, output, arguments.limit)
    found = results.counts(tests)
    print(f"{suite['name']}: weft: {counted(found)} in {seconds:.1f} s", flush=True)
    if arguments.update:
        suite["counts"] = results.counts(own)
        suite["failingAnyway"] = sorted(name for name, outcomes in own.items() if "failed" in outcomes)
        reasons = {**suite.get("failing", {})}
        suite["failing"] = {name: reasons.get(name, f"{left or 'not there'} with {suite['runner']}, {right or 'not there'} on weft")
                            for name, left, right in results.differences(own, tests) if name not in suite.get("unstable", {})}
        for key in ("failing", "failingAnyway"):
            if not suite[key]:
                del suite[key]
        write_suite(suite)
        return True
    new, mended = compare(suite, tests, own)
    for difference in new:
        print(f"  worse: {describe(difference)}")
    for name in mended:
        print(f"  mended: {name}")
    tolerated = len(suite.get("failing", {})) + len(suite.get("unstable", {}))
    as_many = found == suite["counts"] or tolerated > 0
    if not as_many:
        print(f"  {suite['runner']} counts {counted(suite['counts'])}")
    return not new and not mended and as_many


def main():
    parser = argparse.ArgumentParser(prog="tools/test-suites", description="Runs the tests of other projects on weft.")
    parser.add_argument("words", nargs="*", metavar="NAME", help="only suites whose name contains it")
    parser.add_argument("--weft", default=str(HERE.parents[1] / "build/release/weft"), help="the binary (build/release/weft)")
    parser.add_argument("--own", action="store_true", help="run each suite with its own runner, too, and compare test by test")
    parser.add_argument("--update", action="store_true", help="so, and write what they count and where they differ into the lists")
    parser.add_argument("--output", metavar="FOLDER", help="keep what the runners write")
    parser.add_argument("--mirror", metavar="FOLDER", default=os.environ.get("WEFT_SUITES_MIRROR"),
                        help="bare repositories OWNER/NAME, taken instead of a download (WEFT_SUITES_MIRROR)")
    parser.add_argument("--cache", metavar="FOLDER", help="where sources and packages are kept",
                        default=os.path.join(os.environ.get("WEFT_BUILD_CACHE", os.path.expanduser("~/.cache/weft-build")), "suites"))
    parser.add_argument("--limit", type=float, default=600, metavar="SECONDS", help="of one run (600)")
    parser.add_argument("--list", action="store_true", help="name the suites and what they count")
    arguments = parser.parse_args()
    arguments.weft = os.path.abspath(arguments.weft)
    suites = read_suites(arguments.words)
    if arguments.list:
        for suite in suites:
            print(f"{suite['name']:24} {suite['repository']} {suite['tag']}  {counted(suite.get('counts', {}))}")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        output = pathlib.Path(arguments.output or scratch).absolute()
        output.mkdir(parents=True, exist_ok=True)
        good = [check(suite, arguments, output) for suite in suites]
    print(f"{sum(good)} passed, {len(good) - sum(good)} failed")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
