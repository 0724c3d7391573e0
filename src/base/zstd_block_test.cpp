#include "base/zstd_block.h"

#include <catch2/catch.hpp>

using namespace weft;

TEST_CASE("a block comes back as it was") {
  std::vector<uint8_t> bytes;
  for (int i = 0; i < 100000; ++i) bytes.push_back(static_cast<uint8_t>(i * i / 7));
  std::vector<uint8_t> block = compressBlock(bytes);
  CHECK(block.size() < bytes.size());
  std::vector<uint8_t> out(bytes.size());
  REQUIRE(decompressBlock(block, out));
  CHECK(out == bytes);
}

TEST_CASE("a damaged block is refused") {
  std::vector<uint8_t> block = compressBlock(std::vector<uint8_t>(1000, 7));
  std::vector<uint8_t> out(1000);
  block.resize(block.size() / 2);
  CHECK(!decompressBlock(block, out));
  CHECK(!decompressBlock({}, out));
}
