#pragma once

// What is done to a style sheet between reading and writing it.

#include "base/diagnostics.h"
#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

struct ProcessOptions {
  Browsers browsers;
  bool minifySyntax = false;
};

/// False where it has become too much: the fault is in `log`.
[[nodiscard]] bool process(Sheet& sheet, const ProcessOptions& options, Log& log);

}  // namespace weft::css
