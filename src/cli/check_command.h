#pragma once
// `weft --check FILE...`: the parser's word on files, without running them.

#include <string>
#include <vector>

namespace weft::cli {

/// Prints what is wrong on standard error. The process's exit code: 1 if anything is.
int checkFiles(const std::vector<std::string>& paths);

}  // namespace weft::cli
