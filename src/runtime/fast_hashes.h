#pragma once
// Fast hashes for tables, with a seed. None is cryptographic.

#include <cstdint>
#include <span>

namespace weft::runtime {

/// wyhash, final version 4 (https://github.com/wangyi-fudan/wyhash).
uint64_t wyhash(std::span<const uint8_t>, uint64_t seed);
/// rapidhash, version 1 (https://github.com/Nicoshev/rapidhash).
uint64_t rapidhash(std::span<const uint8_t>, uint64_t seed);

/// CityHash 1.1 (https://github.com/google/cityhash).
uint32_t cityHash32(std::span<const uint8_t>);
/// With a seed, even of 0: another value than CityHash64 gives without one.
uint64_t cityHash64(std::span<const uint8_t>, uint64_t seed);

/// Austin Appleby's MurmurHash2, MurmurHash64A and MurmurHash3_x86_32 (https://github.com/aappleby/smhasher).
uint32_t murmur32v2(std::span<const uint8_t>, uint32_t seed);
uint64_t murmur64v2(std::span<const uint8_t>, uint64_t seed);
uint32_t murmur32v3(std::span<const uint8_t>, uint32_t seed);

}  // namespace weft::runtime
