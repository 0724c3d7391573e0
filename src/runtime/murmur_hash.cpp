// MurmurHash2, MurmurHash64A, MurmurHash3 of 32 bits.

#include "runtime/fast_hashes.h"
#include "runtime/load_bytes.h"

namespace weft::runtime {

namespace {

/// Up to seven bytes as a number.
uint64_t loadTail(const uint8_t* from, size_t count) {
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) word |= uint64_t(from[i]) << (8 * i);
  return word;
}

}  // namespace

uint32_t murmur32v2(std::span<const uint8_t> bytes, uint32_t seed) {
  constexpr uint32_t kFactor = 0x5bd1e995;
  uint32_t hash = seed ^ uint32_t(bytes.size());
  for (; bytes.size() >= 4; bytes = bytes.subspan(4)) {
    uint32_t word = load32(bytes.data()) * kFactor;
    word ^= word >> 24;
    hash = (hash * kFactor) ^ (word * kFactor);
  }
  if (!bytes.empty()) hash = (hash ^ uint32_t(loadTail(bytes.data(), bytes.size()))) * kFactor;
  hash = (hash ^ (hash >> 13)) * kFactor;
  return hash ^ (hash >> 15);
}

uint64_t murmur64v2(std::span<const uint8_t> bytes, uint64_t seed) {
  constexpr uint64_t kFactor = 0xc6a4a7935bd1e995;
  uint64_t hash = seed ^ (bytes.size() * kFactor);
  for (; bytes.size() >= 8; bytes = bytes.subspan(8)) {
    uint64_t word = load64(bytes.data()) * kFactor;
    word ^= word >> 47;
    hash = (hash ^ (word * kFactor)) * kFactor;
  }
  if (!bytes.empty()) hash = (hash ^ loadTail(bytes.data(), bytes.size())) * kFactor;
  hash = (hash ^ (hash >> 47)) * kFactor;
  return hash ^ (hash >> 47);
}

uint32_t murmur32v3(std::span<const uint8_t> bytes, uint32_t seed) {
  auto scrambled = [](uint32_t word) { return std::rotl(word * 0xcc9e2d51, 15) * 0x1b873593; };
  uint32_t hash = seed;
  auto size = uint32_t(bytes.size());
  for (; bytes.size() >= 4; bytes = bytes.subspan(4))
    hash = std::rotl(hash ^ scrambled(load32(bytes.data())), 13) * 5 + 0xe6546b64;
  if (!bytes.empty()) hash ^= scrambled(uint32_t(loadTail(bytes.data(), bytes.size())));
  hash ^= size;
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

}  // namespace weft::runtime
