#pragma once

// Modules compiled before they run: for programs that are put into an executable.

#include <map>
#include <string>
#include <vector>

#include "runtime/runtime.h"

namespace weft::runtime {

/// Of each path the artifact of its ES module with the bytecode of all its functions, as the graph's cache stores it. A
/// module that the engine finds a fault in is left out: it will tell of it when it runs. There must be no other program
/// in the process; the engine is initialised, and builtins are set.
[[nodiscard]] std::map<std::string, std::string> compileAhead(RuntimeOptions options,
                                                              const std::vector<std::string>& paths);

}  // namespace weft::runtime
