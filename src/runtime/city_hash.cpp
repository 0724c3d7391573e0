// CityHash32 and CityHash64 of version 1.1.

#include <utility>

#include "runtime/fast_hashes.h"
#include "runtime/load_bytes.h"

namespace weft::runtime {

namespace {

constexpr uint64_t k0 = 0xc3a5c85c97cb3127, k1 = 0xb492b66fbe98f273, k2 = 0x9ae16a3b2f90404f;
constexpr uint32_t c1 = 0xcc9e2d51, c2 = 0x1b873593;

// ---- 32 bits

uint32_t finalMix(uint32_t h) {
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}
uint32_t scrambled(uint32_t a) {
  return std::rotr(a * c1, 17) * c2;
}
uint32_t mixIn(uint32_t a, uint32_t h) {
  return std::rotr(h ^ scrambled(a), 19) * 5 + 0xe6546b64;
}

uint32_t hash32UpTo4(const uint8_t* s, uint32_t size) {
  uint32_t b = 0, c = 9;
  for (uint32_t i = 0; i < size; ++i) {
    b = b * c1 + uint32_t(int32_t(int8_t(s[i])));
    c ^= b;
  }
  return finalMix(mixIn(b, mixIn(size, c)));
}
uint32_t hash32UpTo12(const uint8_t* s, uint32_t size) {
  uint32_t a = size + load32(s), b = size * 5 + load32(s + size - 4), c = 9 + load32(s + ((size >> 1) & 4));
  return finalMix(mixIn(c, mixIn(b, mixIn(a, size * 5))));
}
uint32_t hash32UpTo24(const uint8_t* s, uint32_t size) {
  uint32_t a = load32(s - 4 + (size >> 1)), b = load32(s + 4), c = load32(s + size - 8);
  uint32_t d = load32(s + (size >> 1)), e = load32(s), f = load32(s + size - 4);
  uint32_t h = size;
  for (uint32_t word : {a, b, c, d, e, f}) h = mixIn(word, h);
  return finalMix(h);
}

// ---- 64 bits

uint64_t shiftMix(uint64_t value) {
  return value ^ (value >> 47);
}
uint64_t hash16(uint64_t u, uint64_t v, uint64_t factor) {
  uint64_t a = shiftMix((u ^ v) * factor);
  return shiftMix((v ^ a) * factor) * factor;
}
uint64_t hash16(uint64_t u, uint64_t v) {
  return hash16(u, v, 0x9ddfea08eb382d69);
}

uint64_t hash64UpTo16(const uint8_t* s, size_t size) {
  if (size >= 8) {
    uint64_t factor = k2 + size * 2, a = load64(s) + k2, b = load64(s + size - 8);
    uint64_t c = std::rotr(b, 37) * factor + a, d = (std::rotr(a, 25) + b) * factor;
    return hash16(c, d, factor);
  }
  if (size >= 4) {
    uint64_t factor = k2 + size * 2, a = load32(s);
    return hash16(size + (a << 3), load32(s + size - 4), factor);
  }
  if (size == 0) return k2;
  uint32_t y = s[0] + (uint32_t(s[size >> 1]) << 8), z = uint32_t(size) + (uint32_t(s[size - 1]) << 2);
  return shiftMix(y * k2 ^ z * k0) * k2;
}
uint64_t hash64UpTo32(const uint8_t* s, size_t size) {
  uint64_t factor = k2 + size * 2, a = load64(s) * k1, b = load64(s + 8);
  uint64_t c = load64(s + size - 8) * factor, d = load64(s + size - 16) * k2;
  return hash16(std::rotr(a + b, 43) + std::rotr(c, 30) + d, a + std::rotr(b + k2, 18) + c, factor);
}
uint64_t hash64UpTo64(const uint8_t* s, size_t size) {
  uint64_t factor = k2 + size * 2;
  uint64_t a = load64(s) * k2, b = load64(s + 8), c = load64(s + size - 24), d = load64(s + size - 32);
  uint64_t e = load64(s + 16) * k2, f = load64(s + 24) * 9, g = load64(s + size - 8),
           h = load64(s + size - 16) * factor;
  uint64_t u = std::rotr(a + g, 43) + (std::rotr(b, 30) + c) * 9;
  uint64_t v = ((a + g) ^ d) + f + 1;
  uint64_t w = std::byteswap((u + v) * factor) + h;
  uint64_t x = std::rotr(e + f, 42) + c;
  uint64_t y = (std::byteswap((v + w) * factor) + g) * factor;
  uint64_t z = e + f + c;
  a = std::byteswap((x + z) * factor + y) + b;
  b = shiftMix((z + a) * factor + d + h) * factor;
  return b + x;
}

struct Pair {
  uint64_t first, second;
};
/// A 16-byte hash of 32 bytes and two seeds.
Pair weakHash(const uint8_t* s, uint64_t a, uint64_t b) {
  uint64_t w = load64(s), x = load64(s + 8), y = load64(s + 16), z = load64(s + 24);
  a += w;
  b = std::rotr(b + a + z, 21);
  uint64_t c = a;
  a += x;
  a += y;
  b += std::rotr(a, 44);
  return {a + z, b + c};
}

uint64_t unseeded(std::span<const uint8_t> bytes) {
  const uint8_t* s = bytes.data();
  size_t size = bytes.size();
  if (size <= 16) return hash64UpTo16(s, size);
  if (size <= 32) return hash64UpTo32(s, size);
  if (size <= 64) return hash64UpTo64(s, size);
  const uint8_t* end = s + size;
  uint64_t x = load64(end - 40), y = load64(end - 16) + load64(end - 56);
  uint64_t z = hash16(load64(end - 48) + size, load64(end - 24));
  Pair v = weakHash(end - 64, size, z), w = weakHash(end - 32, y + k1, x);
  x = x * k1 + load64(s);
  for (size_t left = (size - 1) & ~size_t(63); left > 0; left -= 64, s += 64) {
    x = std::rotr(x + y + v.first + load64(s + 8), 37) * k1;
    y = std::rotr(y + v.second + load64(s + 48), 42) * k1;
    x ^= w.second;
    y += v.first + load64(s + 40);
    z = std::rotr(z + w.first, 33) * k1;
    v = weakHash(s, v.second * k1, x + w.first);
    w = weakHash(s + 32, z + w.second, y + load64(s + 16));
    std::swap(z, x);
  }
  return hash16(hash16(v.first, w.first) + shiftMix(y) * k1 + z, hash16(v.second, w.second) + x);
}

}  // namespace

uint32_t cityHash32(std::span<const uint8_t> bytes) {
  const uint8_t* s = bytes.data();
  auto size = uint32_t(bytes.size());
  if (size <= 4) return hash32UpTo4(s, size);
  if (size <= 12) return hash32UpTo12(s, size);
  if (size <= 24) return hash32UpTo24(s, size);
  uint32_t h = size, g = c1 * size, f = g;
  const uint8_t* end = s + size;
  uint32_t a0 = scrambled(load32(end - 4)), a1 = scrambled(load32(end - 8)), a2 = scrambled(load32(end - 16));
  uint32_t a3 = scrambled(load32(end - 12)), a4 = scrambled(load32(end - 20));
  auto turned = [](uint32_t value, uint32_t word) { return std::rotr(value ^ word, 19) * 5 + 0xe6546b64; };
  h = turned(turned(h, a0), a2);
  g = turned(turned(g, a1), a3);
  f = std::rotr(f + a4, 19) * 5 + 0xe6546b64;
  for (uint32_t left = (size - 1) / 20; left > 0; --left, s += 20) {
    uint32_t b0 = scrambled(load32(s)), b1 = load32(s + 4), b2 = scrambled(load32(s + 8));
    uint32_t b3 = scrambled(load32(s + 12)), b4 = load32(s + 16);
    h = std::rotr(h ^ b0, 18) * 5 + 0xe6546b64;
    f = std::rotr(f + b1, 19) * c1;
    g = std::rotr(g + b2, 18) * 5 + 0xe6546b64;
    h = std::rotr(h ^ (b3 + b1), 19) * 5 + 0xe6546b64;
    g = std::byteswap(g ^ b4) * 5;
    h = std::byteswap(h + b4 * 5);
    f += b0;
    uint32_t previous = f;
    f = g;
    g = h;
    h = previous;
  }
  g = std::rotr(std::rotr(g, 11) * c1, 17) * c1;
  f = std::rotr(std::rotr(f, 11) * c1, 17) * c1;
  h = std::rotr(std::rotr(h + g, 19) * 5 + 0xe6546b64, 17) * c1;
  h = std::rotr(std::rotr(h + f, 19) * 5 + 0xe6546b64, 17) * c1;
  return h;
}

uint64_t cityHash64(std::span<const uint8_t> bytes, uint64_t seed) {
  return hash16(unseeded(bytes) - k2, seed);
}

}  // namespace weft::runtime
