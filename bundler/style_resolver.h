#pragma once

// Where addresses in style sheets lead: @import and url(). A path is relative to the sheet, with or without "./"; what
// is none is a package, whose package.json names its sheet in `style`. Parallel, reads only.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/resolver.h"

namespace weft::bundler {

struct StyleTarget {
  enum class Kind : uint8_t { File, External, Missing };
  Kind kind = Kind::Missing;
  std::string path;         // absolute; of External: the address
  std::string suffix = {};  // "?query#fragment" of an asset
  std::string message = {};
  std::string suggestion = {};
};

class StyleResolver {
 public:
  explicit StyleResolver(const std::vector<std::string>& externals);

  [[nodiscard]] StyleTarget resolveSheet(std::string_view address, const std::string& from);
  [[nodiscard]] StyleTarget resolveAsset(std::string_view address, const std::string& from);

 private:
  [[nodiscard]] bool isExternal(std::string_view address) const;
  [[nodiscard]] StyleTarget resolve(std::string_view address, const std::string& from);

  const std::vector<std::string>& externals_;
  graph::Resolver resolver_;
};

}  // namespace weft::bundler
