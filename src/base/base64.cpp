#include "base/base64.h"

#include <array>
#include <cstdint>

namespace weft {

namespace {

constexpr uint8_t kNoBase64 = 0xFF;
constexpr std::array<uint8_t, 256> kBase64Values = [] {
  std::array<uint8_t, 256> table{};
  table.fill(kNoBase64);
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = static_cast<uint8_t>(i);
    table['a' + i] = static_cast<uint8_t>(26 + i);
  }
  for (int i = 0; i < 10; ++i) table['0' + i] = static_cast<uint8_t>(52 + i);
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}();

}  // namespace

std::string encodeBase64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) bits = bits << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k) out.push_back(k <= count ? kDigits[bits >> (18 - 6 * k) & 63] : '=');
  }
  return out;
}

std::string decodeBase64(std::string_view text) {
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (char character : text) {
    if (character == '=') break;
    uint8_t value = kBase64Values[static_cast<unsigned char>(character)];
    if (value == kNoBase64) continue;
    bits = (bits << 6) | value;
    if (++count % 4 == 0) {
      out.push_back(static_cast<char>(bits >> 16));
      out.push_back(static_cast<char>(bits >> 8));
      out.push_back(static_cast<char>(bits));
    }
  }
  int left = count % 4;
  if (left >= 2) out.push_back(static_cast<char>(left == 2 ? bits >> 4 : bits >> 10));
  if (left == 3) out.push_back(static_cast<char>(bits >> 2));
  return out;
}

}  // namespace weft
