#pragma once

// The properties that weft knows something of; what it does not know is written as it was read, but for whitespace.

#include <cstdint>
#include <span>
#include <string_view>

namespace weft::css {

enum class Property : uint16_t {
  Unknown,
#define WEFT_CSS_PROPERTY(id, name, flags) id,
#include "css/properties.inc"
#undef WEFT_CSS_PROPERTY
  Count
};

/// By a name in small letters; 0 for what is not known.
[[nodiscard]] uint16_t propertyNamed(std::string_view name);
[[nodiscard]] std::string_view nameOf(Property property);
/// Whether names of colours are colours in its value.
[[nodiscard]] bool takesColors(Property property);
/// What a shorthand sets, itself a shorthand or not; of others, nothing.
[[nodiscard]] std::span<const Property> longhandsOf(Property shorthand);
/// Whether what `shorthand` sets is all that `property` sets.
[[nodiscard]] bool covers(Property shorthand, Property property);

}  // namespace weft::css
