#pragma once

// Base64 (RFC 4648).

#include <string>
#include <string_view>

namespace weft {

/// With padding, in the standard alphabet.
[[nodiscard]] std::string encodeBase64(std::string_view bytes);

/// Decodes base64 (both alphabets), passing over anything else, as Node's Buffer does.
[[nodiscard]] std::string decodeBase64(std::string_view text);

}  // namespace weft
