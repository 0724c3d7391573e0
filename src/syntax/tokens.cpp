#include "syntax/tokens.h"

#include <cstring>

#include "syntax/char_tables.h"

namespace weft::syntax {

namespace {

unsigned char byteAt(const char* at) {
  return static_cast<unsigned char>(*at);
}

const char* skipClass(const char* at, const char* end) {
  for (++at; at < end; ++at) {
    if (*at == ']') return at + 1;
    if (*at == '\n' || *at == '\r') return nullptr;
    if (*at == '\\') ++at;
  }
  return nullptr;
}

/// From a backslash in an identifier: \uXXXX or \u{X…}; anything else is passed as one byte.
const char* skipIdentifierEscape(const char* at, const char* end) {
  if (end - at < 3 || at[1] != 'u' || at[2] != '{') return at + 1;
  const char* close = at + 3;
  while (close < end && isIdentifierPart(*close)) ++close;
  return close < end && *close == '}' ? close + 1 : at + 1;
}

}  // namespace

unsigned unicodeSpaceLength(const char* at, const char* end) {
  size_t left = static_cast<size_t>(end - at);
  if (left >= 2 && byteAt(at) == 0xC2 && byteAt(at + 1) == 0xA0) return 2;
  if (left < 3) return 0;
  unsigned char second = byteAt(at + 1);
  unsigned char third = byteAt(at + 2);
  switch (byteAt(at)) {
    case 0xE1:
      return second == 0x9A && third == 0x80 ? 3 : 0;
    case 0xE2:
      if (second == 0x80) return third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0;
      return second == 0x81 && third == 0x9F ? 3 : 0;
    case 0xE3:
      return second == 0x80 && third == 0x80 ? 3 : 0;
    case 0xEF:
      return second == 0xBB && third == 0xBF ? 3 : 0;
    default:
      return 0;
  }
}

bool isUnicodeLineEnd(const char* at, unsigned length) {
  return length == 3 && byteAt(at) == 0xE2 && byteAt(at + 1) == 0x80 &&
         (byteAt(at + 2) == 0xA8 || byteAt(at + 2) == 0xA9);
}

const char* skipIdentifier(const char* at, const char* end) {
  if (at < end && charClassOf(*at) == CharClass::Digit) return at;
  if (at < end && *at == '#') ++at;
  while (at < end) {
    bool isPart = isIdentifierPart(*at) || (byteAt(at) >= 0x80 && unicodeSpaceLength(at, end) == 0);
    if (!isPart && *at != '\\') break;
    at = isPart ? at + 1 : skipIdentifierEscape(at, end);
  }
  return at;
}

const char* skipNumber(const char* at, const char* end) {
  bool hasPrefix = end - at > 1 && *at == '0' && (at[1] | 32) >= 'b' && (at[1] | 32) <= 'x' && (at[1] | 32) != 'e';
  bool mayHaveDot = !hasPrefix;
  for (; at < end; ++at) {
    if (*at == '.' && mayHaveDot) {
      mayHaveDot = false;
      continue;
    }
    if (!isIdentifierPart(*at)) break;
    if ((*at | 32) != 'e' || hasPrefix) continue;
    mayHaveDot = false;
    if (end - at > 1 && (at[1] == '+' || at[1] == '-')) ++at;
  }
  return at;
}

const char* skipString(const char* at, const char* end) {
  char quote = *at;
  for (++at; at < end; ++at) {
    if (*at == quote) return at + 1;
    if (*at == '\n' || *at == '\r') return nullptr;
    if (*at != '\\') continue;
    ++at;
    if (at + 1 < end && *at == '\r' && at[1] == '\n') ++at;
  }
  return nullptr;
}

const char* skipRegularExpression(const char* at, const char* end) {
  for (++at; at < end;) {
    switch (*at) {
      case '/':
        for (++at; at < end && isIdentifierPart(*at);) ++at;
        return at;
      case '\n':
      case '\r':
        return nullptr;
      case '[':
        at = skipClass(at, end);
        if (!at) return nullptr;
        break;
      case '\\':
        at += 2;
        break;
      default:
        ++at;
    }
  }
  return nullptr;
}

const char* skipTemplatePart(const char* at, const char* end) {
  for (; at < end; ++at) {
    if (*at == '`') return at + 1;
    if (*at == '$' && at + 1 < end && at[1] == '{') return at + 2;
    if (*at == '\\') ++at;
  }
  return nullptr;
}

const char* skipLineComment(const char* at, const char* end) {
  for (; at < end; ++at) {
    if (*at == '\n' || *at == '\r') return at;
    if (byteAt(at) == 0xE2 && isUnicodeLineEnd(at, unicodeSpaceLength(at, end))) return at;
  }
  return end;
}

const char* skipBlockComment(const char* at, const char* end, bool& hasLineEnd) {
  const char* from = at + 2;
  if (from > end) return nullptr;
  const char* star = from;
  for (;;) {
    star = static_cast<const char*>(std::memchr(star, '*', static_cast<size_t>(end - star)));
    if (!star || star + 1 >= end) return nullptr;
    if (*++star == '/') break;
  }
  std::string_view inside(from, static_cast<size_t>(star - from));
  hasLineEnd = hasLineEnd || inside.find_first_of("\n\r") != std::string_view::npos ||
               inside.find("\xE2\x80\xA8") != std::string_view::npos ||
               inside.find("\xE2\x80\xA9") != std::string_view::npos;
  return star + 1;
}

const char* skipTrivia(const char* at, const char* end) {
  while (at < end) {
    CharClass kind = charClassOf(*at);
    if (kind == CharClass::Space || kind == CharClass::LineEnd) {
      ++at;
    } else if (kind == CharClass::Slash && at + 1 < end && at[1] == '/') {
      at = skipLineComment(at, end);
    } else if (kind == CharClass::Slash && at + 1 < end && at[1] == '*') {
      bool hasLineEnd = false;
      const char* after = skipBlockComment(at, end, hasLineEnd);
      if (!after) return end;
      at = after;
    } else if (kind == CharClass::NonAscii && unicodeSpaceLength(at, end) != 0) {
      at += unicodeSpaceLength(at, end);
    } else {
      break;
    }
  }
  return at;
}

}  // namespace weft::syntax
