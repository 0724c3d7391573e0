#include "base/source_text.h"

#include <catch2/catch.hpp>

using namespace weft;

TEST_CASE("lines end as ECMAScript ends them") {
  std::string text = "a\nb\r\nc\rd\u2028e\u2029f";
  LineIndex lines(text);
  CHECK(lines.lineCount() == 6);
  CHECK(lines.lineText(1) == "a");
  CHECK(lines.lineText(2) == "b");
  CHECK(lines.lineText(3) == "c");
  CHECK(lines.lineText(4) == "d");
  CHECK(lines.lineText(5) == "e");
  CHECK(lines.lineText(6) == "f");
  CHECK(lines.lineText(7) == "");
  CHECK(lines.lineText(0) == "");
}

TEST_CASE("columns count UTF-16 units from 1") {
  std::string text = "x\n\u00e9\U0001F600z";
  LineIndex lines(text);
  CHECK(lines.positionAt(0) == LineColumn{1, 1});
  CHECK(lines.positionAt(2) == LineColumn{2, 1});
  CHECK(lines.positionAt(4) == LineColumn{2, 2});
  CHECK(lines.positionAt(8) == LineColumn{2, 4});
  CHECK(lines.positionAt(1000) == LineColumn{2, 5});
  CHECK(lines.offsetAt({2, 4}) == 8);
  CHECK(lines.offsetAt({2, 99}) == text.size());
  CHECK(lines.offsetAt({9, 1}) == text.size());
}

TEST_CASE("an empty text has one empty line") {
  SourceText source("x.js", "");
  CHECK(source.lines().lineCount() == 1);
  CHECK(source.lines().positionAt(0) == LineColumn{1, 1});
}

TEST_CASE("other characters that begin like a line separator do not end a line") {
  LineIndex lines("\u20AC\xE2");
  CHECK(lines.lineCount() == 1);
}
