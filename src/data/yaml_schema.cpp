#include "data/yaml_schema.h"

#include <limits>

#include "data/number_text.h"

namespace weft::data {

namespace {

/// "true", "True" and "TRUE", as the schema allows a word to be written.
bool isWord(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  bool isLower = true;
  bool isUpper = true;
  for (size_t i = 0; i < lower.size(); ++i) {
    bool isSame = text[i] == lower[i];
    bool isLetter = lower[i] >= 'a' && lower[i] <= 'z';
    bool isCapital = isLetter && text[i] == lower[i] - 32;
    if (!isSame && !isCapital) return false;
    if (!isLetter) continue;
    // After the first letter all are small or all are capitals.
    bool isFirst = i == 0 || lower[i - 1] == '.';
    if (isCapital) isLower = isLower && isFirst;
    if (isSame) isUpper = false;
  }
  return isLower || isUpper;
}

bool isNull(std::string_view text) {
  return text.empty() || text == "~" || isWord(text, "null");
}

size_t digitsFrom(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isDigit(text[end])) ++end;
  return end - at;
}

/// [0-9]+ or 0o[0-7]+ or 0x[0-9a-fA-F]+, without sign.
std::optional<double> integerOf(std::string_view text) {
  bool isOctal = text.starts_with("0o");
  if (isOctal || text.starts_with("0x")) {
    std::string_view digits = text.substr(2);
    for (char digit : digits)
      if (hexDigit(digit) >= (isOctal ? 8 : 16)) return std::nullopt;
    if (digits.empty()) return std::nullopt;
    return radixValue(digits, isOctal ? 3 : 4);
  }
  if (text.empty() || digitsFrom(text, 0) != text.size()) return std::nullopt;
  return decimalValue(text);
}

/// ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, without sign.
std::optional<double> floatOf(std::string_view text) {
  size_t whole = digitsFrom(text, 0);
  size_t at = whole;
  if (at < text.size() && text[at] == '.') {
    size_t fraction = digitsFrom(text, at + 1);
    if (whole + fraction == 0) return std::nullopt;
    at += 1 + fraction;
  } else if (whole == 0) {
    return std::nullopt;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    size_t exponent = digitsFrom(text, at);
    if (exponent == 0) return std::nullopt;
    at += exponent;
  }
  if (at != text.size()) return std::nullopt;
  return decimalValue(text);
}

std::optional<double> signedNumber(std::string_view text, bool isFloatAllowed) {
  bool isSigned = !text.empty() && (text[0] == '+' || text[0] == '-');
  std::string_view magnitude = text.substr(isSigned ? 1 : 0);
  std::optional<double> value = integerOf(magnitude);
  if (!value && isFloatAllowed) value = floatOf(magnitude);
  if (!value && isFloatAllowed && isWord(magnitude, ".inf")) value = std::numeric_limits<double>::infinity();
  if (!value && isFloatAllowed && (text == ".nan" || text == ".NaN" || text == ".NAN"))
    value = std::numeric_limits<double>::quiet_NaN();
  if (value && text[0] == '-') value = -*value;
  return value;
}

}  // namespace

YamlTag yamlTagOf(std::string_view tag) {
  constexpr std::string_view kPrefix = "tag:yaml.org,2002:";
  if (!tag.starts_with(kPrefix)) return YamlTag::Other;
  std::string_view name = tag.substr(kPrefix.size());
  if (name == "str") return YamlTag::String;
  if (name == "null") return YamlTag::Null;
  if (name == "bool") return YamlTag::Boolean;
  if (name == "int") return YamlTag::Integer;
  if (name == "float") return YamlTag::Float;
  if (name == "seq") return YamlTag::Sequence;
  if (name == "map") return YamlTag::Mapping;
  return YamlTag::Other;
}

std::string_view yamlTagName(YamlTag tag) {
  switch (tag) {
    case YamlTag::String:
      return "!!str";
    case YamlTag::Null:
      return "!!null";
    case YamlTag::Boolean:
      return "!!bool";
    case YamlTag::Integer:
      return "!!int";
    case YamlTag::Float:
      return "!!float";
    case YamlTag::Sequence:
      return "!!seq";
    case YamlTag::Mapping:
      return "!!map";
    case YamlTag::None:
    case YamlTag::Other:
      break;
  }
  return "!";
}

std::optional<Value> resolvePlain(std::string_view text) {
  if (isNull(text)) return Value::null();
  char first = text[0];
  if (first == 't' || first == 'T' || first == 'f' || first == 'F') return resolveTagged(YamlTag::Boolean, text);
  if (isDigit(first) || first == '.' || first == '+' || first == '-') return resolveTagged(YamlTag::Float, text);
  return std::nullopt;
}

std::optional<Value> resolveTagged(YamlTag tag, std::string_view text) {
  if (tag == YamlTag::Null && isNull(text)) return Value::null();
  if (tag == YamlTag::Boolean && isWord(text, "true")) return Value::of(true);
  if (tag == YamlTag::Boolean && isWord(text, "false")) return Value::of(false);
  if (tag != YamlTag::Integer && tag != YamlTag::Float) return std::nullopt;
  std::optional<double> number = signedNumber(text, tag == YamlTag::Float);
  if (!number) return std::nullopt;
  return Value::of(*number);
}

}  // namespace weft::data
