// What single properties let say shorter: defaults left out, sides that are equal said once, keywords with a number
// for a name.

#include <algorithm>
#include <array>

#include "css/calc.h"
#include "css/compare.h"
#include "css/numbers.h"
#include "css/printer.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

using enum Property;

bool hasKind(const Values& values, ValueKind kind) {
  return std::ranges::any_of(values, [&](const Value& value) { return value.kind == kind; });
}

bool hasSlash(const Values& values) {
  return std::ranges::any_of(values, [](const Value& value) { return value.isDelim('/'); });
}

/// 1px 2px 1px 2px → 1px 2px
void collapseSides(Values& values) {
  if (values.size() > 4 || hasSubstitution(values) || hasKind(values, ValueKind::Delim)) return;
  if (values.size() == 4 && isSame(values[3], values[1])) values.shrink(3);
  // Flags of blanks: the first has none.
  auto same = [](Value a, Value b) {
    a.setSpaceBefore(true);
    b.setSpaceBefore(true);
    return isSame(a, b);
  };
  if (values.size() == 3 && same(values[0], values[2])) values.shrink(2);
  if (values.size() == 2 && same(values[0], values[1])) values.shrink(1);
}

void collapsePair(Values& values) {
  if (values.size() == 2) collapseSides(values);
}

/// 1px 1px / 2px 2px → 1px / 2px, and 1px / 1px → 1px
void collapseRadius(Pool& pool, Values& values) {
  const auto* slash = std::ranges::find_if(values, [](const Value& value) { return value.isDelim('/'); });
  if (slash == values.end()) return collapseSides(values);
  if (hasSubstitution(values)) return;
  auto at = static_cast<size_t>(slash - values.begin());
  Values first(pool, values.begin(), at);
  Values second(pool, values.begin() + at + 1, values.size() - at - 1);
  if (first.empty() || second.empty()) return;
  collapseSides(first);
  collapseSides(second);
  if (isSame(first, second)) {
    values = first;
    return;
  }
  first.push(pool, *slash);
  for (const Value& value : second) first.push(pool, value);
  values = first;
}

void weight(Value& value) {
  bool isBold = value.isIdent("bold");
  if (!isBold && !value.isIdent("normal")) return;
  Value number = makeNumber(isBold ? "700" : "400");
  number.offset = value.offset;
  number.setSpaceBefore(value.spaceBefore());
  value = number;
}

bool isGenericFamily(std::string_view name) {
  constexpr std::array<std::string_view, 20> kNames = {
      "serif",         "sans-serif",   "monospace",  "cursive", "fantasy",      "system-ui", "ui-serif",
      "ui-sans-serif", "ui-monospace", "ui-rounded", "math",    "emoji",        "fangsong",  "default",
      "inherit",       "initial",      "unset",      "revert",  "revert-layer", "none"};
  return std::ranges::any_of(kNames, [&](std::string_view known) { return equalsIgnoringCase(name, known); });
}

/// "Helvetica Neue" → Helvetica Neue, where each word is an identifier and none is a keyword.
bool families(Pool& pool, Values& values, size_t from) {
  Values out;
  bool changed = false;
  for (size_t i = 0; i < values.size(); ++i) {
    const Value& value = values[i];
    bool isAlone = i >= from && (i == from || values[i - 1].kind == ValueKind::Comma) &&
                   (i + 1 == values.size() || values[i + 1].kind == ValueKind::Comma);
    if (value.kind != ValueKind::String || !isAlone) {
      out.push(pool, value);
      continue;
    }
    std::vector<Value> words;
    std::string_view rest = value.text;
    bool isPlain = !rest.empty();
    while (isPlain && !rest.empty()) {
      size_t end = std::min(rest.find(' '), rest.size());
      std::string_view word = rest.substr(0, end);
      isPlain = isPlainIdent(word) && !isGenericFamily(word) && !word.starts_with("--");
      words.push_back(makeIdent(word));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (rest.empty() && end + 1 == value.text.size()) isPlain = false;
    }
    if (!isPlain || value.text.ends_with(' ')) {
      out.push(pool, value);
      continue;
    }
    changed = true;
    words[0].offset = value.offset;
    for (size_t w = 0; w < words.size(); ++w) {
      words[w].setSpaceBefore(w > 0 || value.spaceBefore());
      out.push(pool, words[w]);
    }
  }
  if (changed) values = out;
  return changed;
}

/// normal and weights of the short form: style, variant, weight and stretch in any order, then a size.
void font(Pool& pool, Values& values) {
  size_t i = 0;
  std::vector<Value> out;
  for (; i < values.size(); ++i) {
    Value value = values[i];
    if (value.kind != ValueKind::Ident && !(value.kind == ValueKind::Number)) break;
    if (value.isIdent("normal")) continue;
    bool isKnown = value.kind == ValueKind::Number || value.isIdent("bold") || value.isIdent("bolder") ||
                   value.isIdent("lighter") || value.isIdent("italic") || value.isIdent("oblique") ||
                   value.isIdent("small-caps");
    if (!isKnown) break;
    if (value.isIdent("bold")) weight(value);
    out.push_back(value);
  }
  bool hasSize = i < values.size() && (values[i].isNumeric() || values[i].kind == ValueKind::Function ||
                                       (values[i].kind == ValueKind::Ident && i + 1 < values.size()));
  if (!hasSize || hasSubstitution(values)) return;
  size_t size = out.size();
  for (; i < values.size(); ++i) out.push_back(values[i]);
  size_t family = size + 1;
  if (family + 1 < out.size() && out[family].isDelim('/')) {
    if (out[family + 1].isIdent("normal"))
      out.erase(out.begin() + static_cast<long>(family), out.begin() + static_cast<long>(family) + 2);
    else
      family += 2;
  }
  for (size_t k = 0; k < out.size(); ++k)
    if (k > 0 && k <= size) out[k].setSpaceBefore(true);
  out[0].setSpaceBefore(false);
  values = Values(pool, out);
  families(pool, values, family);
}

bool isNumberText(const Value& value, std::string_view text) {
  return value.kind == ValueKind::Number && value.text == text;
}

/// 1 1 0% → 1; 0 0 auto → none; 1 1 auto → auto
void flex(Pool& pool, Values& values) {
  if (values.size() == 1 && values[0].isIdent("initial")) return;
  if (values.size() != 3 || values[0].kind != ValueKind::Number || values[1].kind != ValueKind::Number) return;
  bool isAuto = values[2].isIdent("auto");
  bool isZero = values[2].kind == ValueKind::Percentage && values[2].text == "0";
  if (isAuto && isNumberText(values[0], "0") && isNumberText(values[1], "0")) {
    values = makeValues(pool, "none");
  } else if (isAuto && isNumberText(values[0], "1") && isNumberText(values[1], "1")) {
    values = makeValues(pool, "auto");
  } else if (isZero) {
    values.shrink(isNumberText(values[1], "1") ? 1 : 2);
  } else if (isNumberText(values[1], "1")) {
    values[1] = values[2];
    values.shrink(2);
  }
}

/// left top → 0 0; center → 50%; only where it is sure which is which.
void position(Pool& pool, Values& values) {
  if (values.empty() || values.size() > 2 || hasKind(values, ValueKind::Comma)) return;
  auto isAcross = [](const Value& value) { return value.isIdent("left") || value.isIdent("right"); };
  auto isDown = [](const Value& value) { return value.isIdent("top") || value.isIdent("bottom"); };
  auto known = [&](const Value& value) {
    return isAcross(value) || isDown(value) || value.isIdent("center") || value.isNumeric();
  };
  if (!std::ranges::all_of(values, known)) return;
  auto text = [](const Value& value) -> std::string {
    if (value.isIdent("left") || value.isIdent("top")) return "0";
    if (value.isIdent("right") || value.isIdent("bottom")) return "100%";
    if (value.isIdent("center")) return "50%";
    return std::string(value.text) + (value.kind == ValueKind::Percentage ? "%" : "");
  };
  if (values.size() == 1) {
    if (!isDown(values[0]) && values[0].kind == ValueKind::Ident) {
      bool space = values[0].spaceBefore();
      values = makeValues(pool, text(values[0]));
      values[0].setSpaceBefore(space);
    }
    return;
  }
  bool isTurned = isDown(values[0]) || isAcross(values[1]);
  const Value& across = isTurned ? values[1] : values[0];
  const Value& down = isTurned ? values[0] : values[1];
  if (isDown(across) || isAcross(down) || (isTurned && (across.isNumeric() || down.isNumeric()))) return;
  bool space = values[0].spaceBefore();
  std::string x = text(across);
  std::string y = text(down);
  if (y == "50%")
    values = makeValues(pool, x);
  else if (x == "50%" && isDown(down))
    values = makeValues(pool, down.isIdent("top") ? "top" : "bottom");
  else
    values = makeValues(pool, x + " " + y);
  values[0].setSpaceBefore(space);
}

void eachLayer(Pool& pool, Values& values, void (*change)(Pool&, Values&)) {
  if (!hasKind(values, ValueKind::Comma)) return change(pool, values);
  std::vector<Values> parts = splitAtCommas(values);
  for (Values& part : parts) change(pool, part);
  values = joinWithCommas(pool, parts);
}

/// Takes out what `isIdle` says, as long as something is left.
template <typename IsIdle>
void dropIdle(Values& values, IsIdle isIdle) {
  size_t kept = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    bool isLast = i + 1 == values.size();
    if (isIdle(values[i]) && !(kept == 0 && isLast)) continue;
    Value value = values[i];
    if (kept == 0) value.setSpaceBefore(false);
    values[kept++] = value;
  }
  values.shrink(kept);
}

void backgroundLayer(Pool& pool, Values& values) {
  if (hasSlash(values)) return;
  bool hasBoxes = std::ranges::any_of(values, [](const Value& value) {
    return value.isIdent("border-box") || value.isIdent("padding-box") || value.isIdent("content-box");
  });
  if (hasBoxes) return;
  size_t positions = static_cast<size_t>(std::ranges::count_if(values, [](const Value& value) {
    return value.isNumeric() || value.isIdent("left") || value.isIdent("right") || value.isIdent("top") ||
           value.isIdent("bottom") || value.isIdent("center");
  }));
  dropIdle(values, [](const Value& value) {
    bool isClear = value.isIdent("transparent") || (value.kind == ValueKind::Hash && value.text == "0000");
    return isClear || value.isIdent("none") || value.isIdent("scroll") || value.isIdent("repeat");
  });
  bool isNothing = values.size() == 1 &&
                   (values[0].isIdent("none") || values[0].isIdent("transparent") || values[0].isIdent("repeat") ||
                    values[0].isIdent("scroll") || (values[0].kind == ValueKind::Hash && values[0].text == "0000"));
  if (isNothing) {
    values = makeValues(pool, "0 0");
    return;
  }
  // 0 0 is where it begins anyway.
  for (size_t i = 0; positions == 2 && values.size() > 2 && i + 1 < values.size(); ++i) {
    if (!isNumberText(values[i], "0") || !isNumberText(values[i + 1], "0")) continue;
    std::vector<Value> out;
    for (size_t k = 0; k < values.size(); ++k)
      if (k != i && k != i + 1) out.push_back(values[k]);
    values = joinWithBlanks(pool, out);
    return;
  }
}

void background(Pool& pool, Values& values) {
  if (hasSubstitution(values) || (values.size() == 1 && isWideKeyword(values[0]))) return;
  eachLayer(pool, values, backgroundLayer);
}

bool isTime(const Value& value) {
  return value.kind == ValueKind::Dimension &&
         (equalsIgnoringCase(value.unit(), "s") || equalsIgnoringCase(value.unit(), "ms"));
}

/// all 1s ease 0s → 1s
void transitionItem(Pool&, Values& values) {
  if (values.size() < 2) return;
  auto times = static_cast<size_t>(std::ranges::count_if(values, isTime));
  size_t seen = 0;
  dropIdle(values, [&](const Value& value) {
    if (isTime(value)) return ++seen == 2 && times == 2 && value.number() == "0";
    return value.isIdent("ease") || (times > 0 && value.isIdent("all"));
  });
}

/// Only what can be neither the animation's name: times and functions of time.
void animationItem(Pool&, Values& values) {
  if (values.size() < 3) return;
  auto times = static_cast<size_t>(std::ranges::count_if(values, isTime));
  size_t seen = 0;
  dropIdle(values,
           [&](const Value& value) { return isTime(value) && ++seen == 2 && times == 2 && value.number() == "0"; });
}

/// translate(0,1px) → translateY(1px), scale(2,2) → scale(2)
void transformFunction(Pool& pool, Value& value) {
  if (value.kind != ValueKind::Function || hasSubstitution(value.children)) return;
  std::vector<Values> parts = splitAtCommas(value.children);
  bool areSingle = std::ranges::all_of(parts, [](const Values& part) { return part.size() == 1; });
  if (!areSingle) return;
  auto isZero = [](const Values& part) { return isNumberText(part[0], "0"); };
  auto set = [&](std::string_view name, const Values& argument) {
    value.text = name;
    value.children = Values(pool, argument.begin(), argument.size());
    value.children[0].setSpaceBefore(false);
  };
  if (value.isFunction("translate") && parts.size() == 2) {
    if (isZero(parts[1]))
      set("translate", parts[0]);
    else if (isZero(parts[0]))
      set("translateY", parts[1]);
  } else if (value.isFunction("translatex")) {
    set("translate", parts[0]);
  } else if (value.isFunction("scale") && parts.size() == 2) {
    Value second = parts[1][0];
    second.setSpaceBefore(parts[0][0].spaceBefore());
    if (isSame(parts[0][0], second))
      set("scale", parts[0]);
    else if (isNumberText(parts[1][0], "1"))
      set("scaleX", parts[0]);
    else if (isNumberText(parts[0][0], "1"))
      set("scaleY", parts[1]);
  } else if (value.isFunction("rotatez")) {
    set("rotate", parts[0]);
  }
}

/// One blank between cells, one dot for a run of them.
void areas(Pool& pool, Values& values) {
  for (Value& value : values) {
    if (value.kind != ValueKind::String) continue;
    std::string out;
    for (size_t i = 0; i < value.text.size();) {
      size_t end = value.text.find_first_of(" \t\n\r\f", i);
      std::string_view word = value.text.substr(i, end == value.text.npos ? end : end - i);
      if (!word.empty()) {
        if (!out.empty()) out.push_back(' ');
        out += word.find_first_not_of('.') == word.npos ? std::string_view(".") : word;
      }
      if (end == value.text.npos) break;
      i = end + 1;
    }
    if (out != value.text) value.text = pool.copy(out);
  }
}

}  // namespace

void minifyByProperty(Pool& pool, Node& declaration, const Browsers&) {
  Values& values = declaration.values;
  switch (static_cast<Property>(declaration.property)) {
    case Margin:
    case Padding:
    case Inset:
    case ScrollMargin:
    case ScrollPadding:
    case BorderWidth:
    case BorderStyle:
    case BorderColor:
      return collapseSides(values);
    case MarginBlock:
    case MarginInline:
    case PaddingBlock:
    case PaddingInline:
    case InsetBlock:
    case InsetInline:
    case ScrollMarginBlock:
    case ScrollMarginInline:
    case ScrollPaddingBlock:
    case ScrollPaddingInline:
    case BorderSpacing:
    case Gap:
    case GridGap:
    case Overflow:
    case OverscrollBehavior:
    case PlaceItems:
    case PlaceSelf:
    case PlaceContent:
      return collapsePair(values);
    case BorderRadius:
    case WebkitBorderRadius:
    case MozBorderRadius:
      return collapseRadius(pool, values);
    case BorderTopLeftRadius:
    case BorderTopRightRadius:
    case BorderBottomLeftRadius:
    case BorderBottomRightRadius:
      return collapsePair(values);
    case FontWeight:
      if (values.size() == 1) weight(values[0]);
      return;
    case FontFamily:
      families(pool, values, 0);
      return;
    case Font:
      return font(pool, values);
    case Flex:
    case WebkitFlex:
      return flex(pool, values);
    case BackgroundPosition:
    case WebkitMaskPosition:
    case MaskPosition:
    case ObjectPosition:
      return eachLayer(pool, values, position);
    case PerspectiveOrigin:
      return position(pool, values);
    case Background:
      return background(pool, values);
    case Transition:
    case WebkitTransition:
      return eachLayer(pool, values, transitionItem);
    case Animation:
    case WebkitAnimation:
      return eachLayer(pool, values, animationItem);
    case Transform:
    case WebkitTransform:
      for (Value& value : values) transformFunction(pool, value);
      return;
    case GridTemplateAreas:
    case GridTemplate:
    case Grid:
      return areas(pool, values);
    default:
      return;
  }
}

}  // namespace weft::css
