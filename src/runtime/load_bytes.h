#pragma once
// Little-endian words out of bytes, as hash functions read them.

#include <bit>
#include <cstdint>
#include <cstring>

namespace weft::runtime {

static_assert(std::endian::native == std::endian::little);

inline uint64_t load64(const uint8_t* from) {
  uint64_t word;
  memcpy(&word, from, sizeof word);
  return word;
}
inline uint32_t load32(const uint8_t* from) {
  uint32_t word;
  memcpy(&word, from, sizeof word);
  return word;
}

/// Both halves of the product.
struct Product {
  uint64_t low, high;
};
inline Product multiply(uint64_t a, uint64_t b) {
  auto product = static_cast<unsigned __int128>(a) * b;
  return {static_cast<uint64_t>(product), static_cast<uint64_t>(product >> 64)};
}
inline uint64_t foldedProduct(uint64_t a, uint64_t b) {
  auto [low, high] = multiply(a, b);
  return low ^ high;
}

}  // namespace weft::runtime
