#pragma once

// The declarations of one rule as fewer: what a later one makes void goes, longhands become their shorthand.

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

/// Marks what goes as dead. Nested rules end a run of declarations.
void compactDeclarations(Pool& pool, Nodes& body, const Browsers& browsers);

/// 0 where every browser knows the value; else what stands for what it is made of that some do not.
[[nodiscard]] uint64_t noveltyOf(const Values& values);

}  // namespace weft::css
