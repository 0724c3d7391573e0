"""Source text: UTF-8, wide characters, line ends, and what is not UTF-8."""
from process import equal, files, program, test, weft


def both(source, expected):
    """The source as an ES module and as CommonJS prints `expected`."""
    for name in ("main.mjs", "main.cjs"):
        root = files({name: source})
        equal(weft(name, cwd=root).ok().out, expected + "\n", name)


@test("Latin-1, Greek, Chinese and emoji in strings, identifiers and comments")
def _():
    both("const größe = 'é'; const π = 3; const 変数 = '日本'; /* 🎉 */ console.log(größe, π, 変数, '🎉'.length, '🎉'.codePointAt(0));", "é 3 日本 2 127881")


@test("wide characters in template literals, regular expressions and property names")
def _():
    both("console.log(`→${1}←`, /ü+/u.test('üü'), { 'ключ': 1 }.ключ, /[😀-😎]/u.test('😃'));", "→1← true 1 true")


@test("a function's source text comes back as it was written")
def _():
    both("/* ü */ function f(a /* ñ */) { return 'é日'; }\nconsole.log(f.toString());", "function f(a /* ñ */) { return 'é日'; }")


@test("CR, LF, CRLF, U+2028 and U+2029 end lines; strings may hold the last two")
def _():
    both("let n = 1 // one\r++n\nlet s = '\u2028\u2029'\r\nconsole.log(n, s.length)\u2028// end\u2029console.log('last')", "2 2\nlast")


@test("a byte order mark before a hashbang, and one in the middle")
def _():
    both("\ufeffconsole.log('bom')", "bom")
    both("console.log('a\ufeffb'.length)", "3")


@test("bytes that are no UTF-8 become U+FFFD, as Node reads them")
def _():
    for data, expected in ((b"\xff", "fffd"), (b"\xc3", "fffd"), (b"\xe2\x82", "fffd"), (b"\xed\xa0\x80", "fffd fffd fffd"), (b"\xf0\x9f\x8e", "fffd"), (b"\xc0\xaf", "fffd fffd")):
        source = b"console.log([...'" + data + b"'].map((c) => c.charCodeAt(0).toString(16)).join(' '))"
        equal(weft("x.mjs", cwd=files({"x.mjs": source})).ok().out, expected + "\n", repr(data))


@test("columns count UTF-16 units, in wide and in narrow lines")
def _():
    for line in ("'abc'; throw new Error('x')", "'äöü'; throw new Error('x')", "'日本語'; throw new Error('x')", "'🎉'; throw new Error('x')"):
        out = program({"x.cjs": line, "main.cjs": "try { require('./x.cjs') } catch (e) { console.log(/x\\.cjs:(\\d+:\\d+)/.exec(e.stack)[1]) }"}, "main.cjs")
        utf16 = len(line.split("new")[0].encode("utf-16-le")) // 2
        equal(out, [f"1:{utf16 + 1}"], line)


@test("JSON and text modules keep every character")
def _():
    equal(program({"d.json": '{"k": "é日🎉\\u0000\\ud800"}', "t.txt": "é日🎉\0\r\n", "main.mjs": """
        import d from "./d.json" with { type: "json" }; import t from "./t.txt" with { type: "text" };
        console.log(escape(d.k), escape(t));"""}), ["%E9%u65E5%uD83C%uDF89%00%uD800 %E9%u65E5%uD83C%uDF89%00%0D%0A"])


@test("export names, specifiers and file names beyond ASCII")
def _():
    equal(program({"größe-日.mjs": "export const größe = 1, 日 = 2; export { größe as '🎉' };", "main.mjs": """
        import { größe, 日, "🎉" as party } from "./größe-日.mjs";
        console.log(größe, 日, party, Object.keys(await import("./gr%C3%B6%C3%9Fe-%E6%97%A5.mjs")).join());"""}), ["1 2 1 größe,日,🎉"])
