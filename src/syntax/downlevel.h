#pragma once

// The third pass over a tree: what engines lack is written with what they have. It comes after lower(), so it sees
// JavaScript only. Each kind has a file of its own, downlevel_*.cpp, which shows its before and after.
//
// What a program can tell apart afterwards: functions that were async have a prototype and can be constructed,
// functions in fields of objects are not named after the fields, private methods are not named,
// and promises may take other turns.

#include <cstddef>
#include <string_view>

#include "base/diagnostics.h"
#include "syntax/ast.h"
#include "syntax/bind.h"
#include "syntax/lower.h"
#include "syntax/target.h"

namespace weft::syntax {

struct DownlevelOptions {
  UnsupportedFeatures unsupported;
  size_t stackBytes = size_t{3} << 20;
};

/// Changes `ast` in place. What cannot be written otherwise (BigInt literals, top-level await, import.meta, import())
/// is an error in `log`; a regular expression is made at run time instead, with a warning.
[[nodiscard]] Lowered downlevel(Ast& ast, Bindings& bindings, const DownlevelOptions& options, std::string_view path,
                                Log& log);

}  // namespace weft::syntax
