#include "base/hash.h"

#include <catch2/catch.hpp>
#include <set>

using namespace weft;

// Expected values: the reference implementation of MurmurHash3_x64_128, seed 0.
TEST_CASE("the content hash is MurmurHash3 x64-128") {
  CHECK(hash128("").hex() == "00000000000000000000000000000000");
  CHECK(hash128("hello").hex() == "cbd8a7b341bd9b025b1e906a48ae1d19");
  CHECK(hash128("The quick brown fox jumps over the lazy dog").hex() == "e34bbc7bbc071b6c7a433ca9c49a9347");
}

TEST_CASE("every length and every byte matters") {
  std::set<Hash128> seen;
  std::string text;
  for (int i = 0; i < 64; ++i) {
    CHECK(seen.insert(hash128(text)).second);
    text.push_back('\0');
  }
  for (size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = 1;
    CHECK(seen.insert(hash128(changed)).second);
  }
  CHECK(hash128("x", 1) != hash128("x", 2));
}
