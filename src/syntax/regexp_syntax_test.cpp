#include <catch2/catch.hpp>

#include "syntax/regexp_syntax.h"

using namespace weft::syntax;

namespace {

bool accepts(std::string_view pattern, std::string_view flags = "") {
  return !checkRegExp(pattern, flags).message;
}

}  // namespace

TEST_CASE("flags of regular expressions") {
  CHECK(accepts("a", "dgimsuy"));
  CHECK(accepts("a", "v"));
  CHECK_FALSE(accepts("a", "uv"));
  CHECK_FALSE(accepts("a", "gg"));
  CHECK_FALSE(accepts("a", "x"));
}

TEST_CASE("Annex B without the flag u") {
  for (std::string_view pattern : {"]", "}", "{", "a{", "a{,1}", "\\c", "\\c1", "[\\c_]", "\\u", "\\x1", "\\8",
                                   "\\k<a>", "(?=a)*", "[\\d-a]", "\\-", "\\p{x}", "a{2", "\\07"}) {
    INFO(pattern);
    CHECK(accepts(pattern));
    CHECK_FALSE(accepts(pattern, "u"));
  }
  for (std::string_view pattern :
       {"*", "a**", "(", ")", "[", "{1}", "a{2,1}", "[b-a]", "(?<a", "(?<1>)", "\\", "(?<=a)*", "(?a)"}) {
    INFO(pattern);
    CHECK_FALSE(accepts(pattern));
  }
}

TEST_CASE("groups and references") {
  CHECK(accepts("(?<a>.)\\k<a>"));
  CHECK_FALSE(accepts("(?<a>.)\\k<b>"));
  CHECK_FALSE(accepts("(?<a>.)\\k"));
  CHECK(accepts("(?<a>.)|(?<a>.)"));
  CHECK(accepts("(?:(?<a>.)|b)|(?<a>.)"));
  CHECK_FALSE(accepts("(?<a>.)(?<a>.)"));
  CHECK_FALSE(accepts("(?:(?<a>.)|b)(?<a>.)"));
  CHECK(accepts("(?i-ms:a)(?-i:b)"));
  CHECK_FALSE(accepts("(?ii:a)"));
  CHECK_FALSE(accepts("(?i-i:a)"));
  CHECK_FALSE(accepts("(?-:a)"));
  CHECK(accepts("\\2(a)(b)", "u"));
  CHECK_FALSE(accepts("\\3(a)(b)", "u"));
}

TEST_CASE("properties and sets") {
  CHECK(accepts("\\p{Lu}\\P{Script=Greek}\\p{scx=Grek}\\p{ASCII_Hex_Digit}\\p{gc=L}", "u"));
  CHECK_FALSE(accepts("\\p{Foo}", "u"));
  CHECK_FALSE(accepts("\\p{Script}", "u"));
  CHECK_FALSE(accepts("\\p{RGI_Emoji}", "u"));
  CHECK(accepts("\\p{RGI_Emoji}", "v"));
  CHECK_FALSE(accepts("\\P{RGI_Emoji}", "v"));
  CHECK(accepts("[[a-z]&&[aeiou]][\\w--\\d][\\q{abc|d}x]", "v"));
  CHECK_FALSE(accepts("[a&&b--c]", "v"));
  CHECK_FALSE(accepts("[a-z&&[aeiou]]", "v"));
  CHECK_FALSE(accepts("[^\\q{ab}]", "v"));
  CHECK(accepts("[^\\q{a}]", "v"));
  CHECK_FALSE(accepts("[(]", "v"));
  CHECK_FALSE(accepts("[a!!b]", "v"));
  CHECK(accepts("[\\(\\&]", "v"));
}
