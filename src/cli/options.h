#pragma once
// The command line. Every option is declared once, in options.cpp: parsing, errors and help follow.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/env_files.h"
#include "options/option_table.h"
#include "runtime/runtime.h"

namespace weft::cli {

enum class Action : uint8_t { Run, Check, Help, Version, Licenses };

struct CommandLine {
  Action action = Action::Run;
  runtime::Program program;
  runtime::RuntimeOptions runtime;
  std::vector<std::string> files;  // of --check
  bool usesCache = true;           // false: --no-cache
  EnvFileRequest envFiles;
  bool isInteractive = false;  // -i
  bool isHot = false;          // --hot
  bool watches = false;        // --watch, --watch-path
  bool watchPreservesOutput = false;
  std::vector<std::string> watchPaths;  // instead of what the program loads
};

/// The error is one line for people, without the program's name.
Result<CommandLine, std::string> parseCommandLine(const std::vector<std::string>& arguments);

std::string helpText();
std::vector<options::OptionText> mainOptionTexts();

}  // namespace weft::cli
