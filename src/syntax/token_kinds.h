#pragma once

// The kinds of tokens, in an order that makes their classes ranges: assignments, binary operators, reserved words.
// A kind also names the operator of an expression node.

#include <array>
#include <cstdint>
#include <string_view>

namespace weft::syntax {

enum class TokenKind : uint8_t {
  Eof,
  Identifier,      // and contextual keywords: compare the atom
  EscapedKeyword,  // a reserved word written with escapes: good for property names only
  PrivateName,     // #x; the atom is without the #
  Number,
  BigInt,
  String,
  Template,        // `…`
  TemplateHead,    // `…${
  TemplateMiddle,  // }…${
  TemplateTail,    // }…`
  RegExp,
  JsxText,

  OpenBrace,
  CloseBrace,
  OpenParen,
  CloseParen,
  OpenBracket,
  CloseBracket,
  Semicolon,
  Comma,
  Dot,
  Ellipsis,
  Question,
  QuestionDot,
  Colon,
  Arrow,
  At,
  Not,
  Tilde,
  Increment,
  Decrement,

  Assign,  // first assignment
  PlusAssign,
  MinusAssign,
  StarAssign,
  SlashAssign,
  PercentAssign,
  PowerAssign,
  ShiftLeftAssign,
  ShiftRightAssign,
  ShiftRightUnsignedAssign,
  AndAssign,
  OrAssign,
  XorAssign,
  LogicalAndAssign,
  LogicalOrAssign,
  NullishAssign,  // last assignment

  Nullish,  // first binary
  LogicalOr,
  LogicalAnd,
  Or,
  Xor,
  And,
  Equal,
  NotEqual,
  StrictEqual,
  StrictNotEqual,
  Less,
  Greater,
  LessEqual,
  GreaterEqual,
  ShiftLeft,
  ShiftRight,
  ShiftRightUnsigned,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Power,  // last punctuator that is binary

  // Reserved words, in the order of WEFT_RESERVED_WORDS.
  Break,
  Case,
  Catch,
  Class,
  Const,
  Continue,
  Debugger,
  Default,
  Delete,
  Do,
  Else,
  Enum,
  Export,
  Extends,
  False,
  Finally,
  For,
  Function,
  If,
  Import,
  In,
  Instanceof,
  New,
  Null,
  Return,
  Super,
  Switch,
  This,
  Throw,
  True,
  Try,
  Typeof,
  Var,
  Void,
  While,
  With,
  Count,
};

constexpr TokenKind kFirstReservedWord = TokenKind::Break;
constexpr size_t kTokenKindCount = static_cast<size_t>(TokenKind::Count);

/// How tightly a binary operator binds; 0 for everything else.
enum Precedence : uint8_t {
  kPrecedenceNone,
  kPrecedenceNullish,
  kPrecedenceOr,
  kPrecedenceAnd,
  kPrecedenceBitOr,
  kPrecedenceBitXor,
  kPrecedenceBitAnd,
  kPrecedenceEquality,
  kPrecedenceRelational,
  kPrecedenceShift,
  kPrecedenceAdditive,
  kPrecedenceMultiplicative,
  kPrecedencePower,
};

namespace detail {

constexpr std::array<uint8_t, kTokenKindCount> makePrecedences() {
  std::array<uint8_t, kTokenKindCount> table{};
  auto set = [&](TokenKind first, TokenKind last, Precedence value) {
    for (auto kind = static_cast<size_t>(first); kind <= static_cast<size_t>(last); ++kind) table[kind] = value;
  };
  set(TokenKind::Nullish, TokenKind::Nullish, kPrecedenceNullish);
  set(TokenKind::LogicalOr, TokenKind::LogicalOr, kPrecedenceOr);
  set(TokenKind::LogicalAnd, TokenKind::LogicalAnd, kPrecedenceAnd);
  set(TokenKind::Or, TokenKind::Or, kPrecedenceBitOr);
  set(TokenKind::Xor, TokenKind::Xor, kPrecedenceBitXor);
  set(TokenKind::And, TokenKind::And, kPrecedenceBitAnd);
  set(TokenKind::Equal, TokenKind::StrictNotEqual, kPrecedenceEquality);
  set(TokenKind::Less, TokenKind::GreaterEqual, kPrecedenceRelational);
  set(TokenKind::In, TokenKind::Instanceof, kPrecedenceRelational);
  set(TokenKind::ShiftLeft, TokenKind::ShiftRightUnsigned, kPrecedenceShift);
  set(TokenKind::Plus, TokenKind::Minus, kPrecedenceAdditive);
  set(TokenKind::Star, TokenKind::Percent, kPrecedenceMultiplicative);
  set(TokenKind::Power, TokenKind::Power, kPrecedencePower);
  return table;
}

}  // namespace detail

inline constexpr auto kPrecedences = detail::makePrecedences();

constexpr uint8_t precedenceOf(TokenKind kind) {
  return kPrecedences[static_cast<size_t>(kind)];
}
constexpr bool isAssignment(TokenKind kind) {
  return kind >= TokenKind::Assign && kind <= TokenKind::NullishAssign;
}
constexpr bool isReservedWord(TokenKind kind) {
  return kind >= kFirstReservedWord;
}
/// An IdentifierName: what may stand after a dot.
constexpr bool isName(TokenKind kind) {
  return kind == TokenKind::Identifier || kind == TokenKind::EscapedKeyword || isReservedWord(kind);
}

/// As it is written: "=>", "typeof"; for kinds of many texts, what they are: "identifier".
[[nodiscard]] std::string_view textOf(TokenKind kind);

}  // namespace weft::syntax
