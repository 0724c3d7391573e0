#pragma once

// TypeScript to JavaScript by erasure: types become blanks, so that every line and column stays what it was and no
// source map is needed. Imports that no value uses go with the types.

#include <string>

#include "syntax/ast.h"

namespace weft::syntax {

/// Whether a file holds nothing but types beside its JavaScript: no enums, namespaces with values, parameter
/// properties, decorators, `accessor`, `import =`, `export =`, JSX. `definesFields`: fields are defined, as JavaScript
/// says, not set (TypeScript's useDefineForClassFields).
[[nodiscard]] bool canEraseTypes(const Ast& ast, bool definesFields);

/// The JavaScript of a file for which canEraseTypes() holds, parsed without errors and not bound.
/// `keepsImports`: only imports marked `type` go (TypeScript's verbatimModuleSyntax).
[[nodiscard]] std::string eraseTypes(Ast& ast, bool keepsImports);

}  // namespace weft::syntax
