#pragma once

// One file by itself, as esbuild's transform() has it: the same program in the JavaScript, or the style sheet, that the
// options ask for. What it imports is left alone. Parallel, reads only.

#include <optional>
#include <string>

#include "bundler/build.h"

namespace weft::bundler {

struct FileToTransform {
  std::string path;  // what it is called
  std::string text;
  std::optional<Loader> loader;  // nothing: what its name says
};

struct TransformedFile {
  std::string code;
  std::string map;    // where it is wanted, and not in the code
  std::string legal;  // comments with licences that go into a file of their own
};

/// Nothing where the file has faults, which are in `log`.
[[nodiscard]] std::optional<TransformedFile> transformFile(graph::Resolver& resolver, const BuildOptions& options,
                                                           const FileToTransform& file, Log& log);

}  // namespace weft::bundler
