#pragma once

// `weft build [options] ENTRY`: a program and all that it imports as one file.

#include <string>
#include <vector>

namespace weft::cli {

/// Gives the exit code: 0, 1 when the program has faults or the output cannot be written, 9 for a wrong command line.
[[nodiscard]] int build(const std::vector<std::string>& arguments);

}  // namespace weft::cli
