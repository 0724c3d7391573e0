#pragma once

// Which code points begin and continue identifiers (ECMA-262, IdentifierStartChar and IdentifierPartChar), and
// which are white space.

namespace weft::syntax {

[[nodiscard]] bool isIdentifierStart(char32_t codePoint);
[[nodiscard]] bool isIdentifierPart(char32_t codePoint);
/// WhiteSpace of the lexical grammar past ASCII; line terminators are not among them.
[[nodiscard]] bool isUnicodeSpace(char32_t codePoint);

}  // namespace weft::syntax
