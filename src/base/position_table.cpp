#include "base/position_table.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace weft {

namespace {

bool isBefore(LineColumn a, LineColumn b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

bool isValid(uint32_t index, size_t count) {
  return index == PositionEntry::kNone || index < count;
}

}  // namespace

PositionTable::PositionTable(std::vector<PositionEntry> entries, std::vector<std::string> sources,
                             std::vector<std::string> names)
    : entries_(std::move(entries)), sources_(std::move(sources)), names_(std::move(names)) {
  for (const PositionEntry& entry : entries_)
    CHECK(isValid(entry.source, sources_.size()) && isValid(entry.name, names_.size()));
  auto byPlace = [](const PositionEntry& a, const PositionEntry& b) { return isBefore(a.generated, b.generated); };
  if (!std::is_sorted(entries_.begin(), entries_.end(), byPlace))
    std::stable_sort(entries_.begin(), entries_.end(), byPlace);
  auto samePlace = [](const PositionEntry& a, const PositionEntry& b) { return a.generated == b.generated; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), samePlace), entries_.end());
  entries_.shrink_to_fit();
}

std::optional<OriginalPosition> PositionTable::find(LineColumn generated) const {
  auto isAfter = [](LineColumn place, const PositionEntry& entry) { return isBefore(place, entry.generated); };
  auto next = std::upper_bound(entries_.begin(), entries_.end(), generated, isAfter);
  if (next == entries_.begin()) return std::nullopt;
  const PositionEntry& entry = *std::prev(next);
  if (entry.generated.line != generated.line || entry.source == PositionEntry::kNone) return std::nullopt;
  OriginalPosition found{sources_[entry.source], entry.original, {}};
  if (entry.name != PositionEntry::kNone) found.name = names_[entry.name];
  return found;
}

}  // namespace weft
