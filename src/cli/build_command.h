#pragma once

// `weft build [options] ENTRY`: a program and all that it imports as one file.

#include <functional>
#include <string>
#include <vector>

namespace weft::cli {

/// Runs a text of JavaScript, with these arguments after its name, and gives the exit code.
using RunScript = std::function<int(const std::string& text, std::vector<std::string> arguments)>;

/// What has a configuration is built by JavaScript, which reads it. Gives the exit code: 0, 1 when the program has
/// faults or the output cannot be written, 9 for a wrong command line.
[[nodiscard]] int build(const std::vector<std::string>& arguments, const RunScript& runScript);

}  // namespace weft::cli
