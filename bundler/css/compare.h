#pragma once

// Whether two parts of a tree say the same in the same words, wherever they stand.

#include <cstdint>

#include "css/tree.h"

namespace weft::css {

[[nodiscard]] bool isSame(const Value& a, const Value& b);
[[nodiscard]] bool isSame(const Values& a, const Values& b);
[[nodiscard]] bool isSame(const Complex& a, const Complex& b);
[[nodiscard]] bool isSame(const Selectors& a, const Selectors& b);
/// Of what is not dead.
[[nodiscard]] bool isSame(const Node& a, const Node& b);
[[nodiscard]] bool isSameBody(const Node& a, const Node& b);

/// Same things have the same.
[[nodiscard]] uint64_t hashOf(const Node& node);

}  // namespace weft::css
