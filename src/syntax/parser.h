#pragma once

// The first pass over a source file: text to tree, with scopes, symbols and all early errors of ECMA-262 that a file
// can show by itself. Parallel: a file at a time, no shared state.

#include <cstddef>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "syntax/ast.h"

namespace weft::syntax {

enum class Dialect : uint8_t { JavaScript, TypeScript };
enum class JsxMode : uint8_t { Off, On };

struct ParseOptions {
  SourceGoal goal = SourceGoal::Module;
  Dialect dialect = Dialect::JavaScript;
  JsxMode jsx = JsxMode::Off;
  bool isStrict = false;                // a script that is strict from outside
  bool isFunctionBody = false;          // CommonJS: `return` and `new.target` at top level
  bool isLowered = false;               // lower() will follow: its nodes need room
  size_t extraBytes = 0;                // room for what others put into the tree
  size_t stackBytes = size_t{3} << 20;  // how much of the caller's stack nesting may use
};

/// The tree, whatever `log` says: after errors it is partial and may only be thrown away. `source` must outlive it.
[[nodiscard]] Ast parse(const SourceText& source, const ParseOptions& options, Log& log);

}  // namespace weft::syntax
