#pragma once

// JSON with comments and trailing commas, as tsconfig.json is written.

#include <string>
#include <string_view>

#include "graph/json.h"

namespace weft::graph {

/// The text with blanks over comments and over commas before a closing bracket, so that what is left is JSON in the
/// same lines and columns; faults are left to whoever parses it. Linear.
[[nodiscard]] std::string strictJson(std::string_view text);

/// As parseJson; comments and commas before a closing bracket are passed over. Linear.
[[nodiscard]] Result<JsonValue, JsonError> parseJsonc(std::string_view text);

}  // namespace weft::graph
