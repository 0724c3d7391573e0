#pragma once

// The JavaScript of a file that the engine cannot run as it stands (syntax/transform.h): TypeScript, JSX, or JavaScript
// with decorators, `accessor` or `using`.

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
  bool isUnchanged = false;                        // there was nothing to do
};

/// Pure: takes the bytes as read. A file whose kind its syntax decides may be a module or CommonJS. The error names
/// the place; it is Node's ERR_INVALID_TYPESCRIPT_SYNTAX, or a plain SyntaxError for JavaScript without JSX.
[[nodiscard]] Result<JavaScript, ModuleError> javaScriptOf(const std::string& path, std::string text, KindHint hint,
                                                           const syntax::LowerOptions& options,
                                                           HoistsMocks hoists = HoistsMocks::No);

}  // namespace weft::graph
