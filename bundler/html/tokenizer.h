#pragma once

// Where tags, attributes, comments and texts of an HTML page are (https://html.spec.whatwg.org/#tokenization), one
// after the other. What the tree of a page decides about tokens is decided here by what is open: that the content of
// <script>, <style>, <title> and their like is text, and that inside of <svg> and <math> it is not. Every text has
// tokens; what stands between two of them (`</>`, a tag that the text ends in) is nothing to a browser either. Places
// are byte offsets.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace weft::html {

struct Attribute {
  std::string name;  // in small letters
  ByteRange nameRange;
  ByteRange value = {};  // as it was written, without its quotes; empty where there is none
  char quote = 0;        // '"', '\'', or 0
  bool hasValue = false;

  /// With name, `=` and quotes.
  [[nodiscard]] ByteRange range() const {
    return {nameRange.begin, hasValue ? value.end + (quote != 0 ? 1 : 0) : nameRange.end};
  }
};

enum class TokenKind : uint8_t {
  StartTag,
  EndTag,
  Text,     // character references are as they were written
  RawText,  // the content of <script>, <style>, <title>, <textarea> …
  Comment,  // and what is read as one: <!x>, <?x>, </1>
  Doctype,
  CData,
  End,
};

struct Token {
  TokenKind kind = TokenKind::End;
  ByteRange range;
  std::string name = {};                   // of tags, in small letters
  std::vector<Attribute> attributes = {};  // of a start tag
  bool isSelfClosing = false;              // `/>`
  bool isForeign = false;                  // a tag of SVG or MathML
};

class Tokenizer {
 public:
  /// The text must outlive it, and be no longer than 4 GB.
  explicit Tokenizer(std::string_view text);

  /// Valid until the next call. After the last one, End again and again.
  const Token& next();

 private:
  enum class Raw : uint8_t { None, Text, Script, Rest };
  enum class Open : uint8_t { Foreign, Html };

  [[nodiscard]] unsigned char at(size_t offset) const {
    return offset < text_.size() ? static_cast<unsigned char>(text_[offset]) : 0;
  }
  void begin(TokenKind kind);
  const Token& end(size_t offset);
  const Token& finish();
  const Token* markup();
  const Token& comment();
  const Token& bogusComment();
  const Token& text();
  const Token& cdata();
  const Token* rawText();
  const Token* tag(TokenKind kind);
  bool attribute();
  void skipBlanks();
  void openElement();
  void closeElement();
  [[nodiscard]] bool isInForeign() const { return !open_.empty() && open_.back().kind == Open::Foreign; }
  [[nodiscard]] bool isTagAt(size_t offset, std::string_view name) const;
  [[nodiscard]] size_t endOfScript() const;
  [[nodiscard]] size_t endOfRawText() const;

  struct Opened {
    Open kind;
    std::string name;
  };

  std::string_view text_;
  size_t at_ = 0;
  Token token_;
  Raw raw_ = Raw::None;
  std::string rawName_;
  std::vector<Opened> open_;  // <svg>, <math>, and what is HTML again inside of them
};

/// Elements without an end tag: <br>, <img>, <link> …
[[nodiscard]] bool isVoidElement(std::string_view name);

[[nodiscard]] constexpr bool isBlank(unsigned char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

}  // namespace weft::html
