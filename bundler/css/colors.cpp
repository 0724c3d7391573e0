#include "css/colors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <vector>

#include "css/color_spaces.h"
#include "css/lexer.h"
#include "css/numbers.h"

namespace weft::css {

namespace {

struct NamedColor {
  std::string_view name;
  uint32_t value;
};

constexpr NamedColor kNames[] = {
#define WEFT_CSS_COLOR(name, value) {name, value},
#include "css/color_names.inc"
#undef WEFT_CSS_COLOR
};
static_assert(std::ranges::is_sorted(kNames, {}, &NamedColor::name));
constexpr size_t kLongestName = 20;

std::optional<Color> parseHex(std::string_view text) {
  auto digit = [&](size_t i) {
    return static_cast<double>(text[i] <= '9' ? text[i] - '0' : (text[i] | 32) - 'a' + 10);
  };
  if (!std::ranges::all_of(text, [](char c) { return isHexByte(static_cast<unsigned char>(c)); })) return std::nullopt;
  Color out;
  if (text.size() == 3 || text.size() == 4) {
    for (size_t i = 0; i < 3; ++i) out.c[i] = digit(i) * 17;
    if (text.size() == 4) out.alpha = digit(3) * 17 / 255;
    return out;
  }
  if (text.size() != 6 && text.size() != 8) return std::nullopt;
  for (size_t i = 0; i < 3; ++i) out.c[i] = digit(i * 2) * 16 + digit(i * 2 + 1);
  if (text.size() == 8) out.alpha = (digit(6) * 16 + digit(7)) / 255;
  return out;
}

/// Three components, apart by commas or blanks, and alpha after a comma or a slash.
struct Components {
  std::array<const Value*, 4> list{};
  size_t count = 0;
  bool hasCommas = false;
};

std::optional<Components> componentsOf(const Values& values, size_t from = 0) {
  Components out;
  std::array<char, 4> before{};  // what stands before each
  char separator = ' ';
  for (size_t i = from; i < values.size(); ++i) {
    const Value& value = values[i];
    if (value.kind == ValueKind::Comma || value.isDelim('/')) {
      if (separator != ' ' || out.count == 0) return std::nullopt;
      separator = value.text[0];
      continue;
    }
    if (!value.isNumeric() || out.count == out.list.size()) return std::nullopt;
    before[out.count] = separator;
    out.list[out.count++] = &value;
    separator = ' ';
  }
  if (separator != ' ' || out.count < 3) return std::nullopt;
  out.hasCommas = before[1] == ',';
  char ofAlpha = out.hasCommas ? ',' : '/';
  bool isRight = before[2] == before[1] && (out.count == 3 || before[3] == ofAlpha) && before[1] != '/';
  return isRight ? std::optional(out) : std::nullopt;
}

/// A number, or a percentage of `whole`.
std::optional<double> scaled(const Value& value, double whole) {
  double number = numberOf(value.number());
  if (value.kind == ValueKind::Number) return number;
  if (value.kind == ValueKind::Percentage) return number / 100 * whole;
  return std::nullopt;
}

std::optional<double> degrees(const Value& value) {
  double number = numberOf(value.number());
  if (value.kind == ValueKind::Number) return number;
  if (value.kind != ValueKind::Dimension) return std::nullopt;
  if (equalsIgnoringCase(value.unit(), "deg")) return number;
  if (equalsIgnoringCase(value.unit(), "turn")) return number * 360;
  if (equalsIgnoringCase(value.unit(), "grad")) return number * 0.9;
  if (equalsIgnoringCase(value.unit(), "rad")) return number * 180 / M_PI;
  return std::nullopt;
}

bool setAlpha(Color& color, const Components& components) {
  if (components.count < 4) return true;
  auto alpha = scaled(*components.list[3], 1);
  if (!alpha) return false;
  color.alpha = std::clamp(*alpha, 0.0, 1.0);
  return true;
}

std::optional<Color> parseRgb(const Components& it) {
  Color out;
  bool isMixed = false;
  for (size_t i = 0; i < 3; ++i) {
    auto number = scaled(*it.list[i], 255);
    if (!number) return std::nullopt;
    isMixed |= it.list[i]->kind != it.list[0]->kind;
    out.c[i] = std::clamp(std::round(*number), 0.0, 255.0);
  }
  if ((isMixed && it.hasCommas) || !setAlpha(out, it)) return std::nullopt;
  return out;
}

std::optional<Color> parseHueBased(const Components& it, bool isHsl) {
  auto hue = degrees(*it.list[0]);
  auto second = scaled(*it.list[1], 100);
  auto third = scaled(*it.list[2], 100);
  if (!hue || !second || !third) return std::nullopt;
  bool areNumbers = it.list[1]->kind == ValueKind::Number || it.list[2]->kind == ValueKind::Number;
  if (it.hasCommas && (areNumbers || !isHsl)) return std::nullopt;
  double a = std::clamp(*second / 100, 0.0, 1.0);
  double b = std::clamp(*third / 100, 0.0, 1.0);
  Triple rgb = isHsl ? hslToSrgb({*hue, a, b}) : hwbToSrgb({*hue, a, b});
  Color out;
  for (size_t i = 0; i < 3; ++i) out.c[i] = std::round(rgb[i] * 255);
  if (!setAlpha(out, it)) return std::nullopt;
  return out;
}

std::optional<Color> parseLab(const Components& it, ColorSpace space) {
  bool isOk = space == ColorSpace::Oklab || space == ColorSpace::Oklch;
  bool isPolar = space == ColorSpace::Lch || space == ColorSpace::Oklch;
  if (it.hasCommas) return std::nullopt;
  Color out{space};
  double lightest = isOk ? 1 : 100;
  double widest = isOk ? 0.4 : isPolar ? 150 : 125;
  auto first = scaled(*it.list[0], lightest);
  auto second = scaled(*it.list[1], widest);
  auto third = isPolar ? degrees(*it.list[2]) : scaled(*it.list[2], widest);
  if (!first || !second || !third || !setAlpha(out, it)) return std::nullopt;
  out.c[0] = std::clamp(*first, 0.0, lightest);
  out.c[1] = isPolar ? std::max(*second, 0.0) : *second;
  out.c[2] = *third;
  return out;
}

std::optional<ColorSpace> spaceNamed(std::string_view name) {
  constexpr std::pair<std::string_view, ColorSpace> kSpaces[] = {
      {"srgb", ColorSpace::Srgb},
      {"srgb-linear", ColorSpace::SrgbLinear},
      {"display-p3", ColorSpace::DisplayP3},
      {"a98-rgb", ColorSpace::A98},
      {"prophoto-rgb", ColorSpace::ProPhoto},
      {"rec2020", ColorSpace::Rec2020},
      {"xyz-d50", ColorSpace::XyzD50},
      {"xyz", ColorSpace::XyzD65},
      {"xyz-d65", ColorSpace::XyzD65},
  };
  for (const auto& [known, space] : kSpaces)
    if (equalsIgnoringCase(name, known)) return space;
  return std::nullopt;
}

std::optional<Color> parseColorFunction(const Values& values) {
  if (values.empty() || values[0].kind != ValueKind::Ident) return std::nullopt;
  auto space = spaceNamed(values[0].text);
  auto it = componentsOf(values, 1);
  if (!space || !it || it->hasCommas) return std::nullopt;
  Color out{*space};
  for (size_t i = 0; i < 3; ++i) {
    auto number = scaled(*it->list[i], 1);
    if (!number) return std::nullopt;
    out.c[i] = *number;
  }
  return setAlpha(out, *it) ? std::optional(out) : std::nullopt;
}

std::optional<Color> parseFunction(const Value& value) {
  std::string_view name = value.text;
  if (equalsIgnoringCase(name, "color")) return parseColorFunction(value.children);
  bool isRgb = equalsIgnoringCase(name, "rgb") || equalsIgnoringCase(name, "rgba");
  bool isHsl = equalsIgnoringCase(name, "hsl") || equalsIgnoringCase(name, "hsla");
  constexpr std::pair<std::string_view, ColorSpace> kLabs[] = {
      {"lab", ColorSpace::Lab}, {"lch", ColorSpace::Lch}, {"oklab", ColorSpace::Oklab}, {"oklch", ColorSpace::Oklch}};
  auto lab = std::ranges::find_if(kLabs, [&](const auto& entry) { return equalsIgnoringCase(name, entry.first); });
  if (!isRgb && !isHsl && lab == std::end(kLabs) && !equalsIgnoringCase(name, "hwb")) return std::nullopt;
  auto components = componentsOf(value.children);
  if (!components) return std::nullopt;
  if (lab != std::end(kLabs)) return parseLab(*components, lab->second);
  return isRgb ? parseRgb(*components) : parseHueBased(*components, isHsl);
}

const std::unordered_map<uint32_t, std::string_view>& shortNames() {
  static const auto* names = [] {
    auto* out = new std::unordered_map<uint32_t, std::string_view>;
    for (const NamedColor& it : kNames) {
      auto [known, isNew] = out->try_emplace(it.value, it.name);
      if (!isNew && it.name.size() < known->second.size()) known->second = it.name;
    }
    return out;
  }();
  return *names;
}

void appendHexByte(std::string& out, uint32_t byte) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out.push_back(kHex[byte >> 4]);
  out.push_back(kHex[byte & 15]);
}

std::string hexColor(const std::array<uint32_t, 4>& bytes) {
  bool isShort = std::ranges::all_of(bytes, [](uint32_t byte) { return byte % 17 == 0; });
  size_t count = bytes[3] == 255 ? 3 : 4;
  std::string out = "#";
  for (size_t i = 0; i < count; ++i) {
    appendHexByte(out, bytes[i]);
    if (isShort) out.pop_back();
  }
  return out;
}

struct MixPart {
  Color color;
  std::optional<double> share;
};

/// "red", "red 20%", "20% red"
std::optional<MixPart> mixPart(const Values& values) {
  MixPart out;
  bool hasColor = false;
  for (const Value& value : values) {
    if (value.kind == ValueKind::Percentage && !out.share) {
      out.share = numberOf(value.text) / 100;
      if (*out.share < 0 || *out.share > 1) return std::nullopt;
      continue;
    }
    auto color = parseColor(value, true);
    if (!color || hasColor) return std::nullopt;
    out.color = *color;
    hasColor = true;
  }
  return hasColor ? std::optional(out) : std::nullopt;
}

std::vector<Values> splitAtCommas(const Values& values) {
  std::vector<Values> out;
  size_t from = 0;
  for (size_t i = 0; i <= values.size(); ++i) {
    if (i < values.size() && values[i].kind != ValueKind::Comma) continue;
    out.push_back(values.slice(from, i - from));
    from = i + 1;
  }
  return out;
}

}  // namespace

std::optional<uint32_t> namedColor(std::string_view name) {
  if (name.size() > kLongestName) return std::nullopt;
  char small[kLongestName];
  for (size_t i = 0; i < name.size(); ++i)
    small[i] = static_cast<char>(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]);
  std::string_view key(small, name.size());
  const auto* found = std::ranges::lower_bound(kNames, key, {}, &NamedColor::name);
  return found != std::end(kNames) && found->name == key ? std::optional(found->value) : std::nullopt;
}

std::optional<Color> parseColor(const Value& value, bool namesCount) {
  if (value.kind == ValueKind::Hash) return parseHex(value.text);
  if (value.kind == ValueKind::Function) return parseFunction(value);
  if (value.kind != ValueKind::Ident || !namesCount) return std::nullopt;
  if (equalsIgnoringCase(value.text, "transparent")) return Color{ColorSpace::Legacy, {0, 0, 0}, 0};
  auto named = namedColor(value.text);
  if (!named) return std::nullopt;
  return Color{
      ColorSpace::Legacy,
      {static_cast<double>(*named >> 16), static_cast<double>(*named >> 8 & 255), static_cast<double>(*named & 255)},
      1};
}

std::string shortestColor(const Color& color, HexAlpha hexAlpha) {
  std::array<uint32_t, 4> bytes{};
  for (size_t i = 0; i < 3; ++i) bytes[i] = static_cast<uint32_t>(std::clamp(std::lround(color.c[i]), 0L, 255L));
  bytes[3] = static_cast<uint32_t>(std::clamp(std::lround(color.alpha * 255), 0L, 255L));
  if (color.alpha < 1 && (hexAlpha == HexAlpha::No || bytes[3] == 255)) {
    if (color.alpha == 0 && bytes[0] + bytes[1] + bytes[2] == 0) return "transparent";
    std::string out = "rgba(";
    for (size_t i = 0; i < 3; ++i) out.append(std::to_string(bytes[i])).push_back(',');
    constexpr int kAlphaDecimals = 4;
    return out + numberText(color.alpha, kAlphaDecimals) + ")";
  }
  std::string hex = hexColor(bytes);
  if (bytes[3] != 255) return hex;
  auto name = shortNames().find(bytes[0] << 16 | bytes[1] << 8 | bytes[2]);
  return name != shortNames().end() && name->second.size() < hex.size() ? std::string(name->second) : hex;
}

std::optional<Color> mixColors(const Value& function) {
  if (!function.isFunction("color-mix")) return std::nullopt;
  std::vector<Values> parts = splitAtCommas(function.children);
  if (parts.size() != 3 || parts[0].size() != 2 || !parts[0][0].isIdent("in")) return std::nullopt;
  auto space = mixSpaceNamed(parts[0][1].text);
  auto first = mixPart(parts[1]);
  auto second = mixPart(parts[2]);
  if (!space || !first || !second) return std::nullopt;
  double a = first->share.value_or(second->share ? 1 - *second->share : 0.5);
  double b = second->share.value_or(1 - a);
  double sum = a + b;
  if (sum <= 0) return std::nullopt;
  Color out = interpolate(first->color, second->color, b / sum, *space);
  if (sum < 1) out.alpha *= sum;
  return out;
}

}  // namespace weft::css
