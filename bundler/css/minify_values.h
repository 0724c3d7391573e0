#pragma once

// The value of a declaration in fewer letters: numbers, colours, lengths, math, and what single properties allow.

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

void minifyValue(Pool& pool, Node& declaration, const Browsers& browsers);
/// Numbers, lengths and math of a prelude.
void minifyPrelude(Pool& pool, Values& values);

}  // namespace weft::css
