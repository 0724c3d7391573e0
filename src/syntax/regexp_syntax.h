#pragma once

// The syntax of regular expressions (ECMA-262, 22.2.1, and Annex B's where there is no flag u or v), with its early
// errors. Checks only: no tree is made.

#include <cstdint>
#include <string_view>

namespace weft::syntax {

struct RegExpFault {
  const char* message = nullptr;  // null: there is none
  uint32_t offset = 0;            // in bytes of the pattern, or of the flags
  bool isInFlags = false;
};

/// Both as written in a literal, without the slashes.
[[nodiscard]] RegExpFault checkRegExp(std::string_view pattern, std::string_view flags);

/// What `\p{name=value}` may name; without `value`, a property that is true or false, or a general category.
[[nodiscard]] bool isUnicodeProperty(std::string_view name, std::string_view value, bool hasValue);
/// A property of strings, for the flag v.
[[nodiscard]] bool isStringProperty(std::string_view name);

}  // namespace weft::syntax
