#include "http/websocket_frames.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/utf.h"

using namespace weft::http;

namespace {

std::string textOf(FrameReader::Bytes bytes) {
  return {bytes.begin(), bytes.end()};
}

struct Recorder final : FrameReader::Client {
  std::string log;
  void onMessage(FrameOpcode kind, bool isCompressed, FrameReader::Bytes bytes) override {
    log += (kind == FrameOpcode::Text ? "text" : "binary") + std::string(isCompressed ? " packed:" : ":") +
           textOf(bytes) + ";";
  }
  void onPing(FrameReader::Bytes bytes) override { log += "ping:" + textOf(bytes) + ";"; }
  void onPong(FrameReader::Bytes bytes) override { log += "pong:" + textOf(bytes) + ";"; }
  void onClose(uint16_t code, FrameReader::Bytes reason) override {
    log += "close " + std::to_string(code) + ":" + textOf(reason) + ";";
  }
  void onViolation(CloseCode code, std::string_view) override {
    log += "violation " + std::to_string(static_cast<int>(code)) + ";";
  }
  bool isUtf8(FrameReader::Bytes bytes) override { return weft::isValidUtf8(textOf(bytes)); }
};

/// With a mask, as a client's.
std::string frame(uint8_t first, std::string_view payload) {
  constexpr uint32_t kKey = 0x129a00ff;
  uint8_t head[kMostFrameHead];
  size_t size = writeFrameHead(head, first, payload.size(), true);
  for (int i = 0; i < 4; ++i) head[size++] = static_cast<uint8_t>(kKey >> (24 - 8 * i));
  std::string out(head, head + size);
  std::string masked(payload);
  auto* bytes = reinterpret_cast<uint8_t*>(masked.data());
  applyFrameMask(bytes, {bytes, masked.size()}, kKey, 0);
  return out + masked;
}

std::string read(std::string_view bytes, size_t piece = SIZE_MAX, bool mayCompress = false) {
  Recorder recorder;
  FrameReader reader(recorder, {FrameReader::Side::Server, 1000, mayCompress});
  for (size_t at = 0; at < bytes.size(); at += std::min(piece, bytes.size())) {
    std::string_view part = bytes.substr(at, piece);
    reader.feed({reinterpret_cast<const uint8_t*>(part.data()), part.size()});
    if (piece >= bytes.size()) break;
  }
  return recorder.log;
}

}  // namespace

TEST_CASE("frames are the same wherever the bytes are cut") {
  std::string bytes = frame(0x81, "one") + frame(0x01, "tw") + frame(0x89, "p") + frame(0x80, "o \xE2\x98\x82") +
                      frame(0x82, std::string(300, 'b')) + frame(0x81, "") +
                      frame(0x88,
                            "\x03\xE8"
                            "bye") +
                      frame(0x81, "no");
  std::string expected =
      "text:one;ping:p;text:two \xE2\x98\x82;binary:" + std::string(300, 'b') + ";text:;close 1000:bye;";
  for (size_t piece : {size_t{1}, size_t{2}, size_t{3}, size_t{7}, size_t{64}, SIZE_MAX})
    CHECK(read(bytes, piece) == expected);
}

TEST_CASE("what breaks the rules") {
  CHECK(read(std::string("\x81\x01"
                         "A")) == "violation 1002;");
  CHECK(read(frame(0xC1, "x")) == "violation 1002;");
  CHECK(read(frame(0xC1, "x"), SIZE_MAX, true) == "text packed:x;");
  CHECK(read(frame(0x41, "x") + frame(0xC0, "y"), SIZE_MAX, true) == "violation 1002;");
  CHECK(read(frame(0x80, "x")) == "violation 1002;");
  CHECK(read(frame(0x01, "x") + frame(0x81, "y")) == "violation 1002;");
  CHECK(read(frame(0x82, std::string(1001, 'x'))) == "violation 1009;");
  CHECK(read(frame(0x02, std::string(600, 'x')) + frame(0x80, std::string(600, 'x'))) == "violation 1009;");
  CHECK(read(frame(0x89, std::string(126, 'x'))) == "violation 1002;");
  CHECK(read(frame(0x81, "\xFF")) == "violation 1007;");
  CHECK(read(frame(0x81, "\xE2\x98")) == "violation 1007;");
  CHECK(read(frame(0x88, "\x03")) == "violation 1002;");
  CHECK(read(frame(0x88, "\x03\xED")) == "violation 1002;");
}

TEST_CASE("text that can no longer become UTF-8 fails before its end") {
  CHECK(read(frame(0x01, "\xE2")) == "");
  CHECK(read(frame(0x01, "\xF4\x90")) == "violation 1007;");
  CHECK(read(frame(0x01, "\xED\xA0")) == "violation 1007;");
  CHECK(read(frame(0x01, "\xC0")) == "violation 1007;");
}

TEST_CASE("a mask goes on where it was") {
  std::string text = "something longer than a word of the machine";
  auto* bytes = reinterpret_cast<uint8_t*>(text.data());
  std::vector<uint8_t> whole(text.size()), parts(text.size());
  applyFrameMask(whole.data(), {bytes, text.size()}, 0x01020304, 0);
  for (size_t at = 0; at < text.size(); at += 5) {
    size_t size = std::min<size_t>(5, text.size() - at);
    applyFrameMask(parts.data() + at, {bytes + at, size}, 0x01020304, at);
  }
  CHECK(whole == parts);
}
