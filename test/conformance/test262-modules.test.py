# test-timeout: 300 s
"""test262's module tests: only what test262-modules.txt lists may fail."""
import collections
import pathlib
import sys

from process import Skip, check, test

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import test262  # noqa: E402

UPDATE = "run test/conformance/test262.py --update and review the change of test262-modules.txt"


def compare():
    results = test262.run_suite()
    known = test262.known_failures()
    groups = collections.defaultdict(dict)
    for name, failure in results.items():
        groups[name.rpartition("/")[0]][name] = failure
    for folder, group in sorted(groups.items()):
        report_group(folder, group, known)

    @test("the list of known failures is current")
    def _():
        now_pass = sorted(name for name in known if results.get(name, "gone") is None)
        gone = sorted(known - results.keys())
        check(not now_pass and not gone, f"now pass: {now_pass}, gone: {gone}; {UPDATE}")


def report_group(folder, group, known):
    passed = sum(1 for failure in group.values() if not failure)

    @test(f"{folder}: {len(group)} files")
    def _():
        unexpected = [f"{name}: {failure}" for name, failure in group.items() if failure and name not in known]
        check(not unexpected, f"{passed} of {len(group)} pass; not on the list of known failures:\n" + "\n".join(unexpected))


if test262.ARCHIVE.exists():
    compare()
else:
    @test("module tests of test262")
    def _():
        raise Skip("../shared/conformance is not beside the checkout")
