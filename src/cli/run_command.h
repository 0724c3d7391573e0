#pragma once

// `weft run NAME [arguments]`: a script of package.json, a file, or a program of node_modules/.bin, in this order.

#include <optional>
#include <string>
#include <vector>

namespace weft::cli {

/// Runs the script or program that `arguments[0]` names and gives the exit code (of a signal, 128 and its number);
/// without arguments lists the scripts. Nothing where the name is a file's: it is for the caller to run.
/// `executable` is weft's own path. See https://docs.npmjs.com/cli/using-npm/scripts for the environment of scripts.
[[nodiscard]] std::optional<int> runScript(const std::vector<std::string>& arguments, const std::string& executable);

std::string runHelpText();

}  // namespace weft::cli
