#pragma once

// Making and changing component values.

#include <initializer_list>
#include <string_view>
#include <vector>

#include "css/features.h"
#include "css/tree.h"

namespace weft::css {

/// What `text` is as component values. It has to be without faults.
[[nodiscard]] Values makeValues(Pool& pool, std::string_view text);
[[nodiscard]] Value makeIdent(std::string_view text);
[[nodiscard]] Value makeNumber(std::string_view text);
[[nodiscard]] Value makeComma();
/// A value in the place of `value`: a colour as shortestColor() writes it.
void setColor(Pool& pool, Value& value, std::string_view text);
/// The parts between commas.
[[nodiscard]] std::vector<Values> splitAtCommas(const Values& values);
[[nodiscard]] Values joinWithCommas(Pool& pool, const std::vector<Values>& parts);
/// Apart by blanks.
[[nodiscard]] Values joinWithBlanks(Pool& pool, const std::vector<Value>& parts);
/// initial, inherit, unset, revert, revert-layer
[[nodiscard]] bool isWideKeyword(const Value& value);
/// Whether var(), env() or attr() is somewhere in it: what it stands for is not known.
[[nodiscard]] bool hasSubstitution(const Values& values);

/// What single properties allow (minify_properties.cpp).
void minifyByProperty(Pool& pool, Node& declaration, const Browsers& browsers);

}  // namespace weft::css
