#include "base/position_table.h"

#include <catch2/catch.hpp>

using namespace weft;

namespace {

constexpr uint32_t kNone = PositionEntry::kNone;

PositionTable sample() {
  return PositionTable({{{2, 9}, {7, 3}, 1, 0}, {{1, 5}, {1, 1}, 0, kNone}, {{1, 20}, {}, kNone, kNone}},
                       {"", "/src/b.ts"}, {"original"});
}

}  // namespace

TEST_CASE("an entry covers its line up to the next entry") {
  PositionTable table = sample();
  for (uint32_t column : {5u, 6u, 19u}) {
    auto found = table.find({1, column});
    REQUIRE(found);
    CHECK(found->source.empty());
    CHECK(found->at == LineColumn{1, 1});
    CHECK(found->name.empty());
  }
  auto found = table.find({2, 4000});
  REQUIRE(found);
  CHECK(found->source == "/src/b.ts");
  CHECK(found->at == LineColumn{7, 3});
  CHECK(found->name == "original");
}

TEST_CASE("places that no entry covers") {
  PositionTable table = sample();
  CHECK_FALSE(table.find({1, 4}));   // before the line's first
  CHECK_FALSE(table.find({1, 20}));  // written nowhere
  CHECK_FALSE(table.find({2, 8}));   // the entry before is another line's
  CHECK_FALSE(table.find({3, 1}));
  CHECK_FALSE(PositionTable({}, {}).find({1, 1}));
}

TEST_CASE("of two entries at one place the first is kept") {
  PositionTable table({{{1, 1}, {5, 5}, 0, kNone}, {{1, 1}, {6, 6}, 0, kNone}}, {"/a"});
  CHECK(table.size() == 1);
  CHECK(table.find({1, 1})->at == LineColumn{5, 5});
}
