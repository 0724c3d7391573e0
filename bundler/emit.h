#pragma once

// The text of an output: the functions that it calls, the modules that are evaluated when they are asked for, those
// that are evaluated at once, in their order, and what it exports.

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/options.h"
#include "bundler/source_map.h"

namespace weft::bundler {

struct Emitted {
  std::string text;
  std::vector<Piece> pieces;  // where a source map is wanted
};

/// Changes the modules' trees, several at a time. Nothing where a tree is nested too deeply; the fault is in `log`.
[[nodiscard]] std::optional<Emitted> emit(Modules& modules, ModuleId entry, Linker& linker, const Linked& linked,
                                          const Names& names, const OutputOptions& options, ThreadPool* pool, Log& log);

}  // namespace weft::bundler
