// String literals' values (ECMA-262, "SV" of StringLiteral), with the legacy octal escapes of sloppy mode.

#include <algorithm>

#include "base/utf.h"
#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

class LiteralDecoder {
 public:
  LiteralDecoder(std::string_view body, std::string& out) : body_(body), out_(out) {}

  bool decode() {
    while (at_ < body_.size()) {
      size_t escape = std::min(body_.find('\\', at_), body_.size());
      appendPlain(body_.substr(at_, escape - at_));
      at_ = escape + 1;
      if (escape < body_.size() && !decodeEscape()) return false;
    }
    flushSurrogate();
    return true;
  }

 private:
  bool decodeEscape() {
    if (at_ >= body_.size()) return false;
    char kind = body_[at_++];
    switch (kind) {
      case 'n':
        return append('\n');
      case 't':
        return append('\t');
      case 'r':
        return append('\r');
      case 'b':
        return append('\b');
      case 'f':
        return append('\f');
      case 'v':
        return append('\v');
      case 'x':
        return decodeHex(2);
      case 'u':
        return decodeUnicode();
      case '\n':
        return true;
      case '\r':
        if (at_ < body_.size() && body_[at_] == '\n') ++at_;
        return true;
      default:
        break;
    }
    if (kind >= '0' && kind <= '7') return decodeOctal(kind);
    if (body_.substr(at_ - 1, 3) == "\xE2\x80\xA8" || body_.substr(at_ - 1, 3) == "\xE2\x80\xA9") {
      at_ += 2;
      return true;
    }
    --at_;
    return appendPlain(body_.substr(at_++, 1));
  }

  bool decodeOctal(char first) {
    char32_t value = static_cast<char32_t>(first - '0');
    int more = first <= '3' ? 2 : 1;
    while (more-- > 0 && at_ < body_.size() && body_[at_] >= '0' && body_[at_] <= '7')
      value = value * 8 + static_cast<char32_t>(body_[at_++] - '0');
    return append(value);
  }

  bool decodeHex(int digits) {
    char32_t value = 0;
    while (digits-- > 0)
      if (!addDigit(value)) return false;
    return append(value);
  }

  bool decodeUnicode() {
    if (at_ >= body_.size() || body_[at_] != '{') return decodeHex(4);
    ++at_;
    char32_t value = 0;
    do {
      if (!addDigit(value) || value > 0x10FFFF) return false;
    } while (at_ < body_.size() && body_[at_] != '}');
    return at_++ < body_.size() && append(value);
  }

  bool addDigit(char32_t& value) {
    if (at_ >= body_.size()) return false;
    char digit = body_[at_];
    char lower = static_cast<char>(digit | 32);
    if (digit >= '0' && digit <= '9') {
      value = value * 16 + static_cast<char32_t>(digit - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      value = value * 16 + static_cast<char32_t>(lower - 'a' + 10);
    } else {
      return false;
    }
    ++at_;
    return true;
  }

  /// A high surrogate waits for its low half, which may come from another escape.
  bool append(char32_t value) {
    if (pending_ && value >= 0xDC00 && value <= 0xDFFF) {
      value = 0x10000 + ((pending_ - 0xD800) << 10) + (value - 0xDC00);
      pending_ = 0;
    }
    flushSurrogate();
    if (value >= 0xD800 && value <= 0xDBFF) {
      pending_ = value;
    } else {
      appendWtf8(out_, value);
    }
    return true;
  }

  bool appendPlain(std::string_view text) {
    if (!text.empty()) flushSurrogate();
    out_.append(text);
    return true;
  }

  void flushSurrogate() {
    if (pending_) appendWtf8(out_, pending_);
    pending_ = 0;
  }

  std::string_view body_;
  std::string& out_;
  size_t at_ = 0;
  char32_t pending_ = 0;
};

}  // namespace

bool decodeStringLiteral(std::string_view literal, std::string& out) {
  if (literal.size() < 2) return false;
  return LiteralDecoder(literal.substr(1, literal.size() - 2), out).decode();
}

}  // namespace weft::syntax
