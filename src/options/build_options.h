#pragma once

// The options of `weft build`.

#include <optional>
#include <string>
#include <vector>

#include "bundler/build.h"
#include "bundler/style_build.h"
#include "options/option_table.h"

namespace weft::options {

/// What is shown: each level with those before it. Info: what was written.
enum class LogLevel : uint8_t { Silent, Error, Warning, Info };

/// What a command line of weft build asks for.
struct BuildRequest {
  std::vector<std::string> conditions;
  std::vector<std::string> mainFields;
  std::vector<std::string> resolveExtensions;
  std::vector<std::string> nodePaths;
  bool preservesSymlinks = false;
  std::string workingDirectory;  // empty: the process's
  bool mayLackEntries = false;   // these are not all words: what they say together is not looked at
  bool watches = false;
  bool usesConfig = true;
  std::string config;  // the file that has it; empty: weft.config.*
  bool isHelp = false;
  std::string metafile;  // where it goes; empty: it is not wanted
  /// A file that the analysis goes to; empty: it is printed; nothing: it is not wanted.
  std::optional<std::string> analysis;
  /// --compile: the executable's path, absolute; empty: it is not wanted.
  std::string executable;
  std::vector<std::string> executableArguments;  // options of weft that it runs with
  LogLevel logLevel = LogLevel::Info;
  size_t logLimit = 6;    // of errors and of warnings that are shown; 0: all
  bool isToFile = false;  // not to standard output
  bundler::BuildOptions build;
};

/// What is wrong with the command line, or nothing.
[[nodiscard]] Fault parseBuildOptions(const std::vector<std::string>& arguments, BuildRequest& request);
[[nodiscard]] std::string describeBuildOptions();
[[nodiscard]] std::vector<OptionText> buildOptionTexts();
/// How the build finds modules. `builtins`: what programs for Node and weft have without finding it.
[[nodiscard]] graph::ResolverOptions resolverOptions(const BuildRequest& request,
                                                     std::vector<graph::BuiltinName> builtins);

}  // namespace weft::options
