#include <catch2/catch.hpp>

#include "engine/test_world.h"
#include "engine/text_decoder.h"

namespace js = weft::js;
using js::Chunk;

namespace {

struct World : js::TestWorld {
  std::string text(const js::Result<js::Value>& value) {
    if (!value) return "throws";
    return value->isUndefined() ? "malformed" : value->toUtf8(*realm).value_or("?");
  }
  /// Decodes in chunks of `size` bytes.
  std::string decode(std::string_view encoding, std::string_view bytes, size_t size = 1000,
                     js::DecoderOptions options = {}) {
    auto decoder = js::TextDecoder::create(encoding, options);
    if (!decoder) return "no decoder";
    std::string out;
    for (size_t at = 0; at < bytes.size(); at += size) {
      auto part = bytes.substr(at, size);
      out += text(decoder->decode(*realm, {reinterpret_cast<const uint8_t*>(part.data()), part.size()}, Chunk::More));
    }
    return out + text(decoder->decode(*realm, {}, Chunk::Last));
  }
};

}  // namespace

TEST_CASE("how a stream is cut into chunks doesn't matter") {
  World world;
  const std::pair<const char*, std::string> streams[] = {
      {"utf-8",
       "\xEF\xBB\xBF"
       "a\xE2\x82\xAC\xF0\x9F\x98\x80\xE2\x82"
       "b\xFF"},
      {"utf-16le", std::string("\xFF\xFE\x61\x00\x3D\xD8\x00\xDE\x3D\xD8\x62\x00\x63", 13)},
      {"shift_jis", "a\x82\xA0\x93\xFA"},
      {"big5",
       "\xA7\x41\x87\xA4\x88\x40"
       "A"},
      {"gb18030", "\xC4\xE3\x94\x39\xDA\x33\xA3\xA0"},
      {"iso-2022-jp", "\x1B$B$\"\x1B(BA"},
  };
  for (auto& [encoding, bytes] : streams) {
    INFO(encoding);
    std::string whole = world.decode(encoding, bytes);
    for (size_t size : {1, 2, 3, 5}) CHECK(world.decode(encoding, bytes, size) == whole);
  }
  CHECK(world.decode("utf-8", streams[0].second, 1) ==
        "a€😀\xEF\xBF\xBD"
        "b\xEF\xBF\xBD");
  CHECK(world.decode("big5", streams[3].second, 1) ==
        "你\xE9\xBE\x97\xE3\x87\x80"
        "A");
}

TEST_CASE("a fatal decoder tells what is malformed, also at the end") {
  World world;
  js::DecoderOptions fatal{.isFatal = true};
  CHECK(world.decode("utf-8", "a\xFF", 1000, fatal) == "malformed");
  CHECK(world.decode("utf-8", "a\xE2\x82", 1000, fatal) == "amalformed");
  CHECK(world.decode("utf-16le", "a", 1000, fatal) == "malformed");
  CHECK(world.decode("windows-1253", "\xAA", 1000, fatal) == "malformed");
  CHECK(world.decode("gbk", "\xC4", 1000, fatal) == "malformed");
}

TEST_CASE("every encoding of the standard has a decoder, and nothing else") {
  World world;
  for (const char* encoding : {"utf-8", "ibm866", "iso-8859-2", "iso-8859-8-i", "iso-8859-16", "koi8-u", "macintosh",
                               "windows-874", "windows-1252", "windows-1258", "x-mac-cyrillic", "gbk", "gb18030",
                               "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "x-user-defined"}) {
    INFO(encoding);
    CHECK(world.decode(encoding, "a") == "a");
  }
  CHECK(world.decode("utf-16be", std::string("\0a", 2)) == "a");
  CHECK(world.decode("replacement", "a") == "no decoder");
  CHECK(world.decode("iso-8859-16", "\xA4\xFE") == "€ț");
  CHECK(world.decode("x-user-defined", "\x80") == "\xEF\x9E\x80");
}

TEST_CASE("base64 is decoded forgivingly") {
  World world;
  auto decode = [&](std::string_view text) {
    return world.text(js::forgivingBase64Decode(*world.realm, js::String::fromUtf8(*world.realm, text)));
  };
  CHECK(decode(" aG k=\n") == "hi");
  CHECK(decode("aGk") == "hi");
  CHECK(decode("ab=") == "malformed");
  CHECK(decode("a") == "malformed");
  CHECK(decode("ab-_") == "malformed");
  CHECK(decode("a€bc") == "malformed");
}
