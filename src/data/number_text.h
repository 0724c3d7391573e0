#pragma once

// Digits to numbers, rounded as JavaScript rounds its own literals.

#include <string_view>

namespace weft::data {

inline constexpr double kLargestSafeInteger = 9007199254740991;

/// "12", "1.5e-3", ".5", "5." without sign or separators; too large is infinity, too small 0.
[[nodiscard]] double decimalValue(std::string_view text);
/// Digits of base 2, 8 or 16, of any length.
[[nodiscard]] double radixValue(std::string_view digits, unsigned bitsPerDigit);

/// 99 for what is no hexadecimal digit.
[[nodiscard]] constexpr unsigned hexDigit(char byte) {
  if (byte >= '0' && byte <= '9') return static_cast<unsigned>(byte - '0');
  char lower = static_cast<char>(byte | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a' + 10) : 99;
}

[[nodiscard]] constexpr bool isDigit(char byte) {
  return byte >= '0' && byte <= '9';
}

}  // namespace weft::data
