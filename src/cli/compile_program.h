#pragma once

// `weft build --compile`: an executable of weft and a bundled program with its files and its bytecode.

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "bundler/build.h"

namespace weft::cli {

struct CompileRequest {
  std::string outfile;                 // absolute
  std::vector<std::string> arguments;  // options of weft that the program runs with
};

/// `files`: of the bundle, the entry first; their paths are below embedded::kRoot. Gives the size of the executable, or
/// why there is none: nothing half written takes the place of what was there. Builtins are set.
[[nodiscard]] Result<size_t, std::string> compileProgram(std::span<const bundler::OutputFile> files,
                                                         const CompileRequest& request);

}  // namespace weft::cli
