// What all codecs do alike.

#include "runtime/codec.h"

#include <algorithm>

namespace weft::runtime {

namespace {

constexpr size_t kFirstRoom = size_t{1} << 10;
constexpr size_t kMostOfFirstRoom = size_t{64} << 20;

/// False when memory is out. The output may grow one byte past `limit`: that is how too much of it shows.
bool grow(HeapBytes& bytes, size_t limit) {
  size_t next = bytes.size() + bytes.size() / 2;
  return bytes.resize(std::min(next, limit + 1));
}

}  // namespace

CodecError unexpectedEnd() {
  return {"unexpected end of file", "Z_BUF_ERROR", -5};
}

CodecOutput Codec::processAll(std::span<const uint8_t> input, int flush, size_t limit) {
  CodecOutput output;
  size_t guess = std::min(std::clamp(guessOutput(input), kFirstRoom, kMostOfFirstRoom), limit + 1);
  CodecError outOfMemory{"Cannot allocate memory", "Z_MEM_ERROR", -4};
  if (!output.bytes.resize(guess)) {
    output.error = outOfMemory;
    return output;
  }
  CodecBuffers io{input.data(), input.size(), nullptr, 0};
  for (;;) {
    auto room = output.bytes.span().subspan(output.used);
    io.out = room.data();
    io.outSize = room.size();
    process(io, flush);
    output.used += room.size() - io.outSize;
    output.unread = io.inSize;
    if ((output.error = error(io, flush))) return output;
    if (output.used > limit) {
      output.tooLarge = true;
      return output;
    }
    if (io.outSize != 0) return output;
    if (!grow(output.bytes, limit)) {
      output.error = outOfMemory;
      return output;
    }
  }
}

}  // namespace weft::runtime
