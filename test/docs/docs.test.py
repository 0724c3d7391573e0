# test-timeout: 60 s
"""The documentation: its links lead somewhere, its examples run."""
import pathlib
import re

from process import check, files, test, weft

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "test/README.md", ROOT / "packages/README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Pages whose examples stand for a project with files of its own.
SKETCHES = {"modules.md", "run.md", "README.md"}
# What examples read.
key, certificate = ((ROOT / "test/tls/keys" / name).read_text() for name in ("self-key.pem", "self.pem"))


@test("every relative link leads to a file, every anchor to a heading")
def _():
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
            path, _, anchor = target.partition("#")
            linked = (page.parent / path).resolve() if path else page
            headings = re.findall(r"^#+ (.*)$", linked.read_text(), re.M) if linked.is_file() else []
            slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            if not linked.exists() or (anchor and anchor not in slugs):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    check(not broken, "\n".join(broken))


def runs(page):
    @test(f"the examples of {page.name} run")
    def _():
        for source in re.findall(r"^```js\n(.*?)^```", page.read_text(), re.M | re.S):
            folder = files({"example.mjs": source, "package.json": "{}", "key.pem": key, "cert.pem": certificate})
            result = weft("example.mjs", cwd=folder, stdin="Ada\n")
            check(result.code == 0, f"{source}\n{result}")


for found in PAGES:
    if found.name not in SKETCHES and "```js" in found.read_text():
        runs(found)
