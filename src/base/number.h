#pragma once

// Numbers as JavaScript writes them.

#include <string>

namespace weft {

/// The shortest text that reads back as `value`: "0.1", "1e+21", "-0" as "0" (ECMA-262, 6.1.6.1.20, radix 10).
[[nodiscard]] std::string numberToString(double value);

}  // namespace weft
