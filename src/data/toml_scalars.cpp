#include "data/toml_scalars.h"

#include <cmath>
#include <limits>
#include <optional>

#include "base/utf.h"
#include "data/number_text.h"
#include "data/toml_date.h"

namespace weft::data {

namespace {

bool isControl(char byte) {
  auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\t') || code == 0x7F;
}

/// Letters, digits and what numbers and dates have beside them.
bool isWordByte(char byte) {
  char lower = static_cast<char>(byte | 0x20);
  return isDigit(byte) || (lower >= 'a' && lower <= 'z') || byte == '_' || byte == '+' || byte == '-' || byte == '.' ||
         byte == ':';
}

/// The digits without separators; nothing if one does not stand between two digits of the base.
std::optional<std::string> withoutSeparators(std::string_view digits, unsigned base) {
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] != '_') {
      out.push_back(digits[i]);
      continue;
    }
    bool isBetween = i > 0 && i + 1 < digits.size() && hexDigit(digits[i - 1]) < base && hexDigit(digits[i + 1]) < base;
    if (!isBetween) return std::nullopt;
  }
  return out;
}

size_t digitsFrom(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && isDigit(text[end])) ++end;
  return end - at;
}

/// Of 0b, 0o and 0x.
constexpr std::string_view kPrefixes = "box";

enum class NumberForm : uint8_t { None, Integer, Float };

/// Of decimal digits without sign and separators.
NumberForm formOf(std::string_view digits) {
  size_t whole = digitsFrom(digits, 0);
  if (whole == 0 || (whole > 1 && digits[0] == '0')) return NumberForm::None;
  if (whole == digits.size()) return NumberForm::Integer;
  size_t at = whole;
  if (digits[at] == '.') {
    size_t fraction = digitsFrom(digits, at + 1);
    if (fraction == 0) return NumberForm::None;
    at += 1 + fraction;
  }
  if (at < digits.size() && (digits[at] | 0x20) == 'e') {
    ++at;
    if (at < digits.size() && (digits[at] == '+' || digits[at] == '-')) ++at;
    size_t exponent = digitsFrom(digits, at);
    if (exponent == 0) return NumberForm::None;
    at += exponent;
  }
  return at == digits.size() ? NumberForm::Float : NumberForm::None;
}

}  // namespace

bool TomlScalars::skipLineEnd() {
  if (accept('\n')) return true;
  if (!startsWith("\r\n")) return false;
  at_ += 2;
  return true;
}

Value TomlScalars::readScalar(DocumentBuilder& texts) {
  if (startsWith("\"\"\"") || startsWith("'''")) return Value::of(readTripleString(texts));
  if (peek() == '"' || peek() == '\'') return Value::of(readLineString(texts));
  size_t begin = at_;
  std::string_view word = readWord();
  if (word.empty()) {
    failExpected("a value");
    return {};
  }
  if (word == "true" || word == "false") return Value::of(word == "true");
  if (!beginsAsDate(word)) return readNumber(word, begin);
  // A space may stand between date and time.
  if (word.size() == 10 && peek() == ' ' && isDigit(peek(1))) {
    ++at_;
    (void)readWord();
    word = text_.substr(begin, at_ - begin);
  }
  std::optional<std::string> date = normalizedDate(word);
  if (date) return Value::of(texts.addText(*date));
  fail("invalid-date", begin, at_, "There is no such date or time as " + shown(word),
       "Dates are written 1979-05-27, times 07:32:00, both 1979-05-27T07:32:00Z.");
  return {};
}

std::string_view TomlScalars::readWord() {
  size_t begin = at_;
  while (!isAtEnd() && isWordByte(text_[at_])) ++at_;
  return text_.substr(begin, at_ - begin);
}

Value TomlScalars::failNumber(size_t begin, std::string suggestion) {
  char first = text_[begin];
  std::string word = shown(text_.substr(begin, at_ - begin));
  bool isNumber = isDigit(first) || first == '+' || first == '-';
  if (!isNumber && suggestion.empty()) suggestion = "A string stands in quotes.";
  fail("invalid-value", begin, at_, isNumber ? word + " is no number of TOML" : "'" + word + "' is no value of TOML",
       std::move(suggestion));
  return {};
}

Value TomlScalars::readNumber(std::string_view word, size_t begin) {
  bool isSigned = word[0] == '+' || word[0] == '-';
  bool isNegative = word[0] == '-';
  std::string_view magnitude = word.substr(isSigned ? 1 : 0);
  if (magnitude == "inf" || magnitude == "nan") {
    using Limits = std::numeric_limits<double>;
    double value = magnitude == "inf" ? Limits::infinity() : Limits::quiet_NaN();
    return Value::of(isNegative ? -value : value);
  }
  if (magnitude.size() > 1 && magnitude[0] == '0' && kPrefixes.find(magnitude[1]) != kPrefixes.npos) {
    if (isSigned) return failNumber(begin, "A number with a prefix has no sign.");
    return readRadixNumber(magnitude, begin);
  }
  std::optional<std::string> digits = withoutSeparators(magnitude, 10);
  if (!digits) return failNumber(begin, "An underscore stands between two digits.");
  switch (formOf(*digits)) {
    case NumberForm::None:
      break;
    case NumberForm::Integer:
      return safeInteger(isNegative ? -decimalValue(*digits) : decimalValue(*digits), begin);
    case NumberForm::Float:
      return Value::of(isNegative ? -decimalValue(*digits) : decimalValue(*digits));
  }
  bool hasLeadingZero = digits->size() > 1 && (*digits)[0] == '0' && isDigit((*digits)[1]);
  return failNumber(begin, hasLeadingZero ? "Remove the 0 that it begins with." : "");
}

Value TomlScalars::readRadixNumber(std::string_view word, size_t begin) {
  constexpr unsigned kBits[] = {1, 3, 4};
  unsigned bits = kBits[kPrefixes.find(word[1])];
  std::optional<std::string> digits = withoutSeparators(word.substr(2), 1u << bits);
  if (!digits || digits->empty()) return failNumber(begin);
  for (char digit : *digits)
    if (hexDigit(digit) >= 1u << bits) return failNumber(begin);
  return safeInteger(radixValue(*digits, bits), begin);
}

Value TomlScalars::safeInteger(double value, size_t begin) {
  if (std::fabs(value) <= kLargestSafeInteger) return Value::of(value == 0 ? 0.0 : value);
  fail("large-integer", begin, at_,
       "The integer " + shown(text_.substr(begin, at_ - begin)) +
           " has no exact JavaScript number: those end at ±9007199254740991",
       "Write it as a string, or as a float if it may be rounded.");
  return {};
}

TextRef TomlScalars::readLineString(DocumentBuilder& texts) {
  size_t begin = at_;
  char quote = text_[at_++];
  uint32_t mark = texts.textMark();
  while (!accept(quote))
    if (!readStringPart(texts.text(), begin, quote, false)) return {};
  return texts.textSince(mark);
}

TextRef TomlScalars::readTripleString(DocumentBuilder& texts) {
  size_t begin = at_;
  char quote = text_[at_];
  at_ += 3;
  skipLineEnd();
  uint32_t mark = texts.textMark();
  for (;;) {
    if (peek() != quote) {
      if (!readStringPart(texts.text(), begin, quote, true)) return {};
      continue;
    }
    size_t run = 0;
    while (peek(run) == quote && run < 5) ++run;
    at_ += run;
    // One or two quotes may stand before the closing three.
    texts.text().append(run < 3 ? run : run - 3, quote);
    if (run >= 3) return texts.textSince(mark);
  }
}

bool TomlScalars::readStringPart(std::string& out, size_t begin, char quote, bool isTriple) {
  size_t run = at_;
  while (!isAtEnd() && peek() != quote && !isControl(text_[at_]) && (peek() != '\\' || quote == '\'')) ++at_;
  out.append(text_.substr(run, at_ - run));
  if (isAtEnd()) return fail("unterminated-string", begin, begin + 1, "This string has no closing quotes");
  if (peek() == quote) return true;
  if (peek() == '\\') {
    readEscape(out, isTriple);
    return !hasFailed();
  }
  bool isLineEnd = peek() == '\n' || startsWith("\r\n");
  if (isLineEnd && isTriple) {
    // A line break is what the file has.
    out.append(text_.substr(at_, peek() == '\n' ? 1 : 2));
    return skipLineEnd();
  }
  if (isLineEnd)
    return fail("unterminated-string", begin, at_, "This string has no closing quote",
                "A string of several lines stands in three quotes.");
  return fail("control-character", at_, at_ + 1, "A string can't hold " + found(), "Write it as \\u00HH.");
}

void TomlScalars::readEscape(std::string& out, bool isTriple) {
  size_t begin = at_++;
  char byte = peek();
  constexpr std::string_view kLetters = "bfnrte\"\\";
  constexpr std::string_view kMeanings = "\b\f\n\r\t\x1b\"\\";
  if (size_t at = kLetters.find(byte); !isAtEnd() && at != kLetters.npos) {
    ++at_;
    out.push_back(kMeanings[at]);
    return;
  }
  if (byte == 'x' || byte == 'u' || byte == 'U') {
    ++at_;
    return readUnicodeEscape(out, begin, byte == 'x' ? 2 : byte == 'u' ? 4 : 8);
  }
  if (isTriple) {
    // A backslash before a line break: up to what comes next, nothing counts.
    size_t past = at_;
    while (peek() == ' ' || peek() == '\t') ++at_;
    if (skipLineEnd()) {
      while (peek() == ' ' || peek() == '\t' || peek() == '\n' || startsWith("\r\n")) ++at_;
      return;
    }
    at_ = past;
  }
  size_t end = afterCharacter();
  fail("invalid-escape", begin, end, "There is no escape " + std::string(text_.substr(begin, end - begin)),
       "A backslash itself is written \\\\, or the string stands in single quotes.");
}

void TomlScalars::readUnicodeEscape(std::string& out, size_t begin, size_t digits) {
  char32_t value = 0;
  for (size_t i = 0; i < digits; ++i) {
    unsigned digit = hexDigit(peek());
    if (digit > 15) {
      fail("invalid-escape", begin, at_, "Expected " + std::to_string(digits) + " hexadecimal digits");
      return;
    }
    value = value << 4 | digit;
    ++at_;
  }
  if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
    fail("invalid-escape", begin, at_, "This is no Unicode scalar value");
    return;
  }
  appendUtf8(out, value);
}

}  // namespace weft::data
