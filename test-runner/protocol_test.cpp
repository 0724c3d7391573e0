#include "test-runner/protocol.h"

#include <catch2/catch.hpp>

using namespace weft::test;

namespace {

Fault fault() {
  return {"AssertionError", "expected 1 to be 2", "at f (a.ts:1:2)", {"/a.ts", 1, 2}, "Error: why"};
}

std::vector<Event> events() {
  SnapshotCounts counts{1, 2, 3, 4, 5, true, false, {"a 1"}};
  return {
      FileStarted{7, 1},
      Collected{7, {{{"outer", "inner"}, Mode::Todo, {"/a.ts", 3, 4}}, {{"alone"}, Mode::Run, {}}}},
      TestStarted{7, 1},
      TestEnded{7, 1, Status::Failed, 1.5, 2, {fault(), fault()}, "note"},
      Output{7, 2, std::string("bytes \0 and ü", 14)},
      FileEnded{
          7, 2.25, {fault()}, counts, {"/a.ts"}, {"/b.ts"}, {"/s.ts"}, {"/p"}, {"HOME"}, {"Timeout"}, {"the network"}},
      FileStopped{7, "did not come back"},
      Answer{9, "{}", fault()},
      Answer{10, "", std::nullopt},
      Covered{"bytes", true}};
}

}  // namespace

TEST_CASE("every order comes back as it was sent") {
  std::vector<Order> orders = {Configure{1, "{\"a\":1}"},
                               Run{2, 1, "/a.test.ts", {0, 5}},
                               Ask{3, "test_config", "load", "{}"},
                               Quit{},
                               StartCoverage{"/p"},
                               TellCoverage{}};
  FrameReader reader;
  for (const Order& order : orders) reader.append(encode(order));
  for (const Order& order : orders) {
    auto got = reader.nextOrder();
    REQUIRE(got);
    CHECK(encode(*got) == encode(order));
    CHECK(got->index() == order.index());
  }
  CHECK(!reader.nextOrder());
  CHECK(!reader.isBroken());
}

TEST_CASE("every event comes back as it was sent, also a byte at a time") {
  std::string stream;
  for (const Event& event : events()) stream += encode(event);
  FrameReader reader;
  std::vector<Event> got;
  for (char byte : stream) {
    reader.append({&byte, 1});
    while (auto event = reader.nextEvent()) got.push_back(std::move(*event));
  }
  REQUIRE(got.size() == events().size());
  for (size_t i = 0; i < got.size(); ++i) CHECK(encode(got[i]) == encode(events()[i]));
  const auto& ended = std::get<TestEnded>(got[3]);
  CHECK(ended.faults[1].place.column == 2);
  CHECK(std::get<FileEnded>(got[5]).snapshots.obsolete == std::vector<std::string>{"a 1"});
  CHECK(!std::get<Answer>(got[8]).fault);
}

TEST_CASE("a malformed frame ends the stream") {
  auto isBroken = [](std::string bytes) {
    FrameReader reader;
    reader.append(bytes);
    while (reader.nextEvent()) {
    }
    return reader.isBroken();
  };
  CHECK(isBroken(std::string(4, '\0')));            // no kind
  CHECK(isBroken("\xff\xff\xff\xff"));              // longer than any
  CHECK(isBroken(std::string("\1\0\0\0\xfe", 5)));  // a kind that is none
  CHECK(isBroken(encode(Order{Quit{}})));           // of the other direction
  std::string wrong = encode(Event{TestEnded{1, 2, Status::Passed, 1, 1, {}, ""}});
  wrong[4 + 1 + 8] = 9;  // a status that is none
  CHECK(isBroken(wrong));
  std::string longer = encode(Event{TestStarted{1, 2}}) + "x";
  longer[0]++;  // a byte too many
  CHECK(isBroken(longer));
}

TEST_CASE("whatever byte is changed, nothing is read out of bounds and no memory is taken for a length that lies") {
  for (const Event& event : events()) {
    std::string frame = encode(event);
    for (size_t i = 0; i < frame.size(); ++i)
      for (int bit = 0; bit < 8; ++bit) {
        std::string damaged = frame;
        damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
        FrameReader reader;
        reader.append(damaged);
        for (int n = 0; n < 3 && reader.nextEvent(); ++n) {
        }
      }
    for (size_t length = 0; length < frame.size(); ++length) {
      FrameReader reader;
      reader.append(frame.substr(0, length));
      CHECK(!reader.nextEvent());
    }
  }
}
