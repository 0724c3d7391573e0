#pragma once

// What files and modules are called in a page. A module's id is the path that its file would be asked for by, with what
// tells it from other modules of the same file: "/src/App.tsx", "/@fs/lib/x.js", "/a.svg?url". An URL is an id under
// the base, escaped.

#include <string>
#include <string_view>

#include "bundler/scan.h"

namespace weft::dev {

/// Where URLs lead. Absolute folders without a slash at their end.
struct Places {
  std::string root;
  std::string publicFolder;
  std::string base = "/";

  /// "/src/logo.svg"; of what lies outside of both folders "/@fs/…".
  [[nodiscard]] std::string idOf(std::string_view path) const;
  [[nodiscard]] std::string urlOf(std::string_view id) const;
  /// Relative to the root.
  [[nodiscard]] std::string shown(std::string_view path) const;
  /// Of an URL's path: what follows the base, with a slash; empty where the base is another.
  [[nodiscard]] std::string underBase(std::string_view path) const;
};

[[nodiscard]] std::string moduleIdOf(const Places& places, const bundler::ScanJob& job,
                                     const bundler::Loaders& loaders);
/// What stands for a name in the path of an URL; "/" stays.
[[nodiscard]] std::string escapePath(std::string_view path);
/// Likewise for a value in a query.
[[nodiscard]] std::string escapeQuery(std::string_view text);

}  // namespace weft::dev
