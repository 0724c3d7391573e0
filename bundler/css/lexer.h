#pragma once

// Tokens of CSS (https://drafts.csswg.org/css-syntax-3/#tokenization), one at a time. Whitespace and comments are no
// tokens: a token says whether there was whitespace before it. Every text has tokens: faults are tokens too.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "css/pool.h"
#include "css/tree.h"

namespace weft::css {

enum class TokenKind : uint8_t {
  Ident,
  Function,
  AtKeyword,
  Hash,
  String,
  BadString,
  Url,
  BadUrl,
  Delim,
  Number,
  Percentage,
  Dimension,
  Cdo,
  Cdc,
  Colon,
  Semicolon,
  Comma,
  OpenBracket,
  CloseBracket,
  OpenParen,
  CloseParen,
  OpenBrace,
  CloseBrace,
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  uint8_t flags = 0;  // of Value
  uint16_t unitStart = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  std::string_view text = {};  // as Value has it

  [[nodiscard]] bool spaceBefore() const { return flags & Value::SpaceBefore; }
};

/// A comment that has to stay: `/*!`, `@license`, `@preserve`.
struct LegalComment {
  uint32_t offset = 0;
  std::string_view text;
};

class Lexer {
 public:
  Lexer(const SourceText& source, Pool& pool, Log& log);

  [[nodiscard]] Token next();
  /// Back to where a token began; the next one is that. Legal comments and faults on the way are not told again.
  void rewind(uint32_t offset) { at_ = offset; }
  [[nodiscard]] uint32_t offset() const { return at_; }
  [[nodiscard]] std::vector<LegalComment>& legalComments() { return legalComments_; }
  void warn(const char* id, ByteRange range, std::string message);

 private:
  [[nodiscard]] unsigned char peek(uint32_t ahead = 0) const {
    return at_ + ahead < size_ ? static_cast<unsigned char>(text_[at_ + ahead]) : 0;
  }
  [[nodiscard]] bool isAtEnd() const { return at_ >= size_; }
  [[nodiscard]] bool isEscape(uint32_t ahead) const;
  [[nodiscard]] bool startsIdent(uint32_t ahead) const;
  [[nodiscard]] bool startsNumber() const;
  bool skipBlanks();
  void skipComment();
  std::string_view name(uint8_t& flags);
  void appendEscape(std::string& out);
  void number(Token& token);
  void identLike(Token& token);
  void string(Token& token);
  void url(Token& token);
  void finishBadUrl(Token& token);
  void delimOrMark(Token& token);

  const SourceText& source_;
  std::string_view text_;
  uint32_t size_;
  uint32_t at_ = 0;
  uint32_t toldUntil_ = 0;
  uint32_t commentsUntil_ = 0;
  Pool& pool_;
  Log& log_;
  std::vector<LegalComment> legalComments_;
};

/// Of bytes: what goes on a name; what a name may begin with; whitespace.
[[nodiscard]] bool isNameByte(unsigned char c);
[[nodiscard]] bool isNameStartByte(unsigned char c);
[[nodiscard]] constexpr bool isBlankByte(unsigned char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
[[nodiscard]] constexpr bool isDigitByte(unsigned char c) {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isHexByte(unsigned char c) {
  return isDigitByte(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace weft::css
