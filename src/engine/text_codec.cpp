// Text to bytes and back. The common cases go through simdutf, which WTF carries.

#include "engine/text_codec.h"

#include <array>
#include <cstring>

#include <wtf/SIMDUTF.h>

#include "base/utf.h"
#include "engine/internal.h"

namespace weft::js {

namespace {

const char* charsOf(const uint8_t* p) {
  return reinterpret_cast<const char*>(p);
}
char* charsOf(uint8_t* p) {
  return reinterpret_cast<char*>(p);
}

char16_t unitAt(StringChars text, size_t i) {
  return text.is8Bit ? text.latin1[i] : text.utf16[i];
}

std::unexpected<JsError> tooLong() {
  return fail(
      JsError(ErrorKind::Error, "ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x7fffffff characters"));
}

/// A string whose `length` code units `fill` writes.
template <class Char, class Fill>
Result<String> makeString(Realm& realm, size_t length, Fill fill) {
  if (!length) return String::fromStatic(realm, "");
  if (length > maxStringLength()) return tooLong();
  std::span<Char> out;
  auto impl = WTF::StringImpl::tryCreateUninitialized(length, out);
  if (!impl) return fail(JsError::rangeError("Out of memory"));
  fill(out.data());
  return fromJSC(JSC::jsString(jscVM(realm), WTF::String(WTFMove(impl)))).asString();
}

// UTF-8.

/// The code point at `i`, which moves past it; an unpaired surrogate is U+FFFD.
char32_t nextCodePoint(StringChars text, size_t& i) {
  char16_t unit = unitAt(text, i++);
  if ((unit & 0xF800) != 0xD800) return unit;
  if (unit <= 0xDBFF && i < text.length) {
    char16_t low = unitAt(text, i);
    if ((low & 0xFC00) == 0xDC00) {
      ++i;
      return 0x10000 + ((char32_t(unit) - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  return kReplacementCharacter;
}

size_t utf8Units(char32_t c) {
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

uint8_t* putUtf8(uint8_t* out, char32_t c) {
  switch (utf8Units(c)) {
    case 1:
      *out++ = uint8_t(c);
      return out;
    case 2:
      *out++ = uint8_t(0xC0 | c >> 6);
      break;
    case 3:
      *out++ = uint8_t(0xE0 | c >> 12);
      *out++ = uint8_t(0x80 | (c >> 6 & 0x3F));
      break;
    default:
      *out++ = uint8_t(0xF0 | c >> 18);
      *out++ = uint8_t(0x80 | (c >> 12 & 0x3F));
      *out++ = uint8_t(0x80 | (c >> 6 & 0x3F));
  }
  *out++ = uint8_t(0x80 | (c & 0x3F));
  return out;
}

size_t utf8Size(StringChars text) {
  if (text.is8Bit) return simdutf::utf8_length_from_latin1(charsOf(text.latin1), text.length);
  if (simdutf::validate_utf16le(text.utf16, text.length))
    return simdutf::utf8_length_from_utf16le(text.utf16, text.length);
  size_t size = 0;
  for (size_t i = 0; i < text.length;) size += utf8Units(nextCodePoint(text, i));
  return size;
}

size_t encodeUtf8(StringChars text, std::span<uint8_t> into) {
  // Three bytes are the most that a code unit takes: with that much room nothing needs to be counted.
  if (text.is8Bit) {
    if (into.size() >= text.length * 2 || into.size() >= utf8Size(text))
      return simdutf::convert_latin1_to_utf8(charsOf(text.latin1), text.length, charsOf(into.data()));
  } else if (into.size() >= text.length * 3 || into.size() >= utf8Size(text)) {
    // Gives 0 for unpaired surrogates.
    size_t n = simdutf::convert_utf16le_to_utf8(text.utf16, text.length, charsOf(into.data()));
    if (n || !text.length) return n;
  }
  uint8_t* out = into.data();
  uint8_t* end = out + into.size();
  for (size_t i = 0; i < text.length;) {
    char32_t c = nextCodePoint(text, i);
    if (size_t(end - out) < utf8Units(c)) break;
    out = putUtf8(out, c);
  }
  return size_t(out - into.data());
}

Result<String> decodeUtf8Text(Realm& realm, std::span<const uint8_t> bytes) {
  const char* data = charsOf(bytes.data());
  if (isAsciiBytes(bytes))
    return makeString<LChar>(realm, bytes.size(), [&](LChar* out) { memcpy(out, bytes.data(), bytes.size()); });
  if (!simdutf::validate_utf8(data, bytes.size())) {
    std::u16string text = utf8ToUtf16({data, bytes.size()});
    return makeString<char16_t>(realm, text.size(), [&](char16_t* out) { memcpy(out, text.data(), text.size() * 2); });
  }
  // Text of Latin-1 alone stays in 8 bits; its lead bytes are C2 and C3.
  bool isLatin1 = true;
  for (uint8_t b : bytes) isLatin1 &= b < 0xC4;
  if (isLatin1) {
    return makeString<LChar>(realm, simdutf::latin1_length_from_utf8(data, bytes.size()), [&](LChar* out) {
      (void)simdutf::convert_valid_utf8_to_latin1(data, bytes.size(), charsOf(out));
    });
  }
  return makeString<char16_t>(realm, simdutf::utf16_length_from_utf8(data, bytes.size()), [&](char16_t* out) {
    (void)simdutf::convert_valid_utf8_to_utf16le(data, bytes.size(), out);
  });
}

// Hex.

constexpr uint8_t kNoDigit = 0xFF;

constexpr std::array<uint8_t, 256> kHexDigits = [] {
  std::array<uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (int i = 0; i < 10; ++i) table['0' + i] = uint8_t(i);
  for (int i = 0; i < 6; ++i) table['a' + i] = table['A' + i] = uint8_t(10 + i);
  return table;
}();

uint8_t digit(const std::array<uint8_t, 256>& table, char16_t c) {
  return c < 256 ? table[c] : kNoDigit;
}

/// Ends at the first pair that is none.
size_t encodeHex(StringChars text, std::span<uint8_t> into) {
  size_t n = 0;
  for (; n < into.size() && n * 2 + 1 < text.length; ++n) {
    uint8_t high = digit(kHexDigits, unitAt(text, n * 2)), low = digit(kHexDigits, unitAt(text, n * 2 + 1));
    if (high == kNoDigit || low == kNoDigit) break;
    into[n] = uint8_t(high << 4 | low);
  }
  return n;
}

Result<String> decodeHex(Realm& realm, std::span<const uint8_t> bytes) {
  if (bytes.size() > maxStringLength() / 2) return tooLong();
  return makeString<LChar>(realm, bytes.size() * 2, [&](LChar* out) {
    constexpr char kDigits[] = "0123456789abcdef";
    for (uint8_t b : bytes) {
      *out++ = LChar(kDigits[b >> 4]);
      *out++ = LChar(kDigits[b & 15]);
    }
  });
}

// Base64. Both alphabets are read whichever was named; what is in neither is skipped.

constexpr std::array<uint8_t, 256> kBase64Digits = [] {
  std::array<uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (int i = 0; i < 26; ++i) {
    table['A' + i] = uint8_t(i);
    table['a' + i] = uint8_t(26 + i);
  }
  for (int i = 0; i < 10; ++i) table['0' + i] = uint8_t(52 + i);
  table['+'] = table['-'] = 62;
  table['/'] = table['_'] = 63;
  return table;
}();

size_t base64Size(StringChars text) {
  size_t length = text.length;
  if (length && unitAt(text, length - 1) == '=') --length;
  if (length > 1 && unitAt(text, length - 1) == '=') --length;
  return length / 4 * 3 + length % 4 * 3 / 4;
}

/// Well-formed text, or nothing.
std::optional<size_t> encodeWellFormedBase64(StringChars text, std::span<uint8_t> into) {
  size_t size = into.size();
  auto run = [&](auto* chars) {
    return simdutf::base64_to_binary_safe(chars, text.length, charsOf(into.data()), size,
                                          simdutf::base64_default_or_url);
  };
  auto result = text.is8Bit ? run(charsOf(text.latin1)) : run(text.utf16);
  return result.error == simdutf::SUCCESS ? std::optional(size) : std::nullopt;
}

size_t encodeBase64(StringChars text, std::span<uint8_t> into) {
  if (auto size = encodeWellFormedBase64(text, into)) return *size;
  size_t n = 0, at = 0;
  uint32_t group = 0;
  int bits = 0;
  while (n < into.size() && at < text.length) {
    uint8_t value = digit(kBase64Digits, unitAt(text, at++));
    if (value == kNoDigit) continue;
    group = group << 6 | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    into[n++] = uint8_t(group >> bits);
    group &= (1u << bits) - 1;
  }
  return n;
}

Result<String> decodeBase64(Realm& realm, std::span<const uint8_t> bytes, simdutf::base64_options options) {
  size_t length = simdutf::base64_length_from_binary(bytes.size(), options);
  return makeString<LChar>(realm, length, [&](LChar* out) {
    (void)simdutf::binary_to_base64(charsOf(bytes.data()), bytes.size(), charsOf(out), options);
  });
}

// One byte a character.

size_t encodeLatin1(StringChars text, std::span<uint8_t> into) {
  size_t n = std::min(text.length, into.size());
  if (text.is8Bit)
    memcpy(into.data(), text.latin1, n);
  else
    for (size_t i = 0; i < n; ++i) into[i] = uint8_t(text.utf16[i]);
  return n;
}

size_t encodeUtf16(StringChars text, std::span<uint8_t> into) {
  size_t n = std::min(text.length, into.size() / 2);
  if (!text.is8Bit) {
    memcpy(into.data(), text.utf16, n * 2);
  } else {
    for (size_t i = 0; i < n; ++i) {
      into[i * 2] = text.latin1[i];
      into[i * 2 + 1] = 0;
    }
  }
  return n * 2;
}

}  // namespace

size_t maxStringLength() {
  return WTF::String::MaxLength;
}

size_t encodedSize(StringChars text, TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::Utf8:
      return utf8Size(text);
    case TextEncoding::Utf16le:
      return text.length * 2;
    case TextEncoding::Latin1:
    case TextEncoding::Ascii:
      return text.length;
    case TextEncoding::Hex:
      return text.length / 2;
    case TextEncoding::Base64:
    case TextEncoding::Base64url:
      return base64Size(text);
  }
  return 0;
}

size_t encodeInto(StringChars text, TextEncoding encoding, std::span<uint8_t> into) {
  if (into.empty() || !text.length) return 0;
  switch (encoding) {
    case TextEncoding::Utf8:
      return encodeUtf8(text, into);
    case TextEncoding::Utf16le:
      return encodeUtf16(text, into);
    case TextEncoding::Latin1:
    case TextEncoding::Ascii:
      return encodeLatin1(text, into);
    case TextEncoding::Hex:
      return encodeHex(text, into);
    case TextEncoding::Base64:
    case TextEncoding::Base64url:
      return encodeBase64(text, into);
  }
  return 0;
}

Result<String> decodeText(Realm& realm, std::span<const uint8_t> bytes, TextEncoding encoding) {
  if (bytes.empty()) return String::fromStatic(realm, "");
  switch (encoding) {
    case TextEncoding::Utf8:
      return decodeUtf8Text(realm, bytes);
    case TextEncoding::Utf16le:
      return makeString<char16_t>(realm, bytes.size() / 2,
                                  [&](char16_t* out) { memcpy(out, bytes.data(), bytes.size() / 2 * 2); });
    case TextEncoding::Latin1:
      return makeString<LChar>(realm, bytes.size(), [&](LChar* out) { memcpy(out, bytes.data(), bytes.size()); });
    case TextEncoding::Ascii:
      return makeString<LChar>(realm, bytes.size(), [&](LChar* out) {
        for (uint8_t b : bytes) *out++ = b & 0x7F;
      });
    case TextEncoding::Hex:
      return decodeHex(realm, bytes);
    case TextEncoding::Base64:
      return decodeBase64(realm, bytes, simdutf::base64_default);
    case TextEncoding::Base64url:
      return decodeBase64(realm, bytes, simdutf::base64_url);
  }
  return String::fromStatic(realm, "");
}

bool isAsciiBytes(std::span<const uint8_t> bytes) {
  // A few bytes are looked at sooner than the best vector code for this processor is chosen.
  constexpr size_t kFew = 32;
  if (bytes.size() > kFew) return simdutf::validate_ascii(charsOf(bytes.data()), bytes.size());
  uint8_t all = 0;
  for (uint8_t b : bytes) all |= b;
  return all < 0x80;
}

bool isUtf8Bytes(std::span<const uint8_t> bytes) {
  return simdutf::validate_utf8(charsOf(bytes.data()), bytes.size());
}

struct TextMemory::Impl {
  WTF::RefPtr<WTF::StringImpl> string;
  std::span<LChar> bytes;
};

TextMemory::TextMemory(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
TextMemory::TextMemory(TextMemory&&) noexcept = default;
TextMemory& TextMemory::operator=(TextMemory&&) noexcept = default;
TextMemory::~TextMemory() = default;

std::optional<TextMemory> TextMemory::allocate(size_t size) {
  if (size > maxStringLength()) return std::nullopt;
  auto impl = std::make_unique<Impl>();
  if (size) {
    impl->string = WTF::StringImpl::tryCreateUninitialized(size, impl->bytes);
    if (!impl->string) return std::nullopt;
  }
  return TextMemory(std::move(impl));
}

std::span<uint8_t> TextMemory::bytes() {
  return {impl_->bytes.data(), impl_->bytes.size()};
}

Result<String> TextMemory::toText(Realm& realm, size_t used) && {
  auto read = std::span<const uint8_t>(impl_->bytes.data(), used);
  if (used != impl_->bytes.size() || used < 2 || !isAsciiBytes(read))
    return decodeText(realm, read, TextEncoding::Utf8);
  return fromJSC(JSC::jsString(jscVM(realm), WTF::String(WTFMove(impl_->string)))).asString();
}

}  // namespace weft::js
