#include "html/minify.h"

#include <algorithm>

#include "html/tokenizer.h"

namespace weft::html {

namespace {

bool isBlankChar(char c) {
  return isBlank(static_cast<unsigned char>(c));
}

class Minifier {
 public:
  explicit Minifier(std::string_view page) : page_(page), tokenizer_(page) {}

  std::string run() {
    for (const Token* token = &tokenizer_.next(); token->kind != TokenKind::End; token = &tokenizer_.next())
      add(*token, page_.substr(token->range.begin, token->range.size()));
    flush(Followed::ByEnd);
    return std::move(out_);
  }

 private:
  enum class Followed : uint8_t { ByContent, ByEnd };

  void add(const Token& token, std::string_view text) {
    switch (token.kind) {
      case TokenKind::Text:
        return addText(text);
      case TokenKind::Comment:
        if (!isKept(text)) return;
        flush(Followed::ByContent);
        out_ += text;
        return;
      case TokenKind::StartTag:
        return startTag(token);
      case TokenKind::EndTag:
        return endTag(token);
      default:
        flush(Followed::ByContent);
        out_ += text;
    }
  }

  /// `<!--[if IE]>…<![endif]-->`, `<!--! … -->`, and what is one word.
  static bool isKept(std::string_view comment) {
    if (!comment.starts_with("<!--") || comment.starts_with("<!--!") || comment.starts_with("<!--[if")) return true;
    if (comment.ends_with("<![endif]-->")) return true;
    std::string_view inside = comment.substr(4);
    inside = inside.substr(0, inside.rfind("--"));
    while (!inside.empty() && isBlankChar(inside.front())) inside.remove_prefix(1);
    while (!inside.empty() && isBlankChar(inside.back())) inside.remove_suffix(1);
    return !inside.empty() && std::ranges::none_of(inside, isBlankChar);
  }

  void addText(std::string_view text) {
    if (!preserved_.empty()) {
      out_ += text;
      return;
    }
    while (!text.empty()) {
      if (isBlankChar(text.front())) {
        size_t end = 0;
        while (end < text.size() && isBlankChar(text[end])) ++end;
        bool isLine = text.substr(0, end).find('\n') != text.npos;
        if (blank_ != '\n') blank_ = isLine ? '\n' : ' ';
        text.remove_prefix(end);
        continue;
      }
      flush(Followed::ByContent);
      isBeforeContent_ = false;
      size_t end = 0;
      while (end < text.size() && !isBlankChar(text[end])) ++end;
      out_ += text.substr(0, end);
      text.remove_prefix(end);
    }
  }

  /// Writes the blank that waits, where one is seen.
  void flush(Followed followed) {
    if (blank_ != '\0' && !isBeforeContent_ && followed == Followed::ByContent) out_ += blank_;
    blank_ = '\0';
  }

  void startTag(const Token& token) {
    bool isOfFrame = token.name == "html" || token.name == "head" || token.name == "body";
    bool isOfHead = token.name == "link" || token.name == "meta" || token.name == "title" || token.name == "base" ||
                    token.name == "script" || token.name == "style";
    if (!isOfFrame && !(isOfHead && isBeforeContent_)) {
      flush(Followed::ByContent);
      isBeforeContent_ = false;
    } else {
      flush(isOfFrame ? Followed::ByEnd : Followed::ByContent);
    }
    if (token.name == "body") isBeforeContent_ = true;
    bool isSame = !preserved_.empty() && preserved_ == token.name;
    if (isSame) ++depth_;
    if (preserved_.empty() && preserves(token)) {
      preserved_ = token.name;
      depth_ = 1;
    }
    writeTag(token);
  }

  bool preserves(const Token& token) const {
    if (isVoidElement(token.name) || (token.isForeign && token.isSelfClosing)) return false;
    if (token.name == "pre" || token.name == "listing") return true;
    return std::ranges::any_of(token.attributes, [&](const Attribute& it) {
      return it.name == "xml:space" ||
             (it.name == "style" && page_.substr(it.value.begin, it.value.size()).find("white-space") != page_.npos);
    });
  }

  void endTag(const Token& token) {
    bool isOfFrame = token.name == "html" || token.name == "head" || token.name == "body";
    flush(isOfFrame ? Followed::ByEnd : Followed::ByContent);
    if (!preserved_.empty() && preserved_ == token.name && --depth_ == 0) preserved_.clear();
    out_ += "</";
    out_ += page_.substr(token.range.begin + 2, token.name.size());
    out_ += '>';
  }

  void writeTag(const Token& token) {
    out_ += '<';
    out_ += page_.substr(token.range.begin + 1, token.name.size());
    bool isUnquoted = false;
    for (const Attribute& it : token.attributes) {
      out_ += ' ';
      out_ += page_.substr(it.nameRange.begin, it.nameRange.size());
      isUnquoted = it.hasValue && it.quote == 0;
      if (!it.hasValue) continue;
      out_ += '=';
      if (it.quote != 0) out_ += it.quote;
      out_ += page_.substr(it.value.begin, it.value.size());
      if (it.quote != 0) out_ += it.quote;
    }
    // Without SVG and MathML it says nothing.
    if (token.isForeign && token.isSelfClosing) out_ += isUnquoted ? " /" : "/";
    out_ += '>';
  }

  std::string_view page_;
  Tokenizer tokenizer_;
  std::string out_;
  std::string preserved_;  // the element whose text is kept as it is
  uint32_t depth_ = 0;
  char blank_ = '\0';            // that waits
  bool isBeforeContent_ = true;  // nothing has been shown yet: blanks are nothing
};

}  // namespace

std::string minify(std::string_view page) {
  return Minifier(page).run();
}

}  // namespace weft::html
