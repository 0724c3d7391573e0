#include "engine/text_codec.h"

#include <catch2/catch.hpp>
#include <string>

namespace js = weft::js;
using js::TextEncoding;

namespace {

js::StringChars chars(std::u16string_view text) {
  js::StringChars out{};
  out.is8Bit = false;
  out.utf16 = text.data();
  out.length = text.size();
  return out;
}
js::StringChars narrow(std::string_view text) {
  js::StringChars out{};
  out.is8Bit = true;
  out.latin1 = reinterpret_cast<const uint8_t*>(text.data());
  out.length = text.size();
  return out;
}

std::string encode(js::StringChars text, TextEncoding encoding, size_t room = std::string::npos) {
  std::string out(room == std::string::npos ? js::encodedSize(text, encoding) : room, '\0');
  out.resize(js::encodeInto(text, encoding, {reinterpret_cast<uint8_t*>(out.data()), out.size()}));
  return out;
}

}  // namespace

TEST_CASE("UTF-8 of both kinds of string") {
  CHECK(encode(narrow("h\xe9"), TextEncoding::Utf8) == "h\xC3\xA9");
  CHECK(encode(chars(u"h\u00e9\u20ac\U0001F389"), TextEncoding::Utf8) == "h\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8E\x89");
  const char16_t unpaired[] = {u'a', 0xD800, u'b', 0xDC00};
  CHECK(encode(chars({unpaired, 4}), TextEncoding::Utf8) ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
}

TEST_CASE("a character that does not fit is left out whole") {
  CHECK(encode(chars(u"a\u20acb"), TextEncoding::Utf8, 3) == "a");
  CHECK(encode(chars(u"a\u20acb"), TextEncoding::Utf8, 4) == "a\xE2\x82\xAC");
  CHECK(encode(narrow("\xe9\xe9"), TextEncoding::Utf8, 3) == "\xC3\xA9");
  CHECK(encode(chars(u"ab"), TextEncoding::Utf16le, 3) == std::string("a\0", 2));
}

TEST_CASE("hex ends at the first wrong pair") {
  CHECK(encode(narrow("48656C6c6f"), TextEncoding::Hex) == "Hello");
  CHECK(encode(narrow("4865x"), TextEncoding::Hex) == "He");
  CHECK(encode(narrow("48zz65"), TextEncoding::Hex) == "H");
  CHECK(encode(narrow("486"), TextEncoding::Hex) == "H");
}

TEST_CASE("base64 takes both alphabets and skips the rest") {
  for (auto encoding : {TextEncoding::Base64, TextEncoding::Base64url}) {
    CHECK(encode(narrow("aGVsbG8="), encoding) == "hello");
    CHECK(encode(narrow("aGVsbG8"), encoding) == "hello");
    CHECK(encode(narrow("_-8+/w"), encoding) == "\xff\xef>\xff");
    CHECK(encode(narrow(" a\nG*V$sbG8="), encoding) == "hello");
    CHECK(encode(chars(u"aG\u20acVs"), encoding) == "hel");
  }
}

TEST_CASE("bytes") {
  CHECK(encode(chars(u"a\u20ac"), TextEncoding::Latin1) == "a\xac");
  const uint8_t ascii[] = {'a', 'b'}, utf8[] = {0xC3, 0xA9}, broken[] = {0xC3};
  CHECK(js::isAsciiBytes(ascii));
  CHECK_FALSE(js::isAsciiBytes(utf8));
  CHECK(js::isUtf8Bytes(utf8));
  CHECK_FALSE(js::isUtf8Bytes(broken));
}
