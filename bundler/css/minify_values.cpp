#include "css/minify_values.h"

#include <algorithm>
#include <array>

#include "css/calc.h"
#include "css/colors.h"
#include "css/compare.h"
#include "css/numbers.h"
#include "css/printer.h"
#include "css/properties.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

constexpr std::string_view kLengths[] = {"px",  "em",  "rem", "ex",  "ch",    "vw",   "vh",  "vmin", "vmax",
                                         "cm",  "mm",  "in",  "pt",  "pc",    "q",    "lh",  "rlh",  "cap",
                                         "ic",  "vb",  "vi",  "svh", "svw",   "lvh",  "lvw", "dvh",  "dvw",
                                         "cqw", "cqh", "cqi", "cqb", "cqmin", "cqmax"};

bool isLength(std::string_view unit) {
  return std::ranges::any_of(kLengths, [&](std::string_view known) { return equalsIgnoringCase(unit, known); });
}

/// Functions in which a length of zero needs no unit.
bool takesPlainZero(std::string_view name) {
  constexpr std::string_view kNames[] = {"translate",
                                         "translatex",
                                         "translatey",
                                         "translatez",
                                         "translate3d",
                                         "perspective",
                                         "minmax",
                                         "fit-content",
                                         "blur",
                                         "drop-shadow",
                                         "inset",
                                         "circle",
                                         "ellipse",
                                         "polygon",
                                         "rect",
                                         "xywh",
                                         "repeat",
                                         "linear-gradient",
                                         "radial-gradient",
                                         "conic-gradient",
                                         "repeating-linear-gradient",
                                         "repeating-radial-gradient",
                                         "-webkit-linear-gradient",
                                         "-webkit-radial-gradient"};
  return std::ranges::any_of(kNames, [&](std::string_view known) { return equalsIgnoringCase(name, known); });
}

/// Functions that are left as they are: what they stand for is not known here.
bool isOpaque(std::string_view name) {
  return equalsIgnoringCase(name, "var") || equalsIgnoringCase(name, "env") || equalsIgnoringCase(name, "attr") ||
         equalsIgnoringCase(name, "src") || equalsIgnoringCase(name, "progid");
}

/// Functions whose names of colours are colours, whatever the property.
bool holdsColors(std::string_view name) {
  std::string_view kind = name;
  if (kind.size() > 8 && equalsIgnoringCase(kind.substr(kind.size() - 8), "gradient")) return true;
  return equalsIgnoringCase(name, "color-mix") || equalsIgnoringCase(name, "light-dark") ||
         equalsIgnoringCase(name, "drop-shadow");
}

class ValueMinifier {
 public:
  ValueMinifier(Pool& pool, const Browsers& browsers) : pool_(pool), browsers_(browsers) {}

  void list(Values& values, bool plainZero, bool colorNames) {
    for (Value& value : values) one(value, plainZero, colorNames);
  }

 private:
  void one(Value& value, bool plainZero, bool colorNames) {
    switch (value.kind) {
      case ValueKind::Number:
      case ValueKind::Percentage:
        value.text = shortestNumber(pool_, value.text);
        return;
      case ValueKind::Dimension:
        return dimension(value, plainZero);
      case ValueKind::Hash:
        return color(value, false);
      case ValueKind::Ident:
        if (colorNames) color(value, true);
        return;
      case ValueKind::Function:
        return function(value, plainZero, colorNames);
      case ValueKind::Paren:
      case ValueKind::Bracket:
        return list(value.children, false, colorNames);
      default:
        return;
    }
  }

  void dimension(Value& value, bool plainZero) {
    std::string_view number = shortestNumber(pool_, value.number());
    std::string_view unit = value.unit();
    if (value.has(Value::Escaped)) return;
    if (number == "0" && plainZero && isLength(unit)) {
      value.kind = ValueKind::Number;
      value.text = "0";
      value.flags |= Value::IsInteger;
      return;
    }
    if (equalsIgnoringCase(unit, "ms")) {
      std::string seconds = numberText(numberOf(number) / 1000, 9);
      if (seconds.size() + 1 < number.size() + 2) return setDimension(value, seconds, "s");
    }
    if (number.size() != value.unitStart) setDimension(value, number, unit);
  }

  void setDimension(Value& value, std::string_view number, std::string_view unit) {
    value.text = pool_.copy(std::string(number).append(unit));
    value.unitStart = static_cast<uint16_t>(number.size());
  }

  void color(Value& value, bool isName) {
    auto found = parseColor(value, isName);
    if (!found) return;
    write(value, *found);
  }

  void write(Value& value, const Color& color) {
    if (color.space != ColorSpace::Legacy) return;
    HexAlpha hexAlpha = browsers_.lack(Feature::HexAlpha) ? HexAlpha::No : HexAlpha::Yes;
    setColor(pool_, value, shortestColor(color, hexAlpha));
  }

  void function(Value& value, bool plainZero, bool colorNames) {
    if (isOpaque(value.text)) return;
    if (auto found = parseColor(value, false); found && found->space == ColorSpace::Legacy) return write(value, *found);
    bool isMath = isMathFunction(value.text);
    bool inside = !isMath && plainZero && takesPlainZero(value.text);
    list(value.children, inside,
         holdsColors(value.text) || (colorNames && equalsIgnoringCase(value.text, "image-set")));
    if (isMath) {
      value = simplifiedMath(pool_, value);
      if (value.kind == ValueKind::Dimension) dimension(value, plainZero);
    }
  }

  Pool& pool_;
  const Browsers& browsers_;
};

}  // namespace

void minifyPrelude(Pool& pool, Values& values) {
  Browsers any;
  for (Value& value : values)
    if (value.kind == ValueKind::Paren) ValueMinifier(pool, any).list(value.children, false, false);
}

void minifyValue(Pool& pool, Node& declaration, const Browsers& browsers) {
  auto property = static_cast<Property>(declaration.property);
  if (declaration.isCustom || property == Property::UnicodeRange || property == Property::Syntax) return;
  bool isKnown = property != Property::Unknown;
  // flex: 1 1 0 is not flex: 1 1 0px to every browser.
  bool plainZero =
      isKnown && property != Property::Flex && property != Property::WebkitFlex && property != Property::InitialValue;
  ValueMinifier(pool, browsers).list(declaration.values, plainZero, takesColors(property));
  minifyByProperty(pool, declaration, browsers);
}

}  // namespace weft::css
