#pragma once

// Source maps that files bring along (ECMA-426, https://tc39.es/ecma426/): inline as data: URLs, or in a file beside
// them. A map that is missing or malformed is no map: the file's own places are shown.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/position_table.h"

namespace weft::graph {

/// A map with its sources resolved: paths of files, or URLs of another scheme as they stand. Immutable.
class SourceMap {
 public:
  SourceMap(PositionTable positions, std::vector<std::string> contents)
      : positions_(std::move(positions)), contents_(std::move(contents)) {}

  [[nodiscard]] const PositionTable& positions() const { return positions_; }
  /// The text of a source that the map itself carries; null when it does not.
  [[nodiscard]] const std::string* contentOf(std::string_view source) const;

 private:
  PositionTable positions_;
  std::vector<std::string> contents_;  // beside the sources; empty: not carried
};

/// Parses a map's text; relative sources are resolved against the folder of `path`, the file that holds the map.
/// Null when it is malformed.
[[nodiscard]] std::shared_ptr<const SourceMap> parseSourceMap(std::string_view json, std::string_view path);

/// The URL in the last line of a file that says `//# sourceMappingURL=url`, where only comments follow; empty if there
/// is none.
[[nodiscard]] std::string_view findSourceMapUrl(std::string_view text);

/// The map that a file names in `//# sourceMappingURL=url`. Reads a file, unless the URL is a data: URL. Null when
/// there is none to read: URLs of the network are not fetched.
[[nodiscard]] std::shared_ptr<const SourceMap> readSourceMap(std::string_view url, std::string_view path);

}  // namespace weft::graph
