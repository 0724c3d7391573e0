// Declarations for browsers that lack what they use:
//
//     color: oklch(50% .2 20)       → color: #b1104b; color: oklch(50% .2 20)   (one of them where nothing is lost)
//     inset: 0 1px                  → top: 0; right: 1px; bottom: 0; left: 1px
//     margin-inline: 1px 2px        → margin-inline-start: 1px; margin-inline-end: 2px
//     margin-block-start: 1px       → margin-top: 1px   (text runs across, from top to bottom)
//     overflow: hidden auto         → overflow-x: hidden; overflow-y: auto
//     linear-gradient(red 0 50%)    → linear-gradient(red 0, red 50%)

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "css/colors.h"
#include "css/compare.h"
#include "css/lower.h"
#include "css/printer.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

using enum Property;

// --- Colours.

struct Change {
  bool isChanged = false;
  bool loses = false;  // a colour that sRGB does not have
};

class ColorLowerer {
 public:
  ColorLowerer(Pool& pool, const Browsers& browsers) : pool_(pool), browsers_(browsers) {}

  /// A copy where something has to change, else the same.
  Values list(const Values& values, Change& change) {
    Values out;
    for (size_t i = 0; i < values.size(); ++i) {
      const Value& value = values[i];
      std::optional<Value> other = one(value, change);
      if (!other && out.empty()) continue;
      if (out.empty()) out = Values(pool_, values.begin(), values.size());
      if (other) out[i] = *other;
    }
    return out.empty() ? values : out;
  }

 private:
  std::optional<Value> one(const Value& value, Change& change) {
    if (value.kind == ValueKind::Hash) return hash(value, change);
    if (value.children.empty()) return std::nullopt;
    if (value.kind == ValueKind::Function) {
      if (auto color = missing(value)) {
        change.isChanged = true;
        change.loses |= !isInSrgb(*color);
        return written(value, *color);
      }
    }
    Change inside;
    Values children = list(value.children, inside);
    bool isGradient = value.kind == ValueKind::Function && value.text.size() > 8 &&
                      equalsIgnoringCase(value.text.substr(value.text.size() - 8), "gradient");
    if (isGradient && browsers_.lack(Feature::DoublePosition)) children = singlePositions(children, inside);
    if (!inside.isChanged) return std::nullopt;
    change.isChanged = true;
    change.loses |= inside.loses;
    Value out = value;
    out.children = children;
    return out;
  }

  Value written(const Value& value, const css::Color& color) {
    Value out = value;
    setColor(pool_, out,
             shortestColor(toLegacy(color), browsers_.lack(Feature::HexAlpha) ? HexAlpha::No : HexAlpha::Yes));
    return out;
  }

  std::optional<Value> hash(const Value& value, Change& change) {
    bool hasAlpha = value.text.size() == 4 || value.text.size() == 8;
    if (!hasAlpha || !browsers_.lack(Feature::HexAlpha)) return std::nullopt;
    auto color = parseColor(value, false);
    if (!color) return std::nullopt;
    change.isChanged = true;
    return written(value, *color);
  }

  /// The colour, where a browser does not know how it is written.
  std::optional<css::Color> missing(const Value& value) {
    if (value.isFunction("color-mix")) return browsers_.lack(Feature::ColorMix) ? mixColors(value) : std::nullopt;
    auto color = parseColor(value, false);
    if (!color) return std::nullopt;
    switch (color->space) {
      case ColorSpace::Lab:
      case ColorSpace::Lch:
        return browsers_.lack(Feature::LabColors) ? color : std::nullopt;
      case ColorSpace::Oklab:
      case ColorSpace::Oklch:
        return browsers_.lack(Feature::OklabColors) ? color : std::nullopt;
      case ColorSpace::Legacy:
        break;
      default:
        return browsers_.lack(Feature::ColorFunction) ? color : std::nullopt;
    }
    if (value.isFunction("hwb")) return browsers_.lack(Feature::Hwb) ? color : std::nullopt;
    bool isModern = std::ranges::none_of(value.children, [](const Value& it) { return it.kind == ValueKind::Comma; });
    return isModern && browsers_.lack(Feature::ModernColorSyntax) ? color : std::nullopt;
  }

  /// A colour with two positions becomes two.
  Values singlePositions(const Values& values, Change& change) {
    std::vector<Values> parts = splitAtCommas(values);
    std::vector<Values> out;
    for (const Values& part : parts) {
      bool isTwice = part.size() == 3 && !part[0].isNumeric() && part[1].isNumeric() && part[2].isNumeric() &&
                     (part[0].kind == ValueKind::Hash || part[0].kind == ValueKind::Function ||
                      (part[0].kind == ValueKind::Ident && !part[0].isIdent("from") && !part[0].isIdent("at")));
      if (!isTwice) {
        out.push_back(part);
        continue;
      }
      change.isChanged = true;
      Value second = part[2];
      out.push_back(Values(pool_, {part[0], part[1]}));
      out.push_back(Values(pool_, {part[0], second}));
      out.back()[0].setSpaceBefore(true);
    }
    return joinWithCommas(pool_, out);
  }

  Pool& pool_;
  const Browsers& browsers_;
};

// --- Properties in other words.

struct Replacement {
  Property property;
  Feature feature;
  std::array<Property, 4> parts;  // by the place of values: top right bottom left, or start end
  size_t count;
};

constexpr Replacement kReplacements[] = {
    {Inset, Feature::InsetProperty, {Top, Right, Bottom, Left}, 4},
    {MarginInline, Feature::LogicalShorthands, {MarginInlineStart, MarginInlineEnd}, 2},
    {MarginBlock, Feature::LogicalShorthands, {MarginTop, MarginBottom}, 2},
    {PaddingInline, Feature::LogicalShorthands, {PaddingInlineStart, PaddingInlineEnd}, 2},
    {PaddingBlock, Feature::LogicalShorthands, {PaddingTop, PaddingBottom}, 2},
    {InsetInline, Feature::LogicalShorthands, {InsetInlineStart, InsetInlineEnd}, 2},
    {InsetBlock, Feature::LogicalShorthands, {Top, Bottom}, 2},
    {BorderInlineWidth, Feature::LogicalShorthands, {BorderInlineStartWidth, BorderInlineEndWidth}, 2},
    {BorderInlineStyle, Feature::LogicalShorthands, {BorderInlineStartStyle, BorderInlineEndStyle}, 2},
    {BorderInlineColor, Feature::LogicalShorthands, {BorderInlineStartColor, BorderInlineEndColor}, 2},
    {BorderBlockWidth, Feature::LogicalShorthands, {BorderTopWidth, BorderBottomWidth}, 2},
    {BorderBlockStyle, Feature::LogicalShorthands, {BorderTopStyle, BorderBottomStyle}, 2},
    {BorderBlockColor, Feature::LogicalShorthands, {BorderTopColor, BorderBottomColor}, 2},
};

/// Along the block axis a logical side is a physical one.
struct Physical {
  Property logical;
  Feature feature;
  Property physical;
};

constexpr Physical kPhysical[] = {
    {MarginBlockStart, Feature::LogicalBoxes, MarginTop},
    {MarginBlockEnd, Feature::LogicalBoxes, MarginBottom},
    {PaddingBlockStart, Feature::LogicalBoxes, PaddingTop},
    {PaddingBlockEnd, Feature::LogicalBoxes, PaddingBottom},
    {InsetBlockStart, Feature::LogicalInsets, Top},
    {InsetBlockEnd, Feature::LogicalInsets, Bottom},
    {BorderBlockStart, Feature::LogicalBorders, BorderTop},
    {BorderBlockEnd, Feature::LogicalBorders, BorderBottom},
    {BorderBlockStartWidth, Feature::LogicalBorders, BorderTopWidth},
    {BorderBlockEndWidth, Feature::LogicalBorders, BorderBottomWidth},
    {BorderBlockStartStyle, Feature::LogicalBorders, BorderTopStyle},
    {BorderBlockEndStyle, Feature::LogicalBorders, BorderBottomStyle},
    {BorderBlockStartColor, Feature::LogicalBorders, BorderTopColor},
    {BorderBlockEndColor, Feature::LogicalBorders, BorderBottomColor},
    {BlockSize, Feature::LogicalBoxes, Height},
    {InlineSize, Feature::LogicalBoxes, Width},
    {MinBlockSize, Feature::LogicalBoxes, MinHeight},
    {MinInlineSize, Feature::LogicalBoxes, MinWidth},
    {MaxBlockSize, Feature::LogicalBoxes, MaxHeight},
    {MaxInlineSize, Feature::LogicalBoxes, MaxWidth},
};

/// Along the inline axis both sides alike are left and right, whichever way text runs.
struct Across {
  Property logical;
  Feature feature;
  Property left;
  Property right;
};

constexpr Across kAcross[] = {
    {MarginInline, Feature::LogicalBoxes, MarginLeft, MarginRight},
    {PaddingInline, Feature::LogicalBoxes, PaddingLeft, PaddingRight},
    {InsetInline, Feature::LogicalInsets, Left, Right},
    {BorderInline, Feature::LogicalBorders, BorderLeft, BorderRight},
};

/// What WebKit and Gecko called the sides before.
struct OldName {
  Property property;
  std::string_view name;  // after the prefix
};

constexpr OldName kOldNames[] = {
    {MarginInlineStart, "margin-start"}, {MarginInlineEnd, "margin-end"},     {PaddingInlineStart, "padding-start"},
    {PaddingInlineEnd, "padding-end"},   {BorderInlineStart, "border-start"}, {BorderInlineEnd, "border-end"},
};

class DeclarationLowerer {
 public:
  DeclarationLowerer(Pool& pool, const Browsers& browsers, Nodes& out) : pool_(pool), browsers_(browsers), out_(out) {}

  void add(Node* node) {
    auto property = static_cast<Property>(node->property);
    if (property != Unknown && (otherWords(node, property) || overflow(node, property))) return;
    colors(node);
  }

 private:
  Node* copyOf(const Node& node, Property property, const Values& values) {
    Node* out = pool_.make<Node>(node);
    out->property = static_cast<uint16_t>(property);
    out->name = nameOf(property);
    out->values = Values(pool_, values.begin(), values.size());
    if (!out->values.empty()) out->values[0].setSpaceBefore(false);
    return out;
  }

  bool otherWords(Node* node, Property property) {
    for (const Across& it : kAcross)
      if (it.logical == property && lacksAcross(it) && across(*node, it)) return true;
    for (const Replacement& it : kReplacements)
      if (it.property == property && browsers_.lack(it.feature) && replace(*node, it)) return true;
    for (const Physical& it : kPhysical) {
      if (it.logical != property || !browsers_.lack(it.feature)) continue;
      add(copyOf(*node, it.physical, node->values));
      return true;
    }
    bool mayBeOld = browsers_.lack(Feature::LogicalBoxes) || browsers_.lack(Feature::LogicalBorders);
    for (const OldName& it : kOldNames)
      if (mayBeOld && it.property == property) addOldNames(*node, it.name);
    return false;
  }

  [[nodiscard]] bool lacksAcross(const Across& it) const {
    return browsers_.lack(it.feature) || browsers_.lack(Feature::LogicalShorthands);
  }

  bool across(const Node& node, const Across& it) {
    bool isBorder = it.logical == BorderInline;
    bool isAlike = isBorder || node.values.size() == 1;
    if (!isAlike && node.values.size() == 2 && !hasSubstitution(node.values)) {
      Value second = node.values[1];
      second.setSpaceBefore(node.values[0].spaceBefore());
      isAlike = isSame(node.values[0], second);
    }
    if (!isAlike || (!isBorder && hasSubstitution(node.values))) return false;
    Values values = isBorder ? node.values : node.values.slice(0, 1);
    add(copyOf(node, it.left, values));
    add(copyOf(node, it.right, values));
    return true;
  }

  /// Each place its own property.
  bool replace(const Node& node, const Replacement& it) {
    const Values& values = node.values;
    bool isOne = values.size() == 1;
    if (values.size() > it.count || (hasSubstitution(values) && !isOne)) return false;
    for (size_t i = 0; i < it.count; ++i) {
      size_t from = i < values.size() ? i : i == 3 ? (values.size() > 1 ? 1 : 0) : i == 2 || isOne ? 0 : i;
      add(copyOf(node, it.parts[i], values.slice(from, 1)));
    }
    return true;
  }

  void addOldNames(const Node& node, std::string_view name) {
    for (std::string_view prefix : {"-webkit-", "-moz-"}) {
      Node* old = pool_.make<Node>(node);
      old->property = 0;
      old->name = pool_.copy(std::string(prefix).append(name));
      out_.push(pool_, old);
    }
  }

  bool overflow(Node* node, Property property) {
    if (property != Overflow || node->values.size() != 2 || !browsers_.lack(Feature::OverflowPairs)) return false;
    out_.push(pool_, copyOf(*node, OverflowX, node->values.slice(0, 1)));
    out_.push(pool_, copyOf(*node, OverflowY, node->values.slice(1, 1)));
    return true;
  }

  void colors(Node* node) {
    Change change;
    Values changed = ColorLowerer(pool_, browsers_).list(node->values, change);
    if (!change.isChanged) {
      out_.push(pool_, node);
      return;
    }
    Node* copy = pool_.make<Node>(*node);
    copy->values = changed;
    out_.push(pool_, copy);
    // Who knows the wider gamut takes the second; of custom properties the last would count for all.
    if (change.loses && !node->isCustom) out_.push(pool_, node);
  }

  Pool& pool_;
  const Browsers& browsers_;
  Nodes& out_;
};

}  // namespace

void lowerDeclaration(Pool& pool, Node* declaration, const Browsers& browsers, Nodes& out) {
  DeclarationLowerer(pool, browsers, out).add(declaration);
}

}  // namespace weft::css
