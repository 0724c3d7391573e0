#pragma once

// A style sheet for browsers that lack features of CSS: the same said with what they have. Each part opens with what it
// changes; what cannot be said otherwise stays, and is told of as a warning.

#include "base/diagnostics.h"
#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

/// False where it would become too much.
[[nodiscard]] bool lower(Sheet& sheet, const Browsers& browsers, Log& log);

/// The parts (lower_*.cpp).
[[nodiscard]] bool lowerNesting(Sheet& sheet, const Browsers& browsers, Log& log);
void lowerSelectors(Sheet& sheet, const Browsers& browsers);
void lowerMedia(Pool& pool, Node& rule);
/// Appends what stands for `declaration`, itself among it where it stays.
void lowerDeclaration(Pool& pool, Node* declaration, const Browsers& browsers, Nodes& out);
/// Names and values with the prefixes of browsers (prefixes.cpp).
void addPrefixes(Pool& pool, Nodes& body, const Browsers& browsers);
/// Rules again, for selectors that have another name in older browsers.
void addPrefixedRules(Pool& pool, Nodes& nodes, const Browsers& browsers);

/// How much a selector weighs (https://drafts.csswg.org/selectors-4/#specificity), one number for all three.
[[nodiscard]] uint64_t specificityOf(const Complex& complex);

}  // namespace weft::css
