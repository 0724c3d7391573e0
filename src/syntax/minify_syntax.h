#pragma once

// The same program in fewer bytes: constants folded, statements joined and turned into expressions, what has no effect
// left out. What it takes for granted, as others do: that reading a declared variable has no effect (no temporal dead
// zone is hit on purpose), and that no one looks at the source text of functions.

#include <cstddef>

#include "syntax/ast.h"
#include "syntax/bind.h"
#include "syntax/target.h"

namespace weft::syntax {

struct MinifySyntaxOptions {
  UnsupportedFeatures target;           // what it must not write
  size_t stackBytes = size_t{3} << 20;  // how much of the caller's stack nesting may use
};

/// Changes the tree in place. It must be JavaScript, with the symbols of declareScopes() and bind(). False where it is
/// nested too deeply.
[[nodiscard]] bool minifySyntax(Ast& ast, Bindings& bindings, const MinifySyntaxOptions& options);

}  // namespace weft::syntax
