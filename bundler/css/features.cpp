// Since when which browser has what: from the compatibility data of MDN (github.com/mdn/browser-compat-data).

#include "css/features.h"

#include <array>

namespace weft::css {

using syntax::Engine;
using syntax::EngineTarget;

namespace {

using Version = uint64_t;

constexpr Version v(uint64_t major, uint64_t minor = 0) {
  return syntax::engineVersion(major, minor);
}

struct Since {
  Feature feature;
  Version chrome;
  Version edge;
  Version firefox;
  Version ios;
  Version opera;
  Version safari;
};

constexpr Since kSince[] = {
    {Feature::ColorFunction, v(111), v(111), v(113), v(15), v(97), v(15)},
    {Feature::ColorMix, v(111), v(111), v(113), v(16, 2), v(97), v(16, 2)},
    {Feature::DoublePosition, v(72), v(79), v(64), v(12, 2), v(60), v(12, 1)},
    {Feature::HexAlpha, v(62), v(79), v(49), v(9, 3), v(49), v(9, 1)},
    {Feature::Hwb, v(101), v(101), v(96), v(15), v(87), v(15)},
    {Feature::InsetProperty, v(87), v(87), v(66), v(14, 5), v(73), v(14, 1)},
    {Feature::IsSelector, v(88), v(88), v(78), v(14), v(74), v(14)},
    {Feature::LabColors, v(111), v(111), v(113), v(15), v(97), v(15)},
    {Feature::LightDark, v(123), v(123), v(120), v(17, 5), v(109), v(17, 5)},
    {Feature::LogicalBorders, v(69), v(79), v(41), v(12, 2), v(56), v(12, 1)},
    {Feature::LogicalBoxes, v(69), v(79), v(41), v(12, 2), v(56), v(12, 1)},
    {Feature::LogicalInsets, v(87), v(87), v(63), v(14, 5), v(73), v(14, 1)},
    {Feature::LogicalRadii, v(89), v(89), v(66), v(15), v(75), v(15)},
    {Feature::LogicalShorthands, v(87), v(87), v(66), v(14, 5), v(73), v(14, 1)},
    {Feature::MediaRanges, v(104), v(104), v(63), v(16, 4), v(91), v(16, 4)},
    {Feature::ModernColorSyntax, v(65), v(79), v(52), v(12, 2), v(52), v(12, 1)},
    {Feature::Nesting, v(120), v(120), v(117), v(17, 2), v(106), v(17, 2)},
    {Feature::NotLists, v(88), v(88), v(84), v(9), v(75), v(9)},
    {Feature::OklabColors, v(111), v(111), v(113), v(15, 4), v(97), v(15, 4)},
    {Feature::OverflowPairs, v(68), v(79), v(61), v(13, 4), v(55), v(13, 1)},
};
static_assert(std::size(kSince) == static_cast<size_t>(Feature::Count));

/// Nothing for what knows no CSS.
constexpr const Version* sinceIn(const Since& since, Engine engine) {
  switch (engine) {
    case Engine::Chrome:
      return &since.chrome;
    case Engine::Edge:
      return &since.edge;
    case Engine::Firefox:
      return &since.firefox;
    case Engine::Ios:
      return &since.ios;
    case Engine::Opera:
      return &since.opera;
    case Engine::Safari:
      return &since.safari;
    default:
      return nullptr;
  }
}

}  // namespace

Browsers::Browsers(std::span<const EngineTarget> engines) {
  for (const EngineTarget& target : engines) {
    if (!sinceIn(kSince[0], target.engine)) continue;
    engines_.push_back(target);
    for (const Since& since : kSince)
      if (target.version < *sinceIn(since, target.engine)) lacking_ |= 1u << static_cast<unsigned>(since.feature);
  }
}

}  // namespace weft::css
