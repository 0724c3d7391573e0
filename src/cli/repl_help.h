#pragma once
// What `weft repl --help` prints.

#include <string_view>

namespace weft::cli {

std::string_view replHelpText();

}  // namespace weft::cli
