#pragma once

// tsconfig.json and jsconfig.json (https://www.typescriptlang.org/tsconfig): what of them changes what a program
// means at run time. The nearest one above a file speaks for it; files in node_modules have none.
//
// Where that one has `references` and does not itself include the file, the first referenced project that includes it
// speaks for it, as for the editor. A base that `extends` names and that is not there is passed over: it may be a
// development dependency of a program that is deployed.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/ts_glob.h"
#include "syntax/lower.h"

namespace weft::graph {

class FileCache;

/// One entry of compilerOptions.paths: a pattern with at most one `*`, and absolute targets to try in order.
struct PathMapping {
  std::string pattern;
  std::vector<std::string> targets;
};

/// Settings with everything that they extend merged in. Immutable.
struct TsConfig {
  std::string path;     // of the file that was found
  std::string baseUrl;  // absolute; empty: none
  std::vector<PathMapping> paths;
  syntax::LowerOptions lower;
  TsFileSet includes;
  std::vector<std::shared_ptr<const TsConfig>> references;
};

/// Where and why a file could not be read.
struct TsConfigError {
  std::string path;
  std::string problem;
};

/// Reads the file at `path` and what it extends and refers to. Blocking.
[[nodiscard]] Result<std::shared_ptr<const TsConfig>, TsConfigError> readTsConfig(const std::string& path,
                                                                                  FileCache& files);

/// The settings for a file, given the nearest: itself, or a project it refers to.
[[nodiscard]] const TsConfig& configFor(const TsConfig& nearest, std::string_view file);

/// The targets of the mapping that matches best: an exact one, else the one with the longest text before its `*`.
/// Empty if none matches.
[[nodiscard]] std::vector<std::string> mapPath(const TsConfig& config, std::string_view specifier);

}  // namespace weft::graph
