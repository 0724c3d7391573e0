#include "syntax/tokens.h"

#include <catch2/catch.hpp>

#include "syntax/words.h"

using namespace weft::syntax;

namespace {

std::string decoded(std::string_view literal) {
  std::string out;
  return decodeStringLiteral(literal, out) ? out : "malformed";
}

template <typename Skip>
std::string_view taken(std::string_view text, Skip skip) {
  const char* after = skip(text.data(), text.data() + text.size());
  return after ? text.substr(0, static_cast<size_t>(after - text.data())) : "null";
}

}  // namespace

TEST_CASE("string literals decode") {
  CHECK(decoded("'a\\tb\\v\\0'") == std::string("a\tb\v\0", 5));
  CHECK(decoded("\"\\101\\7\\400\"") == "A\x07 0");
  CHECK(decoded("'\\u{1F600}\\ud83d\\ude00'") == "\U0001F600\U0001F600");
  CHECK(decoded("'a\\\r\nb\\\u2028c'") == "abc");
  CHECK(decoded("'\\q\\\\'") == "q\\");
  CHECK(decoded("'\\x1'") == "malformed");
  CHECK(decoded("'\\u{}'") == "malformed");
  CHECK(decoded("'\\u{1'") == "malformed");
  CHECK(decoded("'\\ud83dx'") == "\xED\xA0\xBDx");
}

TEST_CASE("numbers end where they end") {
  CHECK(taken("1.5e+3.x", skipNumber) == "1.5e+3");
  CHECK(taken("1..x", skipNumber) == "1.");
  CHECK(taken("0x1e+3", skipNumber) == "0x1e");
  CHECK(taken("1_000n;", skipNumber) == "1_000n");
  CHECK(taken("0b11.x", skipNumber) == "0b11");
  CHECK(taken("0e+1", skipNumber) == "0e+1");
}

TEST_CASE("regular expressions end where they end") {
  CHECK(taken("/[/\\]]\\//gi.x", skipRegularExpression) == "/[/\\]]\\//gi");
  CHECK(taken("/a\n/", skipRegularExpression) == "null");
  CHECK(taken("/[a\n]/", skipRegularExpression) == "null");
  CHECK(taken("/\\", skipRegularExpression) == "null");
}

TEST_CASE("strings end where they end") {
  CHECK(taken("'a\\'b' ", skipString) == "'a\\'b'");
  CHECK(taken("'\\\r\nb'", skipString) == "'\\\r\nb'");
  CHECK(taken("'a\n'", skipString) == "null");
  CHECK(taken("'\u2028'", skipString) == "'\u2028'");
  CHECK(taken("'\\", skipString) == "null");
}

TEST_CASE("every word is found") {
  CHECK(wordOf("import") == Word::Import);
  CHECK(wordOf("instanceof") == Word::Instanceof);
  CHECK(wordOf("_interopRequireWildcard") == Word::InteropRequireWildcard);
  CHECK(wordOf("__exportStar") == Word::UnderscoreExportStar);
  CHECK(wordOf("importt") == Word::None);
  CHECK(wordOf("x") == Word::None);
}
