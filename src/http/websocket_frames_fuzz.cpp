// What is read from any bytes must not depend on where they are cut.

#include <cstdlib>
#include <string>

#include "base/check.h"
#include "base/utf.h"
#include "http/websocket_frames.h"

using namespace weft::http;

namespace {

struct Collector final : FrameReader::Client {
  std::string log;
  void add(char what, FrameReader::Bytes bytes) {
    log += what;
    log.append(bytes.begin(), bytes.end());
    log += ';';
  }
  void onMessage(FrameOpcode kind, bool isCompressed, FrameReader::Bytes bytes) override {
    CHECK(bytes.size() <= 4096);
    CHECK(kind == FrameOpcode::Text || kind == FrameOpcode::Binary);
    add(isCompressed ? 'c' : 'm', bytes);
  }
  void onPing(FrameReader::Bytes bytes) override { add('i', bytes); }
  void onPong(FrameReader::Bytes bytes) override { add('o', bytes); }
  void onClose(uint16_t, FrameReader::Bytes reason) override { add('x', reason); }
  void onViolation(CloseCode code, std::string_view) override { log += std::to_string(static_cast<int>(code)); }
  bool isUtf8(FrameReader::Bytes bytes) override {
    return weft::isValidUtf8({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
};

std::string run(FrameReader::Bytes bytes, FrameReader::Settings settings, size_t piece) {
  Collector collector;
  FrameReader reader(collector, settings);
  while (!bytes.empty()) {
    // Memory of its own, so that reading past it is seen.
    size_t size = std::min(piece, bytes.size());
    std::vector<uint8_t> part(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size));
    reader.feed(part);
    bytes = bytes.subspan(size);
  }
  return collector.log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  FrameReader::Settings settings{data[0] & 1 ? FrameReader::Side::Server : FrameReader::Side::Client, 4096,
                                 (data[0] & 2) != 0};
  FrameReader::Bytes bytes(data + 1, size - 1);
  std::string whole = run(bytes, settings, size);
  CHECK(whole == run(bytes, settings, 1 + (data[0] >> 2) % 7));
  return 0;
}
