#pragma once

// One file from TypeScript or JSX to JavaScript: parse, then either erase types in place, where that is all there is to
// do, or bind, lower, down-level and print.

#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "syntax/edits.h"
#include "syntax/lower.h"
#include "syntax/parser.h"
#include "syntax/printer.h"
#include "syntax/target.h"

namespace weft::syntax {

struct TransformOptions {
  ParseOptions parse;          // isLowered is set by transform()
  LowerOptions lower;          // isTypeScript follows parse.dialect
  UnsupportedFeatures target;  // what it lacks is written otherwise: parseTargets()
  Edits edits;
  PrintOptions print;              // of which transform() sets the mappings, and what follows from minifying
  bool minifySyntax = false;       // the same with less: folded, joined, without what has no effect
  bool minifyIdentifiers = false;  // short names for what no one outside can see
  /// The file's own variables are seen by no one else, whatever its syntax says: an .mjs or .cjs file.
  bool hasOwnScope = false;
  bool trimsUnusedImports = false;  // of JavaScript too
  bool hoistsMocks = false;         // hoist_mocks.h
  bool wantsMappings = false;
  bool wantsExports = false;
  bool mayErase =
      false;  // types may become blanks, JavaScript may stay: every place is what it was, `print` has no say
  /// A file without imports and exports is CommonJS, whatever lower.isCommonJs says.
  bool isKindBySyntax = false;
  /// What is no module, and does not look like one, is read as sloppy code.
  bool mayBeScript = false;
};

struct Transformed {
  std::string code;
  bool isErased = false;
  bool isAsItWas = false;                 // there was nothing to hoist, which was all that was wanted; there is no code
  Mappings mappings = {};                 // of printed code, if wanted
  std::vector<std::string> exports = {};  // of printed code, if wanted (export_names.h)
};

/// Parallel: pure. Nothing when the file has faults; they are in `log`.
[[nodiscard]] std::optional<Transformed> transform(const SourceText& source, TransformOptions options, Log& log);

}  // namespace weft::syntax
