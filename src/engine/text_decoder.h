#pragma once
// Decoders of the WHATWG's Encoding Standard (https://encoding.spec.whatwg.org) for TextDecoder, which keep what a
// chunk leaves unfinished. The legacy encodings' tables are ICU's, corrected where the standard differs.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/value.h"

namespace weft::js {

struct DecoderOptions {
  bool isFatal = false;
  bool ignoresByteOrderMark = false;
};
enum class Chunk : uint8_t { More, Last };

class TextDecoder {
 public:
  /// `encoding` is the standard's name in lower case; null for one that it doesn't have, and for "replacement".
  static std::unique_ptr<TextDecoder> create(std::string_view encoding, DecoderOptions);
  virtual ~TextDecoder() = default;
  /// The text of the chunk's whole characters; undefined if it is malformed and the decoder is fatal. After the last
  /// chunk, and after undefined, the decoder must not be used again.
  virtual Result<Value> decode(Realm&, std::span<const uint8_t>, Chunk) = 0;
};

/// Decodes UTF-8 at once; undefined as above.
Result<Value> decodeUtf8Once(Realm&, std::span<const uint8_t>, DecoderOptions);
/// Whether other threads may write the memory of this buffer or view: it must be copied before it is read twice.
bool isSharedMemory(Value bufferOrView);
/// How many UTF-16 code units valid UTF-8 has.
size_t utf16LengthOf(std::span<const uint8_t> validUtf8);
/// https://infra.spec.whatwg.org/#forgiving-base64-decode to a string of bytes; undefined if it is malformed.
Result<Value> forgivingBase64Decode(Realm&, String);
/// The base64 of a string of bytes; undefined if a code unit is above 255.
Result<Value> base64Encode(Realm&, String);

}  // namespace weft::js
