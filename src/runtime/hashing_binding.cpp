// native("hashing"): hashes that are not cryptographic (builtins/internal/hashing.ts).

#include <libdeflate.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cmath>

#include "runtime/bindings.h"
#include "runtime/crypto_support.h"
#include "runtime/fast_hashes.h"

namespace weft::runtime {

namespace {

using Bytes = std::span<const uint8_t>;

/// A number or a BigInt modulo 2^64; numbers past 2^64 are the largest seed, and whatever else is given is none.
js::Result<uint64_t> seedOf(js::Realm& realm, js::Value value) {
  if (value.isInt32()) return static_cast<uint64_t>(int64_t(value.asInt32()));
  if (value.isBigInt()) {
    WEFT_TRY(seed, js::FromJs<int64_t>::get(realm, value, 1));
    return static_cast<uint64_t>(seed);
  }
  if (!value.isNumber()) return uint64_t(0);
  double number = value.asNumber();
  if (number >= 0x1p64) return ~uint64_t(0);
  if (number >= 0) return static_cast<uint64_t>(number);
  return number > -0x1p63 ? static_cast<uint64_t>(static_cast<int64_t>(number)) : uint64_t(0);
}

uint32_t adler32(Bytes bytes, uint64_t) {
  return libdeflate_adler32(1, bytes.data(), bytes.size());
}
uint32_t crc32(Bytes bytes, uint64_t seed) {
  return libdeflate_crc32(uint32_t(seed), bytes.data(), bytes.size());
}
uint32_t city32(Bytes bytes, uint64_t) {
  return cityHash32(bytes);
}
uint32_t xxHash32(Bytes bytes, uint64_t seed) {
  return XXH32(bytes.data(), bytes.size(), uint32_t(seed));
}
uint64_t xxHash64(Bytes bytes, uint64_t seed) {
  return XXH64(bytes.data(), bytes.size(), seed);
}
/// Bun takes 32 bits of the seed.
uint64_t xxHash3(Bytes bytes, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), uint32_t(seed));
}
uint32_t murmur2(Bytes bytes, uint64_t seed) {
  return murmur32v2(bytes, uint32_t(seed));
}
uint32_t murmur3(Bytes bytes, uint64_t seed) {
  return murmur32v3(bytes, uint32_t(seed));
}

js::Value toValue(js::Realm&, uint32_t hash) {
  return js::Value::number(hash);
}
js::Value toValue(js::Realm& realm, uint64_t hash) {
  return js::bigIntUnsigned(realm, hash);
}

/// The hash of a text (as UTF-8) or of a view's bytes.
template <auto Hash>
js::Result<js::Value> hashOf(js::Realm& realm, js::Value data, js::Value seed) {
  WEFT_TRY(number, seedOf(realm, seed));
  WEFT_TRY(bytes, crypto::Data::of(realm, data, int32_t(0)));
  Bytes span = bytes.span();
  // libdeflate takes a null pointer for "none yet".
  return toValue(realm, Hash({crypto::nonNull(span.data()), span.size()}, number));
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&hashOf<&adler32>>("adler32"),       js::fn<&hashOf<&city32>>("cityHash32"),
    js::fn<&hashOf<&cityHash64>>("cityHash64"), js::fn<&hashOf<&crc32>>("crc32"),
    js::fn<&hashOf<&murmur2>>("murmur32v2"),    js::fn<&hashOf<&murmur3>>("murmur32v3"),
    js::fn<&hashOf<&murmur64v2>>("murmur64v2"), js::fn<&hashOf<&rapidhash>>("rapidhash"),
    js::fn<&hashOf<&wyhash>>("wyhash"),         js::fn<&hashOf<&xxHash3>>("xxHash3"),
    js::fn<&hashOf<&xxHash32>>("xxHash32"),     js::fn<&hashOf<&xxHash64>>("xxHash64"),
};

}  // namespace

const js::Binding kHashingBinding = {"hashing", kFunctions};

}  // namespace weft::runtime
