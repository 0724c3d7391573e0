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
};

enum class OutputKind : uint8_t { Entry, Chunk, Style, Asset, SourceMap, Legal };

struct OutputFile {
  std::string path;  // absolute
  std::string contents;
  OutputKind kind = OutputKind::Asset;
};

struct Output {
  std::vector<OutputFile> files;  // in the order of entries, then what they share; maps follow what they are of
  std::string metafile;           // where it is wanted
  /// What the files were made of. To be rid of it takes time, which another thread has while files are written.
  std::shared_ptr<void> rest;
};

/// Nothing where the program has faults, which are in `log`. `pool` may be null.
[[nodiscard]] std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool,
                                          Log& log);

}  // namespace weft::bundler
