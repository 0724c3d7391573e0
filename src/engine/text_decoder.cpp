#include "engine/text_decoder.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <wtf/SIMDUTF.h>

#include "engine/internal.h"
#include "engine/legacy_encodings.h"
#include "engine/text_codec.h"

namespace weft::js {

namespace {

using ByteSpan = std::span<const uint8_t>;
constexpr char16_t kReplacement = 0xFFFD, kByteOrderMark = 0xFEFF;

const char* charsOf(ByteSpan bytes) {
  return reinterpret_cast<const char*>(bytes.data());
}

bool startsWithUtf8Mark(ByteSpan bytes) {
  return bytes.size() >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
}

Result<Value> asValue(Result<String> text) {
  if (!text) return std::unexpected(std::move(text).error());
  return *text;
}

/// Continuation bytes that a lead byte asks for.
unsigned continuationsAfter(uint8_t lead) {
  return lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
}

bool mayFollowLead(uint8_t lead, uint8_t second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

/// How many bytes at the end begin a character that further bytes could complete.
size_t unfinishedUtf8(ByteSpan bytes) {
  for (size_t n = 1; n <= 3 && n <= bytes.size(); ++n) {
    uint8_t byte = bytes[bytes.size() - n];
    if ((byte & 0xC0) == 0x80) continue;
    if (byte < 0xC2 || byte > 0xF4 || continuationsAfter(byte) < n) return 0;
    return n == 1 || mayFollowLead(byte, bytes[bytes.size() - n + 1]) ? n : 0;
  }
  return 0;
}

class Utf8Decoder final : public TextDecoder {
 public:
  explicit Utf8Decoder(DecoderOptions options) : options_(options) {}

  Result<Value> decode(Realm& realm, ByteSpan chunk, Chunk position) override {
    std::vector<uint8_t> joined;
    ByteSpan bytes = chunk;
    if (!pending_.empty()) {
      joined = std::move(pending_);
      joined.insert(joined.end(), chunk.begin(), chunk.end());
      bytes = joined;
    }
    size_t unfinished = position == Chunk::Last ? 0 : unfinishedUtf8(bytes);
    ByteSpan whole = bytes.first(bytes.size() - unfinished);
    auto rest = bytes.last(unfinished);
    pending_ = std::vector<uint8_t>(rest.begin(), rest.end());
    // The mark counts at the start of the stream only, and is decided with its first character.
    DecoderOptions options = options_;
    if (!whole.empty()) options_.ignoresByteOrderMark = true;
    return decodeUtf8Once(realm, whole, options);
  }

 private:
  DecoderOptions options_;
  std::vector<uint8_t> pending_;
};

/// The other decoders gather code units.
class UnitDecoder : public TextDecoder {
 public:
  explicit UnitDecoder(DecoderOptions options) : isFatal_(options.isFatal) {}

  Result<Value> decode(Realm& realm, ByteSpan bytes, Chunk position) final {
    std::u16string text;
    text.reserve(bytes.size());
    if (!append(bytes, position, text)) return Value();
    return finish(realm, text);
  }

 protected:
  virtual Result<Value> finish(Realm& realm, std::u16string& text) { return String::fromUtf16(realm, text); }
  /// False if the bytes are malformed and that is fatal.
  virtual bool append(ByteSpan, Chunk, std::u16string& text) = 0;
  /// Puts a replacement, or tells that the decoder fails.
  bool malformed(std::u16string& text) {
    if (!isFatal_) text.push_back(kReplacement);
    return !isFatal_;
  }
  bool isFatal() const { return isFatal_; }

 private:
  bool isFatal_;
};

// https://encoding.spec.whatwg.org/#shared-utf-16-decoder
class Utf16Decoder final : public UnitDecoder {
 public:
  enum class Order : uint8_t { Little, Big };
  Utf16Decoder(Order order, DecoderOptions options)
      : UnitDecoder(options), order_(order), mayHaveMark_(!options.ignoresByteOrderMark) {}

 protected:
  bool append(ByteSpan bytes, Chunk position, std::u16string& text) override {
    for (uint8_t byte : bytes) {
      if (pendingByte_ < 0) {
        pendingByte_ = byte;
        continue;
      }
      int first = std::exchange(pendingByte_, -1);
      int unit = order_ == Order::Little ? byte << 8 | first : first << 8 | byte;
      if (!appendUnit(static_cast<char16_t>(unit), text)) return false;
    }
    if (position == Chunk::More || (pendingByte_ < 0 && !pendingHigh_)) return true;
    return malformed(text);
  }

  Result<Value> finish(Realm& realm, std::u16string& text) override {
    if (mayHaveMark_ && !text.empty()) {
      mayHaveMark_ = false;
      if (text[0] == kByteOrderMark) text.erase(0, 1);
    }
    return String::fromUtf16(realm, text);
  }

 private:
  bool appendUnit(char16_t unit, std::u16string& text) {
    bool isLow = (unit & 0xFC00) == 0xDC00;
    if (pendingHigh_) {
      char16_t high = std::exchange(pendingHigh_, 0);
      if (isLow) {
        text.push_back(high);
        text.push_back(unit);
        return true;
      }
      if (!malformed(text)) return false;
    }
    if (isLow) return malformed(text);
    if ((unit & 0xFC00) == 0xD800)
      pendingHigh_ = unit;
    else
      text.push_back(unit);
    return true;
  }

  Order order_;
  bool mayHaveMark_;
  int pendingByte_ = -1;
  char16_t pendingHigh_ = 0;
};

class SingleByteDecoder final : public UnitDecoder {
 public:
  SingleByteDecoder(const SingleByteTable& table, DecoderOptions options) : UnitDecoder(options), table_(table) {}

 protected:
  bool append(ByteSpan bytes, Chunk, std::u16string& text) override {
    for (uint8_t byte : bytes) {
      char16_t unit = byte < 128 ? byte : table_[byte - 128];
      if (unit == kReplacement && isFatal()) return false;
      text.push_back(unit);
    }
    return true;
  }

 private:
  SingleByteTable table_;
};

/// ICU's own callback puts U+001A for some converters.
void putReplacement(const void*, UConverterToUnicodeArgs* arguments, const char*, int32_t,
                    UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, &kReplacement, 1, 0, status);
}

class ConverterDecoder : public UnitDecoder {
 public:
  ConverterDecoder(UConverter* converter, DecoderOptions options) : UnitDecoder(options), converter_(converter) {
    UErrorCode status = U_ZERO_ERROR;
    auto callback = options.isFatal ? UCNV_TO_U_CALLBACK_STOP : putReplacement;
    ucnv_setToUCallBack(converter, callback, nullptr, nullptr, nullptr, &status);
  }
  ~ConverterDecoder() override { ucnv_close(converter_); }

 protected:
  bool append(ByteSpan bytes, Chunk position, std::u16string& text) override {
    const char* source = charsOf(bytes);
    const char* sourceEnd = source + bytes.size();
    UErrorCode status;
    do {
      UChar buffer[1024];
      UChar* target = buffer;
      status = U_ZERO_ERROR;
      ucnv_toUnicode(converter_, &target, buffer + std::size(buffer), &source, sourceEnd, nullptr,
                     position == Chunk::Last, &status);
      text.append(buffer, target);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    return U_SUCCESS(status);
  }

 private:
  UConverter* converter_;
};

/// Takes corrected pairs of bytes out of what the converter sees.
class CorrectedDecoder final : public ConverterDecoder {
 public:
  CorrectedDecoder(UConverter* converter, std::span<const PairCorrection> corrections, DecoderOptions options)
      : ConverterDecoder(converter, options), corrections_(corrections) {}

 protected:
  bool append(ByteSpan bytes, Chunk position, std::u16string& text) override {
    std::vector<uint8_t> run;
    for (uint8_t byte : bytes) {
      if (!lead_) {
        if (byte >= 0x81 && byte <= 0xFE)
          lead_ = byte;
        else
          run.push_back(byte);
        continue;
      }
      uint8_t lead = std::exchange(lead_, 0);
      char16_t meaning = corrected(static_cast<uint16_t>(lead << 8 | byte));
      if (!meaning) {
        run.insert(run.end(), {lead, byte});
        continue;
      }
      if (!ConverterDecoder::append(run, Chunk::More, text)) return false;
      run.clear();
      text.push_back(meaning);
    }
    if (position == Chunk::Last && lead_) run.push_back(std::exchange(lead_, 0));
    return ConverterDecoder::append(run, position, text);
  }

 private:
  char16_t corrected(uint16_t bytes) const {
    auto found = std::ranges::lower_bound(corrections_, bytes, {}, &PairCorrection::bytes);
    return found != corrections_.end() && found->bytes == bytes ? found->meaning : 0;
  }

  std::span<const PairCorrection> corrections_;
  uint8_t lead_ = 0;
};

std::unique_ptr<TextDecoder> createConverterDecoder(std::string_view encoding, DecoderOptions options) {
  const char* name = converterName(encoding);
  if (!name) return nullptr;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return nullptr;
  auto corrections = pairCorrections(encoding);
  if (corrections.empty()) return std::make_unique<ConverterDecoder>(converter, options);
  return std::make_unique<CorrectedDecoder>(converter, corrections, options);
}

template <class Char>
Result<Value> decodeBase64(Realm& realm, const Char* data, size_t length) {
  std::span<LChar> out;
  size_t most = simdutf::maximal_binary_length_from_base64(data, length);
  auto impl = WTF::StringImpl::tryCreateUninitialized(most, out);
  if (!impl) return fail(JsError::rangeError("Out of memory"));
  // The strict rules for padding and the last bits are other functions' options: this is the forgiving decode.
  auto result = simdutf::base64_to_binary(data, length, reinterpret_cast<char*>(out.data()), simdutf::base64_default,
                                          simdutf::loose);
  if (result.error != simdutf::SUCCESS) return Value();
  WTF::String text(WTFMove(impl));
  return fromJSC(
      JSC::jsString(jscVM(realm), result.count == most ? text : text.left(static_cast<unsigned>(result.count))));
}

}  // namespace

std::unique_ptr<TextDecoder> TextDecoder::create(std::string_view encoding, DecoderOptions options) {
  if (encoding == "utf-8") return std::make_unique<Utf8Decoder>(options);
  if (encoding == "utf-16le") return std::make_unique<Utf16Decoder>(Utf16Decoder::Order::Little, options);
  if (encoding == "utf-16be") return std::make_unique<Utf16Decoder>(Utf16Decoder::Order::Big, options);
  if (auto table = singleByteTable(encoding)) return std::make_unique<SingleByteDecoder>(*table, options);
  return createConverterDecoder(encoding, options);
}

Result<Value> decodeUtf8Once(Realm& realm, ByteSpan bytes, DecoderOptions options) {
  if (!options.ignoresByteOrderMark && startsWithUtf8Mark(bytes)) bytes = bytes.subspan(3);
  if (options.isFatal && !isUtf8Bytes(bytes)) return Value();
  return asValue(decodeText(realm, bytes, TextEncoding::Utf8));
}

bool isSharedMemory(Value bufferOrView) {
  if (!bufferOrView.isObject()) return false;
  JSC::JSValue value = toJSC(bufferOrView);
  if (auto* view = JSC::jsDynamicCast<JSC::JSArrayBufferView*>(value)) return view->isShared();
  auto* buffer = JSC::jsDynamicCast<JSC::JSArrayBuffer*>(value);
  return buffer && buffer->isShared();
}

size_t utf16LengthOf(ByteSpan validUtf8) {
  return simdutf::utf16_length_from_utf8(charsOf(validUtf8), validUtf8.size());
}

Result<Value> forgivingBase64Decode(Realm& realm, String string) {
  WEFT_TRY(text, string.chars(realm));
  if (!text.length) return Value(String::fromStatic(realm, ""));
  if (text.is8Bit) return decodeBase64(realm, reinterpret_cast<const char*>(text.latin1), text.length);
  return decodeBase64(realm, text.utf16, text.length);
}

Result<Value> base64Encode(Realm& realm, String string) {
  WEFT_TRY(text, string.chars(realm));
  if (text.is8Bit) return asValue(decodeText(realm, {text.latin1, text.length}, TextEncoding::Base64));
  std::vector<uint8_t> bytes(text.length);
  for (size_t i = 0; i < text.length; ++i) {
    if (text.utf16[i] > 0xFF) return Value();
    bytes[i] = static_cast<uint8_t>(text.utf16[i]);
  }
  return asValue(decodeText(realm, bytes, TextEncoding::Base64));
}

}  // namespace weft::js
