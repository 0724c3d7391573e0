#pragma once

// Numbers as CSS writes them.

#include <string>
#include <string_view>

#include "css/pool.h"

namespace weft::css {

/// The shortest text of the same number: "+0.50" is ".5", "-0.0" is "0".
[[nodiscard]] std::string_view shortestNumber(Pool& pool, std::string_view number);
/// With at most `decimals` digits after the point.
[[nodiscard]] std::string numberText(double value, int decimals = 6);
/// Of the text of a number token.
[[nodiscard]] double numberOf(std::string_view text);

}  // namespace weft::css
