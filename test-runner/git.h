#pragma once

// What git knows of changes.

#include <string>
#include <vector>

#include "base/result.h"

namespace weft::test {

struct GitChanges {
  std::vector<std::string> files;    // absolute, that are there
  std::vector<std::string> removed;  // absolute
};

/// What differs from the commit that `reference` (empty: HEAD) and HEAD have in common: committed, staged, not staged,
/// not known to git and not ignored. The error is a sentence.
[[nodiscard]] Result<GitChanges, std::string> changesSince(const std::string& reference, const std::string& folder);

}  // namespace weft::test
