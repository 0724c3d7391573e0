"""Runs Node's own tests and compares with the committed lists in test/conformance/node.

Used by tools/node-tests, whose help describes the options. Lists, one test a line:
  pass.txt       must pass
  fail.txt       fail, and are to be mended
  skipped.txt    skip themselves, and why
  changed.txt    describe what Node 18 did, and fail with Node 20 too
  internals.txt  look inside of Node or V8, and at what
"""
import argparse
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor

import node_suite
from child import run_child

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE / "node"
FOLDERS = ("parallel", "sequential")
LIMIT = 20
SCALE = float(os.environ.get("WEFT_TEST_TIMEOUT_SCALE", "1"))


class Test:
    def __init__(self, path, module):
        self.path, self.module = path, module
        self.name = path.name if path.parent.name == "parallel" else f"{path.parent.name}/{path.name}"
        source = path.read_text(encoding="utf-8", errors="replace")
        self.flags = node_suite.flags_of(source)
        self.inside = node_suite.inside(source)


class Outcome:
    def __init__(self, status, detail, output):
        self.status, self.detail, self.output = status, detail, output


def find_tests(root, words):
    tests = []
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("test-*")):
            module = node_suite.module_of(path.name)
            if path.suffix in (".js", ".mjs", ".cjs") and module:
                tests.append(Test(path, module))
    if words:
        modules = {name for name, _ in node_suite.MODULES}
        tests = [t for t in tests if any(t.module == word if word in modules else word in t.name for word in words)]
    return tests


def known_flags(binary):
    """The options that the binary has, by its help; of Node's all are given."""
    text = subprocess.run([binary, "--help"], capture_output=True, text=True).stdout
    return set(re.findall(r"(?<![\w-])--[a-z][\w.-]*", text))


class Runner:
    def __init__(self, binary, output=None):
        self.binary, self.output = binary, output
        self.is_node = pathlib.Path(binary).name.startswith("node")
        self.flags = known_flags(binary)
        self.local = threading.local()
        self.workers = 0
        self.lock = threading.Lock()

    def run(self, test, limit=LIMIT):
        flags = test.flags if self.is_node else [f for f in test.flags if f.split("=")[0].replace("_", "-") in self.flags]
        folder = tempfile.mkdtemp(prefix="weft-node-")
        try:
            outcome = self.run_in(folder, [self.binary, *flags, str(test.path)], test.path.parents[2], limit * SCALE)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if self.output:
            note = f"{outcome.status} {outcome.detail}\n".encode()
            (self.output / f"{test.path.name}.out").write_bytes(note + outcome.output)
        return outcome

    def run_in(self, folder, command, cwd, limit):
        environment = {**os.environ, "NODE_TEST_KNOWN_GLOBALS": "0", "NODE_SKIP_FLAG_CHECK": "1", "NODE_TEST_DIR": folder,
                       "TEST_THREAD_ID": str(self.worker_number()), "WEFT_CACHE_DIR": folder + "/cache"}
        for name in ("NODE_OPTIONS", "NODE_PATH", "FORCE_COLOR", "NO_COLOR"):
            environment.pop(name, None)
        return judge(*run_child(command, cwd, environment, limit))

    def worker_number(self):
        """Tests that run at the same time get ports of their own by it."""
        if not hasattr(self.local, "number"):
            with self.lock:
                self.workers += 1
                self.local.number = self.workers
        return self.local.number


def judge(code, output):
    if code is None:
        return Outcome("fail", "hung", output)
    if code == 0:
        skipped = re.search(rb"^1\.\.0 # Skipped: (.*)", output, re.M)
        if skipped:
            return Outcome("skipped", skipped[1].decode("utf-8", "replace").strip(), output)
        return Outcome("pass", "", output)
    return Outcome("fail", f"signal {-code}" if code < 0 else f"exit code {code}", output)


def read_list(name):
    """{test: what stands after its name}"""
    path = LISTS / f"{name}.txt"
    if not path.exists():
        return {}
    lines = [line for line in path.read_text().split("\n") if line and not line.startswith("#")]
    return {line.split(" ", 1)[0]: (line.split(" ", 1) + [""])[1] for line in lines}


HEADS = {
    "pass": "Node's tests that pass.",
    "fail": "Node's tests that fail.",
    "skipped": "Node's tests that skip themselves, and why.",
    "changed": "Node 18's tests that fail with Node 20, too: what they describe has changed since.",
    "internals": "Node's tests that look inside of Node, V8 or libuv, and at what. They are not run.",
}


def write_list(name, tests):
    lines = [f"# {HEADS[name]} Written by tools/node-tests --update."]
    lines += [f"{test} {note}".rstrip() for test, note in sorted(tests.items())]
    (LISTS / f"{name}.txt").write_text("\n".join(lines) + "\n")


def run_all(runner, tests, jobs, expected):
    """{name: outcome}. What should pass and doesn't gets a second chance, alone, with twice the time."""
    outcomes = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        parallel = [test for test in tests if test.path.parent.name == "parallel"]
        for test, outcome in zip(parallel, pool.map(runner.run, parallel)):
            outcomes[test.name] = outcome
            if len(outcomes) % 50 == 0:
                print(f"{len(outcomes)}/{len(tests)}", file=sys.stderr, flush=True)
    for test in tests:
        if test.name not in outcomes:
            outcomes[test.name] = runner.run(test)
    for test in tests:
        if outcomes[test.name].status == "fail" and test.name in expected:
            outcomes[test.name] = runner.run(test, 2 * LIMIT)
    return outcomes


def print_table(tests, outcomes, lists):
    counts = collections.defaultdict(collections.Counter)
    for test in tests:
        row = counts[test.module]
        if test.name in outcomes:
            row[outcomes[test.name].status] += 1
        else:
            row["internals" if test.name in lists["internals"] else "changed"] += 1
    total = sum(counts.values(), collections.Counter())
    print(f"{'module':<22}{'pass':>6}{'fail':>6}{'':>7}{'skipped':>9}{'changed':>9}{'internals':>11}")
    for name, row in [*sorted(counts.items()), ("total", total)]:
        ran = row["pass"] + row["fail"]
        share = f"{100 * row['pass'] / ran:.0f} %" if ran else ""
        print(f"{name:<22}{row['pass']:>6}{row['fail']:>6}{share:>7}{row['skipped']:>9}{row['changed']:>9}{row['internals']:>11}")


def main():
    parser = argparse.ArgumentParser(prog="tools/node-tests", description="Runs Node's own tests with weft.")
    parser.add_argument("words", nargs="*", help="only tests of these modules, or whose names contain these words")
    parser.add_argument("--source", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--weft", default=str(HERE.parents[1] / "build/release/weft"), help="another binary")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--output", type=pathlib.Path, help="keep what each test writes in this folder")
    parser.add_argument("--update", action="store_true", help="write the lists")
    parser.add_argument("--changed", metavar="NODE", help="try what fails with this newer node, and list what fails there too")
    options = parser.parse_args()

    lists = {name: read_list(name) for name in HEADS}
    tests = find_tests(options.source.resolve(), options.words)
    for test in tests:
        if test.inside:
            lists["internals"].setdefault(test.name, test.inside)
    apart = lists["internals"].keys() | lists["changed"].keys()
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
    runner = Runner(os.path.abspath(shutil.which(options.weft) or options.weft), options.output)
    chosen = [test for test in tests if test.name not in apart]
    outcomes = run_all(runner, chosen, options.jobs, lists["pass"])
    if options.changed:
        failed = [test for test in chosen if outcomes[test.name].status == "fail"]
        for name, outcome in run_all(Runner(options.changed), failed, options.jobs, set()).items():
            if outcome.status == "fail":
                lists["changed"][name] = ""
                del outcomes[name]
    worse = report(tests, outcomes, lists)
    if options.update:
        update(tests, outcomes, lists)
    sys.exit(1 if worse and not options.update else 0)


def report(tests, outcomes, lists):
    """Prints everything; the tests that should pass and don't."""
    worse = {name: outcome for name, outcome in outcomes.items() if outcome.status != "pass" and name in lists["pass"]}
    better = [name for name, outcome in outcomes.items() if outcome.status == "pass" and name not in lists["pass"]]
    print_table(tests, outcomes, lists)
    if better:
        print(f"\n{len(better)} pass that pass.txt does not have; tools/node-tests --update adds them:")
        print("\n".join(f"  {name}" for name in better))
    if worse:
        print(f"\n{len(worse)} of pass.txt fail:")
        for name, outcome in worse.items():
            print(f"  {name}: {outcome.detail}")
            tail = outcome.output.decode("utf-8", "replace").strip().split("\n")[-12:]
            print("\n".join(f"    | {line}" for line in tail))
    return worse


def update(tests, outcomes, lists):
    for test in tests:
        for name in ("pass", "fail", "skipped"):
            lists[name].pop(test.name, None)
        if test.name in outcomes:
            outcome = outcomes[test.name]
            lists[outcome.status][test.name] = outcome.detail if outcome.status == "skipped" else ""
    for name, entries in lists.items():
        write_list(name, entries)


if __name__ == "__main__":
    main()
