#pragma once

// The manual page, in man(7)'s macros: what commands.h lists.

#include <string>

namespace weft::cli {

[[nodiscard]] std::string manPage();

}  // namespace weft::cli
