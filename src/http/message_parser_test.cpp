#include "http/message_parser.h"

#include <catch2/catch.hpp>

using namespace weft::http;

namespace {

struct Recorder final : MessageParser::Client {
  std::string log;
  AfterHead answer = AfterHead::Body;
  MessageParser* pauseAtHead = nullptr;

  void onBegin() override { log += "begin;"; }
  AfterHead onHead(const MessageHead& head) override {
    log += head.target.empty() ? std::to_string(head.status) + " " + std::string(head.reason)
                               : std::string(methodNames()[head.method]) + " " + std::string(head.target);
    if (head.isWhole) log += " whole";
    if (head.isUpgrade) log += " upgrade";
    if (!head.keepsAlive) log += " last";
    for (const HeaderField& f : head.fields) log += "|" + std::string(f.name) + "=" + std::string(f.value);
    log += ";";
    if (pauseAtHead) pauseAtHead->pause();
    return answer;
  }
  void onBody(MessageParser::Bytes bytes) override { log += "body:" + std::string(bytes.begin(), bytes.end()) + ";"; }
  void onComplete(std::span<const HeaderField> trailers) override {
    log += "complete";
    for (const HeaderField& f : trailers) log += "|" + std::string(f.name) + "=" + std::string(f.value);
    log += ";";
  }
};

MessageParser::Bytes bytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

std::string parse(MessageKind kind, std::string_view text, size_t pieces = SIZE_MAX,
                  AfterHead answer = AfterHead::Body) {
  Recorder recorder;
  recorder.answer = answer;
  MessageParser parser(recorder);
  parser.reset(kind, 256, {});
  for (size_t at = 0; at < text.size(); at += pieces) {
    auto piece = text.substr(at, pieces);
    auto outcome = parser.execute(bytesOf(piece));
    if (outcome.state == MessageParser::State::Failed) return recorder.log + std::string(parser.errorCode());
    if (outcome.state == MessageParser::State::Upgraded)
      return recorder.log + "rest:" + std::string(piece.substr(outcome.consumed));
    if (pieces >= text.size()) break;
  }
  return recorder.log;
}

}  // namespace

TEST_CASE("a request without a body is told in one call") {
  CHECK(parse(MessageKind::Request, "GET /a?b HTTP/1.1\r\nHost: x \r\nEmpty:\r\n\r\n") ==
        "begin;GET /a?b whole|Host=x|Empty=;");
}

TEST_CASE("pipelined requests come one after the other") {
  CHECK(parse(MessageKind::Request, "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.0\r\n\r\n") ==
        "begin;GET / whole|Host=x;begin;GET /2 whole last;");
}

TEST_CASE("a body by length, and one in chunks with trailers") {
  CHECK(parse(MessageKind::Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc") ==
        "begin;POST /|Content-Length=3;body:abc;complete;");
  CHECK(parse(MessageKind::Request,
              "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n0\r\nT: v\r\n\r\n") ==
        "begin;POST /|Transfer-Encoding=chunked;body:ab;complete|T=v;");
}

TEST_CASE("the bytes can come one by one") {
  CHECK(parse(MessageKind::Request,
              "POST /ab HTTP/1.1\r\nHost: x y\r\nE:\r\nContent-Length: 2\r\n\r\nabGET / HTTP/1.1\r\n\r\n",
              1) == "begin;POST /ab|Host=x y|E=|Content-Length=2;body:a;body:b;complete;begin;GET / whole;");
}

TEST_CASE("what is not HTTP fails with a code") {
  CHECK(parse(MessageKind::Request, "\x16\x03\x01 garbage") == "begin;HPE_INVALID_METHOD");
  CHECK(parse(MessageKind::Request, "GET / HTTP/1.1\r\nA: " + std::string(300, 'x') + "\r\n\r\n") ==
        "begin;HPE_HEADER_OVERFLOW");
  // Two ways to tell where the body ends: the door to smuggling.
  CHECK(parse(MessageKind::Request,
              "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") ==
        "begin;HPE_UNEXPECTED_CONTENT_LENGTH");
  CHECK(parse(MessageKind::Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc") ==
        "begin;HPE_UNEXPECTED_CONTENT_LENGTH");
  CHECK(parse(MessageKind::Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") ==
        "begin;POST /|Transfer-Encoding=chunked;HPE_INVALID_CHUNK_SIZE");
}

TEST_CASE("an upgrade leaves the rest to the other protocol, or is none") {
  std::string_view request = "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nGET / HTTP/1.1\r\n\r\n";
  CHECK(parse(MessageKind::Request, request, SIZE_MAX, AfterHead::Upgraded) ==
        "begin;GET / upgrade|Connection=Upgrade|Upgrade=x;complete;rest:GET / HTTP/1.1\r\n\r\n");
  CHECK(parse(MessageKind::Request, request) ==
        "begin;GET / upgrade|Connection=Upgrade|Upgrade=x;complete;begin;GET / whole;");
}

TEST_CASE("a response ends with its connection if nothing else says where") {
  Recorder recorder;
  MessageParser parser(recorder);
  parser.reset(MessageKind::Response, 1024, {});
  CHECK(parser.execute(bytesOf("HTTP/1.1 200 Fine indeed\r\n\r\nabc")).state == MessageParser::State::Ok);
  CHECK(parser.finish().state == MessageParser::State::Ok);
  CHECK(recorder.log == "begin;200 Fine indeed last;body:abc;complete;");
  parser.reset(MessageKind::Response, 1024, {});
  CHECK(parser.execute(bytesOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc")).state == MessageParser::State::Ok);
  CHECK(parser.finish().state == MessageParser::State::Failed);
  CHECK(parse(MessageKind::Response, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 204 No\r\n\r\n", SIZE_MAX,
              AfterHead::NoBody) == "begin;200 OK|Content-Length=5;complete;begin;204 No;complete;");
}

TEST_CASE("a paused parser keeps its place") {
  Recorder recorder;
  MessageParser parser(recorder);
  parser.reset(MessageKind::Request, 1024, {});
  recorder.pauseAtHead = &parser;
  std::string_view text = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n";
  auto outcome = parser.execute(bytesOf(text));
  CHECK(outcome.state == MessageParser::State::Paused);
  CHECK(recorder.log == "begin;POST /|Content-Length=3;");
  CHECK(parser.execute(bytesOf(text.substr(outcome.consumed))).consumed == 0);
  recorder.pauseAtHead = nullptr;
  parser.resume();
  CHECK(parser.execute(bytesOf(text.substr(outcome.consumed))).state == MessageParser::State::Ok);
  CHECK(recorder.log == "begin;POST /|Content-Length=3;body:abc;complete;begin;GET / whole;");
}
