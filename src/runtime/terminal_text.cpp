// Control sequences and widths of text. Widths follow Unicode's East Asian Width and its grapheme clusters
// (https://www.unicode.org/reports/tr11/, https://www.unicode.org/reports/tr29/).

#include "runtime/terminal_text.h"

#include <unicode/uchar.h>

#include "base/utf.h"

namespace weft::runtime {

namespace {

constexpr char32_t kEscape = 0x1B, kBell = 0x07, kStringEnd = 0x9C;
constexpr char32_t kJoiner = 0x200D, kEmojiStyle = 0xFE0F, kSoftHyphen = 0xAD;

bool isBetween(char32_t c, char32_t first, char32_t last) {
  return c >= first && c <= last;
}

/// Parameters, intermediates, and the final byte.
template <class Char>
size_t controlEnd(std::span<const Char> text, size_t at) {
  const Char* begin = text.data();
  size_t size = text.size();
  while (at < size && isBetween(begin[at], 0x30, 0x3F)) ++at;
  while (at < size && isBetween(begin[at], 0x20, 0x2F)) ++at;
  return at < size && isBetween(begin[at], 0x40, 0x7E) ? at + 1 : at;
}

/// A string of text up to BEL, ST, or its form in two bytes.
template <class Char>
size_t stringEnd(std::span<const Char> text, size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == kBell || text[at] == kStringEnd) return at + 1;
    if (text[at] == kEscape) return at + 1 < text.size() && text[at + 1] == '\\' ? at + 2 : at;
  }
  return at;
}

bool beginsString(char32_t c) {
  return c == 'P' || c == 'X' || c == ']' || c == '^' || c == '_';
}

template <class Char>
char32_t codePointAt(std::span<const Char> text, size_t& at) {
  char32_t c = text[at++];
  if constexpr (sizeof(Char) == 1) return c;
  if (!isBetween(c, 0xD800, 0xDFFF)) return c;
  if (c < 0xDC00 && at < text.size() && isBetween(text[at], 0xDC00, 0xDFFF))
    return 0x10000 + ((c - 0xD800) << 10) + (text[at++] - 0xDC00);
  return 0;  // half a character
}

/// Continues what stands before: marks, the vowels of a Hangul syllable.
bool isContinuation(char32_t c) {
  if (c < 0x300) return false;
  switch (u_getIntPropertyValue(UChar32(c), UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_EXTEND:
    case U_GCB_SPACING_MARK:
    case U_GCB_V:
    case U_GCB_T:
    case U_GCB_ZWJ:
      return true;
    default:
      return false;
  }
}

size_t cellsOf(char32_t c, bool isAmbiguousNarrow) {
  if (c == kSoftHyphen) return 0;
  size_t cells = displayWidth(c);
  if (cells != 1 || isAmbiguousNarrow || c < 0xA1) return cells;
  return u_getIntPropertyValue(UChar32(c), UCHAR_EAST_ASIAN_WIDTH) == U_EA_AMBIGUOUS ? 2 : 1;
}

/// Adds up the cells of clusters, character by character.
class Meter {
 public:
  explicit Meter(bool isAmbiguousNarrow) : isAmbiguousNarrow_(isAmbiguousNarrow) {}

  void add(char32_t c) {
    if (c == kJoiner) {
      isJoined_ = true;
      return;
    }
    if (isJoined_ && isPicture_ && u_hasBinaryProperty(UChar32(c), UCHAR_EXTENDED_PICTOGRAPHIC)) {
      isJoined_ = false;
      return;
    }
    isJoined_ = false;
    if (c == kEmojiStyle) {
      // What is shown as an emoji is wide.
      if (last_ == 1 && u_hasBinaryProperty(UChar32(base_), UCHAR_EMOJI)) {
        ++total_;
        last_ = 2;
      }
      return;
    }
    if (base_ && isContinuation(c)) {
      // A modifier of the skin makes an emoji of what may be one.
      if (last_ == 1 && isBetween(c, 0x1F3FB, 0x1F3FF)) {
        ++total_;
        last_ = 2;
      }
      return;
    }
    last_ = cellsOf(c, isAmbiguousNarrow_);
    total_ += last_;
    base_ = c;
    isPicture_ = c >= 0xA9 && u_hasBinaryProperty(UChar32(c), UCHAR_EXTENDED_PICTOGRAPHIC);
  }
  /// As add, of several visible characters of ASCII.
  void addPlain(size_t count, char32_t lastOne) {
    total_ += count;
    last_ = 1;
    base_ = lastOne;
    isJoined_ = isPicture_ = false;
  }
  size_t total() const { return total_; }

 private:
  bool isAmbiguousNarrow_;
  size_t total_ = 0, last_ = 0;
  char32_t base_ = 0;
  bool isJoined_ = false, isPicture_ = false;
};

/// Whether every unit is ASCII and none begins a control sequence; counts the visible ones.
template <class Char>
bool countPlain(std::span<const Char> text, size_t& count) {
  constexpr size_t kStep = 32;
  count = 0;
  size_t i = 0;
  const Char* begin = text.data();
  auto look = [&](size_t size) {
    Char visible = 0, special = 0;
    for (size_t k = 0; k < size; ++k) {
      Char c = begin[i + k];
      visible = Char(visible + (c >= 0x20));
      special |= Char((c >= 0x7F) | (c == kEscape));
    }
    count += visible;
    i += size;
    return !special;
  };
  while (i + kStep <= text.size())
    if (!look(kStep)) return false;
  return look(text.size() - i);
}

}  // namespace

template <class Char>
size_t sequenceEnd(std::span<const Char> text, size_t at) {
  char32_t c = text[at];
  if (c != kEscape && !isBetween(c, 0x90, 0x9F)) return at;
  if (c == 0x9B) return controlEnd(text, at + 1);
  if (c != kEscape) return c == kStringEnd ? at + 1 : beginsString(c - 0x40) ? stringEnd(text, at + 1) : at;
  if (at + 1 == text.size()) return at + 1;
  char32_t next = text[at + 1];
  if (next == '[') return controlEnd(text, at + 2);
  if (beginsString(next)) return stringEnd(text, at + 2);
  if (isBetween(next, 0x30, 0x7E)) return at + 2;
  size_t end = at + 1;
  while (end < text.size() && isBetween(text[end], 0x20, 0x2F)) ++end;
  return end < text.size() && end > at + 1 && isBetween(text[end], 0x30, 0x7E) ? end + 1 : end;
}

template <class Char>
bool mayHaveSequences(std::span<const Char> text) {
  constexpr size_t kStep = 32;
  size_t i = 0;
  const Char* begin = text.data();
  auto look = [&](size_t size) {
    Char found = 0;
    for (size_t k = 0; k < size; ++k) {
      Char c = begin[i + k];
      found |= Char((c == kEscape) | ((c >= 0x90) & (c <= 0x9F)));
    }
    i += size;
    return found != 0;
  };
  while (i + kStep <= text.size())
    if (look(kStep)) return true;
  return look(text.size() - i);
}

template <class Char>
size_t textWidth(std::span<const Char> text, WidthOptions options) {
  size_t count = 0;
  if (countPlain(text, count)) return count;
  Meter meter(options.isAmbiguousNarrow);
  const Char* begin = text.data();
  for (size_t i = 0; i < text.size();) {
    size_t start = i;
    while (i < text.size() && begin[i] >= 0x20 && begin[i] < 0x7F) ++i;
    if (i > start) {
      meter.addPlain(i - start, begin[i - 1]);
      continue;
    }
    if (!options.countsSequences) {
      size_t end = sequenceEnd(text, i);
      if (end != i) {
        i = end;
        continue;
      }
    }
    meter.add(codePointAt(text, i));
  }
  return meter.total();
}

template size_t sequenceEnd(std::span<const uint8_t>, size_t);
template size_t sequenceEnd(std::span<const char16_t>, size_t);
template bool mayHaveSequences(std::span<const uint8_t>);
template bool mayHaveSequences(std::span<const char16_t>);
template size_t textWidth(std::span<const uint8_t>, WidthOptions);
template size_t textWidth(std::span<const char16_t>, WidthOptions);

}  // namespace weft::runtime
