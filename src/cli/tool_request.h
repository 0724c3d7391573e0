#pragma once

// What a command line asks of a tool that is written in TypeScript (builtins/internal/dev_main.ts, preview_main.ts):
// its settings as JSON, by name. Options that several of these tools have are declared here once.

#include <map>
#include <string>
#include <vector>

#include "options/option_table.h"

namespace weft::cli {

struct ToolRequest {
  bool isHelp = false;
  std::vector<std::string> words;
  std::map<std::string, std::string, std::less<>> settings;  // values are JSON

  /// {"words": [...], "port": 3000, ...}
  [[nodiscard]] std::string json() const;
};

using options::Fault;
using options::OptionText;

using ToolOption = options::CommandOption<ToolRequest>;

/// For tables of options: what a value does to a setting.
Fault setText(ToolRequest&, const char* setting, const std::string& value);
Fault setNumber(ToolRequest&, const char* setting, const std::string& value, uint32_t most);
Fault setFlag(ToolRequest&, const char* setting, bool value);
/// Adds to a setting that is a list of texts.
Fault addText(ToolRequest&, const char* setting, const std::string& value);

/// What every tool has that serves: port, host, certificates, proxies, headers.
[[nodiscard]] std::vector<ToolOption> serverOptions();

}  // namespace weft::cli
