// A package.json of any bytes and any specifier: parsing and resolving by exports and imports end, and what they
// give stays inside the package.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "graph/exports_map.h"
#include "graph/url_path.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace weft::graph;
  std::string_view input(reinterpret_cast<const char*>(data), size);
  size_t lineEnd = input.find('\n');
  if (lineEnd == std::string_view::npos) return 0;
  std::string_view specifier = input.substr(0, lineEnd);
  auto package = parsePackageJson("/p/package.json", input.substr(lineEnd + 1));
  if (!package) return 0;
  const std::string conditions[] = {"node", "import"};
  MapQuery query{*package, conditions, "/app.js"};
  auto check = [](const MapTarget& target) {
    CHECK(target.kind != MapTarget::Kind::Undefined && target.kind != MapTarget::Kind::Null);
    if (target.kind != MapTarget::Kind::File) return;
    UrlPath url = joinUrlPath("/p", target.value);
    CHECK(url.hasEncodedSeparator || url.path.starts_with("/p/"));
  };
  if (package->exports) check(resolveExports(query, specifier));
  check(resolveImports(query, specifier));
  return 0;
}
