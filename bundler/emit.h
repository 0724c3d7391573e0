#pragma once

// The texts of the files: what they take from each other, the functions that they call, the modules that are evaluated
// when they are asked for, those that are evaluated at once, in their order, and what they export.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/chunks.h"
#include "bundler/file_names.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/options.h"
#include "bundler/source_map.h"

namespace weft::bundler {

struct Emitted {
  std::string text;
  std::vector<Piece> pieces = {};  // where a source map is wanted
  std::string legal = {};          // comments with licences that go into a file beside it
  std::vector<std::string> exports = {};
  std::vector<uint32_t> imports = {};     // files that it imports when it is loaded
  std::vector<const Asset*> assets = {};  // whose URLs it has
  std::map<ModuleId, size_t> bytes = {};  // that come of each module
};

/// By chunk: how many variables its exports need, where it imports or computes what they are.
[[nodiscard]] std::vector<uint32_t> countExportVariables(Linker& linker, const Chunks& chunks, Format format);

/// By chunk; one more where several share the functions that they call. Changes the modules' trees, several at a time.
/// Nothing where a tree is nested too deeply; the fault is in `log`.
[[nodiscard]] std::optional<std::vector<Emitted>> emit(Modules& modules, Linker& linker, const Linked& linked,
                                                       const Chunks& chunks, const Names& names, FileNames& files,
                                                       const OutputOptions& options, ThreadPool* pool, Log& log);

}  // namespace weft::bundler
