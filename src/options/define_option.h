#pragma once

// `--define NAME=VALUE`, which several commands have.

#include <string>
#include <vector>

#include "options/option_table.h"
#include "syntax/edits.h"

namespace weft::options {

inline constexpr std::string_view kDefineHelp = "NAME (or a.b.c), where no variable has it, stands for VALUE";

/// Adds what an option's value says.
[[nodiscard]] Fault addDefine(std::vector<syntax::Define>& defines, const std::string& value);

}  // namespace weft::options
