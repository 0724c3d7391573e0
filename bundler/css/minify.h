#pragma once

// The same style sheet in fewer letters.

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

/// Of whole rules; whitespace is the printer's.
void minify(Sheet& sheet, const Browsers& browsers);

}  // namespace weft::css
