#include "data/toml_date.h"

#include "data/number_text.h"

namespace weft::data {

namespace {

bool startsWithDigits(std::string_view text, size_t count) {
  if (text.size() < count) return false;
  for (char byte : text.substr(0, count))
    if (!isDigit(byte)) return false;
  return true;
}

class DateReader {
 public:
  explicit DateReader(std::string_view word) : rest_(word) {}

  std::optional<std::string> read() {
    bool hasDate = rest_.size() > 4 && rest_[4] == '-';
    if (hasDate && !readDate()) return std::nullopt;
    if (hasDate && rest_.empty()) return out_;
    if (hasDate) {
      if (!take("Tt ")) return std::nullopt;
      out_.push_back('T');
    }
    if (!readTime() || (hasDate && !readOffset()) || !rest_.empty()) return std::nullopt;
    return out_;
  }

 private:
  bool take(std::string_view oneOf) {
    if (rest_.empty() || oneOf.find(rest_[0]) == oneOf.npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// A number of fixed width, not above `most`.
  bool readNumber(size_t width, int least, int most, int* result = nullptr) {
    if (!startsWithDigits(rest_, width)) return false;
    int value = 0;
    for (char digit : rest_.substr(0, width)) value = value * 10 + (digit - '0');
    if (value < least || value > most) return false;
    out_.append(rest_.substr(0, width));
    rest_.remove_prefix(width);
    if (result) *result = value;
    return true;
  }

  bool readMark(char mark) {
    if (!take(std::string_view(&mark, 1))) return false;
    out_.push_back(mark);
    return true;
  }

  bool readDate() {
    int year = 0;
    int month = 0;
    if (!readNumber(4, 0, 9999, &year) || !readMark('-') || !readNumber(2, 1, 12, &month) || !readMark('-'))
      return false;
    constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return readNumber(2, 1, kDays[month - 1] + (month == 2 && isLeapYear ? 1 : 0));
  }

  bool readTime() {
    if (!readNumber(2, 0, 23) || !readMark(':') || !readNumber(2, 0, 59)) return false;
    if (!rest_.starts_with(':')) {
      out_.append(":00");
      return true;
    }
    // 60 is a leap second.
    if (!readMark(':') || !readNumber(2, 0, 60)) return false;
    if (!rest_.starts_with('.')) return true;
    size_t digits = 1;
    while (digits < rest_.size() && isDigit(rest_[digits])) ++digits;
    out_.append(rest_.substr(0, digits));
    rest_.remove_prefix(digits);
    return digits > 1;
  }

  bool readOffset() {
    if (rest_.empty()) return true;
    if (take("Zz")) {
      out_.push_back('Z');
      return true;
    }
    return (readMark('+') || readMark('-')) && readNumber(2, 0, 23) && readMark(':') && readNumber(2, 0, 59);
  }

  std::string_view rest_;
  std::string out_;
};

}  // namespace

bool beginsAsDate(std::string_view word) {
  bool isDate = word.size() > 4 && word[4] == '-' && startsWithDigits(word, 4);
  bool isTime = word.size() > 2 && word[2] == ':' && startsWithDigits(word, 2);
  return isDate || isTime;
}

std::optional<std::string> normalizedDate(std::string_view word) {
  return DateReader(word).read();
}

}  // namespace weft::data
