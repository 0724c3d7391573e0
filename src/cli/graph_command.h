#pragma once

// `weft graph [--json | --why MODULE] [--platform browser] ENTRY`: the modules of a program, without running it.

#include <string>
#include <vector>

#include "options/option_table.h"

namespace weft::cli {

/// Gives the exit code: 0, 1 when something was not found or could not be read, 9 for a wrong command line.
[[nodiscard]] int graphCommand(const std::vector<std::string>& arguments);
[[nodiscard]] std::vector<options::OptionText> graphOptionTexts();

}  // namespace weft::cli
