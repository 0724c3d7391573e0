#include "data/reader.h"

#include "base/utf.h"

namespace weft::data {

bool Reader::fail(const char* id, size_t begin, size_t end, std::string message, std::string suggestion) {
  at_ = text_.size();
  if (hasFailed_) return false;
  hasFailed_ = true;
  Diagnostic fault;
  fault.id = id;
  fault.path = source_.path();
  fault.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  fault.message = std::move(message);
  fault.suggestion = std::move(suggestion);
  log_.add(std::move(fault));
  return false;
}

bool Reader::failExpected(std::string_view what) {
  size_t end = afterCharacter();
  return fail("unexpected-character", at_, end, "Expected " + std::string(what) + ", found " + found());
}

std::string Reader::shown(std::string_view text) {
  constexpr size_t kLongest = 60;
  if (text.size() <= kLongest) return std::string(text);
  size_t end = 0;
  while (end < kLongest) (void)decodeUtf8(text, end);
  return std::string(text.substr(0, end)) + "…";
}

size_t Reader::afterCharacter() const {
  size_t at = at_;
  if (!isAtEnd()) (void)decodeUtf8(text_, at);
  return at;
}

std::string Reader::found() const {
  if (isAtEnd()) return "the end of the file";
  size_t at = at_;
  char32_t character = decodeUtf8(text_, at);
  if (character == '\n' || startsWith("\r\n")) return "the end of the line";
  if (character == '\r') return "a carriage return";
  if (character == '\t') return "a tab";
  if (character >= 0x20 && character != 0x7F) return "'" + std::string(text_.substr(at_, at - at_)) + "'";
  constexpr char kDigits[] = "0123456789ABCDEF";
  return std::string("the control character U+00") + kDigits[character >> 4] + kDigits[character & 15];
}

void UnitAppender::append(char32_t unit) {
  bool isTrail = unit >= 0xDC00 && unit < 0xE000;
  if (lead_ && isTrail) {
    appendUtf8(out_, 0x10000 + ((lead_ - 0xD800) << 10) + (unit - 0xDC00));
    lead_ = 0;
    return;
  }
  finish();
  if (unit >= 0xD800 && unit < 0xDC00) {
    lead_ = unit;
  } else {
    appendWtf8(out_, unit);
  }
}

void UnitAppender::finish() {
  if (lead_) appendWtf8(out_, lead_);
  lead_ = 0;
}

}  // namespace weft::data
