#pragma once

// TypeScript to JavaScript by erasure: types become blanks, so that every line and column stays what it was and no
// source map is needed. Imports that no value uses go with the types.
// Parallel: a file at a time, no shared state.

#include <optional>
#include <string>

#include "syntax/parser.h"

namespace weft::syntax {

/// What faults there can be, beside those of parse().
inline constexpr const char* kTypeScriptCodeId = "typescript-code";

/// The JavaScript of a TypeScript file, or nothing and the faults in `log`: what does not parse, and what would need
/// code of its own (enums, namespaces with values, parameter properties, decorators, `import =`, `export =`).
[[nodiscard]] std::optional<std::string> eraseTypes(const SourceText& source, const ParseOptions& options, Log& log);

}  // namespace weft::syntax
