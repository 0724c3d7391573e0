#pragma once

// Every command with its options, as people see them. Completions and the manual follow from this list.

#include <string_view>
#include <vector>

#include "options/option_table.h"

namespace weft::cli {

/// What the words of a command are.
enum class WordKind : uint8_t { None, Files, Folders, Scripts, Choices };

struct CommandText {
  std::string_view name;   // empty: weft itself
  std::string_view usage;  // what follows "weft NAME"
  std::string_view summary;
  WordKind words = WordKind::Files;
  std::vector<options::OptionText> options;
  std::vector<std::string_view> choices = {};
};

/// weft itself comes first.
[[nodiscard]] std::vector<CommandText> commandTexts();

}  // namespace weft::cli
