// Parse-print pairs: what is on the left prints as what is on the right, and that prints as itself.

#include <catch2/catch.hpp>

#include "syntax/parser.h"
#include "syntax/printer.h"

using namespace weft;
using namespace weft::syntax;

namespace {

struct Parsed {
  std::string text;  // printed, without the last line's end; or the first error's id
  uint32_t errors;
};

Parsed parseAs(const std::string& text, const ParseOptions& options) {
  SourceText source("test", text);
  Log log;
  Ast ast = parse(source, options, log);
  if (log.hasErrors()) return {log.diagnostics()[0].id, log.errorCount()};
  std::string out;
  if (!print(ast, {}, out)) return {"not-printed", 1};
  if (!out.empty()) out.pop_back();
  return {out, 0};
}

ParseOptions script() {
  return {.goal = SourceGoal::Script};
}
ParseOptions module() {
  return {.goal = SourceGoal::Module};
}
ParseOptions typeScript() {
  return {.dialect = Dialect::TypeScript};
}
ParseOptions jsx() {
  return {.jsx = JsxMode::On};
}
ParseOptions tsx() {
  return {.dialect = Dialect::TypeScript, .jsx = JsxMode::On};
}

void check(const ParseOptions& options, const std::string& from, const std::string& to) {
  INFO(from);
  CHECK(parseAs(from, options).text == to);
  CHECK(parseAs(to, options).text == to);
}

std::string errorOf(const std::string& text, const ParseOptions& options = script()) {
  Parsed parsed = parseAs(text, options);
  return parsed.errors ? parsed.text : "";
}

std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("operators keep their order") {
  check(script(), "a+b*c", "a + b * c;");
  check(script(), "(a+b)*c", "(a + b) * c;");
  check(script(), "a-(b-c)", "a - (b - c);");
  check(script(), "(a-b)-c", "a - b - c;");
  check(script(), "a**b**c", "a ** b ** c;");
  check(script(), "(a**b)**c", "(a ** b) ** c;");
  check(script(), "(-a)**b", "(-a) ** b;");
  check(script(), "a?\?b?\?(c||d)", "a ?\? b ?\? (c || d);");
  check(script(), "(a,b)?c:d?e:f", "(a, b) ? c : d ? e : f;");
  check(script(), "a- -b+ +c- --d", "a - -b + +c - --d;");
  check(script(), "- -a, + +b, - --c, -+d", "- -a, + +b, - --c, -+d;");
  check(script(), "typeof(a+b), !(a in b)", "typeof (a + b), !(a in b);");
  check(script(), "a = b = c", "a = b = c;");
  check(script(), "for(var i=(a in b);;);", "for (var i = (a in b); ; ) ;");
  check(script(), "a / /b/g / c", "a / /b/g / c;");
  check(script(), "a<!b", "a < !b;");
}

TEST_CASE("members, calls, chains, new") {
  check(script(), "new (a())()", "new (a())();");
  check(script(), "new a.b.c", "new a.b.c();");
  check(script(), "new (a.b().c)", "new (a.b().c)();");
  check(script(), "(new a).b", "new a().b;");
  check(script(), "new new a()()", "new new a()();");
  check(script(), "a?.b.c?.[d]?.(e)", "a?.b.c?.[d]?.(e);");
  check(script(), "(a?.b).c", "(a?.b).c;");
  check(script(), "(a?.b)()", "(a?.b)();");
  check(script(), "(1).a, 1.5.b, 1..c", "(1).a, (1.5).b, (1).c;");
  check(script(), "a`b${c}d`.e", "a`b${c}d`.e;");
  check(script(), "(function(){})()", "(function() {}());");
  check(script(), "(()=>{})()", "(() => {})();");
  check(script(), "a = /*#__PURE__*/ b.c(d), // @__PURE__\n new E().f()",
        "a = /* @__PURE__ */ b.c(d), /* @__PURE__ */ new E().f();");
  check(module(), "import('a'), import.meta.url, new (import('b'))",
        "import(\"a\"), import.meta.url, new (import(\"b\"))();");
}

TEST_CASE("literals") {
  check(script(), "x = 'a\\n\\u{1F600}\\ud83d\\x00\"'", "x = 'a\\n\xF0\x9F\x98\x80\\ud83d\\x00\"';");
  check(script(), "x = [,a,,b,,]", "x = [, a, , b, ,];");
  check(script(), "x = {a, b: c, 'd e': f, [g]: h, ...i, get j() {}, async *k() {}}",
        "x = { a, b: c, \"d e\": f, [g]: h, ...i, get j() {}, async *k() {} };");
  check(script(), "0x1F, 1e3, 017, 1_000n", "0x1F, 1e3, 017, 1_000n;");
  check(script(), "({}).a; ({} = b)", "({}.a);\n({} = b);");
}

TEST_CASE("functions and arrow functions") {
  check(script(), "x => ({})", "(x) => ({});");
  check(script(), "async (a, {b, c: [d]} = {}, ...e) => await a", "async (a, { b, c: [d] } = {}, ...e) => await a;");
  check(script(), "async(a, ...b)", "async(a, ...b);");
  check(script(), "async x => x, async => async, async()", "async (x) => x, (async) => async, async();");
  check(script(), "function* f() { yield; yield* a; x = yield b }",
        "function* f() {\n  yield;\n  yield* a;\n  x = yield b;\n}");
  check(script(), "(x => y) ? a : b", "((x) => y) ? a : b;");
}

TEST_CASE("classes") {
  check(
      script(),
      "class A extends (b, c) { static #d = 1; get #e() {} static { this.#d } *[f]() {} 'constructor'() { super() } }",
      "class A extends (b, c) {\n  static #d = 1;\n  get #e() {}\n  static {\n    this.#d;\n  }\n  *[f]() {}\n"
      "  \"constructor\"() {\n    super();\n  }\n}");
  check(script(), "(class { static; get; async; static static; static async *a() {} #x; has(o) { return #x in o } })",
        "(class {\n  static;\n  get;\n  async;\n  static static;\n  static async *a() {}\n  #x;\n  has(o) {\n"
        "    return #x in o;\n  }\n});");
  check(module(), "@a.b(c) @(d[e]) class F { @g accessor h = 1 }",
        "@a.b(c) @(d[e]) class F {\n  @g accessor h = 1;\n}");
}

TEST_CASE("statements") {
  check(script(), "if(a)if(b)c;else d;else e", "if (a) if (b) c; else d; else e;");
  check(script(), "if(a){if(b)c}else d", "if (a) {\n  if (b) c;\n} else d;");
  check(script(), "a: b: for(;;) continue a", "a: b: for (; ; ) continue a;");
  check(script(), "for (a;;) b in c; for (d in e, f);", "for (a; ; ) b in c;\nfor (d in e, f) ;");
  check(script(), "do x; while(0) y", "do x; while (0);\ny;");
  check(script(), "let\nx\nlet = 1", "let x;\n(let = 1);");
  check(script(), "for (const [a] of b) ; for (let in c) ; for (async in d);",
        "for (const [a] of b) ;\nfor ((let) in c) ;\nfor ((async) in d) ;");
  check(script(), "try{}catch{}finally{}", "try {} catch {} finally {}");
  check(script(), "switch(a){case 1:b;default:}", "switch (a) {\n  case 1:\n    b;\n  default:\n}");
  check(module(), "{ using a = b; await using c = d } for (using x of y);",
        "{\n  using a = b;\n  await using c = d;\n}\nfor (using x of y) ;");
  check(script(), "'use strict'; ('a'); \"b\"", "'use strict';\n(\"a\");\n(\"b\");");
  check(script(), "#!/bin/x\na", "#!/bin/x\na;");
}

TEST_CASE("modules") {
  check(module(), "import a, {b as c, 'd e' as f, default as g} from 'h' with {type: 'json'}",
        "import a, { b as c, \"d e\" as f, default as g } from \"h\" with { type: \"json\" };");
  check(module(), "import 'a'; import * as b from 'c'; import {} from 'd'",
        "import \"a\";\nimport * as b from \"c\";\nimport {} from \"d\";");
  check(module(),
        "import defer * as a from 'a'; import source b from 'b'; import source from 'c'; import defer from 'd'",
        "import defer * as a from \"a\";\nimport source b from \"b\";\nimport source from \"c\";\nimport defer from "
        "\"d\";");
  check(module(),
        "let a; export {a as b, a as 'c d'}; export * as e from 'f'; export * from 'g'; export default class {}",
        "let a;\nexport { a as b, a as \"c d\" };\nexport * as e from \"f\";\nexport * from \"g\";\nexport default "
        "class {}");
}

TEST_CASE("early errors") {
  CHECK(errorOf("let a; let a") == "redeclared");
  CHECK(errorOf("{ var a; } let a") == "redeclared");
  CHECK(errorOf("let a; { var a; }") == "redeclared");
  CHECK(errorOf("{ { var a; } let a }") == "redeclared");
  CHECK(errorOf("try {} catch ([a]) { var a }") == "redeclared");
  CHECK(errorOf("try {} catch (a) { var a }") == "");
  CHECK(errorOf("function f(a) { let a }") == "redeclared");
  CHECK(errorOf("function f(a) { var a; function a() {} }") == "");
  CHECK(errorOf("function f(a, a) { 'use strict' }") == "duplicate-parameter");
  CHECK(errorOf("function eval() { 'use strict' }") == "strict-binding");
  CHECK(errorOf("'use strict'; with (a) b") == "strict-with");
  CHECK(errorOf("'use strict'; 010") == "legacy-octal");
  CHECK(errorOf("function f() { '\\01'; 'use strict' }") == "legacy-octal");
  CHECK(errorOf("({a = 1})") == "cover-initializer");
  CHECK(errorOf("({a = 1} = {}), [{b = 2}] = c") == "");
  CHECK(errorOf("({__proto__: 1, '__proto__': 2})") == "duplicate-proto");
  CHECK(errorOf("a?.b = 1") == "optional-target");
  CHECK(errorOf("a ?? b || c") == "mixed-nullish");
  CHECK(errorOf("-a ** b") == "unary-power");
  CHECK(errorOf("[...a, b] = c") == "rest-not-last");
  CHECK(errorOf("break") == "jump-place");
  CHECK(errorOf("a: { continue a }") == "unknown-label");
  CHECK(errorOf("class A { constructor() { super() } }") == "super-call");
  CHECK(errorOf("class A { #a; #a }") == "duplicate-private-name");
  CHECK(errorOf("class A { get #a() {} set #a(b) {} m() { this.#a } }") == "");
  CHECK(errorOf("class A { m() { this.#b } }") == "undeclared-private-name");
  CHECK(errorOf("class A { x = arguments }") == "arguments-in-field");
  CHECK(errorOf("function* f() { (a = yield) => 1 }") == "yield-in-parameters");
  CHECK(errorOf("new.target") == "new-target");
  CHECK(errorOf("export { a }", module()) == "undeclared-export");
  CHECK(errorOf("let a; export { a, a }", module()) == "duplicate-export");
  CHECK(errorOf("await: 1", module()) != "");
  CHECK(errorOf("/(?<a>.)(?<a>.)/") == "invalid-regexp");
  CHECK(errorOf("for (let x of a, b);") == "expected-token");
}

TEST_CASE("several errors are reported, with notes") {
  std::string text = "let a; let a; break; ({b = 1}); x = 1 = 2";
  SourceText source("test", text);
  Log log;
  Ast ast = parse(source, script(), log);
  REQUIRE(log.errorCount() == 4);
  REQUIRE(log.diagnostics()[0].notes.size() == 1);
  CHECK(log.diagnostics()[0].notes[0].range == ByteRange{4, 5});
  CHECK(log.diagnostics()[0].range == ByteRange{11, 12});
}

TEST_CASE("TypeScript: types leave nothing") {
  check(typeScript(), "let a: T<U>[] = b as any, c = <X>d, e = f!.g, h = i satisfies J, k = <const>l as const",
        "let a = b, c = d, e = f.g, h = i, k = l;");
  check(typeScript(), "a<b>(c); a < b > c; new Map<A, B<C>>()", "a(c);\na < b > c;\nnew Map();");
  check(typeScript(), "f = <T,>(x: T, y?: U): x is V => y", "f = (x, y) => y;");
  check(typeScript(), "x = a ? (b) : c => d", "x = a ? b : (c) => d;");
  check(typeScript(), "x = a ? (b): c => d : e", "x = a ? (b) => d : e;");
  check(typeScript(), "function f(a: string): void; function f(a) {}", "function f(a) {}");
  check(typeScript(), "interface A { b(): c } type D = { [K in keyof A]?: A[K] }; declare const e: 1; f", "f;");
  check(typeScript(), "import type { A } from 'a'; import { type B, C } from 'b'; export type { A }",
        "import { C } from \"b\";");
  check(typeScript(),
        "abstract class A<T> extends B<T> implements C { private a?: T; abstract b(): void; declare c; d!: 1; [k: "
        "string]: T }",
        "class A extends B {\n  a;\n  d;\n}");
  check(typeScript(), "type\nx = 1; declare; abstract\nclass A {}", "type;\nx = 1;\ndeclare;\nabstract;\nclass A {}");
  check(typeScript(), "type A = B extends (infer C extends D)[] ? E : F; x", "x;");
  check(typeScript(), "f = () => ({} as A); class B extends C.d()() {} { interface E {} }",
        "f = () => ({});\nclass B extends C.d()() {}\n{}");
  check(typeScript(),
        "type A = B extends (<C>() => C extends D ? 1 : 2) ? 3 : 4; const E = 1; namespace E { type F = 1 }",
        "const E = 1;");
  check(typeScript(), "enum A { b = 1, 'c' } namespace D.E { export let f = 1 }",
        "enum A {\n  b = 1,\n  \"c\",\n}\nnamespace D {\n  export namespace E {\n    export let f = 1;\n  }\n}");
  check(tsx(), "f = <T,>(x: T) => <A<B> c={d}>{x}</A>", "f = (x) => <A c={d}>{x}</A>;");
}

TEST_CASE("JSX") {
  check(jsx(), "x = <a.b c='d\"' {...e} f:g={h}>i {j} {...k}<l-m /></a.b>",
        "x = <a.b c='d\"' {...e} f:g={h}>i {j} {...k}<l-m /></a.b>;");
  check(jsx(), "<></>", "<></>;");
  CHECK(errorOf("<a></b>", jsx()) == "jsx-tag");
  CHECK(errorOf("<a>", jsx()) == "jsx-unclosed");
  CHECK(errorOf("<a>}</a>", jsx()) == "jsx-text");
  CHECK(errorOf("x = <a \x98 b={() => <c/>}></a>", tsx()) == "unexpected-character");
}

TEST_CASE("depth gives an answer: chains a tree, nesting an error") {
  constexpr size_t kCount = 100'000;
  for (std::string_view link : {"+a", "&&a", ",a", ".a", "()", "[a]", "?.a", "`a`"})
    CHECK(errorOf("a" + repeat(link, kCount)) == "");
  CHECK(errorOf(repeat("if(a)b;else ", kCount) + "c") == "");
  CHECK(errorOf(repeat("a;", kCount)) == "");
  for (std::string_view open :
       {"(",          "[",     "{",       "[{a:",     "a(",     "!",      "- ",    "new ",
        "a**",        "a=",    "a=>",     "a?",       "a?b:",   "`${",    "x={a:", "function f(){",
        "class A{a=", "if(a)", "for(;;)", "while(a)", "async(", "((a)=>", "({a=",  "[[a]=",
        "typeof ",    "do "})
    CHECK(errorOf(repeat(open, kCount)) != "");
  CHECK(errorOf("/" + repeat("(", kCount) + "/") == "invalid-regexp");
  CHECK(errorOf("/" + repeat("[", kCount) + "/v") == "unterminated-regexp");
  for (std::string_view open : {"(", "<a>", "let a:(", "let a:[", "let a:{b:", "let a:()=>", "type A<B=", "(a:",
                                "let a:A<", "a?(b):", "(a=", "namespace A{", "let a:keyof ", "let a: b extends "})
    CHECK(errorOf(repeat(open, kCount), typeScript()) != "");
  CHECK(errorOf(repeat("<a>", kCount), jsx()) != "");
}
