#pragma once

// Guesses at what a person meant by a name that does not exist. Only asked when a resolution has failed.

#include <string>
#include <string_view>
#include <vector>

namespace weft::graph {

/// The name within a few edits of `wanted`; empty if none is near.
[[nodiscard]] std::string nearestName(std::string_view wanted, const std::vector<std::string>& names);
/// A file of the same folder whose name is near that of `path`, or has one of `extensions` in place of its own.
[[nodiscard]] std::string nearestFile(std::string_view path, const std::vector<std::string>& extensions);
/// An installed package whose name is near that of `specifier`.
[[nodiscard]] std::string nearestPackage(std::string_view specifier, const std::vector<std::string>& folders);

}  // namespace weft::graph
