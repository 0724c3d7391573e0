#pragma once

// Commands that are written in TypeScript: `weft preview` and others of its kind.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/tool_request.h"

namespace weft::cli {

struct Tool {
  std::string_view name;
  std::string_view builtin;  // whose main() does the work
  Fault (*parse)(const std::vector<std::string>& arguments, ToolRequest& request);
  std::string (*helpText)();
};

/// Null: there is no such tool.
[[nodiscard]] const Tool* findTool(std::string_view name);

}  // namespace weft::cli
