#pragma once

// Writing of files that may have no folder yet, and that others may read meanwhile.

#include <string>
#include <string_view>

#include "base/result.h"

namespace weft::test {

/// The folder and those above it, as far as they can be made.
void makeFolders(const std::string& folder);

/// Through a file beside it, so that nobody reads half of it.
[[nodiscard]] Result<void, SysError> replaceFile(const std::string& path, std::string_view bytes);

}  // namespace weft::test
