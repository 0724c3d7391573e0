#pragma once
// Blocks of bytes that are compressed when weft is built and read when it runs. What a program compresses goes through
// runtime/codec.h.

#include <cstdint>
#include <span>
#include <vector>

namespace weft {

[[nodiscard]] std::vector<uint8_t> compressBlock(std::span<const uint8_t> bytes);
/// `out` is as large as the bytes were. False: the block is damaged.
[[nodiscard]] bool decompressBlock(std::span<const uint8_t> block, std::span<uint8_t> out);

}  // namespace weft
