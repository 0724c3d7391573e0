#pragma once
// The embedded builtins as they lie in the binary: an index sorted by id, then texts and bytecode.
// Written by tools/mkbuiltins. All numbers are little-endian; offsets are from the beginning of the
// image, or of the builtin's block; bytecode is aligned to kAlignment.
//
// What programs need at their start is read in place; the other builtins are each a block of
// base/zstd_block.h, which holds the source and behind it the bytecode.

#include <cstdint>

namespace weft::js {

struct BuiltinImageHeader {
  static constexpr uint32_t kMagic = 0x42544657;  // "WFTB"
  uint32_t magic;
  uint32_t count;
};

struct BuiltinImageEntry {
  static constexpr uint32_t kAlignment = 16;
  uint32_t idOffset, idLength;
  uint32_t sourceOffset, sourceLength;  // ASCII
  uint32_t bytecodeOffset, bytecodeLength;
  uint32_t sourceHash;
  uint32_t blockOffset, blockLength;  // 0: not compressed
  uint32_t reserved;
};

}  // namespace weft::js
