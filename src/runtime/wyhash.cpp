// wyhash and rapidhash: folded 128-bit products.

#include "runtime/fast_hashes.h"
#include "runtime/load_bytes.h"

namespace weft::runtime {

namespace {

constexpr uint64_t kWySecret[] = {0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3, 0x589965cc75374cc3};
constexpr uint64_t kRapidSecret[] = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9, 0x4b33a62ed433d4a3};

}  // namespace

uint64_t wyhash(std::span<const uint8_t> bytes, uint64_t seed) {
  const uint8_t* at = bytes.data();
  size_t size = bytes.size();
  seed ^= foldedProduct(seed ^ kWySecret[0], kWySecret[1]);
  uint64_t a = 0, b = 0;
  if (size <= 16) {
    if (size >= 4) {
      const uint8_t* end = at + size - 4;
      size_t quarter = (size >> 3) << 2;
      a = uint64_t(load32(at)) << 32 | load32(at + quarter);
      b = uint64_t(load32(end)) << 32 | load32(end - quarter);
    } else if (size > 0) {
      a = uint64_t(at[0]) << 16 | uint64_t(at[size >> 1]) << 8 | at[size - 1];
    }
  } else {
    const uint8_t* end = at + size;
    size_t left = size;
    if (left >= 48) {
      uint64_t second = seed, third = seed;
      for (; left > 48; at += 48, left -= 48) {
        seed = foldedProduct(load64(at) ^ kWySecret[1], load64(at + 8) ^ seed);
        second = foldedProduct(load64(at + 16) ^ kWySecret[2], load64(at + 24) ^ second);
        third = foldedProduct(load64(at + 32) ^ kWySecret[3], load64(at + 40) ^ third);
      }
      seed ^= second ^ third;
    }
    for (; left > 16; at += 16, left -= 16) seed = foldedProduct(load64(at) ^ kWySecret[1], load64(at + 8) ^ seed);
    a = load64(end - 16);
    b = load64(end - 8);
  }
  auto [low, high] = multiply(a ^ kWySecret[1], b ^ seed);
  return foldedProduct(low ^ kWySecret[0] ^ size, high ^ kWySecret[1]);
}

uint64_t rapidhash(std::span<const uint8_t> bytes, uint64_t seed) {
  const uint64_t* secret = kRapidSecret;
  const uint8_t* at = bytes.data();
  size_t size = bytes.size();
  seed ^= foldedProduct(seed ^ secret[0], secret[1]) ^ size;
  uint64_t a = 0, b = 0;
  if (size <= 16) {
    if (size >= 4) {
      const uint8_t* end = at + size - 4;
      size_t delta = (size & 24) >> (size >> 3);
      a = uint64_t(load32(at)) << 32 | load32(end);
      b = uint64_t(load32(at + delta)) << 32 | load32(end - delta);
    } else if (size > 0) {
      a = uint64_t(at[0]) << 56 | uint64_t(at[size >> 1]) << 32 | at[size - 1];
    }
  } else {
    const uint8_t* end = at + size;
    size_t left = size;
    if (left > 48) {
      uint64_t second = seed, third = seed;
      for (; left >= 48; at += 48, left -= 48) {
        seed = foldedProduct(load64(at) ^ secret[0], load64(at + 8) ^ seed);
        second = foldedProduct(load64(at + 16) ^ secret[1], load64(at + 24) ^ second);
        third = foldedProduct(load64(at + 32) ^ secret[2], load64(at + 40) ^ third);
      }
      seed ^= second ^ third;
    }
    if (left > 16) {
      seed = foldedProduct(load64(at) ^ secret[2], load64(at + 8) ^ seed ^ secret[1]);
      if (left > 32) seed = foldedProduct(load64(at + 16) ^ secret[2], load64(at + 24) ^ seed);
    }
    a = load64(end - 16);
    b = load64(end - 8);
  }
  auto [low, high] = multiply(a ^ secret[1], b ^ seed);
  return foldedProduct(low ^ secret[0] ^ size, high ^ secret[1]);
}

}  // namespace weft::runtime
