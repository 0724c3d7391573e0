#include "syntax/source_map_reader.h"

#include <catch2/catch.hpp>
#include <string>

using namespace weft;
using namespace weft::syntax;

namespace {

constexpr MappingBounds kBounds{2, 1};

std::optional<std::vector<PositionEntry>> read(std::string_view text, LineColumn offset = {1, 1}) {
  std::vector<PositionEntry> entries;
  if (!readMappings(text, kBounds, offset, entries)) return std::nullopt;
  return entries;
}

constexpr uint32_t kNone = PositionEntry::kNone;

}  // namespace

TEST_CASE("segments of one, four and five numbers") {
  auto entries = read("A,IAEC,CCDDA");
  REQUIRE(entries);
  REQUIRE(entries->size() == 3);
  CHECK((*entries)[0] == PositionEntry{{1, 1}, {1, 1}, kNone, kNone});
  CHECK((*entries)[1] == PositionEntry{{1, 5}, {3, 2}, 0, kNone});
  CHECK((*entries)[2] == PositionEntry{{1, 6}, {2, 1}, 1, 0});
}

TEST_CASE("columns begin anew on each line, the other numbers go on") {
  auto entries = read("EAAA;;EACA");
  REQUIRE(entries);
  CHECK((*entries)[1] == PositionEntry{{3, 3}, {2, 1}, 0, kNone});
}

TEST_CASE("numbers of several digits") {
  auto entries = read("gxBAAA,hBAAA");
  REQUIRE(entries);
  CHECK((*entries)[0].generated == LineColumn{1, 785});
  CHECK((*entries)[1].generated == LineColumn{1, 769});
}

TEST_CASE("a section's column counts on its first line alone") {
  auto entries = read("EAAA;EAAA", {10, 100});
  REQUIRE(entries);
  CHECK((*entries)[0].generated == LineColumn{10, 102});
  CHECK((*entries)[1].generated == LineColumn{11, 3});
}

TEST_CASE("nothing, and separators alone, are no mappings") {
  for (std::string_view text : {"", ";;;", ",,;,"}) CHECK(read(text)->empty());
}

TEST_CASE("malformed mappings are refused") {
  for (std::string_view text : {
           "AA",            // two numbers
           "AAA",           // three
           "AAAAAA",        // six
           "!",             // no digit
           "AAAA AAAA",     // a space
           "g",             // a number that goes on
           "D",             // a negative column
           "AEAA",          // a source that is not
           "AAAAC",         // a name that is not
           "AADA",          // a negative line
           "ggggggggggggA"  // too long a number
       })
    CHECK_FALSE(read(text));
  std::string far;
  for (int i = 0; i < 3; ++i) far += "+/////B,";  // sums past 31 bits
  CHECK_FALSE(read(far));
}
