#pragma once

// The "mappings" of a source map, version 3 (ECMA-426, https://tc39.es/ecma426/#sec-mappings-grammar): Base64 VLQ
// numbers in segments, segments in lines. Time and memory are linear in the text, whatever it holds.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/position_table.h"

namespace weft::syntax {

/// What the indices in a segment may name.
struct MappingBounds {
  uint32_t sources = 0;
  uint32_t names = 0;
};

/// Appends an entry for each segment, moved by `offset` (where a section of an index map begins; its column counts
/// on the first line alone). Lines and columns of the result begin at 1.
/// False when the text is malformed or a number is out of its range; some entries may be appended then.
[[nodiscard]] bool readMappings(std::string_view mappings, MappingBounds, LineColumn offset,
                                std::vector<PositionEntry>& out);

}  // namespace weft::syntax
