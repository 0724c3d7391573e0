#pragma once

// Where the places of a generated text were written: what a lowering, a printer or a source map knows, in one
// form for all who show places to people. Immutable after it is made.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace weft {

/// From `generated` on, up to the next entry or the end of its line, text comes from `original`.
struct PositionEntry {
  static constexpr uint32_t kNone = UINT32_MAX;

  LineColumn generated;
  LineColumn original;
  uint32_t source = kNone;  // an index; kNone: this text was written nowhere
  uint32_t name = kNone;    // an index: what stood there, if it was renamed

  friend bool operator==(const PositionEntry&, const PositionEntry&) = default;
};

/// Borrows from the table.
struct OriginalPosition {
  std::string_view source;  // an absolute path or a URL; empty: the file that the text was generated from
  LineColumn at;
  std::string_view name;  // empty when none is known
};

class PositionTable {
 public:
  /// The entries come in any order; of two at one place the later is dropped. Indices must be kNone or valid.
  PositionTable(std::vector<PositionEntry> entries, std::vector<std::string> sources,
                std::vector<std::string> names = {});

  /// The entry that covers a place; nothing before a line's first entry, and for text written nowhere.
  [[nodiscard]] std::optional<OriginalPosition> find(LineColumn generated) const;
  [[nodiscard]] const std::vector<std::string>& sources() const { return sources_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] size_t size() const { return entries_.size(); }
  /// In the order of the generated text.
  [[nodiscard]] std::span<const PositionEntry> entries() const { return entries_; }

 private:
  std::vector<PositionEntry> entries_;
  std::vector<std::string> sources_;
  std::vector<std::string> names_;
};

}  // namespace weft
