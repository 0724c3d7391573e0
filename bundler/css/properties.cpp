#include "css/properties.h"

#include <algorithm>
#include <array>

namespace weft::css {

namespace {

constexpr uint8_t kTakesColors = 1;

struct Info {
  std::string_view name;
  uint8_t flags;
};

constexpr Info kProperties[] = {
    {"", 0},
#define WEFT_CSS_PROPERTY(id, name, flags) {name, flags},
#include "css/properties.inc"
#undef WEFT_CSS_PROPERTY
};
constexpr size_t kCount = static_cast<size_t>(Property::Count);
static_assert(std::ranges::is_sorted(kProperties, {}, &Info::name));

// Open addressing, made when weft is compiled.
constexpr size_t kSlots = 2048;

constexpr uint32_t slotOf(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return (hash ^ hash >> 15) % kSlots;
}

constexpr std::array<uint16_t, kSlots> makeTable() {
  std::array<uint16_t, kSlots> table{};
  for (size_t i = 1; i < kCount; ++i) {
    uint32_t slot = slotOf(kProperties[i].name);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint16_t>(i);
  }
  return table;
}
constexpr std::array<uint16_t, kSlots> kTable = makeTable();

struct Shorthand {
  Property property;
  std::array<Property, 9> longhands;
};

using enum Property;

constexpr Shorthand kShorthands[] = {
    {Margin, {MarginTop, MarginRight, MarginBottom, MarginLeft}},
    {MarginBlock, {MarginBlockStart, MarginBlockEnd}},
    {MarginInline, {MarginInlineStart, MarginInlineEnd}},
    {Padding, {PaddingTop, PaddingRight, PaddingBottom, PaddingLeft}},
    {PaddingBlock, {PaddingBlockStart, PaddingBlockEnd}},
    {PaddingInline, {PaddingInlineStart, PaddingInlineEnd}},
    {Inset, {Top, Right, Bottom, Left}},
    {InsetBlock, {InsetBlockStart, InsetBlockEnd}},
    {InsetInline, {InsetInlineStart, InsetInlineEnd}},
    {ScrollMargin, {ScrollMarginTop, ScrollMarginRight, ScrollMarginBottom, ScrollMarginLeft}},
    {ScrollMarginBlock, {ScrollMarginBlockStart, ScrollMarginBlockEnd}},
    {ScrollMarginInline, {ScrollMarginInlineStart, ScrollMarginInlineEnd}},
    {ScrollPadding, {ScrollPaddingTop, ScrollPaddingRight, ScrollPaddingBottom, ScrollPaddingLeft}},
    {ScrollPaddingBlock, {ScrollPaddingBlockStart, ScrollPaddingBlockEnd}},
    {ScrollPaddingInline, {ScrollPaddingInlineStart, ScrollPaddingInlineEnd}},
    {BorderWidth, {BorderTopWidth, BorderRightWidth, BorderBottomWidth, BorderLeftWidth}},
    {BorderStyle, {BorderTopStyle, BorderRightStyle, BorderBottomStyle, BorderLeftStyle}},
    {BorderColor, {BorderTopColor, BorderRightColor, BorderBottomColor, BorderLeftColor}},
    {BorderBlockWidth, {BorderBlockStartWidth, BorderBlockEndWidth}},
    {BorderBlockStyle, {BorderBlockStartStyle, BorderBlockEndStyle}},
    {BorderBlockColor, {BorderBlockStartColor, BorderBlockEndColor}},
    {BorderInlineWidth, {BorderInlineStartWidth, BorderInlineEndWidth}},
    {BorderInlineStyle, {BorderInlineStartStyle, BorderInlineEndStyle}},
    {BorderInlineColor, {BorderInlineStartColor, BorderInlineEndColor}},
    {BorderTop, {BorderTopWidth, BorderTopStyle, BorderTopColor}},
    {BorderRight, {BorderRightWidth, BorderRightStyle, BorderRightColor}},
    {BorderBottom, {BorderBottomWidth, BorderBottomStyle, BorderBottomColor}},
    {BorderLeft, {BorderLeftWidth, BorderLeftStyle, BorderLeftColor}},
    {BorderBlockStart, {BorderBlockStartWidth, BorderBlockStartStyle, BorderBlockStartColor}},
    {BorderBlockEnd, {BorderBlockEndWidth, BorderBlockEndStyle, BorderBlockEndColor}},
    {BorderInlineStart, {BorderInlineStartWidth, BorderInlineStartStyle, BorderInlineStartColor}},
    {BorderInlineEnd, {BorderInlineEndWidth, BorderInlineEndStyle, BorderInlineEndColor}},
    {BorderBlock, {BorderBlockStart, BorderBlockEnd, BorderBlockWidth, BorderBlockStyle, BorderBlockColor}},
    {BorderInline, {BorderInlineStart, BorderInlineEnd, BorderInlineWidth, BorderInlineStyle, BorderInlineColor}},
    {Border, {BorderTop, BorderRight, BorderBottom, BorderLeft, BorderWidth, BorderStyle, BorderColor, BorderImage}},
    {BorderImage, {BorderImageSource, BorderImageSlice, BorderImageWidth, BorderImageOutset, BorderImageRepeat}},
    {BorderRadius, {BorderTopLeftRadius, BorderTopRightRadius, BorderBottomRightRadius, BorderBottomLeftRadius}},
    {Outline, {OutlineColor, OutlineStyle, OutlineWidth}},
    {ColumnRule, {ColumnRuleColor, ColumnRuleStyle, ColumnRuleWidth}},
    {Columns, {ColumnWidth, ColumnCount}},
    {Background,
     {BackgroundColor, BackgroundImage, BackgroundPosition, BackgroundSize, BackgroundRepeat, BackgroundAttachment,
      BackgroundOrigin, BackgroundClip}},
    {BackgroundPosition, {BackgroundPositionX, BackgroundPositionY}},
    {Font, {FontFamily, FontSize, FontWeight, FontStyle, FontVariant, FontStretch, LineHeight}},
    {Flex, {FlexGrow, FlexShrink, FlexBasis}},
    {FlexFlow, {FlexDirection, FlexWrap}},
    {Gap, {RowGap, ColumnGap}},
    {PlaceItems, {AlignItems, JustifyItems}},
    {PlaceContent, {AlignContent, JustifyContent}},
    {PlaceSelf, {AlignSelf, JustifySelf}},
    {Overflow, {OverflowX, OverflowY}},
    {OverscrollBehavior, {OverscrollBehaviorX, OverscrollBehaviorY}},
    {ListStyle, {ListStyleType, ListStylePosition, ListStyleImage}},
    {TextDecoration, {TextDecorationLine, TextDecorationStyle, TextDecorationColor, TextDecorationThickness}},
    {TextEmphasis, {TextEmphasisStyle, TextEmphasisColor}},
    {Transition,
     {TransitionProperty, TransitionDuration, TransitionTimingFunction, TransitionDelay, TransitionBehavior}},
    {Animation,
     {AnimationName, AnimationDuration, AnimationTimingFunction, AnimationDelay, AnimationIterationCount,
      AnimationDirection, AnimationFillMode, AnimationPlayState, AnimationTimeline}},
    {GridRow, {GridRowStart, GridRowEnd}},
    {GridColumn, {GridColumnStart, GridColumnEnd}},
    {GridArea, {GridRow, GridColumn}},
    {GridTemplate, {GridTemplateRows, GridTemplateColumns, GridTemplateAreas}},
    {Grid, {GridTemplate, GridAutoRows, GridAutoColumns, GridAutoFlow}},
    {Mask, {MaskImage, MaskPosition, MaskSize, MaskRepeat, MaskOrigin, MaskClip, MaskComposite, MaskMode}},
    {Container, {ContainerName, ContainerType}},
};

constexpr std::array<uint8_t, kCount> makeShorthandIndex() {
  std::array<uint8_t, kCount> index{};
  for (size_t i = 0; i < std::size(kShorthands); ++i)
    index[static_cast<size_t>(kShorthands[i].property)] = static_cast<uint8_t>(i + 1);
  return index;
}
constexpr std::array<uint8_t, kCount> kShorthandIndex = makeShorthandIndex();

}  // namespace

uint16_t propertyNamed(std::string_view name) {
  for (uint32_t slot = slotOf(name); kTable[slot] != 0; slot = (slot + 1) % kSlots)
    if (kProperties[kTable[slot]].name == name) return kTable[slot];
  return 0;
}

std::string_view nameOf(Property property) {
  return kProperties[static_cast<size_t>(property)].name;
}

bool takesColors(Property property) {
  return kProperties[static_cast<size_t>(property)].flags & kTakesColors;
}

std::span<const Property> longhandsOf(Property shorthand) {
  uint8_t index = kShorthandIndex[static_cast<size_t>(shorthand)];
  if (index == 0) return {};
  const auto& all = kShorthands[index - 1].longhands;
  size_t count = 0;
  while (count < all.size() && all[count] != Unknown) ++count;
  return {all.data(), count};
}

bool covers(Property shorthand, Property property) {
  if (shorthand == property) return property != Unknown;
  for (Property longhand : longhandsOf(shorthand))
    if (covers(longhand, property)) return true;
  // A shorthand of which each longhand is covered: border and border-block are of different sets, and never are.
  return false;
}

}  // namespace weft::css
