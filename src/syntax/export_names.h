#pragma once

// The names that an ES module exports itself; what `export *` passes on is not among them.

#include <string>
#include <vector>

#include "syntax/ast.h"

namespace weft::syntax {

/// In the order of the source. Types that a TypeScript file exports are names too until lower() has taken them.
[[nodiscard]] std::vector<std::string> exportNames(const Ast& ast);

}  // namespace weft::syntax
