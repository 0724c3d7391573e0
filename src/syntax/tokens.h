#pragma once

// Where tokens end: the lexical grammar of ECMA-262, one function a token. Each takes a pointer at the token's
// first byte and gives the one past its last, never past `end`; null where the token does not end.

#include <string>
#include <string_view>

namespace weft::syntax {

/// White space past ASCII (NBSP, BOM, U+2028 …) at `at`: its length in bytes, or 0.
[[nodiscard]] unsigned unicodeSpaceLength(const char* at, const char* end);
/// Of what unicodeSpaceLength found: U+2028 or U+2029.
[[nodiscard]] bool isUnicodeLineEnd(const char* at, unsigned length);

/// Letters, digits, escapes. Gives `at` itself if no identifier is there.
[[nodiscard]] const char* skipIdentifier(const char* at, const char* end);
[[nodiscard]] const char* skipNumber(const char* at, const char* end);
/// With both quotes; null at a line end or the end of the text.
[[nodiscard]] const char* skipString(const char* at, const char* end);
/// With its flags; null when the line ends first (it was a division).
[[nodiscard]] const char* skipRegularExpression(const char* at, const char* end);
/// From after the "`" or "}" to after the closing "`" or the "${"; null if neither comes.
[[nodiscard]] const char* skipTemplatePart(const char* at, const char* end);
/// Up to the line end, which is not part of it.
[[nodiscard]] const char* skipLineComment(const char* at, const char* end);
/// Null if it is not closed; sets `hasLineEnd` if one is inside.
[[nodiscard]] const char* skipBlockComment(const char* at, const char* end, bool& hasLineEnd);
/// White space and comments.
[[nodiscard]] const char* skipTrivia(const char* at, const char* end);

/// Decodes a string literal, or a template without substitutions, given with its quotes. A lone surrogate
/// becomes WTF-8. False where an escape is malformed.
[[nodiscard]] bool decodeStringLiteral(std::string_view literal, std::string& out);

}  // namespace weft::syntax
