#pragma once

// The JavaScript of a TypeScript or JSX file (syntax/transform.h), as the runtime wants it.

#include <memory>
#include <string>

#include "base/position_table.h"
#include "base/result.h"
#include "graph/artifact.h"
#include "graph/module_error.h"
#include "syntax/lower.h"

namespace weft::graph {

struct JavaScript {
  std::string text;
  std::shared_ptr<const PositionTable> positions;  // null: every place is the file's own
};

/// Pure: takes the bytes as read. A file whose kind its syntax decides may be a module or CommonJS. The error is Node's
/// ERR_INVALID_TYPESCRIPT_SYNTAX, and names the place.
[[nodiscard]] Result<JavaScript, ModuleError> javaScriptOf(const std::string& path, std::string text, KindHint hint,
                                                           const syntax::LowerOptions& options);

}  // namespace weft::graph
