// Numbers, strings, templates and regular expressions (ECMA-262, 12.9).

#include <charconv>
#include <cstdlib>

#include "base/utf.h"
#include "syntax/byte_scan.h"
#include "syntax/lexer.h"
#include "syntax/unicode_identifiers.h"

namespace weft::syntax {

namespace {

constexpr unsigned kNoDigit = 99;

unsigned hexDigit(char byte) {
  if (byte >= '0' && byte <= '9') return static_cast<unsigned>(byte - '0');
  char lower = static_cast<char>(byte | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : kNoDigit;
}

bool isDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

bool isLineSeparator(const char* at, const char* end) {
  return end - at >= 3 && at[0] == '\xE2' && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
}

/// The value of digits in a power-of-two base, rounded as the specification's MV is: exactly below 2^53, and by
/// strtod's rules for hexadecimal floats above.
double valueOfDigits(std::string_view digits, unsigned bitsPerDigit) {
  double value = 0;
  uint64_t exact = 0;
  unsigned used = 0;
  bool isSticky = false;
  int exponent = 0;
  for (char digit : digits) {
    if (digit == '_') continue;
    for (int bit = static_cast<int>(bitsPerDigit) - 1; bit >= 0; --bit) {
      unsigned next = (hexDigit(digit) >> bit) & 1;
      if (used == 0 && next == 0) continue;
      if (used < 62) {
        exact = exact << 1 | next;
        ++used;
      } else {
        isSticky |= next != 0;
        ++exponent;
      }
    }
  }
  // Two bits below the 53 + rounding bit remain for the sticky one.
  value = static_cast<double>(exact | (isSticky ? 1 : 0));
  return exponent == 0 ? value : __builtin_ldexp(value, exponent);
}

}  // namespace

void Lexer::scanNumber() {
  const char* from = at_;
  if (*at_ == '0') {
    switch (at(1) | 0x20) {
      case 'x':
        return scanRadix(4);
      case 'o':
        return scanRadix(3);
      case 'b':
        return scanRadix(1);
      default:
        break;
    }
    if (isDigit(at(1))) return scanLegacyNumber();
    if (at(1) == '_')
      return fatal("numeric-separator", offset(at_ + 1), offset(at_ + 2), "No separator may follow a leading 0");
  }
  if (*at_ != '.' && !scanDigits()) return;
  bool isInteger = true;
  if (at(0) == '.') {
    isInteger = false;
    ++at_;
    if (isDigit(at(0)) ? !scanDigits() : at(0) == '_') {
      if (!reporter_.hasStopped())
        fatal("numeric-separator", offset(at_), offset(at_) + 1, "A separator stands between two digits only");
      return;
    }
  }
  if ((at(0) | 0x20) == 'e') {
    isInteger = false;
    ++at_;
    if (at(0) == '+' || at(0) == '-') ++at_;
    if (!isDigit(at(0)))
      return fatal("invalid-number", token.start, offset(at_), "This number's exponent has no digits");
    if (!scanDigits()) return;
  }
  finishNumber(from, isInteger, isInteger);
}

/// Decimal digits with separators. False after an error.
bool Lexer::scanDigits() {
  for (;;) {
    while (isDigit(at(0))) ++at_;
    if (at(0) != '_') return true;
    if (!isDigit(at_[-1]) || !isDigit(at(1))) {
      fatal("numeric-separator", offset(at_), offset(at_) + 1, "A separator stands between two digits only");
      return false;
    }
    ++at_;
  }
}

void Lexer::finishNumber(const char* from, bool mayBeBigInt, bool isInteger) {
  if (mayBeBigInt && at(0) == 'n') {
    finish(TokenKind::BigInt, 1);
    return checkAfterNumber();
  }
  size_t length = static_cast<size_t>(at_ - from);
  finish(TokenKind::Number, 0);
  std::string_view digits(from, length);
  if (isInteger && length <= 15 && digits.find('_') == digits.npos) {
    uint64_t value = 0;
    for (char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
    token.number = static_cast<double>(value);
  } else {
    std::string plain;
    for (char digit : digits)
      if (digit != '_') plain.push_back(digit);
    auto parsed = std::from_chars(plain.data(), plain.data() + plain.size(), token.number);
    if (parsed.ec == std::errc::result_out_of_range) token.number = std::strtod(plain.c_str(), nullptr);
  }
  checkAfterNumber();
}

void Lexer::scanRadix(unsigned bitsPerDigit) {
  at_ += 2;
  const char* from = at_;
  unsigned base = 1u << bitsPerDigit;
  for (;;) {
    if (hexDigit(at(0)) < base) {
      ++at_;
    } else if (at(0) == '_' && at_ != from && at_[-1] != '_' && hexDigit(at(1)) < base) {
      ++at_;
    } else {
      break;
    }
  }
  if (at_ == from || at(0) == '_')
    return fatal("invalid-number", token.start, offset(at_) + 1,
                 at(0) == '_' ? "A separator stands between two digits only" : "This number has no digits");
  if (at(0) == 'n') {
    finish(TokenKind::BigInt, 1);
  } else {
    token.number = valueOfDigits({from, static_cast<size_t>(at_ - from)}, bitsPerDigit);
    finish(TokenKind::Number, 0);
  }
  checkAfterNumber();
}

/// 017 and 018: numbers of Annex B, octal if every digit is.
void Lexer::scanLegacyNumber() {
  const char* from = at_;
  bool isOctal = true;
  while (isDigit(at(0))) isOctal &= *at_++ < '8';
  token.isLegacyOctal = true;
  token.octalStart = token.start;
  if (isOctal) {
    token.number = valueOfDigits({from, static_cast<size_t>(at_ - from)}, 3);
    finish(TokenKind::Number, 0);
    return checkAfterNumber();
  }
  if (at(0) == '.') {
    ++at_;
    if (isDigit(at(0)) && !scanDigits()) return;
  }
  if ((at(0) | 0x20) == 'e') {
    ++at_;
    if (at(0) == '+' || at(0) == '-') ++at_;
    if (!isDigit(at(0)))
      return fatal("invalid-number", token.start, offset(at_), "This number's exponent has no digits");
    if (!scanDigits()) return;
  }
  finishNumber(from, false, false);
}

void Lexer::checkAfterNumber() {
  if (at_ == end_ || reporter_.hasStopped()) return;
  char byte = *at_;
  bool isBad = isDigit(byte) || byte == '\\' || byte == '_' || isIdentifierStart(static_cast<unsigned char>(byte));
  if (static_cast<unsigned char>(byte) >= 0x80) {
    size_t place = offset(at_);
    isBad = isIdentifierStart(decodeUtf8(ast_.source(), place));
  }
  if (isBad)
    fatal("invalid-number", token.start, offset(at_) + 1, "A number may not run into a name or another number",
          "Put a space between them");
}

void Lexer::scanString(char quote) {
  const char* from = ++at_;
  at_ = quote == '"' ? findAny<'"', '\\', '\n', '\r'>(at_, end_) : findAny<'\'', '\\', '\n', '\r'>(at_, end_);
  if (at_ != end_ && *at_ == quote) [[likely]] {
    token.text = sliceText(from, at_);
    return finish(TokenKind::String, 1);
  }
  scanStringSlow(from, quote);
}

void Lexer::scanStringSlow(const char* from, char quote) {
  std::string value(from, at_);
  while (at_ != end_ && *at_ == '\\') {
    if (!appendEscape(value, false)) return;
    const char* run = at_;
    at_ = quote == '"' ? findAny<'"', '\\', '\n', '\r'>(at_, end_) : findAny<'\'', '\\', '\n', '\r'>(at_, end_);
    value.append(run, at_);
  }
  if (at_ == end_ || *at_ != quote)
    return fatal("unterminated-string", token.start, offset(at_), "This string is never closed",
                 std::string("Close it with ") + quote);
  token.isEscaped = true;
  token.text = keepText(value);
  finish(TokenKind::String, 1);
}

bool Lexer::readHex(unsigned digits, char32_t& value) {
  value = 0;
  for (unsigned i = 0; i < digits; ++i) {
    unsigned digit = hexDigit(at(0));
    if (digit == kNoDigit) return false;
    value = value * 16 + digit;
    ++at_;
  }
  return true;
}

bool Lexer::readBracedHex(char32_t& value) {
  value = 0;
  const char* from = ++at_;
  while (hexDigit(at(0)) != kNoDigit) {
    value = value * 16 + hexDigit(*at_++);
    if (value > 0x10FFFF) return false;
  }
  if (at_ == from || at(0) != '}') return false;
  ++at_;
  return true;
}

bool Lexer::appendUnicodeEscape(std::string& out) {
  char32_t value = 0;
  if (!(at(0) == '{' ? readBracedHex(value) : readHex(4, value))) return false;
  // A pair of escaped surrogates is one character: it must not stay two in WTF-8.
  bool isLow = value >= 0xDC00 && value <= 0xDFFF;
  size_t size = out.size();
  if (isLow && size >= 3 && out[size - 3] == '\xED' && static_cast<unsigned char>(out[size - 2]) >= 0xA0 &&
      static_cast<unsigned char>(out[size - 2]) < 0xB0) {
    char32_t high = 0xD000 | (static_cast<unsigned char>(out[size - 2]) & 0x3Fu) << 6 |
                    (static_cast<unsigned char>(out[size - 1]) & 0x3Fu);
    out.resize(size - 3);
    value = 0x10000 + ((high - 0xD800) << 10) + (value - 0xDC00);
  }
  appendWtf8(out, value);
  return true;
}

/// From a backslash to past its escape. A malformed one: in a string an error and false; in a template, whose raw text
/// still counts, hasInvalidEscape and true.
bool Lexer::appendEscape(std::string& out, bool isTemplate) {
  const char* from = at_++;
  if (at_ == end_) return true;  // unterminated: the caller says so
  char byte = *at_++;
  bool isValid = true;
  switch (byte) {
    case 'n':
      out.push_back('\n');
      return true;
    case 't':
      out.push_back('\t');
      return true;
    case 'r':
      out.push_back('\r');
      return true;
    case 'b':
      out.push_back('\b');
      return true;
    case 'v':
      out.push_back('\v');
      return true;
    case 'f':
      out.push_back('\f');
      return true;
    case '\r':
      if (at(0) == '\n') ++at_;
      return true;
    case '\n':
      return true;
    case 'u':
      isValid = appendUnicodeEscape(out);
      break;
    case 'x': {
      char32_t value = 0;
      isValid = readHex(2, value);
      if (isValid) appendWtf8(out, value);
      break;
    }
    default:
      if (isLineSeparator(at_ - 1, end_)) {
        at_ += 2;
        return true;
      }
      if (isDigit(byte)) {
        if (byte == '0' && !isDigit(at(0))) {
          out.push_back('\0');
          return true;
        }
        isValid = !isTemplate;
        if (!token.isLegacyOctal) token.octalStart = offset(from);
        token.isLegacyOctal = true;
        --at_;
        if (isValid)
          appendOctalEscape(out);
        else
          ++at_;
        break;
      }
      out.push_back(byte);
      return true;
  }
  if (isValid) return true;
  if (isTemplate) {
    token.hasInvalidEscape = true;
    return true;
  }
  fatal("invalid-escape", offset(from), std::min(offset(at_) + 1, offset(end_)), "This escape is malformed",
        byte == 'x' ? "It takes two hexadecimal digits" : "Write \\uXXXX or \\u{X…}, at most 10FFFF");
  return false;
}

void Lexer::appendOctalEscape(std::string& out) {
  if (*at_ >= '8') {
    out.push_back(*at_++);
    return;
  }
  unsigned value = static_cast<unsigned>(*at_++ - '0');
  unsigned most = value <= 3 ? 2 : 1;
  for (unsigned i = 0; i < most && at(0) >= '0' && at(0) <= '7'; ++i)
    value = value * 8 + static_cast<unsigned>(*at_++ - '0');
  appendWtf8(out, value);
}

/// From after the opening "`" or "}".
void Lexer::scanTemplate(TokenKind whole, TokenKind open) {
  const char* from = at_;
  token.hasInvalidEscape = false;
  std::string cooked;
  bool isSlice = true;
  for (;;) {
    const char* run = at_;
    at_ = findAny<'`', '$', '\\', '\r'>(at_, end_);
    if (!isSlice) cooked.append(run, at_);
    if (at_ == end_)
      return fatal("unterminated-template", token.start, token.start + 1, "This template is never closed",
                   "Close it with `");
    if (*at_ == '`' || (*at_ == '$' && at(1) == '{')) break;
    if (*at_ == '$') {
      if (!isSlice) cooked.push_back('$');
      ++at_;
      continue;
    }
    if (isSlice) cooked.assign(from, at_);
    isSlice = false;
    if (*at_ == '\r') {
      cooked.push_back('\n');
      at_ += at(1) == '\n' ? 2 : 1;
    } else {
      static_cast<void>(appendEscape(cooked, true));
    }
  }
  token.isLegacyOctal = false;
  token.text = isSlice ? sliceText(from, at_) : keepText(cooked);
  if (*at_ == '`') return finish(whole, 1);
  finish(open, 2);
}

void Lexer::readTemplateContinuation() {
  at_ = begin_ + token.start + 1;
  scanTemplate(TokenKind::TemplateTail, TokenKind::TemplateMiddle);
}

void Lexer::readRegExp() {
  at_ = begin_ + token.start + 1;
  bool isInClass = false;
  for (;; ++at_) {
    at_ = findAny<'/', '[', ']', '\\', '\n', '\r', '\xE2'>(at_, end_);
    if (at_ == end_ || *at_ == '\n' || *at_ == '\r' || isLineSeparator(at_, end_))
      return fatal("unterminated-regexp", token.start, offset(at_), "This regular expression is never closed",
                   "Close it with /");
    if (*at_ == '/' && !isInClass) break;
    if (*at_ == '[') isInClass = true;
    if (*at_ == ']') isInClass = false;
    if (*at_ != '\\') continue;
    if (at_ + 1 == end_ || at_[1] == '\n' || at_[1] == '\r' || isLineSeparator(at_ + 1, end_)) continue;
    ++at_;
  }
  ++at_;
  token.octalStart = offset(at_);
  for (;;) {
    if (at(0) == '\\') return fatal("invalid-regexp-flags", offset(at_), offset(at_) + 1, "Flags may not be escaped");
    size_t place = offset(at_);
    if (at_ == end_ || !isIdentifierPart(decodeUtf8(ast_.source(), place))) break;
    at_ = begin_ + place;
  }
  finish(TokenKind::RegExp, 0);
}

}  // namespace weft::syntax
