#pragma once
// What node:zlib compresses and decompresses with: zlib, brotli and zstd behind one face. A codec touches no
// JavaScript; it may be used on any thread, by one at a time. Its libraries' headers stay in zlib_codec.cpp,
// brotli_codec.cpp, zstd_codec.cpp and whole_deflate.cpp.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/fs_values.h"

namespace weft::runtime {

/// As Node tells of it: message, `code` and `errno`.
struct CodecError {
  std::string message;
  std::string code;
  int number = 0;
};

/// What is left to read, and the room that is left.
struct CodecBuffers {
  const uint8_t* in;
  size_t inSize;
  uint8_t* out;
  size_t outSize;
};

/// Everything that came of an input in one go.
struct CodecOutput {
  HeapBytes bytes;
  size_t used = 0;
  size_t unread = 0;  // of the input
  bool tooLarge = false;
  std::optional<CodecError> error;
};

class Codec {
 public:
  virtual ~Codec() = default;
  /// Goes on as far as input and room allow, and moves both on. `flush` is the library's own word.
  virtual void process(CodecBuffers&, int flush) = 0;
  /// What was wrong with the last process(), which left `buffers`.
  virtual std::optional<CodecError> error(const CodecBuffers& buffers, int flush) const = 0;
  /// Back to the beginning.
  virtual std::optional<CodecError> reset() = 0;
  virtual std::optional<CodecError> setParams(int, int) { return std::nullopt; }
  /// Whether it makes more of less: decompression.
  virtual bool expands() const = 0;
  /// Likely about so many bytes will come of an input: where the output begins to grow from.
  virtual size_t guessOutput(std::span<const uint8_t> input) const {
    return expands() ? input.size() * 4 : input.size();
  }
  /// About so much memory it holds.
  virtual size_t memoryCost() const = 0;
  /// All of an input at once, and at most `limit` bytes of output. The codec is at its end then.
  virtual CodecOutput processAll(std::span<const uint8_t> input, int flush, size_t limit);
};

/// node:zlib's constants DEFLATE to UNZIP.
enum class ZlibMode : int { Deflate = 1, Inflate, Gzip, Gunzip, DeflateRaw, InflateRaw, Unzip };

struct ZlibSettings {
  ZlibMode mode;
  int windowBits, level, memLevel, strategy;
  std::vector<uint8_t> dictionary;
};

std::unique_ptr<Codec> createZlibCodec(ZlibSettings);
/// zlib's CRC-32 of `bytes`, going on from `value`.
uint32_t crc32Of(uint32_t value, std::span<const uint8_t> bytes);

/// Parameters by number; kUnsetParam where none was given.
inline constexpr uint32_t kUnsetParam = UINT32_MAX;
/// Null when a parameter is refused or memory is out.
std::unique_ptr<Codec> createBrotliEncoder(std::vector<uint32_t> params);
std::unique_ptr<Codec> createBrotliDecoder(std::vector<uint32_t> params);

struct ZstdSettings {
  std::vector<uint32_t> params;
  std::optional<uint64_t> inputSize;
  std::vector<uint8_t> dictionary;
};
Result<std::unique_ptr<Codec>, CodecError> createZstdEncoder(ZstdSettings);
Result<std::unique_ptr<Codec>, CodecError> createZstdDecoder(ZstdSettings);

/// What every library lacks at the end of a truncated input.
CodecError unexpectedEnd();

// whole_deflate.cpp: whole inputs by libdeflate, which is faster than zlib. Nothing when the input or the settings
// are for zlib after all: a fault is zlib's to tell.
std::optional<CodecOutput> deflateWhole(const ZlibSettings&, std::span<const uint8_t> input, size_t limit);
std::optional<CodecOutput> inflateWhole(const ZlibSettings&, std::span<const uint8_t> input, size_t limit);

}  // namespace weft::runtime
