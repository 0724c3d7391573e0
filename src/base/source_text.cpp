#include "base/source_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf.h"

namespace weft {

namespace {

/// U+2028 and U+2029 in UTF-8: E2 80 A8, E2 80 A9.
bool isUnicodeLineEnd(std::string_view text, size_t at) {
  return at + 2 < text.size() && text[at] == '\xE2' && text[at + 1] == '\x80' &&
         (text[at + 2] == '\xA8' || text[at + 2] == '\xA9');
}

constexpr auto kMayEndLine = [] {
  std::array<bool, 256> table{};
  table['\n'] = table['\r'] = table[0xE2] = true;
  return table;
}();

/// The first byte from `at` on that a line may end at; the text's end if there is none.
size_t findLineEnd(std::string_view text, size_t at) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = kOnes * 0x80;
  auto has = [](uint64_t bytes, uint64_t byte) {
    bytes ^= kOnes * byte;
    return (bytes - kOnes) & ~bytes & kHighs;
  };
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    if (has(bytes, '\n') | has(bytes, '\r') | has(bytes, 0xE2)) break;
  }
  while (at < text.size() && !kMayEndLine[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

/// The length of the line terminator at `at`; 0 if there is none.
size_t lineEndLength(std::string_view text, size_t at) {
  switch (text[at]) {
    case '\n':
      return 1;
    case '\r':
      return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
    case '\xE2':
      return isUnicodeLineEnd(text, at) ? 3 : 0;
    default:
      return 0;
  }
}

}  // namespace

LineIndex::LineIndex(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (size_t at = 0; (at = findLineEnd(text, at)) < text.size();) {
    size_t length = lineEndLength(text, at);
    at += std::max<size_t>(length, 1);
    if (length) starts_.push_back(static_cast<uint32_t>(at));
  }
}

LineColumn LineIndex::positionAt(uint32_t offset) const {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  auto line = static_cast<uint32_t>(after - starts_.begin());
  uint32_t start = starts_[line - 1];
  return {line, static_cast<uint32_t>(utf16Length(text_.substr(start, offset - start))) + 1};
}

LineColumn LineCursor::positionAt(uint32_t offset) {
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text_.size()));
  uint32_t lineEnd = at_.line < lines_.lineCount() ? lines_.lineStart(at_.line + 1) : UINT32_MAX;
  if (offset >= offset_ && offset < lineEnd)
    at_.column += static_cast<uint32_t>(utf16Length(text_.substr(offset_, offset - offset_)));
  else
    at_ = lines_.positionAt(offset);
  offset_ = offset;
  return at_;
}

uint32_t LineIndex::lineStart(uint32_t line) const {
  return starts_[std::clamp<uint32_t>(line, 1, lineCount()) - 1];
}

std::string_view LineIndex::lineText(uint32_t line) const {
  if (line == 0 || line > lineCount()) return {};
  size_t start = starts_[line - 1];
  size_t end = line < lineCount() ? starts_[line] : text_.size();
  std::string_view text = text_.substr(start, end - start);
  if (line == lineCount()) return text;
  if (text.ends_with("\r\n")) return text.substr(0, text.size() - 2);
  return text.substr(0, text.size() - (text.back() == '\n' || text.back() == '\r' ? 1 : 3));
}

uint32_t LineIndex::offsetAt(LineColumn position) const {
  if (position.line > lineCount()) return static_cast<uint32_t>(text_.size());
  uint32_t start = lineStart(position.line);
  size_t units = position.column == 0 ? 0 : position.column - 1;
  return start + static_cast<uint32_t>(byteOffsetOfUtf16(lineText(std::max(position.line, 1u)), units));
}

const LineIndex& SourceText::lines() const {
  std::call_once(linesOnce_, [this] { lines_ = std::make_unique<LineIndex>(text_); });
  return *lines_;
}

}  // namespace weft
