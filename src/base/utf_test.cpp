#include "base/utf.h"

#include <catch2/catch.hpp>

using namespace weft;

TEST_CASE("valid UTF-8 is recognised") {
  CHECK(isValidUtf8(""));
  CHECK(isValidUtf8("plain ascii, longer than eight bytes"));
  CHECK(isValidUtf8("z\u00e9\u4e2d\U0001F600"));
  CHECK_FALSE(isValidUtf8("\x80"));
  CHECK_FALSE(isValidUtf8("\xC0\x80"));          // overlong
  CHECK_FALSE(isValidUtf8("\xED\xA0\x80"));      // surrogate
  CHECK_FALSE(isValidUtf8("\xF4\x90\x80\x80"));  // past U+10FFFF
  CHECK_FALSE(isValidUtf8("abcdefgh\xE2\x82"));  // cut off
}

TEST_CASE("malformed sequences are replaced one maximal part at a time") {
  std::string r = "\xEF\xBF\xBD";
  CHECK(toValidUtf8("a\x80z") == "a" + r + "z");
  CHECK(toValidUtf8("\xE2\x82(") == r + "(");
  CHECK(toValidUtf8("\xF0\x9F\x98") == r);
  CHECK(toValidUtf8("\xED\xA0\x80") == r + r + r);
  CHECK(toValidUtf8("\xC0\xAF") == r + r);
  CHECK(toValidUtf8("\xF4\x90\x80\x80") == r + r + r + r);
  CHECK(toValidUtf8("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") == r + r + r + r + "A");
}

TEST_CASE("UTF-8 and UTF-16 convert both ways") {
  std::string text = "a\u00e9\u4e2d\U0001F600z and more ascii behind it";
  std::u16string units = utf8ToUtf16(text);
  CHECK(units.substr(0, 6) == u"a\u00e9\u4e2d\xD83D\xDE00z");
  CHECK(utf16ToUtf8(units) == text);
  CHECK(utf8ToUtf16("\xFF") == u"\uFFFD");
}

TEST_CASE("lone surrogates become the replacement character, or keep their value in WTF-8") {
  const char16_t lone[] = {0xD800, u'a', 0xDC00};
  CHECK(utf16ToUtf8({lone, 3}) == "\uFFFDa\uFFFD");
  std::string wtf;
  appendWtf8(wtf, 0xD800);
  CHECK(wtf == "\xED\xA0\x80");
  std::string utf;
  appendUtf8(utf, 0xD800);
  CHECK(utf == "\uFFFD");
}

TEST_CASE("Latin-1 converts where it can") {
  CHECK(latin1ToUtf8("a\xE9") == "a\u00e9");
  CHECK(tryUtf8ToLatin1("a\u00e9") == "a\xE9");
  CHECK_FALSE(tryUtf8ToLatin1("\u0100"));
  CHECK_FALSE(tryUtf8ToLatin1("\xFF"));
}

TEST_CASE("offsets in UTF-16 units") {
  std::string text = "a\u00e9\U0001F600b";
  CHECK(utf16Length(text) == 5);
  CHECK(byteOffsetOfUtf16(text, 0) == 0);
  CHECK(byteOffsetOfUtf16(text, 2) == 3);
  CHECK(byteOffsetOfUtf16(text, 3) == 3);  // inside the pair
  CHECK(byteOffsetOfUtf16(text, 4) == 7);
  CHECK(byteOffsetOfUtf16(text, 99) == text.size());
}

TEST_CASE("display width") {
  CHECK(displayWidth('a') == 1);
  CHECK(displayWidth(0x4E2D) == 2);
  CHECK(displayWidth(0x1F600) == 2);
  CHECK(displayWidth(0x0301) == 0);
  CHECK(displayWidth(0xE9) == 1);
  CHECK(displayWidth(7) == 0);
}
