#pragma once

// Colours from one space to another (https://drafts.csswg.org/css-color-4/#color-conversion).

#include <array>
#include <optional>
#include <string_view>

#include "css/colors.h"

namespace weft::css {

using Triple = std::array<double, 3>;

/// Hue in degrees, the others 0 to 1.
[[nodiscard]] Triple hslToSrgb(const Triple& hsl);
[[nodiscard]] Triple hwbToSrgb(const Triple& hwb);

/// What color-mix() can be computed in here.
enum class MixSpace : uint8_t { Srgb, SrgbLinear, XyzD65, XyzD50, Lab, Oklab, Lch, Oklch, Hsl, Hwb };
[[nodiscard]] std::optional<MixSpace> mixSpaceNamed(std::string_view name);
/// `share` of `b`, the rest of `a`; hues go the shorter way.
[[nodiscard]] Color interpolate(const Color& a, const Color& b, double share, MixSpace space);

}  // namespace weft::css
