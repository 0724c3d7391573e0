// What is on the left becomes what is on the right for a target; helpers are left out.

#include "syntax/downlevel.h"

#include <catch2/catch.hpp>

#include "syntax/transform.h"

using namespace weft;
using namespace weft::syntax;

namespace {

struct Result {
  std::string code;   // without the helpers
  std::string first;  // the first diagnostic's id
};

Result downlevelled(const std::string& text, std::string_view target) {
  SourceText source("test.js", text);
  Log log;
  TransformOptions options;
  TargetResult parsed = parseTargets(target);
  REQUIRE(parsed.error.empty());
  options.target = parsed.unsupported;
  std::optional<Transformed> transformed = transform(source, options, log);
  Result result{transformed ? transformed->code : "", log.diagnostics().empty() ? "" : log.diagnostics()[0].id};
  result.code.resize(std::min(result.code.find("function __"), result.code.size()));
  while (result.code.ends_with('\n')) result.code.pop_back();
  return result;
}

void check(std::string_view target, const std::string& from, const std::string& to) {
  INFO(from);
  CHECK(downlevelled(from, target).code == to);
}

std::string repeat(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("down-levelled: operators", "[downlevel]") {
  check("es2015", "x(a ** b);", "x(__pow(a, b));");
  check("es2015", "f().b **= c;", "var _a;\n(_a = f()).b = __pow(_a.b, c);");
  check("es2019", "const a = 1; a ?? b;", "const a = 1;\na != null ? a : b;");
  check("es2019", "f() ?? b;", "var _a;\n(_a = f()) != null ? _a : b;");
  check("es2020", "f().b ||= c;", "var _a;\n(_a = f()).b || (_a.b = c);");
  check("es2020", "f()[k()] ??= c;", "var _a, _a2;\n(_a2 = f())[_a = k()] ?? (_a2[_a] = c);");
  check("es2021", "a ** b ?? c; a ||= b;", "a ** b ?? c;\na ||= b;");
}

TEST_CASE("down-levelled: optional chains", "[downlevel]") {
  check("es2019", "const a = 1; a?.b.c;", "const a = 1;\na == null ? void 0 : a.b.c;");
  check("es2019", "const a = 1; a.b?.(c);", "var _a;\nconst a = 1;\n(_a = a.b) == null ? void 0 : _a.call(a, c);");
  check("es2019", "const a = 1; delete a?.b;", "const a = 1;\na == null ? true : delete a.b;");
  check("es2019", "const a = 1; (a?.b)(c);", "const a = 1;\n(a == null ? void 0 : a.b).call(a, c);");
}

TEST_CASE("down-levelled: temporaries of parameters are out of reach of the body", "[downlevel]") {
  check("es2019", "function f(a = g()?.b) {}", "function f(a = ((_a) => (_a = g()) == null ? void 0 : _a.b)()) {}");
}

TEST_CASE("down-levelled: rest and spread of objects", "[downlevel]") {
  check("es2017", "x({ a, ...b, c });", "x(__define(__spread({ a }, b), { c }));");
  check("es2017", "const { a, ...b } = c;", "const _a = c, { a } = _a, b = __rest(_a, [\"a\"]);");
  check("es2017", "export const { a, ...b } = c;",
        "const _a = c, { a } = _a, b = __rest(_a, [\"a\"]);\nexport { a, b };");
  check("es2018", "const { a, ...b } = c;", "const { a, ...b } = c;");
}

TEST_CASE("down-levelled: async functions", "[downlevel]") {
  check("es2016", "async function f(a) { await a; }",
        "function f(a) {\n  return __async(null, null, function*() {\n    yield a;\n  });\n}");
  check("es2016", "x(async () => this.y);", "x(() => __async(this, null, function*() {\n  return this.y;\n}));");
  check("es2016", "async function f(a = 1) {}",
        "function f() {\n  return __async(null, arguments, function*(a = 1) {});\n}");
  check("es2017", "async function* f() { yield 1; }",
        "function f() {\n  return __asyncGenerator(null, null, function*() {\n    yield [1, yield [0, 1]];\n  });\n}");
  check("es2017", "async function f() { await a; }", "async function f() {\n  await a;\n}");
}

TEST_CASE("down-levelled: classes", "[downlevel]") {
  check("es2021", "class A { a = 1; static b = 2; }",
        "class A {\n  constructor() {\n    __publicField(this, \"a\", 1);\n  }\n}\n__publicField(A, \"b\", 2);");
  check("es2021", "class A { #a = 1; f() { return this.#a += 1; } }",
        "const _a = new WeakMap();\nclass A {\n  constructor() {\n    __privateAdd(this, _a, 1);\n  }\n  f() {\n    "
        "return "
        "__privateReference(this, _a)._ += 1;\n  }\n}");
  check("es2021", "class A { a = x; constructor(x) { f(x); } }",
        "class A {\n  constructor(x2) {\n    __publicField(this, \"a\", x);\n    f(x2);\n  }\n}");
  check("chrome93", "class A { static { f(); } }", "class A {\n  static #block = (() => {\n    f();\n  })();\n}");
  check("es2022", "class A { #a = 1; static {} }", "class A {\n  #a = 1;\n  static {}\n}");
}

TEST_CASE("down-levelled: using", "[downlevel]") {
  check(
      "es2022", "{ using a = b; }",
      "{\n  const _stack = [];\n  try {\n    const a = __using(_stack, b);\n  } catch (_error) {\n    _stack.failure = "
      "[_error];\n  } finally {\n    __dispose(_stack);\n  }\n}");
  check("esnext", "{ using a = b; }", "{\n  using a = b;\n}");
}

TEST_CASE("down-levelled: small things", "[downlevel]") {
  check("es2018", "try {} catch {}", "try {} catch (error) {}");
  check("es2020", "x(1_000);", "x(1000);");
  check("es2019", "export * as a from 'b';", "import * as a_all from \"b\";\nexport { a_all as a };");
}

TEST_CASE("down-levelled: what cannot be written otherwise is said", "[downlevel]") {
  CHECK(downlevelled("x(1n);", "es2019").first == "unsupported-by-target");
  CHECK(downlevelled("await 1;", "es2021").first == "unsupported-by-target");
  CHECK(downlevelled("import.meta;", "es2019").first == "unsupported-by-target");
  CHECK(downlevelled("import('a');", "chrome60").first == "unsupported-by-target");
  Result regExp = downlevelled("x(/(?<=a)b/);", "es2017");
  CHECK(regExp.first == "regexp-target");
  CHECK(regExp.code == "x(new RegExp(\"(?<=a)b\", \"\"));");
  CHECK(downlevelled("x(1n, import.meta, /a/s); await 1;", "es2022").first.empty());
}

TEST_CASE("down-levelled: dense and deep sources do not break it", "[downlevel]") {
  CHECK_FALSE(downlevelled(repeat("a.b?.();", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("a().b??=c;", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled("class A{#a;f(){" + repeat("a.#a++;", 20000) + "}}", "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("async()=>0;", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("({...a}=b);", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("(class{a;static b});", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled("class A{" + repeat("[a]=1;", 20000) + "}", "es2015").code.empty());
  CHECK_FALSE(downlevelled("async()=>{" + repeat("for await(a of b);", 10000) + "}", "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("{using a=b}", 20000), "es2015").code.empty());
  CHECK_FALSE(downlevelled(repeat("a**", 2000) + "a", "es2015").code.empty());
  for (const char* link : {"?.b", " ?? b", "?.()"}) {
    Result deep = downlevelled("x = a" + repeat(link, 100000) + ";", "es2015");
    CHECK((deep.first == "nested-too-deep" || !deep.code.empty()));
  }
}
