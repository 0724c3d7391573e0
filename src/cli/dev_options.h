#pragma once

// The command line of `weft dev`.

#include <string>
#include <vector>

#include "cli/tool_request.h"

namespace weft::cli {

[[nodiscard]] Fault parseDevOptions(const std::vector<std::string>& arguments, ToolRequest& request);
[[nodiscard]] std::string devHelpText();
[[nodiscard]] std::vector<OptionText> devOptionTexts();

}  // namespace weft::cli
