// Any bytes: reading ends, and what it gives lies in the bounds and makes a table that answers.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "syntax/source_map_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<PositionEntry> entries;
  bool whole = syntax::readMappings(text, {3, 2}, {1, 1}, entries);
  CHECK(entries.size() <= size);
  for (const PositionEntry& entry : entries) {
    CHECK(entry.source == PositionEntry::kNone || entry.source < 3);
    CHECK(entry.name == PositionEntry::kNone || entry.name < 2);
    CHECK(entry.generated.line && entry.generated.column && entry.original.line && entry.original.column);
  }
  if (!whole || entries.empty()) return 0;
  LineColumn last = entries.back().generated;
  PositionTable table(std::move(entries), {"/a", "/b", "/c"}, {"x", "y"});
  if (auto found = table.find(last)) CHECK(found->at.line >= 1);
  return 0;
}
