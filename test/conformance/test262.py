#!/usr/bin/env python3
"""Runs test262's module tests with weft and compares with the committed counts.

    test/conformance/test262.py             run, print the failures
    test/conformance/test262.py --update    and rewrite test262-modules.txt

Every file runs in processes of its own: a module once, a script in sloppy and
in strict mode unless its flags say otherwise (INTERPRETING.md of tc39/test262).
The tests come from ../shared/conformance beside the checkout.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ARCHIVE = HERE.parents[2] / "shared/conformance/test262-modules.tar.xz"
SNAPSHOT = HERE / "test262-modules.txt"
WEFT = os.environ.get("WEFT_TEST_BINARY") or str(HERE.parents[1] / "build/release/weft")
SCALE = float(os.environ.get("WEFT_TEST_TIMEOUT_SCALE", "1"))


def run_suite(progress=None):
    """{name: None if it passed, else why it failed}, names relative to test/language."""
    with tempfile.TemporaryDirectory(prefix="weft-test262-") as folder:
        root = pathlib.Path(folder).resolve()
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(root)
        # Fixtures and tests that are loaded as modules are named .js.
        (root / "package.json").write_text('{"type": "module"}')
        language = root / "test/language"
        tests = sorted(p for p in language.rglob("*.js") if not p.name.endswith("_FIXTURE.js"))
        for parent in {p.parent for p in tests}:
            (parent / "weft-driver.cjs").write_text((HERE / "driver.cjs").read_text())
        results = {}
        with ThreadPoolExecutor(max_workers=2) as pool:
            for path, failure in zip(tests, pool.map(lambda p: run_test(p, root / "harness"), tests)):
                results[str(path.relative_to(language))] = failure
                if progress:
                    progress(len(results), len(tests))
        return results


def run_test(path, harness):
    meta = read_metadata(path.read_text(encoding="utf-8"))
    for strict in modes(meta):
        failure = run_once(path, harness, meta, strict)
        if failure:
            return f"{failure} ({'strict' if strict else 'sloppy'} mode)" if len(modes(meta)) > 1 else failure
    return None


def modes(meta):
    """Which strictness to run in: a list of booleans."""
    flags = meta["flags"]
    if "module" in flags or "raw" in flags or "noStrict" in flags:
        return [False]
    return [True] if "onlyStrict" in flags else [False, True]


def run_once(path, harness, meta, strict):
    includes = [] if "raw" in meta["flags"] else ["assert.js", "sta.js", *meta["includes"]]
    options = {"module": "module" in meta["flags"], "async": "async" in meta["flags"], "strict": strict,
               "includes": includes, "negative": meta["negative"]}
    command = [WEFT, str(path.parent / "weft-driver.cjs"), str(harness), str(path), json.dumps(options)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=10 * SCALE,
                              env={**os.environ, "NODE_NO_WARNINGS": "1"}, cwd=path.parent)
    except subprocess.TimeoutExpired:
        return "hung"
    if done.returncode < 0:
        return f"crashed: signal {-done.returncode}"
    last = done.stdout.decode("utf-8", "replace").rstrip("\n").split("\n")[-1]
    if last == "pass":
        return None
    if last.startswith("fail "):
        return last[5:]
    return f"no verdict, exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace')[:300]}"


def read_metadata(source):
    """The part of test262's YAML frontmatter that matters here."""
    front = re.search(r"/\*---(.*?)---\*/", source, re.S).group(1).replace("\r\n", "\n").replace("\r", "\n")

    def items(key):
        inline = re.search(rf"^{key}:\s*\[(.*?)\]", front, re.M | re.S)
        if inline:
            return [item.strip() for item in inline.group(1).split(",") if item.strip()]
        block = re.search(rf"^{key}:\s*\n((?:\s+-.*\n?)+)", front, re.M)
        return [item.strip() for item in re.findall(r"-\s*(.*)", block.group(1))] if block else []

    negative = re.search(r"^negative:\s*\n((?:[ \t]+.*\n?)+)", front, re.M)
    if negative:
        negative = dict(re.findall(r"^\s+(phase|type):\s*(\S+)", negative.group(1), re.M))
    return {"flags": items("flags"), "includes": items("includes"), "negative": negative or None}


def known_failures():
    """Names listed in the snapshot; empty when there is none yet."""
    if not SNAPSHOT.exists():
        return set()
    return {line for line in SNAPSHOT.read_text().split("\n") if line.endswith(".js")}


# Proposals that the engine does not have; their tests have these words in their names.
PROPOSALS = {"import defer": "import-defer", "source phase imports": r"import-source|source-phase", "import bytes": "import-bytes"}


def write_snapshot(results):
    failing = sorted(name for name, failure in results.items() if failure)
    groups = {proposal: [n for n in failing if re.search(words, n)] for proposal, words in PROPOSALS.items()}
    of_proposals = set().union(*groups.values())
    rest = [name for name in failing if name not in of_proposals]
    lines = ["Module tests of tc39/test262 (2026-08-07) in weft. Written by test262.py --update.",
             f"passed {len(results) - len(failing)}", f"failed {len(failing)}, {len(of_proposals)} of them for proposals that the engine does not have",
             "", f"{len(rest)} others:", *rest]
    for proposal, names in groups.items():
        lines += ["", f"{len(names)} of the proposal {proposal}:", *names]
    SNAPSHOT.write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the counts and failing names")
    options = parser.parse_args()
    if not ARCHIVE.exists():
        sys.exit(f"{ARCHIVE} is not there")
    results = run_suite(lambda n, total: n % 200 or print(f"{n}/{total}", file=sys.stderr, flush=True))
    failing = {name: failure for name, failure in results.items() if failure}
    for name, failure in failing.items():
        print(f"{name}: {failure}")
    print(f"{len(results) - len(failing)} passed, {len(failing)} failed")
    if options.update:
        write_snapshot(results)


if __name__ == "__main__":
    main()
