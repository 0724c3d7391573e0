#pragma once

// Math functions with what is constant worked out (https://drafts.csswg.org/css-values-4/#calc-simplification):
// calc(1px + 2px) is 3px, calc(100% - (1px + 2px)) is calc(100% - 3px), max(1px, 2px) is 2px.

#include "css/tree.h"

namespace weft::css {

/// `value` itself where nothing can be said shorter.
[[nodiscard]] Value simplifiedMath(Pool& pool, const Value& value);
[[nodiscard]] bool isMathFunction(std::string_view name);

}  // namespace weft::css
