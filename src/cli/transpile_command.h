#pragma once

// `weft transpile [options] FILE`: one file from TypeScript or JSX to JavaScript.

#include <string>
#include <vector>

#include "options/option_table.h"

namespace weft::cli {

/// Gives the exit code: 0, 1 when the file has faults or cannot be read or written, 9 for a wrong command line.
[[nodiscard]] int transpile(const std::vector<std::string>& arguments);
[[nodiscard]] std::vector<options::OptionText> transpileOptionTexts();

}  // namespace weft::cli
