#pragma once

// Colours (https://drafts.csswg.org/css-color-4/, -5): what a constant one is, in which space, and the shortest way to
// write it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "css/tree.h"

namespace weft::css {

enum class ColorSpace : uint8_t {
  Legacy,  // sRGB of 0 to 255: names, #hex, rgb(), hsl(), hwb()
  Srgb,
  SrgbLinear,
  DisplayP3,
  A98,
  ProPhoto,
  Rec2020,
  XyzD50,
  XyzD65,
  Lab,
  Lch,
  Oklab,
  Oklch,
};

/// Components in the units of the space: Legacy 0 to 255, sRGB and its like 0 to 1, Lab 0 to 100, hues in degrees.
struct Color {
  ColorSpace space = ColorSpace::Legacy;
  double c[3] = {};
  double alpha = 1;
};

/// Nothing for what is no colour, or depends on something: var(), currentColor, none, relative colours.
/// `namesCount`: whether names are colours here.
[[nodiscard]] std::optional<Color> parseColor(const Value& value, bool namesCount);
/// As Legacy, brought into its gamut (https://drafts.csswg.org/css-color-4/#gamut-mapping).
[[nodiscard]] Color toLegacy(const Color& color);
/// Whether toLegacy loses nothing that can be seen.
[[nodiscard]] bool isInSrgb(const Color& color);

enum class HexAlpha : uint8_t { No, Yes };
/// Of Legacy.
[[nodiscard]] std::string shortestColor(const Color& color, HexAlpha hexAlpha);
/// color-mix() of two constant colours, in srgb, the linear ones, lab, oklab, lch, oklch, hsl or hwb.
[[nodiscard]] std::optional<Color> mixColors(const Value& function);

[[nodiscard]] std::optional<uint32_t> namedColor(std::string_view name);

}  // namespace weft::css
