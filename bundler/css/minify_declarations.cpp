#include "css/minify_declarations.h"

#include <algorithm>
#include <array>
#include <functional>

#include "css/colors.h"
#include "css/compare.h"
#include "css/minify_values.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

using enum Property;

/// Keywords that CSS 2 has.
constexpr std::string_view kOldWords[] = {
    "absolute",     "auto",       "baseline",    "block",    "bold",       "bolder",      "both",
    "bottom",       "break-word", "capitalize",  "center",   "circle",     "collapse",    "column",
    "currentcolor", "dashed",     "decimal",     "default",  "disc",       "dotted",      "double",
    "fixed",        "groove",     "help",        "hidden",   "inherit",    "initial",     "inline",
    "inline-block", "inset",      "inside",      "italic",   "justify",    "left",        "lighter",
    "line-through", "lowercase",  "medium",      "middle",   "monospace",  "move",        "no-repeat",
    "none",         "normal",     "nowrap",      "oblique",  "outset",     "outside",     "overline",
    "pointer",      "pre",        "pre-line",    "pre-wrap", "relative",   "repeat",      "repeat-x",
    "repeat-y",     "ridge",      "right",       "row",      "sans-serif", "scroll",      "separate",
    "serif",        "small",      "smaller",     "larger",   "large",      "solid",       "square",
    "static",       "sub",        "super",       "table",    "table-cell", "table-row",   "text",
    "text-bottom",  "text-top",   "thick",       "thin",     "top",        "transparent", "underline",
    "uppercase",    "visible",    "wait",        "wrap",     "x-large",    "x-small",     "xx-large",
    "xx-small",     "border-box", "content-box", "ease",     "linear",     "ease-in",     "ease-out",
    "ease-in-out",  "all",        "list-item",   "start",    "end",        "stretch"};

constexpr std::string_view kOldUnits[] = {"px", "em", "rem", "pt", "ex",  "in",  "cm",   "mm",  "pc",
                                          "vw", "vh", "s",   "ms", "deg", "rad", "turn", "grad"};
constexpr std::string_view kOldFunctions[] = {
    "calc", "rgb",    "rgba",    "hsl",  "hsla",       "var",        "translate", "scale",  "rotate",
    "skew", "matrix", "counter", "attr", "translatex", "translatey", "scalex",    "scaley", "cubic-bezier"};

template <size_t N>
bool isOneOf(const std::string_view (&names)[N], std::string_view text) {
  return std::ranges::any_of(names, [&](std::string_view known) { return equalsIgnoringCase(text, known); });
}

bool isOld(const Value& value) {
  switch (value.kind) {
    case ValueKind::Ident:
      return isOneOf(kOldWords, value.text) || namedColor(value.text);
    case ValueKind::Dimension:
      return isOneOf(kOldUnits, value.unit());
    case ValueKind::Function: {
      if (!isOneOf(kOldFunctions, value.text)) return false;
      bool isColor = value.text.size() <= 4 && (equalsIgnoringCase(value.text.substr(0, 3), "rgb") ||
                                                equalsIgnoringCase(value.text.substr(0, 3), "hsl"));
      // With commas every browser knows it.
      return !isColor || hasSubstitution(value.children) ||
             std::ranges::any_of(value.children, [](const Value& inner) { return inner.kind == ValueKind::Comma; });
    }
    case ValueKind::Hash:
      return value.text.size() == 3 || value.text.size() == 6;
    case ValueKind::Delim:
      return value.text[0] == '/';
    case ValueKind::Number:
    case ValueKind::Percentage:
    case ValueKind::String:
    case ValueKind::Url:
    case ValueKind::Comma:
      return true;
    default:
      return false;
  }
}

void addNovelty(const Values& values, uint64_t& novelty) {
  for (const Value& value : values) {
    if (!isOld(value)) {
      std::string_view what = value.kind == ValueKind::Dimension ? value.unit() : value.text;
      if (value.kind == ValueKind::Hash)
        what = value.text.substr(0, value.text.size() == 4 || value.text.size() == 8 ? 0 : 1);
      novelty = (novelty ^ (std::hash<std::string_view>{}(what) | 1)) * 0x9e3779b97f4a7c15u;
    }
    if (!value.children.empty() && !value.isFunction("var")) addNovelty(value.children, novelty);
  }
}

struct Entry {
  Node* node = nullptr;
  uint64_t novelty = 0;
};

/// A family of longhands that are written in one, in this order.
struct Family {
  enum class Form : uint8_t {
    Sides,   // one to four values, top, right, bottom, left
    Pair,    // one or two values
    Joined,  // all of them, one after another
  };
  Property shorthand;
  Form form;
  std::array<Property, 4> longhands;
  size_t count;
  /// What says the same in other words: it must not stand between.
  std::array<Property, 6> relatives;
};

constexpr Family kFamilies[] = {
    {Margin, Family::Form::Sides, {MarginTop, MarginRight, MarginBottom, MarginLeft}, 4, {MarginBlock, MarginInline}},
    {Padding,
     Family::Form::Sides,
     {PaddingTop, PaddingRight, PaddingBottom, PaddingLeft},
     4,
     {PaddingBlock, PaddingInline}},
    {Inset, Family::Form::Sides, {Top, Right, Bottom, Left}, 4, {InsetBlock, InsetInline}},
    {ScrollMargin,
     Family::Form::Sides,
     {ScrollMarginTop, ScrollMarginRight, ScrollMarginBottom, ScrollMarginLeft},
     4,
     {ScrollMarginBlock, ScrollMarginInline}},
    {ScrollPadding,
     Family::Form::Sides,
     {ScrollPaddingTop, ScrollPaddingRight, ScrollPaddingBottom, ScrollPaddingLeft},
     4,
     {ScrollPaddingBlock, ScrollPaddingInline}},
    {BorderWidth,
     Family::Form::Sides,
     {BorderTopWidth, BorderRightWidth, BorderBottomWidth, BorderLeftWidth},
     4,
     {Border, BorderBlock, BorderInline, BorderTop, BorderRight, BorderBottom}},
    {BorderStyle,
     Family::Form::Sides,
     {BorderTopStyle, BorderRightStyle, BorderBottomStyle, BorderLeftStyle},
     4,
     {Border, BorderBlock, BorderInline, BorderTop, BorderRight, BorderBottom}},
    {BorderColor,
     Family::Form::Sides,
     {BorderTopColor, BorderRightColor, BorderBottomColor, BorderLeftColor},
     4,
     {Border, BorderBlock, BorderInline, BorderTop, BorderRight, BorderBottom}},
    {BorderRadius,
     Family::Form::Sides,
     {BorderTopLeftRadius, BorderTopRightRadius, BorderBottomRightRadius, BorderBottomLeftRadius},
     4,
     {BorderStartStartRadius, BorderStartEndRadius, BorderEndStartRadius, BorderEndEndRadius}},
    {MarginBlock, Family::Form::Pair, {MarginBlockStart, MarginBlockEnd}, 2, {Margin}},
    {MarginInline, Family::Form::Pair, {MarginInlineStart, MarginInlineEnd}, 2, {Margin}},
    {PaddingBlock, Family::Form::Pair, {PaddingBlockStart, PaddingBlockEnd}, 2, {Padding}},
    {PaddingInline, Family::Form::Pair, {PaddingInlineStart, PaddingInlineEnd}, 2, {Padding}},
    {InsetBlock, Family::Form::Pair, {InsetBlockStart, InsetBlockEnd}, 2, {Inset}},
    {InsetInline, Family::Form::Pair, {InsetInlineStart, InsetInlineEnd}, 2, {Inset}},
    {Overflow, Family::Form::Pair, {OverflowX, OverflowY}, 2, {OverflowBlock, OverflowInline}},
    {OverscrollBehavior, Family::Form::Pair, {OverscrollBehaviorX, OverscrollBehaviorY}, 2, {}},
    {Gap, Family::Form::Pair, {RowGap, ColumnGap}, 2, {GridGap, GridRowGap, GridColumnGap}},
    {PlaceItems, Family::Form::Pair, {AlignItems, JustifyItems}, 2, {}},
    {PlaceSelf, Family::Form::Pair, {AlignSelf, JustifySelf}, 2, {}},
    {FlexFlow, Family::Form::Joined, {FlexDirection, FlexWrap}, 2, {}},
    {Flex, Family::Form::Joined, {FlexGrow, FlexShrink, FlexBasis}, 3, {}},
    {Outline, Family::Form::Joined, {OutlineWidth, OutlineStyle, OutlineColor}, 3, {}},
    {ColumnRule, Family::Form::Joined, {ColumnRuleWidth, ColumnRuleStyle, ColumnRuleColor}, 3, {}},
    {BorderTop,
     Family::Form::Joined,
     {BorderTopWidth, BorderTopStyle, BorderTopColor},
     3,
     {Border, BorderWidth, BorderStyle, BorderColor, BorderBlock}},
    {BorderRight,
     Family::Form::Joined,
     {BorderRightWidth, BorderRightStyle, BorderRightColor},
     3,
     {Border, BorderWidth, BorderStyle, BorderColor, BorderInline}},
    {BorderBottom,
     Family::Form::Joined,
     {BorderBottomWidth, BorderBottomStyle, BorderBottomColor},
     3,
     {Border, BorderWidth, BorderStyle, BorderColor, BorderBlock}},
    {BorderLeft,
     Family::Form::Joined,
     {BorderLeftWidth, BorderLeftStyle, BorderLeftColor},
     3,
     {Border, BorderWidth, BorderStyle, BorderColor, BorderInline}},
};

/// One bit a family, by what may belong to it: most rules have to look at none.
constexpr size_t kPropertyCount = static_cast<size_t>(Property::Count);
constexpr std::array<uint32_t, kPropertyCount> makeFamilyBits() {
  std::array<uint32_t, kPropertyCount> bits{};
  for (size_t i = 0; i < std::size(kFamilies); ++i)
    for (size_t k = 0; k < kFamilies[i].count; ++k) bits[static_cast<size_t>(kFamilies[i].longhands[k])] |= 1u << i;
  return bits;
}
static_assert(std::size(kFamilies) <= 32);
constexpr std::array<uint32_t, kPropertyCount> kFamilyBits = makeFamilyBits();

/// The current values of a family's longhands, while a run is gone through.
class FamilyState {
 public:
  FamilyState(Pool& pool, const Family& family, const Browsers& browsers)
      : pool_(pool), family_(family), browsers_(browsers) {}

  void meet(Entry& entry) {
    Node& node = *entry.node;
    auto property = static_cast<Property>(node.property);
    bool isShorthand = property == family_.shorthand;
    auto* longhand = std::find(family_.longhands.begin(), family_.longhands.begin() + family_.count, property);
    bool isLonghand = longhand != family_.longhands.begin() + family_.count;
    if (!isShorthand && !isLonghand) {
      if (isRelated(property)) forget();
      return;
    }
    bool isPlain = entry.novelty == 0 || isLonghand;
    bool isUsable = isPlain && !hasSubstitution(node.values) && !isWideKeyword(node.values[0]);
    if (!isUsable) return forget();
    if (!used_.empty() && used_[0]->node->isImportant != node.isImportant) forget();
    if (!used_.empty() && entry.novelty != 0) {
      bool isSameNovelty = std::ranges::all_of(used_, [&](const Entry* it) { return it->novelty == entry.novelty; });
      if (!isSameNovelty) forget();
    } else if (entry.novelty == 0 && std::ranges::any_of(used_, [](const Entry* it) { return it->novelty != 0; })) {
      forget();
    }
    if (isShorthand) {
      if (!setAll(node.values)) return forget();
      used_.clear();
    } else {
      if (node.values.size() != 1) return forget();
      size_t index = static_cast<size_t>(longhand - family_.longhands.begin());
      values_[index] = node.values[0];
      known_ |= 1u << index;
    }
    used_.push_back(&entry);
    if (known_ == (1u << family_.count) - 1 && used_.size() > 1) write();
  }

 private:
  void forget() {
    known_ = 0;
    used_.clear();
  }

  [[nodiscard]] bool isRelated(Property property) const {
    for (Property relative : family_.relatives)
      if (relative != Unknown && covers(relative, property)) return true;
    return covers(property, family_.shorthand) || property == All;
  }

  bool setAll(const Values& values) {
    bool isList = family_.form != Family::Form::Joined;
    size_t most = family_.form == Family::Form::Pair ? 2 : family_.count;
    if (!isList || values.empty() || values.size() > most) return false;
    if (std::ranges::any_of(values, [](const Value& value) { return value.kind == ValueKind::Delim; })) return false;
    auto at = [&](size_t i) { return values[std::min(i, values.size() - 1)]; };
    values_[0] = at(0);
    values_[1] = at(1);
    if (family_.form == Family::Form::Sides) {
      values_[2] = values.size() > 2 ? values[2] : values[0];
      values_[3] = values.size() > 3 ? values[3] : values_[1];
    }
    known_ = (1u << family_.count) - 1;
    return true;
  }

  /// The last of what was used says all of it.
  void write() {
    if (family_.shorthand == Inset && browsers_.lack(Feature::InsetProperty)) return;
    bool isLogical = nameOf(family_.shorthand).ends_with("-block") || nameOf(family_.shorthand).ends_with("-inline");
    if (isLogical && browsers_.lack(Feature::LogicalShorthands)) return;
    if (family_.form == Family::Form::Joined && !isJoinable()) return;
    bool isUneven = family_.shorthand == Overflow && !isSame(blankless(values_[0]), blankless(values_[1]));
    if (isUneven && browsers_.lack(Feature::OverflowPairs)) return;
    std::vector<Value> list(values_.begin(), values_.begin() + static_cast<long>(family_.count));
    Node& last = *used_.back()->node;
    for (Entry* entry : used_)
      if (entry != used_.back()) entry->node->isDead = true;
    last.property = static_cast<uint16_t>(family_.shorthand);
    last.name = nameOf(family_.shorthand);
    last.values = joinWithBlanks(pool_, list);
    minifyByProperty(pool_, last, browsers_);
    used_ = {used_.back()};
  }

  static Value blankless(Value value) {
    value.setSpaceBefore(false);
    return value;
  }

  /// flex-basis and its like may be anything; what could be taken for another longhand stays apart.
  [[nodiscard]] bool isJoinable() const {
    if (family_.shorthand != Flex) return true;
    return values_[0].kind == ValueKind::Number && values_[1].kind == ValueKind::Number;
  }

  Pool& pool_;
  const Family& family_;
  const Browsers& browsers_;
  std::array<Value, 4> values_;
  uint32_t known_ = 0;
  std::vector<Entry*> used_;
};

/// Whether `later` makes `earlier` void in every browser.
bool makesVoid(const Entry& later, const Entry& earlier) {
  const Node& a = *later.node;
  const Node& b = *earlier.node;
  if (b.isImportant && !a.isImportant) return false;
  bool isSameName = a.property != 0 ? a.property == b.property : b.property == 0 && a.name == b.name;
  bool isCovered = isSameName || (a.property != 0 && b.property != 0 &&
                                  covers(static_cast<Property>(a.property), static_cast<Property>(b.property)));
  if (!isCovered) return false;
  if (static_cast<Property>(a.property) == Src || static_cast<Property>(a.property) == Composes) return false;
  if (isSameName && a.isImportant == b.isImportant && isSame(a.values, b.values)) return true;
  if (a.isCustom) return !a.isImportant || a.isImportant == b.isImportant;
  if (later.novelty == 0) {
    // What is not known is written so that some browser reads it.
    return a.property != 0;
  }
  return later.novelty == earlier.novelty && isSameName;
}

bool isAnyLonghand(uint16_t property) {
  return !longhandsOf(static_cast<Property>(property)).empty();
}

class Run {
 public:
  Run(Pool& pool, const Browsers& browsers) : pool_(pool), browsers_(browsers) {}

  void add(Node* node) { entries_.push_back({node, node->isCustom ? 0 : noveltyOf(node->values)}); }

  void finish() {
    if (entries_.size() > 1) {
      dropVoid();
      formShorthands();
    }
    entries_.clear();
  }

 private:
  void dropVoid() {
    constexpr size_t kFar = 64;  // how far back what a declaration makes void is looked for
    for (size_t i = 1; i < entries_.size(); ++i) {
      size_t first = i > kFar ? i - kFar : 0;
      for (size_t k = first; k < i; ++k)
        if (!entries_[k].node->isDead && makesVoid(entries_[i], entries_[k])) entries_[k].node->isDead = true;
    }
    std::erase_if(entries_, [](const Entry& entry) { return entry.node->isDead; });
  }

  void formShorthands() {
    uint32_t once = 0;
    uint32_t wanted = 0;
    for (const Entry& entry : entries_) {
      if (entry.node->property == 0) continue;
      uint32_t bits = kFamilyBits[entry.node->property];
      wanted |= bits & once;
      once |= bits;
      // A shorthand and one of its longhands.
      if (isAnyLonghand(entry.node->property)) {
        for (size_t i = 0; i < std::size(kFamilies); ++i)
          if (kFamilies[i].shorthand == static_cast<Property>(entry.node->property)) wanted |= 1u << i;
      }
    }
    for (size_t i = 0; i < std::size(kFamilies); ++i) {
      if (!(wanted >> i & 1)) continue;
      FamilyState state(pool_, kFamilies[i], browsers_);
      for (Entry& entry : entries_)
        if (!entry.node->isDead) state.meet(entry);
    }
  }

  Pool& pool_;
  const Browsers& browsers_;
  std::vector<Entry> entries_;
};

}  // namespace

uint64_t noveltyOf(const Values& values) {
  uint64_t novelty = 0;
  addNovelty(values, novelty);
  return novelty;
}

void compactDeclarations(Pool& pool, Nodes& body, const Browsers& browsers) {
  if (body.size() < 2) return;
  Run run(pool, browsers);
  for (Node* node : body) {
    if (node->kind == NodeKind::Declaration && !node->isDead)
      run.add(node);
    else if (node->kind != NodeKind::Declaration)
      run.finish();
  }
  run.finish();
}

}  // namespace weft::css
