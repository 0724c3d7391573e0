#pragma once

// Specifiers of ES modules are URLs: relative to a file they are paths with percent escapes, a query and a
// fragment. These functions read them as such without building URL objects.

#include <string>
#include <string_view>

namespace weft::graph {

struct UrlPath {
  std::string path;                  // absolute, decoded, normalised; a trailing slash is kept
  std::string suffix;                // "?query#fragment"
  bool hasEncodedSeparator = false;  // %2F or %5C, which no file name can hold
  std::string encodedPath;           // as the URL has it, escaped; only set with hasEncodedSeparator
};

/// `relative` ("./x", "../x", "/x", "x") as a URL against the folder `directory`.
[[nodiscard]] UrlPath joinUrlPath(std::string_view directory, std::string_view relative);

/// "https" of "https://x"; empty if the text is no absolute URL.
[[nodiscard]] std::string_view urlScheme(std::string_view text);

}  // namespace weft::graph
