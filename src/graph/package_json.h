#pragma once

// The part of a package.json that resolution reads. Immutable once read; owned by the Resolver's cache.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "graph/json.h"

namespace weft::graph {

enum class PackageType : uint8_t { None, CommonJs, Module };

struct PackageJson {
  std::string path;       // of the file
  std::string directory;  // without a trailing slash; empty for the root
  std::optional<std::string> name;
  std::optional<std::string> main;
  std::optional<std::string> tsconfig;  // what `extends` of the package's name means, if not its tsconfig.json
  PackageType type = PackageType::None;
  std::optional<JsonValue> exports;      // absent when missing or null
  std::optional<JsonValue> imports;      // likewise; always an object
  std::optional<JsonValue> sideEffects;  // false, or patterns of the files that do something when they are imported
  // Only where they were asked for:
  std::vector<std::pair<std::string, std::string>> otherMains;  // such as `module`, by the field's name
  std::optional<JsonValue> browserMap;                          // the object form of `browser`

  /// The value of a field that names the package's file; null if it is missing.
  [[nodiscard]] const std::string* mainField(std::string_view field) const;
  /// Whether importing a file of the package may do something for which no name of it has to be used
  /// (https://webpack.js.org/guides/tree-shaking/#mark-the-file-as-side-effect-free).
  [[nodiscard]] bool hasSideEffects(std::string_view filePath) const;
};

/// Parses the text of the file at `path`. Members of an unexpected type count as missing, as in Node. `fields` are
/// asked for beside those of Node.
[[nodiscard]] Result<PackageJson, JsonError> parsePackageJson(std::string path, std::string_view text,
                                                              std::span<const std::string> fields = {});

}  // namespace weft::graph
