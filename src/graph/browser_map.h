#pragma once

// The object form of `browser` in package.json: files of the package and specifiers that are others in a browser.
//
//     "browser": { "./server.js": "./client.js", "fs": false, "ws": "./socket.js" }
//
// Keys match as in esbuild with --platform=browser. Pure: looks at the map alone, not at files.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "graph/json.h"

namespace weft::graph {

struct BrowserTarget {
  bool isDisabled = false;  // false in the map: an empty module
  std::string specifier;    // else what to resolve from the package's folder
};

/// Whether "x" may also match the key "./x".
enum class RelativeKeys : uint8_t { Skip, Try };

/// `name` is a specifier, or a file's path from the package's folder. A key counts that is the name, the name with one
/// of `extensions`, or the name's index likewise.
[[nodiscard]] std::optional<BrowserTarget> findInBrowserMap(const JsonValue& map, std::string_view name,
                                                            std::span<const std::string> extensions,
                                                            RelativeKeys relative);

}  // namespace weft::graph
