#pragma once

// The options of `weft build`.

#include <string>
#include <vector>

#include "bundler/build.h"
#include "bundler/style_build.h"
#include "cli/option_table.h"

namespace weft::cli {

/// What a command line of weft build asks for.
struct BuildRequest {
  std::vector<std::string> conditions;
  std::vector<std::string> mainFields;
  bool isHelp = false;
  bool isToFile = false;  // not to standard output
  css::Browsers browsers;  // of style sheets
  bundler::BuildOptions build;
};

/// What is wrong with the command line, or nothing.
[[nodiscard]] Fault parseBuildOptions(const std::vector<std::string>& arguments, BuildRequest& request);
[[nodiscard]] std::string describeBuildOptions();

}  // namespace weft::cli
