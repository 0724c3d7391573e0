#pragma once

// `exports` and `imports` of package.json: PACKAGE_EXPORTS_RESOLVE, PACKAGE_IMPORTS_EXPORTS_RESOLVE and
// PACKAGE_TARGET_RESOLVE of https://nodejs.org/api/esm.html#resolution-algorithm-specification. Pure: looks at
// the map alone, not at files.

#include <span>
#include <string>
#include <string_view>

#include "graph/module_error.h"
#include "graph/package_json.h"

namespace weft::graph {

/// What a map makes of a specifier.
struct MapTarget {
  enum class Kind : uint8_t {
    Undefined,  // nothing matches
    Null,       // excluded by null
    File,       // `value` is relative to the package, "./x.js", and a URL
    Specifier,  // `value` is to be resolved as a package from the package's folder (imports only)
    Failed,     // `error`
  };
  Kind kind = Kind::Undefined;
  std::string value;
  ModuleError error;
};

struct MapQuery {
  const PackageJson& package;
  std::span<const std::string> conditions;  // beside "default"
  std::string_view base;                    // the importing path, for messages; empty: not named
};

/// `subpath`: "." or "./x". A subpath that is not exported is Failed.
[[nodiscard]] MapTarget resolveExports(const MapQuery& query, std::string_view subpath);
/// `name`: "#x". One that is not defined is Failed.
[[nodiscard]] MapTarget resolveImports(const MapQuery& query, std::string_view name);

}  // namespace weft::graph
