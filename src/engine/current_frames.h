#pragma once
// The running stack, for native functions.

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "engine/value.h"

namespace weft::js {

/// Whether the maps that files bring along are followed to what the files were made from.
enum class SourceMaps : uint8_t { Ignore, Follow };

/// A frame that has a source.
struct CurrentFrame {
  std::string function;  // empty: it has no name
  std::string file;      // path or URL
  LineColumn at;
};

/// The callers of the function `above`, the nearest first; at most `limit`, natives left out.
std::vector<CurrentFrame> currentFrames(Realm&, Value above, uint32_t limit, SourceMaps);

}  // namespace weft::js
