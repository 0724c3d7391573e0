#pragma once

// JSON with comments and trailing commas, as tsconfig.json is written.

#include <string>
#include <string_view>

#include "graph/json.h"

namespace weft::graph {

/// As parseJson; comments and commas before a closing bracket are passed over. Linear.
[[nodiscard]] Result<JsonValue, JsonError> parseJsonc(std::string_view text);

}  // namespace weft::graph
