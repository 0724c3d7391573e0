// Trivia, names and punctuators; literals are in lexer_literals.cpp.

#include "syntax/lexer.h"

#include <algorithm>

#include "base/utf.h"
#include "syntax/byte_scan.h"
#include "syntax/unicode_identifiers.h"

namespace weft::syntax {

namespace {

enum class Start : uint8_t { Punctuator, Letter, Digit, Quote, Backtick, Hash, Escape, NonAscii, Dot, Illegal };

constexpr auto kStarts = [] {
  std::array<Start, 256> table{};
  for (Start& start : table) start = Start::Illegal;
  for (const char* at = "{}()[];,?:=@!~+-*/%<>&|^"; *at; ++at)
    table[static_cast<unsigned char>(*at)] = Start::Punctuator;
  for (int byte = 'a'; byte <= 'z'; ++byte) table[byte] = table[byte - 32] = Start::Letter;
  for (int byte = '0'; byte <= '9'; ++byte) table[byte] = Start::Digit;
  for (int byte = 0x80; byte < 256; ++byte) table[byte] = Start::NonAscii;
  table['$'] = table['_'] = Start::Letter;
  table['"'] = table['\''] = Start::Quote;
  table['`'] = Start::Backtick;
  table['#'] = Start::Hash;
  table['\\'] = Start::Escape;
  table['.'] = Start::Dot;
  return table;
}();

/// ASCII bytes that go on in a name.
constexpr auto kNameParts = [] {
  std::array<bool, 256> table{};
  for (int byte = 0; byte < 128; ++byte) table[byte] = kStarts[byte] == Start::Letter || kStarts[byte] == Start::Digit;
  return table;
}();

bool isNamePart(char byte) {
  return kNameParts[static_cast<unsigned char>(byte)];
}

bool isLineSeparator(const char* at, const char* end) {
  return end - at >= 3 && at[0] == '\xE2' && at[1] == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');
}

}  // namespace

Lexer::Lexer(Ast& ast, Reporter& reporter)
    : ast_(ast), reporter_(reporter), begin_(ast.source().data()), end_(begin_ + ast.source().size()), at_(begin_) {
  if (ast.source().starts_with(kUtf8ByteOrderMark)) at_ += kUtf8ByteOrderMark.size();
  if (at(0) == '#' && at(1) == '!') {
    at_ = findAny<'\n', '\r', '\xE2'>(at_, end_);
    while (at_ != end_ && *at_ == '\xE2' && !isLineSeparator(at_, end_))
      at_ = findAny<'\n', '\r', '\xE2'>(at_ + 1, end_);
    ast_.hashbangEnd = offset(at_);
  }
}

void Lexer::error(const char* id, uint32_t begin, uint32_t end, std::string message, std::string suggestion) {
  reporter_.error(id, {begin, end}, std::move(message), std::move(suggestion));
}

void Lexer::stop() {
  if (!reporter_.hasStopped()) stoppedAt_ = token.start;
  reporter_.stop();
  at_ = end_;
  token.kind = TokenKind::Eof;
  token.hasLineBreakBefore = false;
  token.start = token.end = offset(end_);
}

void Lexer::resumeAt(uint32_t at) {
  reporter_.resume();
  at_ = begin_ + at;
  token.end = at;
  next();
}

void Lexer::fatal(const char* id, uint32_t begin, uint32_t end, std::string message, std::string suggestion) {
  error(id, begin, end, std::move(message), std::move(suggestion));
  stop();
}

Text Lexer::keepText(std::string_view text) {
  char* place = ast_.arena().allocate(text.size() + 1);
  text.copy(place, text.size());
  return {ast_.arena().unitOf(place) | Text::kInArena, static_cast<uint32_t>(text.size())};
}

Token Lexer::peek() {
  State state = save();
  next();
  Token result = token;
  restore(state);
  return result;
}

char Lexer::peekByte() {
  State state = save();
  skipTrivia();
  char byte = at(0);
  restore(state);
  return byte;
}

void Lexer::next() {
  previousEnd = token.end;
  token.hasLineBreakBefore = false;
  pureNext_ = false;
  skipTrivia();
  scan();
}

void Lexer::scan() {
  token.start = offset(at_);
  token.isEscaped = token.isLegacyOctal = false;
  token.isPure = pureNext_;
  if (at_ == end_) return finish(TokenKind::Eof, 0);
  switch (kStarts[static_cast<unsigned char>(*at_)]) {
    case Start::Letter:
      return scanName();
    case Start::Punctuator:
      return scanPunctuator();
    case Start::Quote:
      return scanString(*at_);
    case Start::Digit:
      return scanNumber();
    case Start::Dot:
      return scanDot();
    case Start::Backtick:
      ++at_;
      return scanTemplate(TokenKind::Template, TokenKind::TemplateHead);
    case Start::Hash:
      return scanPrivateName();
    case Start::Escape:
    case Start::NonAscii:
      return scanNameSlow(at_);
    case Start::Illegal:
      return unexpectedCharacter();
  }
}

void Lexer::finish(TokenKind kind, unsigned length) {
  at_ += length;
  token.kind = kind;
  token.end = offset(at_);
}

void Lexer::skipTrivia() {
  bool isLineStart = token.end == 0 || token.hasLineBreakBefore;
  for (;;) {
    if (at_ == end_) return;
    switch (*at_) {
      case '\n':
      case '\r':
        token.hasLineBreakBefore = isLineStart = true;
        at_ = skipBlanks(at_ + 1, end_);
        break;
      case ' ':
        ++at_;
        break;
      case '\t':
      case '\v':
      case '\f':
        ++at_;
        break;
      case '/':
        if (at(1) == '*') {
          skipBlockComment();
          isLineStart |= token.hasLineBreakBefore;
          break;
        }
        if (!skipLineComment()) return;
        break;
      case '<':
        if (isModule || at(1) != '!' || at(2) != '-' || at(3) != '-') return;
        if (!skipLineComment()) return;
        break;
      case '-':
        if (isModule || !isLineStart || at(1) != '-' || at(2) != '>') return;
        if (!skipLineComment()) return;
        break;
      default:
        if (static_cast<unsigned char>(*at_) < 0x80 || !tryUnicodeSpace()) return;
        isLineStart |= token.hasLineBreakBefore;
    }
  }
}

bool Lexer::tryUnicodeSpace() {
  if (isLineSeparator(at_, end_)) {
    token.hasLineBreakBefore = true;
    at_ += 3;
    return true;
  }
  size_t place = offset(at_);
  if (!isUnicodeSpace(decodeUtf8(ast_.source(), place))) return false;
  at_ = begin_ + place;
  return true;
}

/// `//`, and the HTML-like `<!--` and `-->` whose caller has seen that they are comments.
bool Lexer::skipLineComment() {
  if (*at_ == '/' && at(1) != '/') return false;
  const char* from = at_;
  at_ = findAny<'\n', '\r', '\xE2'>(at_, end_);
  while (at_ != end_ && *at_ == '\xE2' && !isLineSeparator(at_, end_)) at_ = findAny<'\n', '\r', '\xE2'>(at_ + 1, end_);
  noteComment(from, at_);
  return true;
}

void Lexer::skipBlockComment() {
  const char* from = at_;
  at_ += 2;
  for (;;) {
    at_ = findAny<'*', '\n', '\r', '\xE2'>(at_, end_);
    if (at_ == end_)
      return fatal("unterminated-comment", offset(from), offset(from) + 2, "This comment is never closed",
                   "Close it with */");
    if (*at_ == '*') {
      if (at(1) == '/') break;
    } else if (*at_ != '\xE2' || isLineSeparator(at_, end_)) {
      token.hasLineBreakBefore = true;
    }
    ++at_;
  }
  at_ += 2;
  noteComment(from, at_);
}

namespace {

enum class CommentMeaning : uint8_t { None, Pure, Legal, Tool };

/// By what stands after a comment's `@` or `#`.
CommentMeaning meaningOfTag(std::string_view rest) {
  auto is = [&](std::string_view word) { return rest.starts_with(word); };
  switch (rest.empty() ? '\0' : rest[0]) {
    case '_':
      if (is("__PURE__")) return CommentMeaning::Pure;
      return is("__NO_SIDE_EFFECTS__") ? CommentMeaning::Tool : CommentMeaning::None;
    case 'l':
      return is("license") || is("licence") ? CommentMeaning::Legal : CommentMeaning::None;
    case 'p':
      return is("preserve") ? CommentMeaning::Legal : CommentMeaning::None;
    case 'c':
      return is("cc_on") ? CommentMeaning::Legal : CommentMeaning::None;
    case 'v':
      return is("vite-ignore") || is("vitest-ignore") ? CommentMeaning::Tool : CommentMeaning::None;
    default:
      return CommentMeaning::None;
  }
}

/// By how a comment begins, past its `//` or `/*`.
bool beginsForTool(std::string_view rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t*"), rest.size()));
  constexpr std::string_view kBeginnings[] = {"istanbul ignore", "c8 ignore",        "v8 ignore",    "node:coverage",
                                              "webpack",         "turbopackIgnore:", "rspackIgnore:"};
  return std::ranges::any_of(kBeginnings, [&](std::string_view it) { return rest.starts_with(it); });
}

CommentMeaning meaningOf(std::string_view comment) {
  if (comment[2] == '!') return CommentMeaning::Legal;
  for (char sign : {'@', '#'}) {
    for (size_t at = comment.find(sign); at != comment.npos; at = comment.find(sign, at + 1)) {
      CommentMeaning meaning = meaningOfTag(comment.substr(at + 1));
      bool fits = sign == '@' || meaning == CommentMeaning::Pure || meaning == CommentMeaning::Tool;
      if (meaning != CommentMeaning::None && fits) return meaning;
    }
  }
  return beginsForTool(comment.substr(2)) ? CommentMeaning::Tool : CommentMeaning::None;
}

}  // namespace

void Lexer::noteComment(const char* begin, const char* end) {
  std::string_view text(begin, static_cast<size_t>(end - begin));
  if (text.size() < 5 || text[0] != '/') return;
  CommentMeaning meaning = meaningOf(text);
  if (meaning == CommentMeaning::None) return;
  if (meaning == CommentMeaning::Pure) {
    pureNext_ = true;
    return;
  }
  // What is read again was noted the first time.
  std::vector<KeptComment>& kept = ast_.comments;
  if (!kept.empty() && kept.back().range.begin >= offset(begin)) return;
  kept.push_back({{offset(begin), offset(end)}, meaning == CommentMeaning::Legal});
}

void Lexer::scanName() {
  const char* from = at_;
  const char* at = at_ + 1;
  while (isNamePart(*at)) ++at;
  if (*at == '\\' || static_cast<unsigned char>(*at) >= 0x80) [[unlikely]]
    return scanNameSlow(from);
  at_ = at;
  token.end = offset(at);
  token.atom = ast_.atoms().intern({from, static_cast<size_t>(at - from)});
  token.kind = isReservedAtom(token.atom) ? keywordOf(token.atom) : TokenKind::Identifier;
}

/// One character of a name at `at_`, literal or escaped. False, with an error if there is one, where none is.
bool Lexer::appendNamePart(std::string& out, bool isFirst) {
  if (at_ == end_) return false;
  if (*at_ == '\\') {
    const char* from = at_++;
    token.isEscaped = true;
    char32_t value = 0;
    bool isEscape = at(0) == 'u' && (++at_, at(0) == '{' ? readBracedHex(value) : readHex(4, value));
    if (!isEscape || !(isFirst ? isIdentifierStart(value) : isIdentifierPart(value))) {
      fatal("invalid-escape", offset(from), offset(at_), "This escape gives no character of an identifier");
      return false;
    }
    appendUtf8(out, value);
    return true;
  }
  size_t place = offset(at_);
  char32_t value = decodeUtf8(ast_.source(), place);
  if (!(isFirst ? isIdentifierStart(value) : isIdentifierPart(value))) return false;
  out.append(at_, begin_ + place);
  at_ = begin_ + place;
  return true;
}

void Lexer::scanNameSlow(const char* from) {
  at_ = from;
  std::string name;
  while (appendNamePart(name, name.empty())) {
  }
  if (reporter_.hasStopped()) return;
  if (name.empty()) return unexpectedCharacter();
  std::string_view text(from, static_cast<size_t>(at_ - from));
  token.atom = token.isEscaped ? ast_.atoms().internCopy(name) : ast_.atoms().intern(text);
  finish(isReservedAtom(token.atom) ? (token.isEscaped ? TokenKind::EscapedKeyword : keywordOf(token.atom))
                                    : TokenKind::Identifier,
         0);
}

void Lexer::scanPrivateName() {
  const char* from = at_++;
  size_t place = offset(at_);
  bool isStart = at_ != end_ && (*at_ == '\\' || isIdentifierStart(decodeUtf8(ast_.source(), place)));
  if (!isStart) {
    at_ = from;
    return unexpectedCharacter();
  }
  scanNameSlow(at_);
  if (!reporter_.hasStopped()) token.kind = TokenKind::PrivateName;
}

void Lexer::unexpectedCharacter() {
  size_t place = offset(at_);
  char32_t value = decodeUtf8(ast_.source(), place);
  std::string shown = value < 0x20 || value == 0x7F
                          ? "control character " + std::to_string(static_cast<uint32_t>(value))
                          : "\"" + std::string(at_, begin_ + place) + "\"";
  fatal("unexpected-character", offset(at_), static_cast<uint32_t>(place), "Unexpected " + shown);
}

void Lexer::scanDot() {
  if (at(1) >= '0' && at(1) <= '9') return scanNumber();
  if (at(1) == '.' && at(2) == '.') return finish(TokenKind::Ellipsis, 3);
  finish(TokenKind::Dot, 1);
}

void Lexer::scanPunctuator() {
  using enum TokenKind;
  char one = at(1);
  char two = one ? at(2) : '\0';
  switch (*at_) {
    case '{':
      return finish(OpenBrace, 1);
    case '}':
      return finish(CloseBrace, 1);
    case '(':
      return finish(OpenParen, 1);
    case ')':
      return finish(CloseParen, 1);
    case '[':
      return finish(OpenBracket, 1);
    case ']':
      return finish(CloseBracket, 1);
    case ';':
      return finish(Semicolon, 1);
    case ',':
      return finish(Comma, 1);
    case ':':
      return finish(Colon, 1);
    case '@':
      return finish(At, 1);
    case '~':
      return finish(Tilde, 1);
    case '?':
      if (one == '?') return two == '=' ? finish(NullishAssign, 3) : finish(Nullish, 2);
      return one == '.' && !(two >= '0' && two <= '9') ? finish(QuestionDot, 2) : finish(Question, 1);
    case '=':
      if (one == '=') return two == '=' ? finish(StrictEqual, 3) : finish(Equal, 2);
      return one == '>' ? finish(Arrow, 2) : finish(Assign, 1);
    case '!':
      if (one == '=') return two == '=' ? finish(StrictNotEqual, 3) : finish(NotEqual, 2);
      return finish(Not, 1);
    case '+':
      return one == '+' ? finish(Increment, 2) : one == '=' ? finish(PlusAssign, 2) : finish(Plus, 1);
    case '-':
      return one == '-' ? finish(Decrement, 2) : one == '=' ? finish(MinusAssign, 2) : finish(Minus, 1);
    case '*':
      if (one == '*') return two == '=' ? finish(PowerAssign, 3) : finish(Power, 2);
      return one == '=' ? finish(StarAssign, 2) : finish(Star, 1);
    case '/':
      return one == '=' ? finish(SlashAssign, 2) : finish(Slash, 1);
    case '%':
      return one == '=' ? finish(PercentAssign, 2) : finish(Percent, 1);
    case '^':
      return one == '=' ? finish(XorAssign, 2) : finish(Xor, 1);
    case '&':
      if (one == '&') return two == '=' ? finish(LogicalAndAssign, 3) : finish(LogicalAnd, 2);
      return one == '=' ? finish(AndAssign, 2) : finish(And, 1);
    case '|':
      if (one == '|') return two == '=' ? finish(LogicalOrAssign, 3) : finish(LogicalOr, 2);
      return one == '=' ? finish(OrAssign, 2) : finish(Or, 1);
    case '<':
      if (one == '<') return two == '=' ? finish(ShiftLeftAssign, 3) : finish(ShiftLeft, 2);
      return one == '=' ? finish(LessEqual, 2) : finish(Less, 1);
    default:
      break;
  }
  if (one == '=') return finish(GreaterEqual, 2);
  if (one != '>') return finish(Greater, 1);
  if (two == '=') return finish(ShiftRightAssign, 3);
  if (two != '>') return finish(ShiftRight, 2);
  return at(3) == '=' ? finish(ShiftRightUnsignedAssign, 4) : finish(ShiftRightUnsigned, 3);
}

void Lexer::splitGreater() {
  at_ = begin_ + token.start;
  finish(TokenKind::Greater, 1);
}

void Lexer::splitLess() {
  at_ = begin_ + token.start;
  finish(TokenKind::Less, 1);
}

void Lexer::nextJsxChild() {
  previousEnd = token.end;
  token.start = offset(at_);
  token.hasLineBreakBefore = false;
  if (at_ == end_) return finish(TokenKind::Eof, 0);
  if (*at_ == '{') return finish(TokenKind::OpenBrace, 1);
  if (*at_ == '<') return finish(TokenKind::Less, 1);
  const char* from = at_;
  at_ = findAny<'{', '<', '>', '}'>(at_, end_);
  if (at_ != end_ && (*at_ == '>' || *at_ == '}'))
    return fatal("jsx-text", offset(at_), offset(at_) + 1, std::string("\"") + *at_ + "\" may not stand in JSX text",
                 *at_ == '>' ? "Write {'>'} or &gt;" : "Write {'}'} or &rbrace;");
  token.text = sliceText(from, at_);
  finish(TokenKind::JsxText, 0);
}

void Lexer::nextJsxName() {
  next();
  if (!isName(token.kind) || reporter_.hasStopped()) return;
  const char* from = begin_ + token.start;
  if (at(0) != '-') return;
  while (isNamePart(at(0)) || at(0) == '-') ++at_;
  token.atom = ast_.atoms().intern({from, static_cast<size_t>(at_ - from)});
  finish(TokenKind::Identifier, 0);
}

void Lexer::nextJsxAttribute() {
  previousEnd = token.end;
  token.hasLineBreakBefore = false;
  skipTrivia();
  char quote = at(0);
  if (quote != '"' && quote != '\'') return scan();
  token.start = offset(at_);
  const char* from = ++at_;
  at_ = quote == '"' ? findAny<'"'>(at_, end_) : findAny<'\''>(at_, end_);
  if (at_ == end_) return fatal("unterminated-string", token.start, token.start + 1, "This string is never closed");
  token.text = sliceText(from, at_);
  token.isEscaped = false;
  finish(TokenKind::String, 1);
}

}  // namespace weft::syntax
