#include "syntax/jsx_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/utf.h"

namespace weft::syntax {

namespace {

struct Entity {
  std::string_view name;
  uint16_t codePoint;
};
constexpr Entity kEntities[] = {
#include "syntax/jsx_entities.inc"
};

/// What stands between & and ;, or 0.
uint32_t codePointOf(std::string_view name) {
  if (name.starts_with('#')) {
    bool isHex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    std::string_view digits = name.substr(isHex ? 2 : 1);
    uint32_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, isHex ? 16 : 10);
    bool isWhole = error == std::errc() && end == digits.data() + digits.size() && value <= 0x10FFFF;
    return isWhole ? value : 0;
  }
  const Entity* found = std::ranges::lower_bound(kEntities, name, {}, &Entity::name);
  return found != std::end(kEntities) && found->name == name ? found->codePoint : 0;
}

bool isBlank(char byte) {
  return byte == ' ' || byte == '\t';
}

}  // namespace

std::string decodeJsxEntities(std::string_view text) {
  constexpr size_t kLongestName = 10;
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    size_t at = std::min(text.find('&'), text.size());
    out.append(text.substr(0, at));
    text.remove_prefix(at);
    if (text.empty()) break;
    size_t end = text.substr(0, kLongestName + 2).find(';');
    uint32_t codePoint = end == std::string_view::npos ? 0 : codePointOf(text.substr(1, end - 1));
    if (codePoint == 0) {
      out.push_back('&');
      text.remove_prefix(1);
      continue;
    }
    appendWtf8(out, codePoint);
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string jsxText(std::string_view text) {
  std::string out;
  size_t lineStart = 0;
  for (;;) {
    size_t lineEnd = std::min(text.find_first_of("\r\n", lineStart), text.size());
    std::string_view line = text.substr(lineStart, lineEnd - lineStart);
    if (lineStart != 0)
      while (!line.empty() && isBlank(line.front())) line.remove_prefix(1);
    if (lineEnd != text.size())
      while (!line.empty() && isBlank(line.back())) line.remove_suffix(1);
    if (!line.empty()) {
      if (!out.empty()) out.push_back(' ');
      out.append(decodeJsxEntities(line));
    }
    if (lineEnd == text.size()) return out;
    lineStart = lineEnd + 1;
  }
}

}  // namespace weft::syntax
