#pragma once

// How large a text is when it is sent compressed.

#include <cstddef>
#include <string_view>

namespace weft::analyze {

/// As `gzip -9`.
[[nodiscard]] size_t gzipSize(std::string_view text);
/// As servers compress what they keep: the best, up to 2 MB; above that the best that does not take many seconds.
[[nodiscard]] size_t brotliSize(std::string_view text);

}  // namespace weft::analyze
