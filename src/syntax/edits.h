#pragma once

// Changes to a program that are asked for from outside: names that stand for values, exports that go or become values,
// constants put where they are used.

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bind.h"
#include "syntax/constant_expression.h"

namespace weft::syntax {

/// `process.env.NODE_ENV` is `"production"`: wherever no variable of the file has the first name, and nothing is
/// assigned to it.
struct Define {
  std::vector<std::string> path;
  ConstantExpression value;
};

/// The words between the dots; empty where one is no name.
[[nodiscard]] std::vector<std::string> parsePath(std::string_view text);

/// An export that goes, or is a value.
struct ExportEdit {
  std::string name;                              // what others import
  std::string newName = {};                      // what they then import; empty: the same
  std::optional<ConstantExpression> value = {};  // nothing: the export goes
};

struct Edits {
  std::vector<Define> defines;
  std::vector<ExportEdit> exports;
  bool inlinesConstants = false;

  [[nodiscard]] bool isEmpty() const { return defines.empty() && exports.empty() && !inlinesConstants; }
  /// What they take of the arena of a tree of that much source.
  [[nodiscard]] size_t extraBytes(size_t sourceBytes) const;
};

/// Before binding. Declarations go with what they declare: who else refers to it finds nothing.
void editExports(Ast& ast, const std::vector<ExportEdit>& edits);

/// After binding, before lowering. False where the tree is nested too deeply for the stack.
[[nodiscard]] bool replaceDefines(Ast& ast, Bindings& bindings, const std::vector<Define>& defines, Log& log);

/// After binding, before lowering: constants that are primitive values and stand at the head of a list of statements
/// are written where they are named. False where the tree is nested too deeply for the stack.
[[nodiscard]] bool inlineConstants(Ast& ast, Bindings& bindings, Log& log);

}  // namespace weft::syntax
