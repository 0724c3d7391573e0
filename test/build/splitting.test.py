# test-timeout: 170 s
"""Several entries, and files for what they share and what import() loads: in whatever order the entries are loaded,
modules are evaluated as they are without a bundle."""

import os
import re

from process import Failure, absent, check, equal, files, match, test, weft
from random_program import Program, show

SEED = int(os.environ.get("WEFT_LINK_SEED", "1"))
PROGRAMS = int(os.environ.get("WEFT_LINK_PROGRAMS", "25"))

DRIVER = """
const [folder, ...entries] = process.argv.slice(2);
for (const entry of entries) {
  const ns = await import(`${folder}/${entry}`).catch((error) => error);
  console.log('loaded', entry, ns instanceof Error ? ns.message : Object.keys(ns).filter((name) => name !== 'module.exports').join());
  for (const use of globalThis.uses?.splice(0) ?? []) use();
  await new Promise((done) => setTimeout(done, 20));
}
"""

FORMS = ([], ["--minify"], ["--no-tree-shaking"], ["--minify-identifiers", "--entry-names", "[dir]/[name]-[hash]"])


@test("entries print what they print without a bundle, in every order")
def _():
    for number in range(PROGRAMS):
        seed = SEED * 1000 + number
        program = Program(seed, entries=2 + number % 2)
        names = [program.file(i) for i in program.entries]
        tree = files({**program.files, "driver.mjs": DRIVER})
        orders = [[name] for name in names] + [names, names[::-1]]
        form = FORMS[number % len(FORMS)]
        built = weft("build", "--platform", "node", *form, "--outdir", "out", "--out-extension", ".js=.mjs", *names, cwd=tree)
        plain = [weft("driver.mjs", ".", *order, cwd=tree) for order in orders]
        if built.code != 0:
            if any(result.code != 0 or "loaded" in result.out and "export" in result.out for result in plain):
                continue  # the program has faults that a build finds, too
            raise Failure(f"seed {seed}, {form}: {built}\n{show(program)}")
        files_of = {name: next(path.name for path in (tree / "out").iterdir() if re.fullmatch(rf"{name[:-4]}(-[A-Z2-7]{{8}})?\.mjs", path.name)
                               and (path.name == name or "hash" in "".join(form))) for name in names}
        for order, expected in zip(orders, plain):
            result = weft("driver.mjs", "./out", *[files_of[name] for name in order], cwd=tree)
            out = re.sub(r"(?<=^loaded m\d)-[A-Z2-7]{8}", "", result.out, flags=re.M)
            if (out, result.code) != (expected.out, expected.code):
                texts = "\n".join(f"--- {path.name}\n{path.read_text()}" for path in sorted((tree / "out").iterdir()))
                raise Failure(f"seed {seed}, {form}, {order}\n--- expected ({expected.code})\n{expected.out}{expected.err}\n--- printed ({result.code})\n{result.out}{result.err}\n{show(program)}\n{texts}")
