#pragma once

// Source maps, revision 3 (ECMA-426, https://tc39.es/ecma426/).

#include <cstdint>
#include <string>
#include <string_view>

#include "base/source_text.h"
#include "syntax/printer.h"

namespace weft::syntax {

/// The "mappings" of a map, a segment at a time, in the order of the generated text.
class MappingsWriter {
 public:
  static constexpr uint32_t kNoName = UINT32_MAX;

  /// Appends to `out`, which others may append to in between, what they know to follow.
  explicit MappingsWriter(std::string& out) : text_(out) {}
  /// What stands at `at` was written at `from` of a source; it was called `name`, if it has another name now.
  void add(LineColumn at, uint32_t source, LineColumn from, uint32_t name);
  /// What stands at `at` was written nowhere.
  void addNothing(LineColumn at);
  /// The name of the segment that was just added, where it was added without.
  void addName(uint32_t name);
  /// What follows is written as if a segment that says so stood before it.
  void continueAfter(LineColumn at, uint32_t source, LineColumn from, uint32_t name);
  [[nodiscard]] uint32_t name() const { return static_cast<uint32_t>(name_); }

 private:
  void begin(LineColumn at);

  std::string& text_;
  uint32_t line_ = 1;
  uint32_t column_ = 1;
  bool isFirstOfLine_ = true;
  int64_t source_ = 0;
  LineColumn from_;
  int64_t name_ = 0;
};

/// The map of `code`, which was printed from `source`, as JSON. `file` names the code, `sourceName` the source; either
/// is what a reader resolves against the map's own place. The source's text goes along.
[[nodiscard]] std::string sourceMapOf(std::string_view code, const Mappings& mappings, const SourceText& source,
                                      std::string_view file, std::string_view sourceName);

/// `//# sourceMappingURL=data:…`, with the map inside.
[[nodiscard]] std::string inlineSourceMap(std::string_view map);

}  // namespace weft::syntax
