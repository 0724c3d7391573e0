"""What a runner reported: {name of a test: [its outcomes]}, whichever runner it was.

A test's name is its file's path within the source, and the titles of its blocks and its own with spaces between,
as Jest, Vitest, Mocha and weft all tell it. A name can be there more than once.
"""
import collections
import json
import os
import pathlib

OUTCOMES = ("passed", "failed", "skipped", "todo")
WORDS = {"passed": "passed", "failed": "failed", "todo": "todo", "pending": "skipped", "skipped": "skipped", "disabled": "skipped"}


def file_name(path, source):
    path = os.path.realpath(path)
    root = os.path.realpath(source) + "/"
    return path[len(root):] if path.startswith(root) else path


def read_jest(path, source):
    """Jest's shape, which Vitest and weft write, too."""
    tests = collections.defaultdict(list)
    for file in json.loads(pathlib.Path(path).read_text())["testResults"]:
        name = file_name(file.get("name") or file.get("testFilePath"), source)
        cases = file.get("assertionResults") or file.get("testResults") or []
        if not cases and file.get("status") == "failed":
            tests[name + " (the file)"].append("failed")
        for case in cases:
            title = " ".join([*case["ancestorTitles"], case["title"]]).strip()
            tests[f"{name} {title}"].append(WORDS[case["status"]])
    return tests


def read_mocha(path, source):
    tests = collections.defaultdict(list)
    report = json.loads(pathlib.Path(path).read_text())
    failed = {id(case) for case in report["tests"] if case.get("err")}
    for case in report["tests"]:
        outcome = "failed" if id(case) in failed else "skipped" if "duration" not in case else "passed"
        tests[f"{file_name(case['file'], source)} {case['fullTitle'].strip()}"].append(outcome)
    # Mocha reports a hook that fails beside the tests, and those that it prevents not at all.
    for case in report["failures"]:
        if '" hook ' in case["fullTitle"]:
            tests[f"{file_name(case['file'], source)} {case['fullTitle'].strip()}"].append("failed")
    return tests


def counts(tests):
    found = collections.Counter(outcome for outcomes in tests.values() for outcome in outcomes)
    return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}


def differences(own, weft):
    """[(name, outcome of its own runner or None, weft's or None)], for each test that ended otherwise."""
    found = []
    for name in sorted({*own, *weft}):
        left, right = collections.Counter(own.get(name, [])), collections.Counter(weft.get(name, []))
        only_left, only_right = sorted((left - right).elements()), sorted((right - left).elements())
        for i in range(max(len(only_left), len(only_right))):
            found.append((name, only_left[i] if i < len(only_left) else None, only_right[i] if i < len(only_right) else None))
    return found
