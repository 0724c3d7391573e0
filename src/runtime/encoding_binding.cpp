// native("encoding"): TextEncoder, TextDecoder, atob and btoa.

#include <cstring>
#include <memory>
#include <vector>

#include "engine/class.h"
#include "engine/text_codec.h"
#include "engine/text_decoder.h"
#include "runtime/bindings.h"

namespace weft::runtime {

namespace {

using js::TextEncoding;
using js::Value;

// The flags of builtins/web/encoding.ts.
constexpr int32_t kFatal = 1, kIgnoreByteOrderMark = 2;

js::DecoderOptions optionsOf(int32_t flags) {
  return {.isFatal = (flags & kFatal) != 0, .ignoresByteOrderMark = (flags & kIgnoreByteOrderMark) != 0};
}

/// The bytes to decode; a copy of memory that other threads can write meanwhile.
struct StableBytes {
  explicit StableBytes(Value value) {
    js::Bytes bytes = js::bytesOf(value);
    span = bytes.span();
    if (!js::isSharedMemory(value)) return;
    copy.assign(bytes.data, bytes.data + bytes.size);
    span = copy;
  }
  std::vector<uint8_t> copy;
  std::span<const uint8_t> span;
};

class Decoder final : public js::Native {
 public:
  explicit Decoder(std::unique_ptr<js::TextDecoder> decoder) : decoder_(std::move(decoder)) {}
  js::TextDecoder& decoder() { return *decoder_; }

  static const js::ClassSpec kClass;

 private:
  std::unique_ptr<js::TextDecoder> decoder_;
};
constexpr js::ClassSpec Decoder::kClass = js::classWithoutConstructor<Decoder>("Decoder", {});

js::Result<Value> encodeUtf8(js::Realm& realm, js::String text) {
  WEFT_TRY(chars, text.chars(realm));
  WEFT_TRY(fresh, js::createUninitialisedUint8Array(realm, js::encodedSize(chars, TextEncoding::Utf8)));
  js::encodeInto(chars, TextEncoding::Utf8, js::bytesOf(fresh.array).span());
  return fresh.array;
}

js::Result<void> encodeInto(js::Realm& realm, js::String text, js::Bytes target, js::Bytes counts) {
  WEFT_TRY(chars, text.chars(realm));
  size_t written = js::encodeInto(chars, TextEncoding::Utf8, target.span());
  uint32_t pair[] = {static_cast<uint32_t>(js::utf16LengthOf(target.span().first(written))),
                     static_cast<uint32_t>(written)};
  if (counts.size < sizeof pair) return js::fail(js::JsError::rangeError("The array of counts is too short"));
  std::memcpy(counts.data, pair, sizeof pair);
  return {};
}

js::Result<Value> decodeUtf8(js::Realm& realm, Value bytes, int32_t flags) {
  return js::decodeUtf8Once(realm, StableBytes(bytes).span, optionsOf(flags));
}

js::Result<Value> newDecoder(js::Realm& realm, const std::string& encoding, int32_t flags) {
  auto decoder = js::TextDecoder::create(encoding, optionsOf(flags));
  if (!decoder) {
    return js::fail(js::JsError(js::ErrorKind::RangeError, "ERR_ENCODING_NOT_SUPPORTED",
                                "The \"" + encoding + "\" encoding is not supported"));
  }
  return Value(js::wrap(realm, std::make_unique<Decoder>(std::move(decoder))));
}

js::Result<Value> decode(js::Realm& realm, Decoder* decoder, Value bytes, bool isLast) {
  return decoder->decoder().decode(realm, StableBytes(bytes).span, isLast ? js::Chunk::Last : js::Chunk::More);
}

bool isBytes(Value value) {
  return js::bytesOf(value).valid;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&encodeUtf8>("encodeUTF8"),          js::fn<&encodeInto>("encodeInto"), js::fn<&decodeUtf8>("decodeUTF8"),
    js::fn<&newDecoder>("newDecoder"),          js::fn<&decode>("decode"),         js::fn<&isBytes>("isBytes"),
    js::fn<&js::forgivingBase64Decode>("atob"), js::fn<&js::base64Encode>("btoa"),
};

}  // namespace

const js::Binding kEncodingBinding = {"encoding", kFunctions};

}  // namespace weft::runtime
