#pragma once
// The versions of what is linked in, as process.versions tells them.

#include <string>
#include <vector>

namespace weft::runtime {

/// Name and version alternate.
std::vector<std::string> libraryVersions();

}  // namespace weft::runtime
