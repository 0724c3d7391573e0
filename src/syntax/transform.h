#pragma once

// One file from TypeScript or JSX to JavaScript: parse, bind, lower, down-level, print. What needs no more than types
// taken away is faster by erase_types.h, which keeps every line and column.

#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "syntax/lower.h"
#include "syntax/parser.h"
#include "syntax/printer.h"
#include "syntax/target.h"

namespace weft::syntax {

struct TransformOptions {
  ParseOptions parse;          // isLowered is set by transform()
  LowerOptions lower;          // isTypeScript follows parse.dialect
  UnsupportedFeatures target;  // what it lacks is written otherwise: parseTargets()
  PrintOptions print;
};

/// Parallel: pure. Nothing when the file has faults; they are in `log`.
[[nodiscard]] std::optional<std::string> transform(const SourceText& source, TransformOptions options, Log& log);

}  // namespace weft::syntax
