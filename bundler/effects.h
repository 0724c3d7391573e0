#pragma once

// Which code does nothing that anyone could see, so that it may go when no one uses what it declares. What it takes
// for granted, as other bundlers do: that declared variables can be read, and that no one has changed the language's
// own objects.

#include "syntax/ast.h"

namespace weft::bundler {

/// Of an expression: evaluating it has no effect, and does not throw.
[[nodiscard]] bool isPureExpression(const syntax::Ast& ast, syntax::NodeId expression);
/// Of a top-level statement: it only declares.
[[nodiscard]] bool isPureStatement(const syntax::Ast& ast, syntax::NodeId statement);
/// Of a top-level statement that is pure: it comes to the same whenever it runs, as far as what it names does not
/// change. It calls nothing, whatever a comment says of the call.
[[nodiscard]] bool isTimeless(const syntax::Ast& ast, syntax::NodeId statement);

}  // namespace weft::bundler
