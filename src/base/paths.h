#pragma once

// POSIX paths as text, with the meaning of Node's `path.posix`, and the two ways between paths and file: URLs.
// Nothing here asks the file system; the process's working directory is always passed in.

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weft::paths {

[[nodiscard]] constexpr bool isAbsolute(std::string_view path) {
  return !path.empty() && path.front() == '/';
}

/// Resolves "." and ".." and repeated slashes; keeps one trailing slash. The empty path is ".".
[[nodiscard]] std::string normalize(std::string_view path);
/// True when `normalize` followed by the removal of a trailing slash would change nothing.
[[nodiscard]] bool isNormalizedAbsolute(std::string_view path);
/// Joins with "/" and normalises; empty parts are left out.
[[nodiscard]] std::string join(std::initializer_list<std::string_view> parts);
/// `path` seen from the absolute folder `base`: absolute, normalised, without a trailing slash.
[[nodiscard]] std::string resolve(std::string_view base, std::string_view path);
[[nodiscard]] std::string_view dirname(std::string_view path);
[[nodiscard]] std::string_view basename(std::string_view path);
/// Without `suffix`, unless that is the whole name.
[[nodiscard]] std::string_view basename(std::string_view path, std::string_view suffix);
/// ".js"; empty for "name", ".hidden" and "..".
[[nodiscard]] std::string_view extname(std::string_view path);
/// The way from the folder `from` to `to`, both absolute; empty when they are the same.
[[nodiscard]] std::string relative(std::string_view from, std::string_view to);

/// `file:///a%20b` for an absolute path, byte for byte what Node's `pathToFileURL(path).href` gives.
[[nodiscard]] std::string toFileUrl(std::string_view absolutePath);

/// Why a file: URL names no path, with Node's code and words.
struct FileUrlError {
  const char* code;  // "ERR_INVALID_FILE_URL_PATH", "ERR_INVALID_FILE_URL_HOST", "ERR_INVALID_URL_SCHEME"
  std::string message;
};
/// As Node's `fileURLToPath`: query and fragment are left out, percent escapes are decoded, dot segments resolved.
[[nodiscard]] Result<std::string, FileUrlError> fromFileUrl(std::string_view url);

/// Decodes %XX; anything else stays as it is.
[[nodiscard]] std::string percentDecode(std::string_view text);

}  // namespace weft::paths
