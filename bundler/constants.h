#pragma once

// Values that stand in other modules for the variables that hold them, where syntax is minified:
//
//     export const A = 1; export enum E { B = 2 }        import { A, E } from "./x"; f(A, E.B)   →   f(1, 2)
//
// A constant is a `const` of the module's scope with a plain value; members of enums are numbers and strings that are
// known. Parallel: a module at a time.

#include "bundler/module.h"
#include "syntax/ast.h"

namespace weft::bundler {

/// Of an initializer.
[[nodiscard]] std::optional<Constant> constantOf(const syntax::Ast& ast, syntax::NodeId value);
/// The enums of a file of TypeScript that has been lowered, those that are declared once, with the symbol of the
/// module's scope that has their name. In the order of symbols.
[[nodiscard]] std::vector<Enumeration> findEnums(const syntax::Ast& ast);
/// Whether it is hardly longer than a name that stands for it would be.
[[nodiscard]] bool isShort(const Constant& value);

}  // namespace weft::bundler
