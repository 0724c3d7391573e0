#include "html/character_references.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/utf.h"

namespace weft::html {

namespace {

struct NamedReference {
  std::string_view name;  // with its semicolon; a few have a form without one
  std::string_view text;
};

constexpr NamedReference kNamed[] = {
#include "html/character_references.inc"
};
static_assert(std::ranges::is_sorted(kNamed, {}, &NamedReference::name));
constexpr size_t kLongestName = 33;

bool isAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What 0x80 to 0x9F were in the old web.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

int digitOf(char c, uint32_t base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `#…` of a reference; how many bytes it took, or 0.
size_t decodeNumber(std::string_view rest, std::string& out) {
  size_t at = 1;
  uint32_t base = 10;
  if (at < rest.size() && (rest[at] == 'x' || rest[at] == 'X')) {
    base = 16;
    ++at;
  }
  constexpr uint32_t kTooMuch = 0x110000;
  uint32_t value = 0;
  size_t digits = at;
  for (; at < rest.size() && digitOf(rest[at], base) >= 0; ++at)
    value = std::min(kTooMuch, value * base + static_cast<uint32_t>(digitOf(rest[at], base)));
  if (at == digits) return 0;
  if (at < rest.size() && rest[at] == ';') ++at;
  if (value >= 0x80 && value < 0xA0) value = kWindows1252[value - 0x80];
  bool isCharacter = value != 0 && value < kTooMuch && (value < 0xD800 || value > 0xDFFF);
  appendUtf8(out, isCharacter ? value : 0xFFFD);
  return at;
}

/// The longest name that `rest` begins with; how many bytes it took, or 0.
size_t decodeName(std::string_view rest, std::string& out) {
  size_t length = 0;
  while (length < rest.size() && length < kLongestName && isAlphanumeric(rest[length])) ++length;
  if (length < rest.size() && rest[length] == ';') ++length;
  for (; length > 1; --length) {
    std::string_view name = rest.substr(0, length);
    const auto* found = std::ranges::lower_bound(kNamed, name, {}, &NamedReference::name);
    if (found == std::end(kNamed) || found->name != name) continue;
    char after = length < rest.size() ? rest[length] : '\0';
    if (!name.ends_with(';') && (after == '=' || isAlphanumeric(after))) return 0;
    out += found->text;
    return length;
  }
  return 0;
}

}  // namespace

std::string decodeAttribute(std::string_view written) {
  std::string out;
  while (!written.empty()) {
    size_t ampersand = std::min(written.find('&'), written.size());
    out += written.substr(0, ampersand);
    written.remove_prefix(ampersand);
    if (written.empty()) break;
    std::string_view rest = written.substr(1);
    size_t taken = rest.starts_with('#') ? decodeNumber(rest, out) : decodeName(rest, out);
    if (taken == 0) out += '&';
    written.remove_prefix(1 + taken);
  }
  return out;
}

std::string encodeAttribute(std::string_view value, char quote) {
  std::string out;
  for (size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == quote)
      out += quote == '"' ? "&quot;" : "&#39;";
    else if (c == '&' && i + 1 < value.size() && (isAlphanumeric(value[i + 1]) || value[i + 1] == '#'))
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

}  // namespace weft::html
