#include "data/json5.h"

#include <limits>

#include "base/utf.h"
#include "data/number_text.h"
#include "data/reader.h"
#include "syntax/unicode_identifiers.h"

namespace weft::data {

namespace {

constexpr std::string_view kLineSeparator = "\xE2\x80\xA8";       // U+2028
constexpr std::string_view kParagraphSeparator = "\xE2\x80\xA9";  // U+2029

/// An array or an object that is not closed yet.
struct Open {
  bool isArray;
  size_t begin;  // its bracket
  size_t mark;
  TextRef key = {};  // of the member whose value comes next
};

class Json5Reader : Reader {
 public:
  Json5Reader(const SourceText& source, Log& log) : Reader(source, log) {}

  std::optional<Document> read() {
    readValues();
    if (!hasFailed()) {
      skipSpace();
      if (!hasFailed() && !isAtEnd()) failExpected("the end of the file after the value");
    }
    if (hasFailed()) return std::nullopt;
    return builder_.finish();
  }

 private:
  // The grammar of section 3 and on, with a stack of its own for what is open: nesting costs no stack.

  void readValues() {
    for (;;) {
      std::optional<ValueIndex> value = beginValue();
      if (hasFailed()) return;
      while (value) {
        if (open_.empty()) return;
        value = continueAfter(*value);
        if (hasFailed()) return;
      }
    }
  }

  /// Reads a scalar or an empty array or object; nothing when one was opened whose first part comes next.
  std::optional<ValueIndex> beginValue() {
    skipSpace();
    if (accept('[')) {
      open_.push_back({true, at_ - 1, builder_.elementMark()});
      return closeIfNext();
    }
    if (accept('{')) {
      open_.push_back({false, at_ - 1, builder_.memberMark()});
      std::optional<ValueIndex> empty = closeIfNext();
      if (!empty) readKey();
      return empty;
    }
    return builder_.add(readScalar());
  }

  /// After a value inside something that is open: what was closed by this, or nothing if another value comes.
  std::optional<ValueIndex> continueAfter(ValueIndex value) {
    Open& top = open_.back();
    if (top.isArray) {
      builder_.addElement(value);
    } else {
      builder_.addMember({top.key, value});
    }
    skipSpace();
    if (hasFailed()) return std::nullopt;
    bool hasComma = accept(',');
    std::optional<ValueIndex> closed = closeIfNext();
    if (closed || hasFailed()) return closed;
    if (!hasComma) {
      if (isAtEnd()) {
        failUnclosed(top);
      } else {
        failExpected(top.isArray ? "',' or ']' after an element" : "',' or '}' after a member");
      }
      return std::nullopt;
    }
    if (!top.isArray) readKey();
    return std::nullopt;
  }

  std::optional<ValueIndex> closeIfNext() {
    skipSpace();
    Open top = open_.back();
    if (!accept(top.isArray ? ']' : '}')) return std::nullopt;
    open_.pop_back();
    return top.isArray ? builder_.closeArray(top.mark) : builder_.closeObject(top.mark);
  }

  void failUnclosed(const Open& top) {
    fail("unclosed", top.begin, top.begin + 1,
         std::string(top.isArray ? "This '[' has no ']'" : "This '{' has no '}'"));
  }

  void readKey() {
    skipSpace();
    if (hasFailed()) return;
    if (isAtEnd()) return failUnclosed(open_.back());
    open_.back().key = peek() == '"' || peek() == '\'' ? readString() : readIdentifier();
    skipSpace();
    if (!hasFailed() && !accept(':')) failExpected("':' after a key");
  }

  /// IdentifierName of ECMAScript.
  TextRef readIdentifier() {
    uint32_t mark = builder_.textMark();
    for (bool isFirst = true;; isFirst = false) {
      size_t begin = at_;
      if (isAtEnd()) return builder_.textSince(mark);
      bool isEscape = startsWith("\\u");
      if (isEscape) at_ += 2;
      char32_t character = isEscape ? readHex(4) : decodeUtf8(text_, at_);
      if (hasFailed()) return {};
      if (isFirst ? syntax::isIdentifierStart(character) : syntax::isIdentifierPart(character)) {
        appendUtf8(builder_.text(), character);
        continue;
      }
      at_ = begin;
      if (isEscape) {
        fail("invalid-escape", begin, begin + 6, "This character can't be part of a key without quotes");
      } else if (isFirst) {
        failExpected("a key: a name, or a string in quotes");
      }
      return builder_.textSince(mark);
    }
  }

  Value readScalar() {
    if (hasFailed()) return {};
    if (peek() == '"' || peek() == '\'') return Value::of(readString());
    bool isSigned = peek() == '+' || peek() == '-';
    if (isSigned || peek() == '.' || isDigit(peek())) return readNumber();
    size_t begin = at_;
    std::string_view word = readWord();
    if (word == "null") return Value::null();
    if (word == "true" || word == "false") return Value::of(word == "true");
    if (word == "Infinity") return Value::of(std::numeric_limits<double>::infinity());
    if (word == "NaN") return Value::of(std::numeric_limits<double>::quiet_NaN());
    if (isAtEnd() && word.empty() && !open_.empty()) {
      failUnclosed(open_.back());
    } else if (word.empty()) {
      failExpected("a value");
    } else {
      fail("unknown-word", begin, at_, "'" + shown(word) + "' is no value of JSON5", "A string stands in quotes.");
    }
    return {};
  }

  /// Letters and digits.
  std::string_view readWord() {
    size_t begin = at_;
    while (!isAtEnd()) {
      size_t next = at_;
      if (!syntax::isIdentifierPart(decodeUtf8(text_, next))) break;
      at_ = next;
    }
    return text_.substr(begin, at_ - begin);
  }

  Value readNumber() {
    size_t begin = at_;
    bool isNegative = peek() == '-';
    if (peek() == '-' || peek() == '+') ++at_;
    double value = readMagnitude(begin);
    if (!hasFailed() && !readWord().empty()) fail("invalid-number", begin, at_, "This is no number of JSON5");
    return Value::of(isNegative ? -value : value);
  }

  double readMagnitude(size_t begin) {
    if (startsWith("Infinity")) {
      at_ += 8;
      return std::numeric_limits<double>::infinity();
    }
    if (startsWith("NaN")) {
      at_ += 3;
      return std::numeric_limits<double>::quiet_NaN();
    }
    size_t digits = at_;
    if (peek() == '0' && (peek(1) | 0x20) == 'x') {
      at_ += 2;
      digits = at_;
      while (hexDigit(peek()) < 16) ++at_;
      if (at_ == digits) fail("invalid-number", begin, at_, "Expected hexadecimal digits after 0x");
      return radixValue(text_.substr(digits, at_ - digits), 4);
    }
    if (peek() == '0' && isDigit(peek(1))) {
      fail("leading-zero", begin, at_ + 2, "A number can't begin with 0 and another digit",
           "Remove the 0, or write 0x for a hexadecimal number.");
      return 0;
    }
    size_t count = skipDigits();
    if (accept('.')) count += skipDigits();
    if (count == 0) {
      failExpected("a digit");
      return 0;
    }
    if ((peek() | 0x20) == 'e') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (skipDigits() == 0) failExpected("a digit of the exponent");
    }
    return hasFailed() ? 0 : decimalValue(text_.substr(digits, at_ - digits));
  }

  size_t skipDigits() {
    size_t begin = at_;
    while (isDigit(peek())) ++at_;
    return at_ - begin;
  }

  TextRef readString() {
    size_t begin = at_;
    char quote = text_[at_++];
    uint32_t mark = builder_.textMark();
    UnitAppender units(builder_.text());
    for (;;) {
      size_t run = at_;
      while (!isAtEnd() && peek() != quote && peek() != '\\' && peek() != '\n' && peek() != '\r') ++at_;
      if (at_ > run) {
        units.finish();
        builder_.text().append(text_.substr(run, at_ - run));
      }
      if (accept(quote)) {
        units.finish();
        return builder_.textSince(mark);
      }
      if (peek() != '\\') {
        fail("unterminated-string", begin, at_, "This string has no closing quote",
             isAtEnd() ? "" : "A line break inside a string is written \\n, or has a \\ before it.");
        return {};
      }
      ++at_;
      readEscape(units);
      if (hasFailed()) return {};
    }
  }

  /// After the backslash. https://spec.json5.org/#escapes
  void readEscape(UnitAppender& units) {
    size_t begin = at_ - 1;
    if (isAtEnd()) {
      fail("unterminated-string", begin, at_, "The file ends inside a string");
      return;
    }
    if (skipLineEnd()) return units.finish();
    char byte = text_[at_];
    if (isDigit(byte)) {
      if (byte != '0' || isDigit(peek(1))) {
        fail("invalid-escape", begin, at_ + 1, "A digit can't follow a backslash",
             "Write \\xHH with the hexadecimal code of the character.");
        return;
      }
      ++at_;
      return units.append(0);
    }
    constexpr std::string_view kLetters = "bfnrtv";
    constexpr std::string_view kMeanings = "\b\f\n\r\t\v";
    if (size_t at = kLetters.find(byte); at != kLetters.npos) {
      ++at_;
      return units.append(static_cast<unsigned char>(kMeanings[at]));
    }
    if (byte == 'x' || byte == 'u') {
      ++at_;
      return units.append(readHex(byte == 'x' ? 2 : 4));
    }
    units.append(decodeUtf8(text_, at_));
  }

  char32_t readHex(size_t count) {
    size_t begin = at_;
    char32_t value = 0;
    for (size_t i = 0; i < count; ++i) {
      unsigned digit = hexDigit(peek());
      if (digit > 15) {
        fail("invalid-escape", begin - 2, at_, "Expected " + std::to_string(count) + " hexadecimal digits");
        return 0;
      }
      value = value << 4 | digit;
      ++at_;
    }
    return value;
  }

  bool skipLineEnd() {
    if (accept('\n')) return true;
    if (accept('\r')) {
      accept('\n');
      return true;
    }
    if (!startsWith(kLineSeparator) && !startsWith(kParagraphSeparator)) return false;
    at_ += 3;
    return true;
  }

  /// White space and comments.
  void skipSpace() {
    while (!isAtEnd()) {
      char byte = text_[at_];
      if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
        ++at_;
      } else if (byte == '/' && peek(1) == '/') {
        while (!isAtEnd() && !skipLineEnd()) ++at_;
      } else if (byte == '/' && peek(1) == '*') {
        size_t close = text_.find("*/", at_ + 2);
        if (close == text_.npos) {
          fail("unterminated-comment", at_, at_ + 2, "This comment has no */");
          return;
        }
        at_ = close + 2;
      } else if (static_cast<unsigned char>(byte) < 0x80 || !skipUnicodeSpace()) {
        return;
      }
    }
  }

  bool skipUnicodeSpace() {
    if (skipLineEnd()) return true;
    size_t next = at_;
    if (!syntax::isUnicodeSpace(decodeUtf8(text_, next))) return false;
    at_ = next;
    return true;
  }

  DocumentBuilder builder_;
  std::vector<Open> open_;
};

}  // namespace

std::optional<Document> parseJson5(const SourceText& source, Log& log) {
  return Json5Reader(source, log).read();
}

}  // namespace weft::data
