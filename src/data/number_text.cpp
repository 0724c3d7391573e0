#include "data/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace weft::data {

double decimalValue(std::string_view text) {
  double value = 0;
  auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  // Which of the two ends it passed, from_chars doesn't say.
  if (parsed.ec == std::errc::result_out_of_range) return std::strtod(std::string(text).c_str(), nullptr);
  return value;
}

double radixValue(std::string_view digits, unsigned bitsPerDigit) {
  // 62 bits are kept: the 53 that count, one that rounds, and below them whether anything else was set.
  uint64_t kept = 0;
  bool hasMore = false;
  int dropped = 0;
  for (char digit : digits) {
    unsigned value = hexDigit(digit);
    for (unsigned bit = bitsPerDigit; bit-- > 0;) {
      uint64_t next = (value >> bit) & 1;
      if (kept >> 61) {
        hasMore |= next != 0;
        if (dropped < 2000) ++dropped;
      } else {
        kept = kept << 1 | next;
      }
    }
  }
  return std::ldexp(static_cast<double>(kept | (hasMore ? 1 : 0)), dropped);
}

}  // namespace weft::data
