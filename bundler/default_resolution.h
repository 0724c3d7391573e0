#pragma once

// Where requests lead by the options of a build alone, without plugins: to what is left out, to another name, or to
// what the resolver finds. Parallel, reads only.

#include <string>
#include <string_view>

#include "bundler/plugins.h"
#include "bundler/scan.h"

namespace weft::bundler {

/// Whether imports of that name stay in the output.
[[nodiscard]] bool isExternal(const ScanOptions& options, std::string_view specifier);
/// "lib/x" with "lib" as "./own" gives "./own/x", seen from where the build runs. Empty: it has none.
[[nodiscard]] std::string aliasOf(const ScanOptions& options, std::string_view specifier);

struct DefaultResolution {
  std::string path;    // of External: the name
  std::string suffix;  // "?query#fragment"
  bool isExternal = false;
  bool hasSideEffects = true;
  std::string fault;  // empty: none
};

/// `from`: as of Resolver::resolve.
[[nodiscard]] DefaultResolution resolveByDefault(graph::Resolver& resolver, const ScanOptions& options,
                                                 const std::string& specifier, const std::string& from,
                                                 RequestOrigin origin);

}  // namespace weft::bundler
