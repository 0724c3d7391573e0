#pragma once

// A build from beginning to end: modules are scanned, linked, named and written. The text that comes out is the same
// for the same input, whatever the number of threads.

#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/options.h"
#include "bundler/style_build.h"

namespace weft::bundler {

struct BuildOptions {
  std::string entry;  // as a command line names it
  ScanOptions scan;
  OutputOptions output;
  css::Browsers browsers;  // of style sheets
};

struct Output {
  std::string text;
  std::string sourceMap;                  // where it goes into a file of its own
  std::optional<StyleOutput> style = {};  // of the sheets that modules import
};

/// The options of a build for the style sheets that belong to it. `outfile`: that of the sheet.
[[nodiscard]] StyleOptions styleOptionsOf(const BuildOptions& options, std::string outfile);

/// Nothing where the program has faults, which are in `log`. `pool` may be null.
[[nodiscard]] std::optional<Output> build(graph::Resolver& resolver, const BuildOptions& options, ThreadPool* pool,
                                          Log& log);

}  // namespace weft::bundler
