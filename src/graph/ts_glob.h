#pragma once

// `files`, `include` and `exclude` of a tsconfig.json (https://www.typescriptlang.org/tsconfig#include).

#include <string>
#include <string_view>
#include <vector>

namespace weft::graph {

/// Absolute paths and patterns: `*` and `?` stand for characters of one name, `**` for any folders.
struct TsFileSet {
  std::vector<std::string> files;
  std::vector<std::string> include;
  std::vector<std::string> exclude;  // of what `include` matches

  [[nodiscard]] bool contains(std::string_view path) const;
};

/// Whether a pattern matches a path, or a folder above it. Takes time linear in the pattern's length times the path's.
[[nodiscard]] bool matchesTsGlob(std::string_view pattern, std::string_view path);

}  // namespace weft::graph
