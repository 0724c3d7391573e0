#include "test-runner/glob.h"

#include <catch2/catch.hpp>

using namespace weft::test;

namespace {

bool matches(std::string_view pattern, std::string_view path) {
  return Glob(pattern).matches(path);
}

}  // namespace

TEST_CASE("stars stay in a segment, two of them go through folders") {
  CHECK(matches("a/*.js", "a/b.js"));
  CHECK(!matches("a/*.js", "a/b/c.js"));
  CHECK(matches("a/**/*.js", "a/b.js"));
  CHECK(matches("a/**/*.js", "a/b/c/d.js"));
  CHECK(matches("**/*.js", "/x/y.js"));
  CHECK(matches("a/**", "a/b/c"));
  CHECK(!matches("a/**/b", "ab"));
  CHECK(!matches("a**b/c", "a/b/c"));
  CHECK(matches("?.js", "ü.js"));
  CHECK(!matches("?", "/"));
}

TEST_CASE("braces") {
  CHECK(matches("*.{js,ts}", "a.ts"));
  CHECK(matches("*.{c,m,}ts", "a.ts"));
  CHECK(matches("{a,b{c,d}}.x", "bd.x"));
  CHECK(matches("a{1..3}", "a2"));
  CHECK(!matches("a{1..3}", "a4"));
  CHECK(matches("a{b}", "a{b}"));
  CHECK(matches("a{b", "a{b"));
}

TEST_CASE("Jest's own patterns") {
  const char* named = "**/?(*.)+(spec|test).?([mc])[jt]s?(x)";
  for (const char* path : {"/a/b.test.js", "/a/test.js", "/a/b.spec.tsx", "/a/b.c.test.mjs", "/spec.cts"})
    CHECK(matches(named, path));
  for (const char* path : {"/a/b.tests.js", "/a/b.js", "/a/btest.js", "/a/b.test.json", "/a/b.test.js/c"})
    CHECK(!matches(named, path));
  CHECK(matches("**/__tests__/**/*.?([mc])[jt]s?(x)", "/a/__tests__/b/c.js"));
  CHECK(!matches("**/__tests__/**/*.?([mc])[jt]s?(x)", "/a/tests/c.js"));
}

TEST_CASE("extended patterns") {
  CHECK(matches("!(a|b).js", "c.js"));
  CHECK(!matches("!(a|b).js", "a.js"));
  CHECK(matches("@(a|b)c", "bc"));
  CHECK(matches("(a|b)c", "bc"));
  CHECK(!matches("(a|b)c", "c"));
  CHECK(matches("src/**/(*.)+(spec|test).+(ts|tsx)", "src/a/b.test.tsx"));
  CHECK(matches("app/(group)/*.js", "app/(group)/a.js"));
  CHECK(matches("+(ab)", "ababab"));
  CHECK(!matches("+(ab)", ""));
  CHECK(matches("*(a|b)", ""));
  CHECK(matches("?(a)b", "b"));
  CHECK(matches("*.!(d).ts", "a.b.ts"));
  CHECK(matches("[!a]b", "cb"));
  CHECK(!matches("[a-c]b", "db"));
  CHECK(matches("\\*", "*"));
  CHECK(!matches("\\*", "a"));
}

TEST_CASE("a list takes away what ! names, and reads relative patterns from its folder") {
  GlobList list({"src/**/*.ts", "!**/*.d.ts"}, "/p");
  CHECK(list.matches("/p/src/a/b.ts"));
  CHECK(!list.matches("/p/src/b.d.ts"));
  CHECK(!list.matches("/q/src/b.ts"));
  CHECK(GlobList({"!**/x.js"}, "/p").matches("/p/y.js"));
  CHECK(!GlobList({}, "/p").matches("/p/y.js"));
}
