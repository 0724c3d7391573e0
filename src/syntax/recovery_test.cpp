// After a syntax error, parsing goes on with the next statement: every fault is told, and no consequence of one.

#include "syntax/recovery.h"

#include <catch2/catch.hpp>

#include "syntax/parser.h"

using namespace weft;
using namespace weft::syntax;

namespace {

/// "line:column id", a space between two.
std::string faultsOf(const std::string& text, const ParseOptions& options = {}) {
  SourceText source("test", text);
  Log log;
  (void)parse(source, options, log);
  std::string out;
  for (const Diagnostic& diagnostic : log.diagnostics()) {
    LineColumn place = source.lines().positionAt(diagnostic.range.begin);
    out += (out.empty() ? "" : ", ") + std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
           diagnostic.id;
  }
  return out;
}

const ParseOptions kTypeScript{.dialect = Dialect::TypeScript};
const ParseOptions kTsx{.dialect = Dialect::TypeScript, .jsx = JsxMode::On};

}  // namespace

TEST_CASE("parsing goes on at the next statement") {
  CHECK(faultsOf("let a = ;\nlet b = 1;\nlet c = (1 2);\nlet a = 2;\n") ==
        "1:9 unexpected-token, 3:12 expected-token, 4:5 redeclared");
  CHECK(faultsOf("a b\nc d\n") == "1:3 unexpected-token, 2:3 unexpected-token");
  CHECK(faultsOf("foo(1 2)\nbar(3 4)\n") == "1:7 expected-token, 2:7 expected-token");
  CHECK(faultsOf("const o = { a: 1 b: 2 };\nconst p = [1 2];\n") == "1:18 expected-token, 2:14 expected-token");
}

TEST_CASE("what is skipped has no consequences") {
  // Bodies of what has a broken head, and what would belong to it.
  CHECK(faultsOf("for (let i = 0; i < ; i++) { break; continue; }\n") == "1:21 unexpected-token");
  CHECK(faultsOf("if (a b) { x(); } else { y(); }\nz();\n") == "1:7 expected-token");
  CHECK(faultsOf("try { a b } catch { c } finally { d }\n") == "1:9 unexpected-token");
  CHECK(faultsOf("function f(a b) { return a; }\nf();\n") == "1:14 expected-token");
  CHECK(faultsOf("function f()\n  return 1;\n}\nconst b = 2;\n") == "2:3 expected-token");
  CHECK(faultsOf("async function f( { await x; }\nconst a = 1;\n") == "1:21 reserved-word");
  // Exports of what was never declared, private names, the closing brace of nothing.
  CHECK(faultsOf("let a = ;\nexport { a, b };\n") == "1:9 unexpected-token");
  CHECK(faultsOf("class A { #a = ; b() { return this.#a; } }\n") == "1:16 unexpected-token");
  CHECK(faultsOf("function f() {\n  }\n}\nlet a = ;\n") == "3:1 unexpected-token, 4:9 unexpected-token");
  // A word that names no variable, and what follows it.
  CHECK(faultsOf("let let = 1;\n").starts_with("1:5 "));
  CHECK(faultsOf("const enum = class of;\n") == "1:7 reserved-word");
}

TEST_CASE("a missing bracket ends where the indentation says so") {
  CHECK(faultsOf("foo(a,\nconst b = 1;\nlet c = ;\n") == "2:1 unexpected-token, 3:9 unexpected-token");
  CHECK(faultsOf("function f() {\n  if (x {\n    return 1;\n  }\n  return (2;\n}\nlet a = ;\n") ==
        "2:9 expected-token, 5:12 expected-token, 7:9 unexpected-token");
  CHECK(faultsOf("function f() {\n  if (a {\n    b();\n}\nexport const x = 1;\nlet y = ;\n") ==
        "2:9 expected-token, 6:9 unexpected-token");
}

TEST_CASE("a brace too many, or too few, is told once") {
  std::string members;
  for (int i = 0; i < 8; ++i) members += "  m" + std::to_string(i) + "(a) {\n    return a;\n  }\n";
  CHECK(faultsOf("class A {\n  a() {\n  }}\n" + members + "}\nlet b = ;\n") ==
        "4:9 unexpected-token, 29:9 unexpected-token");
  std::string imports;
  for (int i = 0; i < 20; ++i) imports += "import 'x';\n";
  CHECK(faultsOf("function f() {\n  if (a) {\n    b();\n}\n" + imports) == "5:1 import-place, 25:1 expected-token");
}

TEST_CASE("inside of functions, classes and switch statements") {
  CHECK(faultsOf("function f() { let a = ; return (1 2) }\nf(;\n") == "1:24 unexpected-token, 2:3 unexpected-token");
  CHECK(faultsOf("function f() {\n let a = ;\n return (1 2) }\nf(;\n") ==
        "2:10 unexpected-token, 3:12 expected-token, 4:3 unexpected-token");
  CHECK(faultsOf("class A {\n  a = ;\n  b( { }\n  c() { d e }\n  f = 1 2\n}\nlet g = ;\n") ==
        "2:7 unexpected-token, 4:3 expected-token, 5:9 unexpected-token, 7:9 unexpected-token");
  CHECK(faultsOf("switch (a) {\n  case 1:\n    b c;\n  default:\n    d e;\n}\n") ==
        "3:7 unexpected-token, 5:7 unexpected-token");
}

TEST_CASE("strings, templates and comments without an end") {
  CHECK(faultsOf("let a = 'x\nlet b = ;\n") == "1:9 unterminated-string, 2:9 unexpected-token");
  CHECK(faultsOf("let a = ;\nlet b = `x\nlet c = ;\n") == "1:9 unexpected-token, 2:9 unterminated-template");
  CHECK(faultsOf("let a = ;\n/* let b\n") == "1:9 unexpected-token, 2:1 unterminated-comment");
  CHECK(faultsOf("let a = `${ b c }`;\nlet d = ;\n") == "1:15 unexpected-token, 2:9 unexpected-token");
  CHECK(faultsOf("let a = \"}\" + /[}/]/.x y;\nlet d = ;\n") == "1:24 unexpected-token, 2:9 unexpected-token");
}

TEST_CASE("types and markup") {
  CHECK(faultsOf("let a: = 1;\ninterface B { c: ; }\ntype D = ;\nlet e: number = ;\n", kTypeScript) ==
        "1:8 unexpected-token, 2:18 unexpected-token, 3:10 unexpected-token, 4:17 unexpected-token");
  CHECK(faultsOf("const f = (a: number) => {\n  let b = ;\n  return a c;\n};\nlet d = ;\n", kTypeScript) ==
        "2:11 unexpected-token, 3:12 unexpected-token, 5:9 unexpected-token");
  CHECK(faultsOf("const a = <b>Don't</c>;\nconst d = <e>{f g}</e>;\nconst h = ;\n", kTsx) ==
        "1:21 jsx-tag, 2:17 unexpected-token, 3:11 unexpected-token");
}

TEST_CASE("the number of faults is bounded") {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "let a" + std::to_string(i) + " = ;\n";
  SourceText source("test", many);
  Log log;
  (void)parse(source, {}, log);
  CHECK(log.errorCount() == 10);
  std::string early;
  for (int i = 0; i < 1000; ++i) early += "break;\n";
  SourceText second("test", early);
  Log earlyLog;
  (void)parse(second, {}, earlyLog);
  CHECK(earlyLog.errorCount() == 50);
}

TEST_CASE("too deep is the end of it") {
  std::string text = "let a = ;\n" + std::string(1'000'000, '(') + "\nlet b = ;\n";
  CHECK(faultsOf(text).starts_with("1:9 unexpected-token, 2:"));
  CHECK(faultsOf(text).ends_with(" nested-too-deep"));
}
