#pragma once

// Conversions between UTF-8, UTF-16 and Latin-1. Nothing here fails: what is malformed becomes U+FFFD as
// the WHATWG Encoding Standard says (one replacement for each maximal part of a sequence), so that every
// byte string has exactly one meaning as text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace weft {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;
inline constexpr std::string_view kUtf8ByteOrderMark = "\xEF\xBB\xBF";

[[nodiscard]] bool isAscii(std::string_view bytes);
[[nodiscard]] bool isValidUtf8(std::string_view bytes);

/// Decodes one code point at `offset` (which must be inside) and moves `offset` past it.
/// A malformed sequence gives U+FFFD and moves past its maximal part.
[[nodiscard]] char32_t decodeUtf8(std::string_view bytes, size_t& offset);
/// Appends the code point; a surrogate or a value past U+10FFFF becomes U+FFFD.
void appendUtf8(std::string& out, char32_t codePoint);
/// As appendUtf8, but a lone surrogate keeps its value (WTF-8: three bytes), for text that must survive a round trip.
void appendWtf8(std::string& out, char32_t codePoint);

/// The same text as valid UTF-8; a copy that differs only where `bytes` was malformed.
[[nodiscard]] std::string toValidUtf8(std::string_view bytes);
[[nodiscard]] std::u16string utf8ToUtf16(std::string_view bytes);
/// Lone surrogates become U+FFFD.
[[nodiscard]] std::string utf16ToUtf8(std::u16string_view units);
[[nodiscard]] std::string latin1ToUtf8(std::string_view bytes);
/// Nothing when the text is malformed or has a code point past U+00FF.
[[nodiscard]] std::optional<std::string> tryUtf8ToLatin1(std::string_view bytes);

/// How many UTF-16 code units the text has once decoded.
[[nodiscard]] size_t utf16Length(std::string_view bytes);
/// The byte offset at which `units` UTF-16 code units have passed; the size of `bytes` if it is shorter.
/// Inside a surrogate pair it gives the start of its character.
[[nodiscard]] size_t byteOffsetOfUtf16(std::string_view bytes, size_t units);

/// How many terminal cells a code point takes: 0 (combining, control), 1, or 2 (East Asian wide, emoji).
[[nodiscard]] unsigned displayWidth(char32_t codePoint);

}  // namespace weft
