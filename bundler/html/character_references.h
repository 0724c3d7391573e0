#pragma once

// Character references of attribute values: `&amp;`, `&#38;`.

#include <string>
#include <string_view>

namespace weft::html {

/// What a value means (https://html.spec.whatwg.org/#character-reference-state, in an attribute).
[[nodiscard]] std::string decodeAttribute(std::string_view written);

/// For between quotes of this kind.
[[nodiscard]] std::string encodeAttribute(std::string_view value, char quote = '"');

}  // namespace weft::html
