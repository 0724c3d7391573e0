#pragma once

// The scopes and declarations of a tree as it is now, after passes have moved and made nodes: what the parser found in
// the source, found again. bind() after it gives the references.

#include <cstddef>

#include "syntax/ast.h"

namespace weft::syntax {

/// Replaces ast.scopes(), and the symbol of every Identifier: a declaration's own, kNoSymbol for a reference. The tree
/// must be JavaScript: lowered. False where it is nested too deeply for `stackBytes` of the caller's stack.
[[nodiscard]] bool declareScopes(Ast& ast, size_t stackBytes = size_t{3} << 20);

}  // namespace weft::syntax
