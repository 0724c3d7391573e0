#pragma once

// The lexical grammar of ECMA-262. The parser asks for one token at a time, since only it knows whether a slash
// begins a regular expression, a brace ends a substitution, or text is JSX. A token's words are slices of the source
// unless escapes had to be decoded.

#include <cstdint>
#include <string>
#include <string_view>

#include "syntax/ast.h"
#include "syntax/reporter.h"

namespace weft::syntax {

struct Token {
  TokenKind kind = TokenKind::Eof;
  bool hasLineBreakBefore = false;
  bool isEscaped = false;         // a name or string with escapes
  bool isLegacyOctal = false;     // a number or string that strict mode rejects
  bool hasInvalidEscape = false;  // of a template: no cooked value
  bool isPure = false;            // after /* @__PURE__ */
  uint32_t start = 0;
  uint32_t end = 0;
  Atom atom = Atom::Empty;  // of names
  Text text = {};           // value of a string, cooked value of a template
  double number = 0;
  uint32_t octalStart = 0;  // of isLegacyOctal; of a regular expression, where its flags start

  [[nodiscard]] ByteRange range() const { return {start, end}; }
};

class Lexer {
 public:
  Lexer(Ast& ast, Reporter& reporter);

  Token token;
  uint32_t previousEnd = 0;  // of the token before
  bool isModule = false;     // no HTML-like comments

  void next();
  /// Re-reads the current `/` or `/=` as a regular expression.
  void readRegExp();
  /// Re-reads the current `}` as the middle or the end of a template.
  void readTemplateContinuation();
  /// Splits `>>`, `>=`, `>>=` …: the current token becomes `>`. For types.
  void splitGreater();
  /// Splits `<<`: the current token becomes `<`.
  void splitLess();

  // JSX, from after the current token.
  void nextJsxChild();      // JsxText, `{`, `<` or Eof
  void nextJsxName();       // as next(), but names may have dashes
  void nextJsxAttribute();  // as next(), but strings have no escapes

  /// Everything after this point is skipped: the token becomes Eof, until resumeAt().
  void stop();
  /// Where the token stood that stop() made Eof.
  [[nodiscard]] uint32_t stoppedAt() const { return stoppedAt_; }
  /// Reads on from there, the first token included.
  void resumeAt(uint32_t at);
  void error(const char* id, uint32_t begin, uint32_t end, std::string message, std::string suggestion = {});

  struct State {
    Token token;
    uint32_t previousEnd;
    const char* at;
  };
  [[nodiscard]] State save() const { return {token, previousEnd, at_}; }
  /// Nothing comes back after a fatal fault on the way.
  void restore(const State& state) {
    if (reporter_.hasStopped()) return;
    token = state.token;
    previousEnd = state.previousEnd;
    at_ = state.at;
  }
  /// The token after the current one, without moving.
  [[nodiscard]] Token peek();
  /// The first byte of the next token, past white space and comments; NUL at the end.
  [[nodiscard]] char peekByte();

 private:
  void skipTrivia();
  bool skipLineComment();
  void skipBlockComment();
  void noteComment(const char* begin, const char* end);
  void scan();
  void finish(TokenKind kind, unsigned length);
  void scanPunctuator();
  void scanName();
  void scanNameSlow(const char* from);
  void scanPrivateName();
  bool appendNamePart(std::string& out, bool isFirst);
  bool tryUnicodeSpace();
  void scanDot();
  void scanNumber();
  void scanRadix(unsigned bitsPerDigit);
  void scanLegacyNumber();
  bool scanDigits();
  void finishNumber(const char* from, bool mayBeBigInt, bool isInteger);
  void checkAfterNumber();
  void scanString(char quote);
  void scanStringSlow(const char* from, char quote);
  void scanTemplate(TokenKind whole, TokenKind open);
  bool appendEscape(std::string& out, bool isTemplate);
  bool appendUnicodeEscape(std::string& out);
  void appendOctalEscape(std::string& out);
  bool readHex(unsigned digits, char32_t& value);
  bool readBracedHex(char32_t& value);
  void unexpectedCharacter();
  void fatal(const char* id, uint32_t begin, uint32_t end, std::string message, std::string suggestion = {});

  [[nodiscard]] uint32_t offset(const char* at) const { return static_cast<uint32_t>(at - begin_); }
  [[nodiscard]] Text sliceText(const char* from, const char* to) const {
    return {offset(from), static_cast<uint32_t>(to - from)};
  }
  [[nodiscard]] Text keepText(std::string_view text);
  [[nodiscard]] char at(size_t ahead) const { return static_cast<size_t>(end_ - at_) > ahead ? at_[ahead] : '\0'; }

  Ast& ast_;
  Reporter& reporter_;
  const char* begin_;
  const char* end_;  // *end_ is NUL
  const char* at_;
  uint32_t stoppedAt_ = 0;
  bool pureNext_ = false;
};

}  // namespace weft::syntax
