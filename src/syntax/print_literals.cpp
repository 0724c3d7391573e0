// Numbers, strings, templates.

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "syntax/printer_impl.h"

namespace weft::syntax {

namespace {

constexpr std::string_view kHex = "0123456789abcdef";

bool isDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

/// `text` as JavaScript writes a positive finite number, to fewer bytes: .5, 1e6, 15e-8.
std::string shortened(std::string text) {
  std::string exponent;
  if (size_t e = text.find('e'); e != text.npos) {
    exponent = text.substr(e + 1);
    if (exponent[0] == '+') exponent.erase(0, 1);
    text.resize(e);
  }
  int power = exponent.empty() ? 0 : std::stoi(exponent);
  std::string digits = text;
  if (size_t dot = text.find('.'); dot != text.npos) {
    digits.erase(dot, 1);
    power -= static_cast<int>(text.size() - dot - 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  while (digits.back() == '0') {
    digits.pop_back();
    ++power;
  }
  std::string best = digits + "e" + std::to_string(power);
  std::string plain;
  auto count = static_cast<int>(digits.size());
  if (power >= 0 && power <= 20)
    plain = digits + std::string(static_cast<size_t>(power), '0');
  else if (power < 0 && -power < count)
    plain =
        digits.substr(0, static_cast<size_t>(count + power)) + "." + digits.substr(static_cast<size_t>(count + power));
  else if (power < 0 && -power - count <= 20)
    plain = "." + std::string(static_cast<size_t>(-power - count), '0') + digits;
  if (!plain.empty() && plain.size() <= best.size()) best = plain;
  return best;
}

std::string hexadecimal(double value) {
  constexpr double kLargest = 18446744073709549568.0;  // of the doubles below 2^64
  if (value < 1e12 || value > kLargest || value != std::floor(value)) return {};
  std::string text;
  for (auto rest = static_cast<uint64_t>(value); rest; rest >>= 4) text.insert(text.begin(), kHex[rest & 15]);
  return "0x" + text;
}

size_t countOf(std::string_view text, char byte) {
  return static_cast<size_t>(std::ranges::count(text, byte));
}

}  // namespace

bool isAsciiIdentifierName(std::string_view text) {
  if (text.empty() || isDigit(text[0])) return false;
  return std::ranges::all_of(text, [](char byte) {
    auto c = static_cast<unsigned char>(byte);
    return (c | 0x20u) - 'a' < 26u || isDigit(byte) || byte == '$' || byte == '_';
  });
}

bool isArrayIndex(std::string_view text) {
  if (text.empty() || text.size() > 9 || (text[0] == '0' && text.size() > 1)) return false;
  return std::ranges::all_of(text, isDigit);
}

std::string Printer::numberText(const NumberLiteral& it) const {
  double value = std::fabs(valueOf(it));
  bool isPlain = std::isfinite(value);
  if (isMinified_ && isPlain) {
    std::string best = shortened(numberToString(value));
    std::string hex = hexadecimal(value);
    return !hex.empty() && hex.size() < best.size() ? hex : best;
  }
  if (it.end == 0) return numberToString(value);
  std::string_view text = ast_.slice(it.start, it.end);
  if (text.back() == '.') text.remove_suffix(1);
  return std::string(text);
}

void Printer::number(const NumberLiteral& it) {
  if (it.end == 0 && std::signbit(valueOf(it))) {
    sign("-");
    return put(numberText(it));
  }
  if (!isMinified_ && it.end != 0) {
    std::string_view text = ast_.slice(it.start, it.end);
    if (text.back() == '.') text.remove_suffix(1);
    return word(text);
  }
  word(numberText(it));
}

/// Where quotes are all that may stand: keys, names of modules.
void Printer::string(std::string_view value) {
  if (!isMinified_) {
    bool hasDouble = value.find('"') != value.npos;
    return quoted(value, hasDouble && value.find('\'') == value.npos ? '\'' : '"');
  }
  quoted(value, countOf(value, '"') > countOf(value, '\'') ? '\'' : '"');
}

void Printer::stringExpression(std::string_view value) {
  if (!options_.minifySyntax || !options_.mayUseTemplates) return string(value);
  size_t doubles = countOf(value, '"');
  size_t singles = countOf(value, '\'');
  size_t ticks = countOf(value, '`');
  for (size_t at = value.find("${"); at != value.npos; at = value.find("${", at + 2)) ++ticks;
  // A line break takes two bytes in quotes.
  size_t quotes = std::min(doubles, singles) + countOf(value, '\n');
  if (ticks < quotes) return quoted(value, '`');
  string(value);
}

void Printer::quoted(std::string_view value, char quote) {
  put(quote);
  size_t from = 0;
  auto escape = [&](size_t at, size_t length, std::string_view text) {
    put(value.substr(from, at - from));
    put(text);
    from = at + length;
  };
  for (size_t i = 0; i < value.size(); ++i) {
    char byte = value[i];
    auto c = static_cast<unsigned char>(byte);
    if (c >= 0x20 && c < 0x7F && byte != quote && byte != '\\' && byte != '/' && byte != '$') continue;
    if (byte == quote || byte == '\\') {
      const char text[] = {'\\', byte};
      escape(i, 1, {text, 2});
    } else if (byte == '/') {
      // In a page, </script would end the script.
      if (i > 0 && value[i - 1] == '<' && value.substr(i + 1).starts_with("script")) escape(i, 1, "\\/");
    } else if (byte == '$') {
      if (quote == '`' && value.substr(i + 1).starts_with("{")) escape(i, 1, "\\$");
    } else if (c == 0xED && i + 2 < value.size() && static_cast<unsigned char>(value[i + 1]) >= 0xA0) {
      // A lone surrogate, which only an escape can write.
      unsigned unit = 0xD000u | (static_cast<unsigned char>(value[i + 1]) & 0x3Fu) << 6 |
                      (static_cast<unsigned char>(value[i + 2]) & 0x3Fu);
      char text[6] = {'\\', 'u'};
      for (unsigned k = 0; k < 4; ++k) text[2 + k] = kHex[unit >> (12 - 4 * k) & 15];
      escape(i, 3, {text, 6});
      i += 2;
    } else if (byte == '\n') {
      if (quote != '`') escape(i, 1, "\\n");
    } else if (byte == '\r') {
      escape(i, 1, "\\r");
    } else if (c < 0x20 || c == 0x7F) {
      const char text[] = {'\\', 'x', kHex[c >> 4], kHex[c & 15]};
      bool isTab = byte == '\t' && isMinified_;
      if (!isTab) escape(i, 1, {text, 4});
    }
  }
  put(value.substr(from));
  put(quote);
}

void Printer::templateLiteral(NodeId id) {
  const TemplateLiteral& it = as<TemplateLiteral>(id);
  std::span<NodeId> elements = ast_.list(it.elements);
  std::span<NodeId> expressions = ast_.list(it.expressions);
  put('`');
  for (size_t i = 0; i < elements.size(); ++i) {
    const TemplateElement& element = as<TemplateElement>(elements[i]);
    put(ast_.slice(element.start, element.end));
    if (i >= expressions.size()) continue;
    put("${");
    expression(expressions[i], Level::Lowest);
    put('}');
  }
  put('`');
}

}  // namespace weft::syntax
