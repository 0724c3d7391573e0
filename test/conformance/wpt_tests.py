"""Runs the web platform tests that Node's source has and compares with test/conformance/wpt.

Used by tools/wpt, whose help describes the options. For each area there is AREA.txt, the subtests
that fail, as FILE: NAME; skipped.txt has the files that need a document, a page or a server.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from child import run_child

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE / "wpt"
DRIVER = HERE / "wpt_driver.cjs"
SCALE = float(os.environ.get("WEFT_TEST_TIMEOUT_SCALE", "1"))
AREAS = ["FileAPI", "WebCryptoAPI", "console", "dom", "encoding", "fetch", "hr-time", "html", "performance-timeline",
         "streams", "url", "user-timing", "wasm", "webidl", "webmessaging"]


class Run:
    """A file with one of its variants."""

    def __init__(self, root, path, variant, source):
        self.root, self.variant = root, variant
        self.file = str(path.relative_to(root))
        self.area = self.file.split("/")[0]
        self.name = self.file + variant
        self.limit = 120 if re.search(r"^// META: timeout=long", source, re.M) else 30


def find_runs(root, words, skipped):
    runs = []
    for area in AREAS:
        for path in sorted((root / area).rglob("*.js")):
            if not re.search(r"\.(any|window|worker)\.js$", path.name) or str(path.relative_to(root)) in skipped:
                continue
            source = path.read_text(encoding="utf-8", errors="replace")
            variants = [v.strip() for v in re.findall(r"^// META: variant=(.*)$", source, re.M)] or [""]
            runs += [Run(root, path, variant, source) for variant in variants]
    return [run for run in runs if not words or any(run.area == w if w in AREAS else w in run.name for w in words)]


def run_one(binary, run):
    """{subtest: None if it passed, else why not}"""
    with tempfile.TemporaryDirectory(prefix="weft-wpt-") as folder:
        environment = {**os.environ, "TMPDIR": folder, "WEFT_CACHE_DIR": folder + "/cache"}
        command = [binary, str(DRIVER), str(run.root), run.file, run.variant]
        code, output = run_child(command, folder, environment, run.limit * SCALE)
    results = {}
    text = output.decode("utf-8", "replace")
    for line in re.findall(r"^#wpt (\{.*\})$", text, re.M):
        result = json.loads(line)
        name = result["name"]
        while name in results:
            name += "'"  # Some files give two subtests the same name.
        results[name] = None if result["status"] == "pass" else f"{result['status']}: {result['message']}"
    if not re.search(r"^#wpt-done$", text, re.M) and "(uncaught)" not in results:
        results["(process)"] = "hung" if code is None else f"ended with code {code}: {text[-400:]}"
    return results


def escape(name):
    """A subtest's name as part of a line."""
    return json.dumps(name)[1:-1].replace('\\"', '"')


def read_lines(path):
    return [line for line in path.read_text().split("\n") if line and not line.startswith("#")] if path.exists() else []


def read_skipped():
    return {line.split(": ", 1)[0] for line in read_lines(LISTS / "skipped.txt")}


def known_failures():
    return {line for area in AREAS for line in read_lines(LISTS / f"{area}.txt")}


def write_lists(areas, counts, failing):
    for area in areas:
        names = sorted(name for name in failing if name.split("/")[0] == area)
        passed, total = counts[area]
        head = f"# {passed} of {total} subtests pass; these fail. Written by tools/wpt --update."
        (LISTS / f"{area}.txt").write_text("\n".join([head, *names]) + "\n")


def print_table(counts):
    print(f"{'area':<24}{'pass':>7}{'fail':>7}")
    total = [0, 0]
    for area, (passed, of) in sorted(counts.items()):
        print(f"{area:<24}{passed:>7}{of - passed:>7}{100 * passed / of:>7.1f} %")
        total[0] += passed
        total[1] += of
    print(f"{'total':<24}{total[0]:>7}{total[1] - total[0]:>7}{100 * total[0] / max(total[1], 1):>7.1f} %")


def main():
    parser = argparse.ArgumentParser(prog="tools/wpt", description="Runs web platform tests with weft.")
    parser.add_argument("words", nargs="*", help="only these areas, or files whose path contains one of these words")
    parser.add_argument("--source", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--weft", default=str(HERE.parents[1] / "build/release/weft"), help="another binary")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--update", action="store_true", help="write the lists")
    parser.add_argument("-v", "--verbose", action="store_true", help="print why each subtest fails, known or not")
    options = parser.parse_args()

    root = (options.source / "fixtures/wpt").resolve()
    binary = os.path.abspath(shutil.which(options.weft) or options.weft)
    runs = find_runs(root, options.words, read_skipped())
    known = known_failures()
    counts = collections.defaultdict(lambda: [0, 0])
    failing, ran = {}, set()
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for run, results in zip(runs, pool.map(lambda r: run_one(binary, r), runs)):
            for name, failure in results.items():
                line = f"{run.name}: {escape(name)}"
                counts[run.area][0] += failure is None
                counts[run.area][1] += 1
                ran.add(line)
                if failure is not None:
                    failing[line] = failure
    worse = [line for line in failing if line not in known]
    for line in failing if options.verbose else worse:
        print(f"{line}\n    {failing[line]}")
    print_table(counts)
    better = sorted(line for line in known & ran if line not in failing)
    if better:
        print(f"\n{len(better)} of the lists pass; tools/wpt --update takes them off")
    if options.update:
        if not set(options.words) <= set(AREAS):
            parser.error("--update takes no words but areas: it counts them whole")
        write_lists(counts.keys(), counts, failing)
    if worse and not options.update:
        sys.exit(f"\n{len(worse)} fail that the lists don't have")


if __name__ == "__main__":
    main()
