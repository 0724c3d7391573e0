#pragma once

// `weft init [FOLDER]`: a project from a template that lies in the binary (src/cli/templates, packages/weft-types).

#include <string>
#include <string_view>
#include <vector>

#include "options/option_table.h"

namespace weft::cli {

/// `files`: what tools/pack-files made. Gives the exit code: 1 when something cannot be written, 9 for a wrong command
/// line.
[[nodiscard]] int initCommand(const std::vector<std::string>& arguments, std::string_view files);
[[nodiscard]] std::vector<options::OptionText> initOptionTexts();

}  // namespace weft::cli
