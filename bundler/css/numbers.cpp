#include "css/numbers.h"

#include <charconv>
#include <cmath>

namespace weft::css {

namespace {

/// 12345, 10 → as it was; 0.00001 → 1e-5.
std::string withExponent(std::string text) {
  std::string_view digits = text;
  bool isNegative = digits.starts_with('-');
  if (isNegative) digits.remove_prefix(1);
  if (!digits.starts_with(".00")) return text;
  size_t first = digits.find_first_not_of('0', 1);
  if (first == digits.npos) return text;
  std::string_view rest = digits.substr(first);
  std::string other = (isNegative ? "-" : "") + std::string(rest) + "e-" + std::to_string(digits.size() - 1);
  return other.size() < text.size() ? other : text;
}

std::string shortened(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  bool isNegative = number.starts_with('-');
  if (isNegative) number.remove_prefix(1);
  size_t point = number.find('.');
  std::string_view whole = number.substr(0, point);
  std::string_view fraction = point == number.npos ? std::string_view() : number.substr(point + 1);
  while (whole.starts_with('0')) whole.remove_prefix(1);
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (whole.empty() && fraction.empty()) return "0";
  std::string out = isNegative ? "-" : "";
  out += whole;
  if (!fraction.empty()) out.append(".").append(fraction);
  return withExponent(std::move(out));
}

}  // namespace

std::string_view shortestNumber(Pool& pool, std::string_view number) {
  bool isShort = number.size() == 1 ||
                 (number[0] >= '1' && number[0] <= '9' && number.find_first_of(".eE") == std::string_view::npos);
  if (isShort) return number;
  if (size_t exponent = number.find_first_of("eE"); exponent != number.npos) {
    int power = 0;
    std::string_view digits = number.substr(exponent + 1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    auto read = std::from_chars(digits.data(), digits.data() + digits.size(), power);
    constexpr int kMostWritten = 20;
    if (read.ec != std::errc() || power > kMostWritten || power < -kMostWritten) return number;
    std::string plain = numberText(numberOf(number), kMostWritten);
    return plain.size() < number.size() ? pool.copy(plain) : number;
  }
  std::string out = shortened(number);
  return out == number ? number : pool.copy(out);
}

std::string numberText(double value, int decimals) {
  if (!std::isfinite(value)) return "0";
  char text[400];
  auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed, decimals).ptr;
  return shortened({text, static_cast<size_t>(end - text)});
}

double numberOf(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace weft::css
