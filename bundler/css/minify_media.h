#pragma once

// Media queries and container conditions in fewer letters.

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

void minifyMedia(Pool& pool, Node& rule, const Browsers& browsers);

}  // namespace weft::css
