#pragma once

// A module's tree as it stands in the output: names of the output, imports that became variables or members, require()
// and import() that became calls of functions. Parallel: a module at a time; changes its tree.
//
//     import { a } from "./esm.js"; import { b } from "./cjs.cjs"; console.log(a, b());
//     console.log(a2, (0, import_cjs.b)());

#include <array>
#include <string>
#include <vector>

#include "bundler/chunks.h"
#include "bundler/file_names.h"
#include "bundler/link.h"
#include "bundler/names.h"
#include "bundler/options.h"

namespace weft::bundler {

struct Rewritten {
  std::vector<std::string> variables;   // of a lazy module: what is declared outside of its function
  std::vector<syntax::NodeId> hoisted;  // function declarations of a lazy module
  std::vector<syntax::NodeId> body;
  /// Of CommonJS: `exports` and `module`, each where it is used or stands before one that is. They may get short names.
  std::vector<syntax::NodeId> parameters;
  std::array<bool, kPreludeCount> usedPrelude = {};
  std::vector<const Asset*> assets;  // whose URLs it has
  bool usesImportMeta = false;
};

struct RewriteContext {
  const Modules& modules;
  const Linked& linked;
  const Chunks& chunks;
  const Names& names;
  const FileNames& files;
  const OutputOptions& options;
};

[[nodiscard]] Rewritten rewrite(Module& module, const RewriteContext& context);

}  // namespace weft::bundler
