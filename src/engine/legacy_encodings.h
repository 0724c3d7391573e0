#pragma once
// The tables of the Encoding Standard's legacy encodings. For .cpp files of src/engine only.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace weft::js {

/// What the bytes from 128 on mean in a single-byte encoding; U+FFFD for those that mean nothing.
using SingleByteTable = std::array<char16_t, 128>;

/// nullopt if the standard has no such single-byte encoding.
std::optional<SingleByteTable> singleByteTable(std::string_view encoding);
/// ICU's name of the converter for an encoding of several bytes a character; null if there is none.
const char* converterName(std::string_view encoding);

/// What two bytes mean, where ICU's converter has it differently.
struct PairCorrection {
  uint16_t bytes;
  char16_t meaning;
};
/// In ascending order of the bytes. A lead byte is 0x81 to 0xFE, and decides what the next byte belongs to.
std::span<const PairCorrection> pairCorrections(std::string_view encoding);

}  // namespace weft::js
