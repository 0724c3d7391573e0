#pragma once

// What can never run, where values are known when the program is written, as after defines:
//
//     if ("development" === "production") module.exports = require("./min.js"); else module.exports =
//     require("./full.js"); module.exports = require("./full.js");
//
// All else stays as it is. Of a branch with `var`, whose names are those of the function around, nothing goes.

#include <cstddef>

#include "syntax/ast.h"
#include "syntax/bind.h"

namespace weft::syntax {

/// Changes the tree in place. False where it is nested too deeply for the stack.
[[nodiscard]] bool dropDeadBranches(Ast& ast, Bindings& bindings, size_t stackBytes = size_t{3} << 20);

}  // namespace weft::syntax
