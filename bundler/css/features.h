#pragma once

// Which features of CSS the browsers that a style sheet is written for lack.

#include <cstdint>
#include <span>
#include <vector>

#include "syntax/engine_target.h"

namespace weft::css {

enum class Feature : uint8_t {
  ColorFunction,
  ColorMix,
  DoublePosition,  // of a colour in a gradient
  HexAlpha,
  Hwb,
  InsetProperty,
  IsSelector,
  LabColors,
  LightDark,
  LogicalBorders,
  LogicalBoxes,   // margin-inline-start and its like
  LogicalInsets,  // inset-inline-start and its like
  LogicalRadii,
  LogicalShorthands,  // margin-inline and its like
  MediaRanges,
  ModernColorSyntax,  // rgb(1 2 3 / 50%)
  Nesting,
  NotLists,
  OklabColors,
  OverflowPairs,  // overflow: hidden auto
  Count,
};

/// The browsers, and what any of them lacks.
class Browsers {
 public:
  Browsers() = default;
  /// Engines that know no CSS, and editions of ECMAScript, say nothing of it.
  explicit Browsers(std::span<const syntax::EngineTarget> engines);

  [[nodiscard]] bool areGiven() const { return !engines_.empty(); }
  [[nodiscard]] bool lack(Feature feature) const { return lacking_ >> static_cast<unsigned>(feature) & 1; }
  [[nodiscard]] std::span<const syntax::EngineTarget> engines() const { return engines_; }

 private:
  std::vector<syntax::EngineTarget> engines_;
  uint32_t lacking_ = 0;
};

}  // namespace weft::css
