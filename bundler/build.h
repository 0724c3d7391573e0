#pragma once

// A build from beginning to end: modules are scanned, linked, divided, named and written. The files that come out are
// the same for the same input, whatever the number of threads.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/options.h"
#include "css/features.h"

namespace weft::bundler {

struct BuildOptions {
  std::vector<std::string> entries;  // as a command line names them
  ScanOptions scan;
  OutputOptions output;
  css::Browsers browsers;  // of style sheets
  /// Of pages: the folder whose files are copied as they are, or "none"; nothing: `public` beside them.
  std::optional<std::string> publicFolder;
};

/// A part of a file that comes of one module.
struct OutputPiece {
  std::string module;  // as the metafile names it
  size_t begin = 0;
  size_t end = 0;
};

enum class OutputKind : uint8_t { Entry, Chunk, Style, Asset, SourceMap, Legal };

struct OutputFile {
  std::string path;  // absolute
  std::string contents;
  OutputKind kind = OutputKind::Asset;
  std::vector<OutputPiece> pieces = {};  // where the metafile is wanted
};

struct Output {
  std::vector<OutputFile> files;  // pages, then other entries in their order, then what they share; maps follow
  std::string metafile;           // where it is wanted
  /// What the files were made of. To be rid of it takes time, which another thread has while files are written.
  std::shared_ptr<void> rest;
};

/// Nothing where the program has faults, which are in `log`. `pool` may be null.
[[nodiscard]] std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool,
                                          Log& log);

}  // namespace weft::bundler
