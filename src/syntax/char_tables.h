#pragma once

// What a byte of JavaScript source begins, as tables. Bytes past ASCII count as letters of identifiers, except
// where they encode white space: at this level nothing depends on Unicode's identifier properties.

#include <array>
#include <cstdint>

namespace weft::syntax {

enum class CharClass : uint8_t {
  Other,     // never begins a token
  Space,     // tab, vertical tab, form feed, blank
  LineEnd,   // LF, CR
  Letter,    // begins an identifier, a keyword or a private name
  NonAscii,  // a letter, or Unicode white space
  Digit,
  Quote,  // ' "
  Backtick,
  Slash,
  Dot,
  OpenParen,
  CloseParen,
  OpenBracket,
  CloseBracket,
  OpenBrace,
  CloseBrace,
  Semicolon,
  Comma,
  Colon,
  Question,
  PlusMinus,
  Equals,
  Less,
  Star,
  At,  // of a decorator
  Operator,
};

namespace detail {

constexpr std::array<CharClass, 256> makeCharClasses() {
  std::array<CharClass, 256> table{};
  auto set = [&](const char* bytes, CharClass value) {
    for (; *bytes; ++bytes) table[static_cast<unsigned char>(*bytes)] = value;
  };
  set("\t\v\f ", CharClass::Space);
  set("\n\r", CharClass::LineEnd);
  for (int byte = 'a'; byte <= 'z'; ++byte) table[byte] = CharClass::Letter;
  for (int byte = 'A'; byte <= 'Z'; ++byte) table[byte] = CharClass::Letter;
  set("$_\\#", CharClass::Letter);
  for (int byte = 0x80; byte < 256; ++byte) table[byte] = CharClass::NonAscii;
  set("0123456789", CharClass::Digit);
  set("'\"", CharClass::Quote);
  set("`", CharClass::Backtick);
  set("/", CharClass::Slash);
  set(".", CharClass::Dot);
  set("(", CharClass::OpenParen);
  set(")", CharClass::CloseParen);
  set("[", CharClass::OpenBracket);
  set("]", CharClass::CloseBracket);
  set("{", CharClass::OpenBrace);
  set("}", CharClass::CloseBrace);
  set(";", CharClass::Semicolon);
  set(",", CharClass::Comma);
  set(":", CharClass::Colon);
  set("?", CharClass::Question);
  set("+-", CharClass::PlusMinus);
  set("=", CharClass::Equals);
  set("<", CharClass::Less);
  set("*", CharClass::Star);
  set("@", CharClass::At);
  set("!%&>^|~", CharClass::Operator);
  return table;
}

/// ASCII letters, digits, $ and _: what goes on in an identifier without a second look.
constexpr std::array<bool, 256> makeIdentifierParts() {
  std::array<bool, 256> table{};
  for (int byte = 'a'; byte <= 'z'; ++byte) table[byte] = true;
  for (int byte = 'A'; byte <= 'Z'; ++byte) table[byte] = true;
  for (int byte = '0'; byte <= '9'; ++byte) table[byte] = true;
  table['$'] = table['_'] = true;
  return table;
}

}  // namespace detail

inline constexpr std::array<CharClass, 256> kCharClasses = detail::makeCharClasses();
inline constexpr std::array<bool, 256> kIdentifierParts = detail::makeIdentifierParts();

constexpr CharClass charClassOf(char byte) {
  return kCharClasses[static_cast<unsigned char>(byte)];
}
constexpr bool isIdentifierPart(char byte) {
  return kIdentifierParts[static_cast<unsigned char>(byte)];
}

}  // namespace weft::syntax
