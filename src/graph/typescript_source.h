#pragma once

// The JavaScript of a TypeScript file, by erasure (syntax/erase_types.h).

#include <string>

#include "base/result.h"
#include "graph/artifact.h"
#include "graph/module_error.h"

namespace weft::graph {

/// Pure: takes the bytes as read. A file whose kind its syntax decides may be a module or CommonJS. The errors are
/// Node's, ERR_INVALID_TYPESCRIPT_SYNTAX and ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX; their errors name the place.
[[nodiscard]] Result<std::string, ModuleError> javaScriptOf(const std::string& path, std::string text, KindHint hint);

}  // namespace weft::graph
