#pragma once
// Versions of what the engine brings along.

#include <string_view>

namespace weft::js {

[[nodiscard]] std::string_view icuVersion();
[[nodiscard]] std::string_view unicodeVersion();

}  // namespace weft::js
