#pragma once

// Selectors in fewer letters, with the same matches and the same specificity.

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

void minifySelectors(Pool& pool, Selectors& selectors);
/// Whether every browser knows all of it, so that it may stand in one list with others: a browser leaves out a rule
/// where one selector of the list is unknown to it.
[[nodiscard]] bool isKnownEverywhere(const Selectors& selectors, const Browsers& browsers);

}  // namespace weft::css
