#include "syntax/unicode_identifiers.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace weft::syntax {

namespace {

struct CodePointRange {
  uint32_t first;
  uint32_t last;
};

#include "syntax/unicode_identifier_tables.inc"

bool isIn(const CodePointRange* begin, const CodePointRange* end, char32_t codePoint) {
  const CodePointRange* after =
      std::upper_bound(begin, end, codePoint, [](char32_t value, const CodePointRange& r) { return value < r.first; });
  return after != begin && codePoint <= (after - 1)->last;
}

bool isAsciiLetter(char32_t codePoint) {
  return (codePoint | 0x20) >= 'a' && (codePoint | 0x20) <= 'z';
}

}  // namespace

bool isIdentifierStart(char32_t codePoint) {
  if (codePoint < 0x80) return isAsciiLetter(codePoint) || codePoint == '$' || codePoint == '_';
  return isIn(std::begin(kIdStart), std::end(kIdStart), codePoint);
}

bool isIdentifierPart(char32_t codePoint) {
  if (codePoint < 0x80)
    return isAsciiLetter(codePoint) || codePoint == '$' || codePoint == '_' || (codePoint >= '0' && codePoint <= '9');
  if (codePoint == 0x200C || codePoint == 0x200D) return true;
  return isIn(std::begin(kIdContinue), std::end(kIdContinue), codePoint);
}

bool isUnicodeSpace(char32_t codePoint) {
  return codePoint == 0xA0 || codePoint == 0xFEFF || codePoint == 0x1680 ||
         (codePoint >= 0x2000 && codePoint <= 0x200A) || codePoint == 0x202F || codePoint == 0x205F ||
         codePoint == 0x3000;
}

}  // namespace weft::syntax
