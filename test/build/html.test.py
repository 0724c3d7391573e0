# test-timeout: 120 s
"""`weft build index.html`: pages with their scripts, styles and files."""

import json
import re

from process import check, equal, files, match, test, weft

PNG = b"\x89PNG\r\n\x1a\n"


def build(tree, *options, entries=("index.html",)):
    """The folder of the output, as texts by name without their hashes, and the run."""
    folder = files(tree)
    run = weft("build", "--outdir", "dist", *options, *entries, cwd=folder)
    equal(run.code, 0, run.err)
    return outputs(folder / "dist"), run


def outputs(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = re.sub(r"-[A-Z2-7]{8}(?=\.)", "", str(path.relative_to(folder)))
            found[name] = path.read_bytes().decode("latin-1")
    return found


def plain(text):
    return re.sub(r"-[A-Z2-7]{8}(?=\.)", "-HASH", text)


def fails(tree, *options, entries=("index.html",)):
    folder = files(tree)
    run = weft("build", "--outdir", "dist", *options, *entries, cwd=folder)
    equal(run.code, 1, run.err)
    check(not (folder / "dist").exists(), "something was written")
    return run.err


@test("scripts, styles and images get names with hashes, the rest of the page stays as it is")
def _():
    page = ('<!doctype html>\n<html>\n<head>\n  <link rel=stylesheet href="a.css">\n</head>\n<body>\n'
            '  <IMG  src = a.png srcset="a.png 1x, b.png 2x">\n'
            '  <script type="module" src="main.ts"></script>\n  <a href=x.html>x</a>\n</body>\n</html>\n')
    out, _ = build({"index.html": page, "a.css": "p { background: url(a.png) }", "a.png": PNG, "b.png": PNG + b"b",
                    "main.ts": "const x: number = 1; document.title = `${x}`;"})
    equal(sorted(out), ["a.css", "a.png", "b.png", "index.html", "main.js"])
    equal(plain(out["index.html"]), page.replace('"a.css"', '"./a-HASH.css"').replace("= a.png", '= "./a-HASH.png"')
          .replace("a.png 1x, b.png 2x", "./a-HASH.png 1x, ./b-HASH.png 2x").replace('"main.ts"', '"./main-HASH.js"'))
    match(out["a.css"], r"url\(\"?\./a-[A-Z2-7]{8}\.png")
    match(out["main.js"], r"const x = 1")


@test("what scripts import of style sheets is linked, what they share is loaded early")
def _():
    tree = {"index.html": "<title>x</title><script type=module src=a.js></script><p>",
            "other.html": "<head>\n  <title>y</title>\n</head><script type=module src=b.js></script>",
            "a.js": "import './a.css'; import { x } from './x.js'; console.log('a', x)",
            "b.js": "import { x } from './x.js'; console.log('b', x)",
            "x.js": "export const x = { toString: () => 'shared' }; console.log('x')", "a.css": "a { top: 0 }"}
    out, _ = build(tree, entries=("index.html", "other.html"))
    equal(sorted(out), ["a.css", "a.js", "b.js", "chunk.js", "index.html", "other.html"])
    equal(plain(out["index.html"]), '<title>x</title><script type=module src="./a-HASH.js"></script>'
          '<link rel="modulepreload" href="./chunk-HASH.js"><link rel="stylesheet" href="./a-HASH.css"><p>')
    equal(plain(out["other.html"]), '<head>\n  <title>y</title>\n  <link rel="modulepreload" href="./chunk-HASH.js">\n'
          '</head><script type=module src="./b-HASH.js"></script>')
    check("shared" in out["chunk.js"] and "shared" not in out["a.js"], str(locals()))


@test("modules and styles that stand in the page")
def _():
    tree = {"index.html": '<style>\n@import "b.css"; a { background: url(x.png) }\n</style>\n'
                          '<p style="color: red; background: url( x.png )" id=p>\n'
                          '<script type=module lang=ts>import { x } from "./x.js"; const y: string = x; log(y)</script>\n'
                          '<script type="module">log("second")</script>\n<script>var top1 = 1</script>',
            "x.js": "export const x = 'imported'", "b.css": "b { top: 0 }", "x.png": PNG}
    out, _ = build(tree)
    page = plain(out["index.html"])
    match(page, r'(?s)<style>\n.*b \{\n  top: 0;\n\}.*url\("?\./x-HASH\.png"?\).*</style>')
    match(page, r'<p style="color: red; background: url\(.?\./x-HASH\.png.?\);?" id=p>')
    equal(page.count('<script type=module src="./index-HASH.js"></script>'), 1)
    equal(page.count('<script type="module" src="./index-HASH.js"></script>'), 1)
    check("<script>var top1 = 1</script>" in page, str(locals()))


@test("classic scripts stay what they are, in their order")
def _():
    tree = {"index.html": "<script src=a.js></script><script src=https://h/x.js></script><script async src=b.js>"
                          "</script><script>\n  var c   = 1 + 1;\n</script>",
            "a.js": "var shared   =   1; // a\n", "b.js": "function f(longName) { return longName }"}
    out, _ = build(tree)
    equal(out["a.js"], tree["a.js"])
    equal(plain(out["index.html"]), tree["index.html"].replace("=a.js", '="./a-HASH.js"').replace("=b.js", '="./b-HASH.js"'))
    out, _ = build(tree, "--minify")
    equal(out["a.js"].strip(), "var shared=1;")
    match(out["b.js"], r"function f\(\w\)\{return \w\}")
    check("<script>var c=2;</script>" in out["index.html"] or "<script>var c=2</script>" in out["index.html"],
          out["index.html"])
    err = fails({"index.html": "<p>\n<script src=a.js></script>", "a.js": "import './b.js'", "b.js": ""})
    match(err, r'index\.html:2:13: error: "a\.js" is a module, and this <script> is not one')


@test("a manifest with its icons, icons of the page, previews")
def _():
    manifest = {"name": "x", "icons": [{"src": "icons/a.png", "sizes": "1x1"}], "src": "a.png",
                "shortcuts": [{"url": "/src", "icons": [{"src": "./icons/a.png"}]}]}
    tree = {"index.html": '<link rel=manifest href=app/site.webmanifest><link rel="icon" href="app/icons/a.png">'
                          '<meta property="og:image" content="app/icons/a.png"><meta name=x content=a.png>',
            "app/site.webmanifest": json.dumps(manifest), "app/icons/a.png": PNG}
    out, _ = build(tree, "--asset-names", "assets/[name]-[hash]", "--public-path", "https://cdn/x/")
    equal(plain(out["index.html"]),
          '<link rel=manifest href="https://cdn/x/assets/site-HASH.webmanifest"><link rel="icon" '
          'href="https://cdn/x/assets/a-HASH.png"><meta property="og:image" content="https://cdn/x/assets/a-HASH.png">'
          "<meta name=x content=a.png>")
    out, _ = build(tree, "--asset-names", "assets/[name]-[hash]")
    written = json.loads(out["assets/site.webmanifest"])
    match(written["icons"][0]["src"], r"^\./a-[A-Z2-7]{8}\.png$")
    equal(written["icons"][0]["src"], written["shortcuts"][0]["icons"][0]["src"])
    equal(written["src"], "a.png")


@test("addresses of the network and of the page itself stay")
def _():
    page = ('<img src=data:image/png;base64,AA><img src="//h/x.png"><img src=http://h/x.png><svg><use href="#a"/></svg>'
            "<script type=module src=https://h/x.js></script><link rel=icon href=mailto:x><img src='lib/x.png'>"
            '<script type=importmap>{"imports":{"a":"./a.js"}}</script><link rel=canonical href=x.html>')
    out, _ = build({"index.html": page}, "--external", "lib/*")
    equal(out, {"index.html": page})


@test("the public folder is copied, and found by addresses that begin with a slash")
def _():
    tree = {"pages/index.html": '<img src="/pub.png?x#y"><img src="/pages/own.png"><script type=module src="/src/a.js">'
                                '</script><img src="/api/none.png">',
            "pages/own.png": PNG, "src/a.js": "import pub from '/pub.png'; import './a.css'; console.log(pub)",
            "src/a.css": "a { background: url(/pub.png) } b { background: url(/none.png) }",
            "public/pub.png": PNG, "public/deep/robots.txt": "x"}
    out, run = build(tree, entries=("pages/index.html",))
    equal(plain(out["index.html"]), '<link rel="stylesheet" href="./a-HASH.css"><img src="./pub.png?x#y">'
          '<img src="./own-HASH.png"><script type=module src="./a-HASH.js"></script><img src="/api/none.png">')
    match(run.err, r'index\.html:1:\d+: warning: Cannot find "/api/none\.png"; the address stays as it is')
    check("deep/robots.txt" in out and "pub.png" in out, str(locals()))
    match(out["a.css"], r"url\(.?\./pub\.png")
    match(out["a.css"], r"url\(.?/none\.png")
    out, _ = build(tree, "--public-dir", "none", "--external", "/pub.png", entries=("pages/index.html",))
    check("deep/robots.txt" not in out, str(locals()))


@test("what is missing is shown in the page")
def _():
    err = fails({"index.html": "<p>\n  <img alt='ä' src=\"imgae.png\">", "image.png": PNG})
    match(err, r'index\.html:2:21: error: Cannot find "imgae\.png"\n +2 \|   <img alt=\'ä\' src="imgae\.png">\n')
    match(err, r"\^{9}")
    match(fails({"index.html": "<script type=module src='./man.ts'></script>", "main.ts": ""}), r'Did you mean "main\.ts"')
    match(fails({"index.html": "<link rel=stylesheet href=/a.css>"}), r'error: Cannot find "/a\.css"')
    match(fails({"index.html": "<p>\n<style>\na { background: url(x.png) }</style>"}), r'index\.html:3:\d+: error: .*"x\.png"')
    match(fails({"index.html": "<p>\n<script type=module>\n  import './none.js'</script>"}),
          r'index\.html:3:10: error: .*none\.js')
    match(fails({"index.html": "<p>\n<script type=module>\n  let x = ;</script>"}), r"index\.html:3:11: error:")
    match(fails({}, entries=("indx.html",)), r"Cannot find the page .*indx\.html")


@test("folders are kept, addresses go up")
def _():
    tree = {"index.html": "<iframe src=sub/page.html></iframe>", "sub/page.html": "<img src=../a.png><script type=module "
            "src=p.js></script>", "sub/p.js": "import('./q.js')", "sub/q.js": "console.log('q')", "a.png": PNG}
    out, _ = build(tree, "--asset-names", "files/[dir]/[name]", "--chunk-names", "js/[name]-[hash]")
    equal(sorted(out), ["files/a.png", "index.html", "js/chunk.js", "js/p.js", "js/q.js", "sub/page.html"])
    equal(out["index.html"], '<iframe src="./sub/page.html"></iframe>')
    equal(plain(out["sub/page.html"]), '<link rel="modulepreload" href="../js/chunk-HASH.js"><img src="../files/a.png">'
          '<script type=module src="../js/p-HASH.js"></script>')


@test("a base is what addresses are relative to")
def _():
    tree = {"index.html": "<base href=sub/><img src=a.png>", "sub/a.png": PNG,
            "net.html": "<base href=https://h/><img src=a.png>"}
    out, _ = build(tree, entries=("index.html", "net.html"))
    equal(plain(out["index.html"]), '<base href=sub/><img src="../a-HASH.png">')
    equal(out["net.html"], tree["net.html"])


@test("a page beside other entries; its scripts are shared with them")
def _():
    tree = {"index.html": "<script type=module src=main.js></script>", "main.js": "import './x.js'",
            "lib.js": "import './x.js'; export let y = 1", "x.js": "console.log('once')"}
    out, _ = build(tree, entries=("index.html", "lib.js"))
    equal(sum("once" in text for text in out.values()), 1)
    out, _ = build(tree, entries=("index.html", "main.js"))
    equal(out["index.html"], '<script type=module src="./main.js"></script>')


@test("--minify makes pages smaller, and shows the same")
def _():
    tree = {"index.html": "<!doctype html>\n<html>\n  <head>\n    <title> a  b </title>\n  </head>\n  <body>\n    <p>x   y\n"
                          "    <pre> a\n b</pre> <!-- two words --> <b>c</b>\n  </body>\n</html>\n"
                          "<style>\n a   { color : #ff0000 }\n</style>"}
    out, _ = build(tree, "--minify")
    equal(out["index.html"], "<!doctype html><html><head><title> a  b </title></head><body><p>x y\n<pre> a\n b</pre> "
                             "<b>c</b></body></html>\n<style>a{color:red}</style>")


@test("--single-file puts everything into the page")
def _():
    tree = {"index.html": '<link rel=stylesheet href=a.css media=print><link rel=icon href=i.png>'
                          '<link rel=modulepreload href=x.js><script type=module src=a.js></script>'
                          '<script type=module>import { x } from "./x.js"; log(x)</script><script defer src=c.js></script>'
                          "<p>",
            "a.css": "a { background: url(i.png) }", "i.png": PNG, "c.js": "var c = '</script>'",
            "a.js": "import './b.css'; import i from './i.png'; import { x } from './x.js';\n"
                    "log(i, new URL('./i.png', import.meta.url), x); import('./late.js');\n"
                    "new Worker(new URL('./w.js', import.meta.url), { type: 'module' })",
            "b.css": "b { top: 0 }", "x.js": "export const x = 'only once'", "late.js": "log('late')",
            "w.js": "import { x } from './x.js'; postMessage('from worker ' + x)", "package.json": '{"sideEffects":false}'}
    folder = files(tree)
    run = weft("build", "--single-file", "--outfile", "out.html", "index.html", cwd=folder)
    equal(run.code, 0, run.err)
    page = (folder / "out.html").read_text()
    equal(sorted(p.name for p in folder.iterdir()), sorted([*tree, "out.html"]))
    check(not any(word in page for word in ["src=", "modulepreload"]), page)
    equal(page.count('"only once"'), 1)
    match(page, r"<style media=\"print\">[^<]*url\(.?data:image/png;base64,")
    match(page, r"<style>[^<]*b \{\n  top: 0;")
    match(page, r'<link rel=icon href="data:image/png;base64,')
    match(page, r"new URL\(\"data:text/javascript;base64,")
    check("var c = '<\\/script>'" in page, str(locals()))
    check(page.index("var c") > page.index("<p>"), str(locals()))
    equal(weft("build", "--single-file", "index.html", cwd=folder).out, page)


@test("pages as scripts for old browsers, without modules")
def _():
    tree = {"index.html": "<script type=module src=a.js></script>", "a.js": "import('./b.js')", "b.js": "log(1)"}
    out, _ = build(tree, "--format", "iife")
    equal(sorted(out), ["a.js", "index.html"])
    match(plain(out["index.html"]), r'^<script src="\./a-HASH\.js" defer(="")?></script>$')


@test("two builds are the same, byte for byte")
def _():
    tree = {f"p{i}.html": f"<style>a{{background:url(i{i}.png)}}</style><script type=module src=m{i}.js></script>"
                          f"<script type=module>import './m{(i + 1) % 8}.js'</script>" for i in range(8)}
    tree |= {f"m{i}.js": f"import './m{(i + 3) % 8}.js'; import './s{i}.css'; log({i})" for i in range(8)}
    tree |= {f"s{i}.css": f"a{{top:{i}px}}" for i in range(8)} | {f"i{i}.png": PNG + bytes([i]) for i in range(8)}
    folder = files(tree)
    seen = set()
    for run in range(3):
        equal(weft("build", "--minify", "--sourcemap", "linked", "--outdir", f"d{run}", *[f"p{i}.html" for i in range(8)],
                   cwd=folder).code, 0)
        seen.add(tuple((str(p.relative_to(folder / f"d{run}")), p.read_bytes())
                       for p in sorted((folder / f"d{run}").rglob("*")) if p.is_file()))
    equal(len(seen), 1)


@test("wrong uses are told")
def _():
    folder = files({"index.html": "", "a.js": ""})

    def told(*options):
        run = weft("build", *options, cwd=folder)
        equal(run.code, 9)
        return run.err

    match(told("index.html"), r"an HTML page needs --outdir, or --single-file")
    match(told("index.html", "--outfile", "x.html"), r"needs --outdir, or --single-file")
    match(told("a.js", "--single-file"), r"--single-file goes with an HTML page")
    match(told("a.js", "--public-dir", "x"), r"--public-dir goes with an HTML page")
    match(told("index.html", "--outdir", "x", "--format", "cjs"), r"--format cjs is not for HTML pages")
    match(told("index.html", "--single-file", "--sourcemap", "linked", "--outfile", "x"), r"--single-file has no files")
    run = weft("build", "index.html", "--outdir", "x", "--public-dir", "none2", cwd=folder)
    equal(run.code, 1)
    match(run.err, r"There is no folder .*none2")
