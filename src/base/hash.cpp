#include "base/hash.h"

#include <bit>
#include <cstring>

namespace weft {

namespace {

constexpr uint64_t kFirst = 0x87C37B91114253D5u;
constexpr uint64_t kSecond = 0x4CF5AD432745937Fu;

uint64_t mixFirst(uint64_t k) {
  return std::rotl(k * kFirst, 31) * kSecond;
}
uint64_t mixSecond(uint64_t k) {
  return std::rotl(k * kSecond, 33) * kFirst;
}

uint64_t finish(uint64_t k) {
  k ^= k >> 33;
  k *= 0xFF51AFD7ED558CCDu;
  k ^= k >> 33;
  k *= 0xC4CEB9FE1A85EC53u;
  return k ^ (k >> 33);
}

/// Up to 8 bytes as a little-endian number.
uint64_t loadLittleEndian(const char* bytes, size_t count) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, count);
  return value;
}

}  // namespace

Hash128 hash128(std::string_view bytes, uint64_t seed) {
  static_assert(std::endian::native == std::endian::little);
  uint64_t low = seed;
  uint64_t high = seed;
  const char* at = bytes.data();
  size_t left = bytes.size();
  for (; left >= 16; at += 16, left -= 16) {
    low = (std::rotl(low ^ mixFirst(loadLittleEndian(at, 8)), 27) + high) * 5 + 0x52DCE729;
    high = (std::rotl(high ^ mixSecond(loadLittleEndian(at + 8, 8)), 31) + low) * 5 + 0x38495AB5;
  }
  if (left > 8) high ^= mixSecond(loadLittleEndian(at + 8, left - 8));
  if (left > 0) low ^= mixFirst(loadLittleEndian(at, left < 8 ? left : 8));
  low ^= bytes.size();
  high ^= bytes.size();
  low += high;
  high += low;
  low = finish(low);
  high = finish(high);
  low += high;
  return {low, high + low};
}

std::string Hash128::hex() const {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(32);
  for (uint64_t half : {low, high})
    for (int shift = 60; shift >= 0; shift -= 4) text.push_back(kDigits[(half >> shift) & 15]);
  return text;
}

}  // namespace weft
