#pragma once
// The embedded builtins as they lie in the binary: an index sorted by id, then texts and bytecode.
// Written by tools/mkbuiltins, read in place. All numbers are little-endian; offsets are from the
// beginning of the image; bytecode is aligned to kAlignment.

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
  uint32_t reserved;
};

}  // namespace weft::js
