#pragma once

// A style sheet and all that it imports as one file (css/link.h): sheets are found, read and minified, what url() names
// of files goes beside the output under a name with a hash of its contents.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/thread_pool.h"
#include "bundler/options.h"
#include "css/features.h"

namespace weft::bundler {

/// Ends the name of a sheet that stands in a page.
inline constexpr std::string_view kSheetInPage = "?style=";

struct StyleOptions {
  std::vector<std::string> entries;  // paths; of what is in more than one, the last counts
  std::string workingDirectory;
  std::vector<std::string> externals;  // as of ScanOptions
  css::Browsers browsers;
  SourceMaps sourceMaps = SourceMaps::None;
  MapOptions maps;
  std::string outfile;  // absolute
  /// Where what it names goes, and how it is called: beside `outfile` where there is no outdir.
  OutputOptions output;
  std::string base;                      // what [dir] of assets is relative to
  const PageFolders* folders = nullptr;  // of a build with pages; may be null
  bool minifyWhitespace = false;
  bool minifySyntax = false;
  /// What url() of a file is to say. Without it, files go beside the output.
  std::function<std::string(const std::string& path)> urlOf = {};
  const GivenSheets* given = nullptr;  // may be null
  Plugins* plugins = nullptr;          // likewise
  InputFiles* inputs = nullptr;        // likewise
};

struct StyleAsset {
  std::string path;  // absolute
  std::string contents;
};

struct StyleOutput {
  std::string text;
  std::string sourceMap;  // where it goes into a file of its own
  std::vector<StyleAsset> assets;
  std::vector<std::string> files;  // all that it was made of, and with `urlOf`, what it names
};

/// Nothing where it has faults, which are in `log`. `pool` may be null.
[[nodiscard]] std::optional<StyleOutput> buildStyleSheet(const StyleOptions& options, ThreadPool* pool, Log& log);

/// The sheets that modules of JavaScript import, in the order in which the modules are evaluated; each once.
[[nodiscard]] std::vector<std::string> importedSheets(const Modules& modules, ModuleId entry);

}  // namespace weft::bundler
