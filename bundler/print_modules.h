#pragma once

// The text of every module as it will stand in its file. Parallel: a module at a time; changes the trees. The result
// is the same whatever the number of threads.

#include <array>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/file_names.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/options.h"
#include "bundler/source_map.h"

namespace weft::bundler {

struct Printed {
  ModuleId module = kNoModule;
  std::string text;
  MapPart map = {};
  MapFiles files = {};  // of the module's first part that has a map
};

struct Code {
  Printed hoisted;  // of a lazy module: its functions
  Printed body;
  std::vector<std::string> variables;  // of a lazy module: what is declared outside of its function
  std::array<bool, kPreludeCount> usedPrelude = {};
  std::vector<const Asset*> assets;  // whose URLs it has
  bool usesImportMeta = false;
  bool isTooDeep = false;
};

/// By ModuleId; empty where a module is left out or is no code. Faults are in `log`.
[[nodiscard]] std::vector<Code> printModules(Modules& modules, const Linked& linked, const Chunks& chunks,
                                             const Names& names, const FileNames& files, const OutputOptions& options,
                                             ThreadPool* pool, Log& log);

}  // namespace weft::bundler
