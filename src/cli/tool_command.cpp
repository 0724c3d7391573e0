#include "cli/tool_command.h"

#include <algorithm>

#include "cli/dev_options.h"
#include "cli/preview_options.h"

namespace weft::cli {

const Tool* findTool(std::string_view name) {
  static constexpr Tool kTools[] = {
      {"dev", "internal/dev_main", parseDevOptions, devHelpText},
      {"preview", "internal/preview_main", parsePreviewOptions, previewHelpText},
  };
  const Tool* found = std::ranges::find(kTools, name, &Tool::name);
  return found == std::end(kTools) ? nullptr : found;
}

}  // namespace weft::cli
