#include "base/number.h"

#include <charconv>
#include <cmath>
#include <string_view>

namespace weft {

std::string numberToString(double value) {
  if (std::isnan(value)) return "NaN";
  if (value == 0) return "0";
  std::string out;
  if (value < 0) out.push_back('-');
  if (std::isinf(value)) return out + "Infinity";
  // d.ddde±xx
  char text[32];
  char* end = std::to_chars(text, text + sizeof text, std::fabs(value), std::chars_format::scientific).ptr;
  std::string_view written(text, static_cast<size_t>(end - text));
  size_t mark = written.find('e');
  int exponent = 0;
  const char* digitsOfExponent = text + mark + (text[mark + 1] == '+' ? 2 : 1);
  std::from_chars(digitsOfExponent, end, exponent);
  std::string digits(1, text[0]);
  if (mark > 2) digits.append(written.substr(2, mark - 2));
  auto count = static_cast<int>(digits.size());
  int point = exponent + 1;  // digits before the decimal point
  if (point > 21 || point < -5) {
    out.push_back(digits[0]);
    if (count > 1) out.append(".").append(digits, 1);
    return out.append(exponent < 0 ? "e-" : "e+").append(std::to_string(std::abs(exponent)));
  }
  if (point <= 0) return out.append("0.").append(static_cast<size_t>(-point), '0').append(digits);
  if (count <= point) return out.append(digits).append(static_cast<size_t>(point - count), '0');
  auto whole = static_cast<size_t>(point);
  return out.append(digits, 0, whole).append(".").append(digits, whole);
}

}  // namespace weft
