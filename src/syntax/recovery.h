#pragma once

// Where the next statement or class member seems to begin, past one that cannot be parsed. It is told by brackets,
// semicolons and line breaks, and where brackets are missing, by indentation. Pure.

#include <cstdint>
#include <optional>
#include <string_view>

namespace weft::syntax {

enum class ListForm : uint8_t { Program, Block, ClassBody };

struct FaultyItem {
  uint32_t start = 0;      // of the item
  uint32_t fault = 0;      // of the first token that is wrong
  bool hasMarkup = false;  // JSX, whose text has no tokens, is part of it
};

inline constexpr uint32_t kNoRecovery = UINT32_MAX;

/// The blanks before what stands first on a line; nothing where `at` is not such a place.
[[nodiscard]] std::optional<uint32_t> indentationOf(std::string_view text, uint32_t at);

/// Past the item's start, and never before the fault: a place to go on, which is the list's own closing brace where the
/// item was the last. kNoRecovery where this list holds none; one around it may.
[[nodiscard]] uint32_t findNextItem(std::string_view text, const FaultyItem& item, ListForm form);

}  // namespace weft::syntax
