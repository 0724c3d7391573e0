#pragma once
// Where the places of one source are shown to people: behind what was put before its text, through the table of
// what generated the text, and through the source map that the file brings along. Shared by a source and by what
// remembers its frames; made of plain data, so that any thread may let go of it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/position_table.h"
#include "graph/source_map.h"

namespace weft::js {

class SourcePositions {
 public:
  /// `hash` tells one text from another.
  SourcePositions(std::string file, std::string hash) : file_(std::move(file)), hash_(std::move(hash)) {}

  const std::string& file() const { return file_; }
  const std::string& sourceHash() const { return hash_; }

  /// Characters put before the file's own text on its first line: positions there are shifted by it.
  void setPrefixLength(uint32_t length) { prefixLength_ = length; }
  uint32_t prefixLength() const { return prefixLength_; }
  /// What the text was generated from. Set before the source first runs.
  void setTable(std::shared_ptr<const PositionTable> table) { table_ = std::move(table); }

  struct Place {
    std::string_view source;  // empty: file()
    LineColumn at;
  };
  /// A place in the text that the engine ran, as one in the file that was read.
  Place inFile(LineColumn generated) const;

  /// The value of `//# sourceMappingURL=`: set once.
  void setMapUrl(std::string url) { mapUrl_ = std::move(url); }
  /// Read at the first call; null without one. Not at the end of a collection: it reads files.
  std::shared_ptr<const graph::SourceMap> sourceMap();

 private:
  std::string file_, hash_;
  uint32_t prefixLength_ = 0;
  std::shared_ptr<const PositionTable> table_;
  std::string mapUrl_;  // emptied when it was read: an inline map is long
  std::shared_ptr<const graph::SourceMap> map_;
};

}  // namespace weft::js
