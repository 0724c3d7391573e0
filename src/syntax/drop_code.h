#pragma once

// Code that is asked to go, and what is said of calls from outside.

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bind.h"

namespace weft::syntax {

struct DropOptions {
  bool console = false;                        // console.log(…) and its like
  bool debugger = false;                       // debugger;
  std::vector<std::string> labels;             // DEV: …;
  std::vector<std::vector<std::string>> pure;  // what these call has no effect: the words of a.b
  bool ignoresAnnotations = false;             // /* @__PURE__ */ says nothing

  [[nodiscard]] bool isEmpty() const {
    return !console && !debugger && labels.empty() && pure.empty() && !ignoresAnnotations;
  }
  /// What it takes of the arena of a tree of that much source: console.x() becomes void 0.
  [[nodiscard]] size_t extraBytes(size_t sourceBytes) const { return console ? sourceBytes * 8 : 0; }
};

/// After binding, before lowering. False where the tree is nested too deeply for the stack.
[[nodiscard]] bool dropCode(Ast& ast, Bindings& bindings, const DropOptions& options, Log& log);

}  // namespace weft::syntax
