#pragma once
// Text to bytes and back, in the encodings that Node's Buffer knows. Nothing here fails for what is
// malformed: unpaired surrogates and broken UTF-8 become U+FFFD, other characters lose their high
// bits or are skipped, as Node documents for each encoding.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "engine/value.h"

namespace weft::js {

/// The numbers are those of builtins/internal/buffer_native.ts.
enum class TextEncoding : uint8_t { Utf8, Utf16le, Latin1, Ascii, Hex, Base64, Base64url };
constexpr int kTextEncodings = 7;

/// The longest string there can be, in code units.
size_t maxStringLength();

/// How many bytes the text takes. For Hex and Base64, where characters may be skipped: the most it can take.
size_t encodedSize(StringChars, TextEncoding);
/// Writes as many whole characters as fit; gives the number of bytes.
size_t encodeInto(StringChars, TextEncoding, std::span<uint8_t>);
/// An error (ERR_STRING_TOO_LONG) when the text would be longer than a string can be.
Result<String> decodeText(Realm&, std::span<const uint8_t>, TextEncoding);

bool isAsciiBytes(std::span<const uint8_t>);
bool isUtf8Bytes(std::span<const uint8_t>);

/// Memory to read UTF-8 into which becomes the string itself when the bytes are ASCII. It can be made
/// and filled on any thread.
class TextMemory {
 public:
  /// Nothing when memory is out or the size is more than a string can have.
  static std::optional<TextMemory> allocate(size_t size);
  TextMemory(TextMemory&&) noexcept;
  TextMemory& operator=(TextMemory&&) noexcept;
  ~TextMemory();
  std::span<uint8_t> bytes();
  /// The first `used` bytes as text. Call once, on the realm's thread.
  Result<String> toText(Realm&, size_t used) &&;

 private:
  struct Impl;
  explicit TextMemory(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace weft::js
