#pragma once

// Tries a fixed pattern of tokens at a place of the source, skipping white space and comments before each:
// `m.eat("exports") && m.eat(".") && m.identifier(name)`. A failed step leaves the matcher where it stopped.

#include <string_view>

#include "syntax/char_tables.h"
#include "syntax/tokens.h"

namespace weft::syntax {

class Matcher {
 public:
  Matcher(const char* at, const char* end) : at_(at), end_(end) {}

  [[nodiscard]] const char* at() const { return at_; }
  void moveTo(const char* at) { at_ = at; }

  /// The next byte that belongs to a token; 0 at the end.
  char peek() {
    at_ = skipTrivia(at_, end_);
    return at_ < end_ ? *at_ : '\0';
  }

  /// The next byte as it stands, white space or not.
  [[nodiscard]] char peekDirectly() const { return at_ < end_ ? *at_ : '\0'; }

  /// `text` as a prefix of what comes: "get" also begins "getter", as the pattern's next step will find out.
  bool eat(std::string_view text) {
    peek();
    if (static_cast<size_t>(end_ - at_) < text.size() || std::string_view(at_, text.size()) != text) return false;
    at_ += text.size();
    return true;
  }

  /// A whole identifier that reads `text`.
  bool eatWord(std::string_view text) {
    const char* before = (peek(), at_);
    std::string_view word;
    if (identifier(word) && word == text) return true;
    at_ = before;
    return false;
  }

  /// An identifier without escapes.
  bool identifier(std::string_view& text) {
    peek();
    const char* after = skipIdentifier(at_, end_);
    text = std::string_view(at_, static_cast<size_t>(after - at_));
    if (text.empty() || text.front() == '#' || text.find('\\') != std::string_view::npos) return false;
    at_ = after;
    return true;
  }

  bool identifier() {
    std::string_view ignored;
    return identifier(ignored);
  }

  /// A string literal, with its quotes.
  bool string(std::string_view& literal) {
    char quote = peek();
    if (quote != '"' && quote != '\'') return false;
    const char* after = skipString(at_, end_);
    if (!after) return false;
    literal = std::string_view(at_, static_cast<size_t>(after - at_));
    at_ = after;
    return true;
  }

  /// A string literal or a template without substitutions, with its quotes.
  bool constantString(std::string_view& literal) {
    if (peek() != '`') return string(literal);
    const char* after = skipTemplatePart(at_ + 1, end_);
    if (!after || after[-1] != '`') return false;
    literal = std::string_view(at_, static_cast<size_t>(after - at_));
    at_ = after;
    return true;
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace weft::syntax
