"""The programs of examples/ end quickly and print what they promise."""
import pathlib

from process import check, equal, match, test, weft

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"


@test("every example ends with 0, silent on stderr, with something on stdout")
def _():
    found = [path for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".js", ".mjs", ".cjs", ".ts")]
    check(len(found) >= 5, found)
    for path in found:
        check(weft(path, timeout=5).ok().out, path.name)


@test("word-count.mjs counts, also a file of one's own")
def _():
    out = weft(EXAMPLES / "word-count.mjs").ok().out
    match(out, r"^276 words, 142 different, 24 lines$")
    match(out, r"^    that   13 █{30}$")
    match(weft(EXAMPLES / "word-count.mjs", EXAMPLES / "data/stock.json", 1).ok().out, r"^   count    4 ")


@test("csv-table.mjs reads quoted fields and draws aligned columns")
def _():
    lines = weft(EXAMPLES / "csv-table.mjs").ok().out.split("\n")[:-1]
    equal(len(lines), 10)
    equal(len({len(line) for line in lines}), 1, "widths")
    match(lines[7], r"│ 4 +│ 'Danube' +│ 2850 +│ 'Black Sea' +│ 'Germany, .* and \"five more\"' │")


@test("inventory.mjs combines an ES module, a CommonJS module and JSON")
def _():
    out = weft(EXAMPLES / "inventory.mjs").ok().out
    match(out, r"^total +3,966\.50 EUR$")
    match(out, r"^to order: \[ \{ name: 'reed', price: 2600, count: 0 \} \]$")


@test("job-queue.cjs runs two jobs at a time")
def _():
    lines = weft(EXAMPLES / "job-queue.cjs").ok().out.split("\n")[:-1]
    equal([line.split(" ms ")[1] for line in lines[:4]], ["start wash", "start card", "end   card", "start spin"])
    equal(lines[-1].split(" ms ")[1], "all done")


@test("notes-service.ts serves, and is its own client")
def _():
    out = weft(EXAMPLES / "notes-service.ts").ok().out
    match(out, r'^POST /notes → 422 \{"error":"a note needs a text"\}$')
    match(out, r'^GET /notes\?tag=work → 200 \[\{"id":1,"text":"warp the loom","tags":\["work"\]\}\]$')
    match(out, r"^GET /notes/1 → 404 no such note$")
