#pragma once

// Where the cache on disk is, and `weft cache stats|clean|path`.

#include <optional>
#include <string>
#include <vector>

#include "graph/disk_cache.h"

namespace weft::cli {

/// WEFT_CACHE_DIR, else weft in XDG_CACHE_HOME, else in ~/.cache; nothing where none of them says a place, or where
/// WEFT_CACHE_DIR is empty.
[[nodiscard]] std::optional<graph::DiskCacheOptions> cacheOptions();

/// Gives the exit code.
[[nodiscard]] int cacheCommand(const std::vector<std::string>& arguments);

}  // namespace weft::cli
