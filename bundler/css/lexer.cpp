#include "css/lexer.h"

#include <array>

#include "base/utf.h"

namespace weft::css {

namespace {

enum ByteClass : uint8_t { kNameStart = 1, kName = 2, kBlank = 4, kPlainInString = 8, kPlainInUrl = 16 };

constexpr std::array<uint8_t, 256> makeClasses() {
  std::array<uint8_t, 256> table{};
  for (size_t c = 0; c < table.size(); ++c) {
    bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    if (isLetter) table[c] |= kNameStart | kName;
    if ((c >= '0' && c <= '9') || c == '-') table[c] |= kName;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') table[c] |= kBlank;
    bool isLineEnd = c == '\n' || c == '\r' || c == '\f';
    if (!isLineEnd && c != '"' && c != '\'' && c != '\\' && c != 0) table[c] |= kPlainInString;
    bool isPrintable = c > 0x1f && c != 0x7f;
    if (isPrintable && c != ' ' && c != '"' && c != '\'' && c != '(' && c != ')' && c != '\\') table[c] |= kPlainInUrl;
  }
  return table;
}
constexpr auto kClasses = makeClasses();

constexpr bool is(unsigned char c, ByteClass wanted) {
  return kClasses[c] & wanted;
}

constexpr bool isLineEnd(unsigned char c) {
  return c == '\n' || c == '\r' || c == '\f';
}

unsigned hexValue(unsigned char c) {
  return c <= '9' ? c - '0' : (c | 32) - 'a' + 10u;
}

bool isLegal(std::string_view comment) {
  return comment.starts_with("/*!") || comment.find("@license") != comment.npos ||
         comment.find("@preserve") != comment.npos;
}

}  // namespace

bool isNameByte(unsigned char c) {
  return is(c, kName);
}

bool isNameStartByte(unsigned char c) {
  return is(c, kNameStart);
}

Lexer::Lexer(const SourceText& source, Pool& pool, Log& log)
    : source_(source), text_(source.text()), size_(static_cast<uint32_t>(text_.size())), pool_(pool), log_(log) {
  if (text_.starts_with(kUtf8ByteOrderMark)) at_ = kUtf8ByteOrderMark.size();
}

void Lexer::warn(const char* id, ByteRange range, std::string message) {
  if (range.begin < toldUntil_) return;
  toldUntil_ = range.begin + 1;
  log_.add({Severity::Warning, id, source_.path(), range, std::move(message), {}, {}});
}

bool Lexer::isEscape(uint32_t ahead) const {
  // At the end of the text too: it stands for U+FFFD.
  return peek(ahead) == '\\' && !isLineEnd(peek(ahead + 1));
}

bool Lexer::startsIdent(uint32_t ahead) const {
  unsigned char c = peek(ahead);
  if (c == '-') {
    unsigned char second = peek(ahead + 1);
    return is(second, kNameStart) || second == '-' || isEscape(ahead + 1);
  }
  return is(c, kNameStart) || isEscape(ahead) || (c == 0 && at_ + ahead < size_);
}

bool Lexer::startsNumber() const {
  uint32_t i = peek() == '+' || peek() == '-' ? 1 : 0;
  return isDigitByte(peek(i)) || (peek(i) == '.' && isDigitByte(peek(i + 1)));
}

/// True where there was whitespace.
bool Lexer::skipBlanks() {
  bool found = false;
  while (!isAtEnd()) {
    unsigned char c = peek();
    if (is(c, kBlank)) {
      found = true;
      ++at_;
    } else if (c == '/' && peek(1) == '*') {
      skipComment();
    } else {
      break;
    }
  }
  return found;
}

void Lexer::skipComment() {
  uint32_t begin = at_;
  size_t close = text_.find("*/", at_ + 2);
  bool isOpen = close == text_.npos;
  at_ = isOpen ? size_ : static_cast<uint32_t>(close) + 2;
  if (isOpen) warn("unterminated-comment", {begin, begin + 2}, "This comment is not closed: expected \"*/\"");
  if (begin < commentsUntil_) return;
  commentsUntil_ = at_;
  std::string_view comment = text_.substr(begin, at_ - begin);
  if (!isOpen && isLegal(comment)) legalComments_.push_back({begin, comment});
}

/// After the backslash.
void Lexer::appendEscape(std::string& out) {
  constexpr int kMostDigits = 6;
  if (!isHexByte(peek())) {
    if (isAtEnd()) return appendUtf8(out, kReplacementCharacter);
    size_t offset = at_;
    if (peek() == 0)
      ++offset, appendUtf8(out, kReplacementCharacter);
    else
      appendUtf8(out, decodeUtf8(text_, offset));
    at_ = static_cast<uint32_t>(offset);
    return;
  }
  char32_t value = 0;
  for (int i = 0; i < kMostDigits && isHexByte(peek()); ++i) value = value * 16 + hexValue(text_[at_++]);
  if (peek() == '\r' && peek(1) == '\n') ++at_;
  if (!isAtEnd() && is(peek(), kBlank)) ++at_;
  if (value == 0) value = kReplacementCharacter;
  appendUtf8(out, value);
}

std::string_view Lexer::name(uint8_t& flags) {
  uint32_t begin = at_;
  while (is(peek(), kName)) ++at_;
  bool isPlain = !isEscape(0) && (peek() != 0 || isAtEnd());
  if (isPlain) return text_.substr(begin, at_ - begin);
  flags |= Value::Escaped;
  std::string out(text_.substr(begin, at_ - begin));
  while (!isAtEnd()) {
    if (is(peek(), kName)) {
      out.push_back(text_[at_++]);
    } else if (peek() == 0) {
      ++at_;
      appendUtf8(out, kReplacementCharacter);
    } else if (isEscape(0)) {
      ++at_;
      appendEscape(out);
    } else {
      break;
    }
  }
  return pool_.copy(out);
}

void Lexer::number(Token& token) {
  uint32_t begin = at_;
  bool isInteger = true;
  if (peek() == '+' || peek() == '-') ++at_;
  while (isDigitByte(peek())) ++at_;
  if (peek() == '.' && isDigitByte(peek(1))) {
    isInteger = false;
    ++at_;
    while (isDigitByte(peek())) ++at_;
  }
  if ((peek() | 32) == 'e') {
    uint32_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (isDigitByte(peek(1 + sign))) {
      isInteger = false;
      at_ += 1 + sign;
      while (isDigitByte(peek())) ++at_;
    }
  }
  if (isInteger) token.flags |= Value::IsInteger;
  std::string_view digits = text_.substr(begin, at_ - begin);
  token.kind = TokenKind::Number;
  token.text = digits;
  if (peek() == '%') {
    ++at_;
    token.kind = TokenKind::Percentage;
  } else if (startsIdent(0) && digits.size() <= UINT16_MAX) {
    token.kind = TokenKind::Dimension;
    token.unitStart = static_cast<uint16_t>(digits.size());
    std::string_view unit = name(token.flags);
    if (token.flags & Value::Escaped) {
      token.text = pool_.copy(std::string(digits).append(unit));
    } else {
      token.text = text_.substr(begin, at_ - begin);
    }
  }
}

void Lexer::identLike(Token& token) {
  token.text = name(token.flags);
  token.kind = TokenKind::Ident;
  if (peek() != '(' || isAtEnd()) return;
  ++at_;
  token.kind = TokenKind::Function;
  if (!equalsIgnoringCase(token.text, "url")) return;
  uint32_t ahead = at_;
  while (ahead < size_ && is(static_cast<unsigned char>(text_[ahead]), kBlank)) ++ahead;
  bool isQuoted = ahead < size_ && (text_[ahead] == '"' || text_[ahead] == '\'');
  if (isQuoted) return;
  at_ = ahead;
  url(token);
}

void Lexer::string(Token& token) {
  uint32_t open = at_;
  char quote = text_[at_++];
  uint32_t begin = at_;
  token.kind = TokenKind::String;
  while (is(peek(), kPlainInString) || (peek() != quote && (peek() == '"' || peek() == '\''))) ++at_;
  if (!isAtEnd() && text_[at_] == quote) {
    token.text = text_.substr(begin, at_ - begin);
    ++at_;
    return;
  }
  std::string out(text_.substr(begin, at_ - begin));
  token.flags |= Value::Escaped;
  while (true) {
    if (isAtEnd()) {
      warn("unterminated-string", {open, open + 1}, "This string is not closed");
      break;
    }
    unsigned char c = peek();
    if (c == static_cast<unsigned char>(quote)) {
      ++at_;
      break;
    }
    if (isLineEnd(c)) {
      warn("unterminated-string", {open, at_}, "This string is not closed where its line ends");
      token.kind = TokenKind::BadString;
      token.text = text_.substr(open, at_ - open);
      return;
    }
    ++at_;
    if (c == 0) {
      appendUtf8(out, kReplacementCharacter);
    } else if (c != '\\') {
      out.push_back(static_cast<char>(c));
    } else if (isAtEnd()) {
      continue;
    } else if (isLineEnd(peek())) {
      if (peek() == '\r' && peek(1) == '\n') ++at_;
      ++at_;
    } else {
      appendEscape(out);
    }
  }
  token.text = pool_.copy(out);
}

void Lexer::url(Token& token) {
  token.kind = TokenKind::Url;
  uint32_t begin = at_;
  while (is(peek(), kPlainInUrl)) ++at_;
  token.text = text_.substr(begin, at_ - begin);
  std::string out;
  if (!isAtEnd() && peek() == '\\') out = token.text;
  while (true) {
    uint32_t end = at_;
    while (!isAtEnd() && is(peek(), kBlank)) ++at_;
    if (isAtEnd()) {
      warn("unterminated-url", {token.begin, end}, "This url() is not closed: expected \")\"");
      break;
    }
    if (peek() == ')') {
      ++at_;
      break;
    }
    if (end != at_) return finishBadUrl(token);
    if (is(peek(), kPlainInUrl)) {
      out.push_back(text_[at_++]);
    } else if (isEscape(0)) {
      token.flags |= Value::Escaped;
      ++at_;
      appendEscape(out);
    } else {
      return finishBadUrl(token);
    }
  }
  if (token.flags & Value::Escaped) token.text = pool_.copy(out);
}

void Lexer::finishBadUrl(Token& token) {
  warn("bad-url", {at_, at_ + 1},
       "This url() needs quotes around its address: it has something that may not stand there");
  while (!isAtEnd()) {
    if (peek() == ')') {
      ++at_;
      break;
    }
    at_ += isEscape(0) ? 2 : 1;
  }
  at_ = std::min(at_, size_);
  token.kind = TokenKind::BadUrl;
  token.text = text_.substr(token.begin, at_ - token.begin);
  if (!isAtEnd() || token.text.ends_with(')')) return;
  // Written again it has to end.
  token.text = pool_.copy(std::string(token.text) + (token.text.ends_with('\\') ? " )" : ")"));
}

void Lexer::delimOrMark(Token& token) {
  char c = text_[at_++];
  token.text = text_.substr(token.begin, 1);
  switch (c) {
    case ':':
      token.kind = TokenKind::Colon;
      break;
    case ';':
      token.kind = TokenKind::Semicolon;
      break;
    case ',':
      token.kind = TokenKind::Comma;
      break;
    case '[':
      token.kind = TokenKind::OpenBracket;
      break;
    case ']':
      token.kind = TokenKind::CloseBracket;
      break;
    case '(':
      token.kind = TokenKind::OpenParen;
      break;
    case ')':
      token.kind = TokenKind::CloseParen;
      break;
    case '{':
      token.kind = TokenKind::OpenBrace;
      break;
    case '}':
      token.kind = TokenKind::CloseBrace;
      break;
    default:
      token.kind = TokenKind::Delim;
  }
}

Token Lexer::next() {
  Token token;
  if (skipBlanks()) token.flags = Value::SpaceBefore;
  token.begin = at_;
  if (isAtEnd()) {
    token.end = at_;
    return token;
  }
  unsigned char c = peek();
  if (is(c, kNameStart) || c == 0) {
    identLike(token);
  } else if (isDigitByte(c)) {
    number(token);
  } else {
    switch (c) {
      case '"':
      case '\'':
        string(token);
        break;
      case '#':
        if (is(peek(1), kName) || isEscape(1)) {
          if (startsIdent(1)) token.flags |= Value::IsId;
          ++at_;
          token.kind = TokenKind::Hash;
          token.text = name(token.flags);
        } else {
          delimOrMark(token);
        }
        break;
      case '@':
        if (startsIdent(1)) {
          ++at_;
          token.kind = TokenKind::AtKeyword;
          token.text = name(token.flags);
        } else {
          delimOrMark(token);
        }
        break;
      case '+':
      case '.':
        startsNumber() ? number(token) : delimOrMark(token);
        break;
      case '-':
        if (startsNumber()) {
          number(token);
        } else if (peek(1) == '-' && peek(2) == '>') {
          at_ += 3;
          token.kind = TokenKind::Cdc;
          token.text = text_.substr(token.begin, 3);
        } else {
          startsIdent(0) ? identLike(token) : delimOrMark(token);
        }
        break;
      case '\\':
        if (isEscape(0)) {
          identLike(token);
        } else {
          warn("bad-escape", {at_, at_ + 1}, "This backslash escapes nothing");
          delimOrMark(token);
        }
        break;
      case '<':
        if (text_.substr(at_, 4) == "<!--") {
          at_ += 4;
          token.kind = TokenKind::Cdo;
          token.text = text_.substr(token.begin, 4);
        } else {
          delimOrMark(token);
        }
        break;
      default:
        delimOrMark(token);
    }
  }
  token.end = at_;
  return token;
}

}  // namespace weft::css
