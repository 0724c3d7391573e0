#pragma once

// Where addresses of an HTML page lead. What begins with a `/` is seen from the pages' root, or is a file of the public
// folder, which is copied as it is; the rest is seen from the page, or from its <base>. What has a scheme, a host, or
// nothing but a fragment stays. Reads only.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::bundler {

struct PageTarget {
  enum class Kind : uint8_t {
    File,
    Public,   // a file of the public folder; `path` is relative to it
    Stays,    // of the network, or of the page itself
    Missing,  // `path`: where it would be
  };
  Kind kind = Kind::Stays;
  std::string path = {};    // of File: absolute, links resolved
  std::string suffix = {};  // "?query#fragment"
};

struct PageFolders {
  std::vector<std::string> roots;  // absolute, in the order in which they are looked in
  std::string publicFolder;        // absolute; empty: there is none
};

class PageResolver {
 public:
  PageResolver(const PageFolders& folders, const std::vector<std::string>& externals)
      : folders_(folders), externals_(externals) {}

  /// `folder`: what relative addresses are relative to, absolute; empty: they stay.
  [[nodiscard]] PageTarget resolve(std::string_view url, const std::string& folder) const;

 private:
  const PageFolders& folders_;
  const std::vector<std::string>& externals_;
};

/// "https:", "data:", "//host"
[[nodiscard]] bool isOfNetwork(std::string_view address);
/// Whether `pattern`, which may have one `*`, fits; without, also what is below it.
[[nodiscard]] bool matchesExternal(std::string_view pattern, std::string_view name);

}  // namespace weft::bundler
