#include "base/zstd_block.h"

#include <zstd.h>

#include "base/check.h"

namespace weft {

namespace {

// The next levels take several times as long for a few percent.
constexpr int kLevel = 12;

}  // namespace

std::vector<uint8_t> compressBlock(std::span<const uint8_t> bytes) {
  std::vector<uint8_t> out(ZSTD_compressBound(bytes.size()));
  size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kLevel);
  CHECK(!ZSTD_isError(size));
  out.resize(size);
  return out;
}

bool decompressBlock(std::span<const uint8_t> block, std::span<uint8_t> out) {
  return ZSTD_decompress(out.data(), out.size(), block.data(), block.size()) == out.size();
}

}  // namespace weft
