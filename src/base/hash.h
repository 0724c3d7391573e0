#pragma once

// The content hash of sources and cache entries: MurmurHash3 x64-128 (Austin Appleby's algorithm, written
// anew from its description). Fast and well spread, not cryptographic: it names content, it proves nothing.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace weft {

struct Hash128 {
  uint64_t low = 0;
  uint64_t high = 0;

  friend bool operator==(const Hash128&, const Hash128&) = default;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
  /// 32 lower-case hexadecimal digits.
  [[nodiscard]] std::string hex() const;
};

[[nodiscard]] Hash128 hash128(std::string_view bytes, uint64_t seed = 0);
[[nodiscard]] inline uint64_t hash64(std::string_view bytes, uint64_t seed = 0) {
  return hash128(bytes, seed).low;
}

/// For unordered containers keyed by text that are asked with a string_view.
struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

}  // namespace weft
