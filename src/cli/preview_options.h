#pragma once

// The command line of `weft preview`.

#include <string>
#include <vector>

#include "cli/tool_request.h"

namespace weft::cli {

[[nodiscard]] Fault parsePreviewOptions(const std::vector<std::string>& arguments, ToolRequest& request);
[[nodiscard]] std::string previewHelpText();
[[nodiscard]] std::vector<OptionText> previewOptionTexts();

}  // namespace weft::cli
