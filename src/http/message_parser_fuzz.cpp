// Messages from any bytes, cut anywhere, must not depend on where they are cut.

#include <cstdlib>

#include "base/check.h"
#include "http/message_parser.h"

using namespace weft::http;

namespace {

struct Collector final : MessageParser::Client {
  std::string log;
  uint8_t answers = 0;
  void onBegin() override { log += "("; }
  AfterHead onHead(const MessageHead& head) override {
    log += head.target;
    log += head.reason;
    for (const HeaderField& f : head.fields) log.append(f.name).append("=").append(f.value).append("\n");
    return static_cast<AfterHead>(answers % 3);
  }
  void onBody(MessageParser::Bytes bytes) override { log.append(bytes.begin(), bytes.end()); }
  void onComplete(std::span<const HeaderField> trailers) override {
    for (const HeaderField& f : trailers) log.append(f.name).append("=").append(f.value).append("\n");
    log += ")";
  }
};

std::string run(MessageParser::Bytes bytes, MessageKind kind, uint8_t answers, size_t piece) {
  Collector collector;
  collector.answers = answers;
  MessageParser parser(collector);
  parser.reset(kind, 4096, {});
  for (size_t at = 0; at < bytes.size();) {
    auto part = bytes.subspan(at, std::min(piece, bytes.size() - at));
    auto outcome = parser.execute(part);
    CHECK(outcome.consumed <= part.size());
    if (outcome.state != MessageParser::State::Ok) return collector.log;
    at += part.size();
  }
  parser.finish();
  return collector.log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  auto kind = data[0] & 1 ? MessageKind::Request : MessageKind::Response;
  MessageParser::Bytes bytes(data + 2, size - 2);
  std::string whole = run(bytes, kind, data[1], size);
  std::string pieces = run(bytes, kind, data[1], 1 + (data[0] >> 1) % 7);
  CHECK(whole == pieces);
  return 0;
}
