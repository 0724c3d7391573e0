# test-timeout: 400 s
"""Pages that `weft build` made, in a real browser."""

import pathlib

from browser import Site
from process import Link, check, equal, files, match, test, weft

MODULES = pathlib.Path(__file__).resolve().parent / "node_modules"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                    "1f15c4890000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082")


def built(tree, *options, entries=("index.html",)):
    folder = files({"node_modules": Link(MODULES), "package.json": '{"type":"module"}', **tree})
    run = weft("build", "--outdir", "dist", *options, *entries, cwd=folder, timeout=120)
    equal(run.code, 0, run.err)
    return folder / "dist"


VANILLA = {
    "index.html": """<!doctype html>
<html><head>
<link rel="stylesheet" href="page.css">
<link rel="icon" href="dot.png">
<style>#inline { color: rgb(1, 2, 3) }</style>
<script>var early = "early"; order = ["classic"]</script>
<script src="classic.js"></script>
</head><body>
<img id="picture" src="dot.png" srcset="dot.png 1x, /pub.png 2x"><p id="inline" class="styled">x</p><p id="out"></p>
<script type="module" src="main.ts"></script>
<script type="module">import { shared } from "./shared.js"; order.push("inline " + shared.count++)</script>
<script defer src="deferred.js"></script>
</body></html>""",
    "page.css": "@import './base.css'; .styled { background: url(dot.png); margin-top: 7px }",
    "base.css": ".styled { margin-top: 1px; padding-top: 3px }",
    "classic.js": "order.push('second ' + early)",
    "deferred.js": "order.push('deferred')",
    "shared.js": "export const shared = { count: 1 }",
    "main.ts": """import { shared } from "./shared.js";
import dot from "./dot.png";
import "./main.css";
order.push(`main ${shared.count++}` as string);
const style = getComputedStyle(document.querySelector(".styled")!);
const late = await import("./late.js");
const picture = document.querySelector("img")!;
await picture.decode();
const copy = new Image();
copy.src = dot;
await copy.decode();
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const answer = await new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data); });
document.querySelector("#out")!.textContent = JSON.stringify([
  order, style.marginTop, style.paddingTop, style.color, style.borderTopWidth, late.late(), picture.naturalWidth, copy.naturalWidth,
  answer, style.backgroundImage !== "none"]);
""",
    "main.css": ".styled { border: 5px solid red }",
    "late.js": "import { shared } from './shared.js'; export const late = () => `late ${shared.count}`",
    "worker.js": "import { shared } from './shared.js'; postMessage(`worker ${shared.count}`)",
    "dot.png": PNG, "public/pub.png": PNG,
}
# Deferred and module scripts run in their order; what waits (main) does not hold the others up.
ORDER = r'\[\["classic","second early","(main 1","inline 2","deferred|deferred","main 1","inline 2)"\]'
# Of two images with data: URLs the browser may take the one that is half as wide.
SHOWN = r',"7px","3px","rgb\(1, 2, 3\)","5px","late [23]",[01],1,"worker 1",true\]'


@test("a page with scripts of all kinds, styles, images, a worker")
def _():
    for options in [[], ["--minify", "--sourcemap", "linked"]]:
        with Site(built(VANILLA, *options)) as site:
            text, console = site.shown("index.html", SHOWN)
            equal(console, [])
            match(text, ORDER)


@test("the same as one file, opened from the disk")
def _():
    folder = files({**VANILLA, "package.json": '{"type":"module"}'})
    run = weft("build", "--single-file", "--minify", "--outfile", "one.html", "index.html", cwd=folder, timeout=60)
    equal(run.code, 0, run.err)
    alone = files({"one.html": (folder / "one.html").read_bytes()})
    with Site(alone) as site:
        _, console = site.shown("one.html", SHOWN, is_from_disk=True)
        equal(console, [])
        equal(site.asked, [])


@test("scripts that are no modules, opened from the disk")
def _():
    dist = built({"index.html": "<link rel=stylesheet href=a.css><p id=out></p><script type=module src=a.js></script>",
                  "a.js": "import { b } from './b.js'; import('./c.js').then(({ c }) => { document.querySelector('#out')"
                          ".textContent = b + c + ' shown' })", "b.js": "export const b = 1", "c.js": "export let c = 2",
                  "a.css": "p { margin: 0 }"}, "--format", "iife")
    with Site(dist) as site:
        site.shown("index.html", "3 shown", is_from_disk=True)


@test("several pages share what they have in common, and load it early")
def _():
    dist = built({"index.html": "<title>1</title><p id=out></p><script type=module src=one.js></script>",
                  "sub/two.html": "<title>2</title><p id=out></p><script type=module src=../two.js></script>",
                  "one.js": "import { say } from './say.js'; import './style.css'; say('one')",
                  "two.js": "import { say } from './say.js'; say('two')", "style.css": "p { color: red }",
                  "say.js": "export const say = (it) => { document.querySelector('#out').textContent = `said ${it}` }"},
                 "--minify", entries=("index.html", "sub/two.html"))
    with Site(dist) as site:
        site.shown("index.html", "said one")
        site.shown("sub/two.html", "said two")
        check(any("chunk-" in path for path in site.asked), site.asked)


@test("React with CSS modules")
def _():
    tree = {
        "index.html": "<!doctype html><title>React</title><div id=root></div><script type=module src=src/main.tsx></script>",
        "tsconfig.json": '{"compilerOptions":{"jsx":"react-jsx"}}',
        "src/main.tsx": """import { StrictMode, Suspense, lazy, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import styles from "./app.module.css";
const Late = lazy(() => import("./Late.tsx"));
function App({ start }: { start: number }) {
  const [count, setCount] = useState(start);
  useEffect(() => { if (count < 5) setCount((it) => it + 1); }, [count]);
  const color = () => getComputedStyle(document.querySelector(`.${styles.title.split(" ")[0]}`)!).color;
  return <><h1 className={styles.title}>count {count}</h1><Suspense fallback="…"><Late color={color} /></Suspense></>;
}
createRoot(document.getElementById("root")!).render(<StrictMode><App start={2} /></StrictMode>);
""",
        "src/Late.tsx": "import { useEffect, useState } from 'react'; import styles from './late.module.css';\n"
                        "export default ({ color }: { color: () => string }) => {\n"
                        "  const [text, setText] = useState('');\n"
                        "  useEffect(() => setText(color()), [color]);\n"
                        "  return <p className={styles.title}>late {text}</p>;\n};",
        "src/app.module.css": ".title { color: rgb(10, 20, 30); composes: base from './base.module.css' }",
        "src/base.module.css": ".base { font-weight: 700 }", "src/late.module.css": ".title { color: rgb(3, 2, 1) }",
    }
    for options in [[], ["--minify", "--single-file"]]:
        with Site(built(tree, *options)) as site:
            _, console = site.shown("index.html", r"count 5</h1>.*late rgb\(10, 20, 30\)")
            equal([line for line in console if "DevTools" not in line], [])


@test("the page of --analyze shows what is where, and why")
def _():
    own = "console.log('" + "</script><b>own</b>" * 1000 + "')"
    folder = files({"node_modules": Link(MODULES), "main.js": "import { z } from 'zod'; import './own.js'; console.log(z)",
                    "own.js": own})
    run = weft("build", "--minify", "--outdir", "dist", "--analyze=report.html", "main.js", cwd=folder, timeout=60)
    equal(run.code, 0, run.err)
    page = (folder / "report.html").read_text()
    (folder / "clicked.html").write_text(page.replace("render();\n</script>", """render();
document.querySelector('[data-module="own.js"]').click();
document.querySelector("#search").value = "zod";
document.querySelector("#search").dispatchEvent(new Event("input"));
document.querySelector('[value=source]').click();
</script>"""))
    with Site(folder) as site:
        text, console = site.shown("report.html", r'data-module="own\.js"', is_from_disk=True)
        match(text, r'data-module="[^"]*zod[^"]*"')
        match(text, r'<tr data-file="dist/main\.js"><td>dist/main\.js</td><td class="size">[\d.]+ kB</td>'
                    r'<td class="size"[^>]*>[\d.]+ kB gzip\n[\d.]+ kB brotli')
        equal(console, [])
        text, console = site.shown("clicked.html", r'Why it is there</h2><ol><li>main\.js <span class="kind">entry'
                                                   r'</span></li><li>own\.js <span class="kind">import</span>',
                                   is_from_disk=True)
        match(text, r'class="leaf[^"]*unfound[^"]*"[^>]*data-module="own\.js"')
        equal(console, [])
