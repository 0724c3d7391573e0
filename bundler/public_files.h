#pragma once

// The public folder of an application: its files are copied as they are, under their own names.

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "bundler/page_resolver.h"

namespace weft::bundler {

/// Paths of all files of a folder, relative to it, sorted. Links are followed, those to a folder that they are in are
/// not.
[[nodiscard]] std::vector<std::string> filesBelow(const std::string& folder);

/// Where pages look: their root, then `workingDirectory` if the root is inside of it, and the folder `public` of the
/// first that has one. `given`: the public folder's path, "none", or nothing.
[[nodiscard]] PageFolders pageFoldersOf(const std::string& root, const std::string& workingDirectory,
                                        const std::optional<std::string>& given, Log& log);

}  // namespace weft::bundler
