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
  std::optional<JsonValue> exports;  // absent when missing or null
  std::optional<JsonValue> imports;  // likewise; always an object
  // Only where they were asked for:
  std::vector<std::pair<std::string, std::string>> otherMains;  // such as `module`, by the field's name
  std::optional<JsonValue> browserMap;                          // the object form of `browser`

  /// The value of a field that names the package's file; null if it is missing.
  [[nodiscard]] const std::string* mainField(std::string_view field) const;
};

/// Parses the text of the file at `path`. Members of an unexpected type count as missing, as in Node. `fields` are
/// asked for beside those of Node.
[[nodiscard]] Result<PackageJson, JsonError> parsePackageJson(std::string path, std::string_view text,
                                                              std::span<const std::string> fields = {});

}  // namespace weft::graph
