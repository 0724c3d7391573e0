#include "syntax/repl_input.h"

#include <catch2/catch.hpp>

using namespace weft::syntax;

namespace {

ReplInput input(const std::string& text) {
  return replInput(text, Dialect::TypeScript);
}

std::string codeOf(const std::string& text) {
  ReplInput result = input(text);
  REQUIRE(result.status == ReplInput::Status::Complete);
  return result.code;
}

ReplInput::Status statusOf(const std::string& text) {
  return input(text).status;
}

}  // namespace

TEST_CASE("declarations of the top level can be made again") {
  CHECK(codeOf("const a = 1, { b } = c; a") == "var a = 1, { b } = c; a");
  CHECK(codeOf("let x") == "var x = undefined");
  CHECK(codeOf("class C {}") == "var C = class C {};");
  CHECK(codeOf("{ let y = 1 }") == "{ let y = 1 }");
  CHECK(codeOf("{ a: 1 }") == "({ a: 1 }\n)");
  CHECK(codeOf("with (o) p") == "with (o) p");
}

TEST_CASE("await and imports make an async function") {
  CHECK(codeOf("await f()") == "(async () => { return await f()\n})()");
  CHECK(codeOf("const { a, b: [c], ...d } = await f()") ==
        "var a, c, d; (async () => { void 0, { a, b: [c], ...d } = await f()\n})()");
  CHECK(codeOf("import d, { e as f } from 'x'") ==
        "var d, f; (async () => { void ({ \"default\": d, \"e\": f } = await import(\"x\"))\n})()");
  CHECK(codeOf("import d, * as n from 'x'") ==
        "var d, n; (async () => { void (n = await import(\"x\"), { \"default\": d } = n)\n})()");
  CHECK(codeOf("import 'x'") == "(async () => { void (await import(\"x\"))\n})()");
  CHECK(codeOf("function f() {} await 1").starts_with("(async () => { globalThis.f = f; function f() {}"));
  CHECK_FALSE(input("async () => { await 1 }").isAsync);
}

TEST_CASE("types go") {
  CHECK(codeOf("let n: number = 1") == "var n         = 1");
  CHECK(statusOf("interface I { a: string }") == ReplInput::Status::Complete);
}

TEST_CASE("unfinished input is told from wrong input") {
  for (const char* text :
       {"function f() {", "f(", "[1,", "`a", "/* a", "'a\\", "if (a)", "a +", "class C {\n", "{ a:", "x = {"})
    CHECK(statusOf(text) == ReplInput::Status::Incomplete);
  for (const char* text : {")", "let 1", "'a", "a b", "}"}) CHECK(statusOf(text) == ReplInput::Status::Invalid);
  for (const char* text : {"", "1", "{}", "// a"}) CHECK(statusOf(text) == ReplInput::Status::Complete);
  CHECK(input("a b").frame.find('^') != std::string::npos);
}
