#pragma once
// The faults of a build as JSON, in the form of esbuild's messages: places by lines from 1 and bytes from 0.

#include <map>
#include <string>

#include "base/diagnostics.h"

namespace weft::runtime {

/// The id of a message that a plugin gave: its last note names the plugin, and has as `range.begin` the number of the
/// message among those that JavaScript keeps.
inline constexpr const char* kPluginMessage = "plugin-message";

/// `texts`: of what no file holds, by path. Files are read to tell places. A list of messages; each has `severity`
/// ("error" or "warning"), those of plugins `number`.
[[nodiscard]] std::string logJson(const Log& log, const std::map<std::string, std::string, std::less<>>& texts,
                                  const std::string& workingDirectory);

}  // namespace weft::runtime
