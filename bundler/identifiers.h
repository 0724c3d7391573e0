#pragma once

// Names for the linker's own variables.

#include <string>
#include <string_view>

namespace weft::bundler {

[[nodiscard]] constexpr bool isWordByte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '_' ||
         byte == '$';
}

/// Of ASCII letters alone: other names are written with quotes.
[[nodiscard]] bool isIdentifierName(std::string_view text);
/// "my-lib" gives "my_lib", "3d" gives "_3d".
[[nodiscard]] std::string identifierLike(std::string_view text);
/// What a file's variables are called after: "/a/my-lib/index.js" gives "my_lib", "/a/x.test.js" gives "x".
[[nodiscard]] std::string stemOf(std::string_view path);

}  // namespace weft::bundler
