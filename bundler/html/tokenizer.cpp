#include "html/tokenizer.h"

#include <algorithm>
#include <array>

namespace weft::html {

namespace {

bool isLetter(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

template <size_t N>
bool isIn(const std::array<std::string_view, N>& sorted, std::string_view name) {
  return std::ranges::binary_search(sorted, name);
}

constexpr std::array<std::string_view, 7> kRawText = {"iframe",   "noembed", "noframes", "style",
                                                      "textarea", "title",   "xmp"};
/// HTML that cannot stand in SVG or MathML: it ends them.
constexpr std::array<std::string_view, 43> kBreakOut = {
    "b",     "big",   "blockquote", "body",   "br",   "center", "code",  "dd", "div",  "dl",   "dt",
    "em",    "embed", "h1",         "h2",     "h3",   "h4",     "h5",    "h6", "head", "hr",   "i",
    "img",   "li",    "listing",    "menu",   "meta", "nobr",   "ol",    "p",  "pre",  "ruby", "s",
    "small", "span",  "strike",     "strong", "sub",  "sup",    "table", "tt", "u",    "ul"};
/// Where HTML begins again.
constexpr std::array<std::string_view, 9> kIntegration = {
    "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"};
constexpr std::array<std::string_view, 14> kVoid = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                                    "input", "link", "meta", "param", "source", "track", "wbr"};
static_assert(std::ranges::is_sorted(kRawText) && std::ranges::is_sorted(kBreakOut) &&
              std::ranges::is_sorted(kIntegration) && std::ranges::is_sorted(kVoid));

}  // namespace

bool isVoidElement(std::string_view name) {
  return isIn(kVoid, name);
}

Tokenizer::Tokenizer(std::string_view text) : text_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

const Token& Tokenizer::next() {
  if (raw_ != Raw::None) {
    if (const Token* found = rawText()) return *found;
  }
  while (at_ < text_.size()) {
    if (text_[at_] != '<') return text();
    if (const Token* found = markup()) return *found;
  }
  return finish();
}

void Tokenizer::begin(TokenKind kind) {
  token_.kind = kind;
  token_.range.begin = static_cast<uint32_t>(at_);
  token_.name.clear();
  token_.attributes.clear();
  token_.isSelfClosing = false;
  token_.isForeign = false;
}

const Token& Tokenizer::end(size_t offset) {
  at_ = std::min(offset, text_.size());
  token_.range.end = static_cast<uint32_t>(at_);
  return token_;
}

const Token& Tokenizer::finish() {
  at_ = text_.size();
  begin(TokenKind::End);
  return end(at_);
}

/// What begins with `<`; null where it is nothing.
const Token* Tokenizer::markup() {
  unsigned char c = at(at_ + 1);
  if (isLetter(c)) return tag(TokenKind::StartTag);
  if (c == '/') {
    if (isLetter(at(at_ + 2))) return tag(TokenKind::EndTag);
    if (at_ + 2 >= text_.size()) return &text();
    if (at(at_ + 2) != '>') return &bogusComment();
    at_ += 3;
    return nullptr;
  }
  if (c == '?') return &bogusComment();
  if (c != '!') return &text();
  std::string_view rest = text_.substr(at_ + 2);
  if (rest.starts_with("--")) return &comment();
  if (isInForeign() && rest.starts_with("[CDATA[")) return &cdata();
  constexpr std::string_view kDoctype = "doctype";
  bool isDoctype =
      rest.size() >= kDoctype.size() && std::ranges::equal(rest.substr(0, kDoctype.size()), kDoctype, {}, lower);
  const Token& found = bogusComment();
  if (isDoctype) token_.kind = TokenKind::Doctype;
  return &found;
}

/// Up to the next tag; a `<` that begins none is text.
const Token& Tokenizer::text() {
  begin(TokenKind::Text);
  size_t from = at_ + 1;
  for (;;) {
    size_t found = text_.find('<', from);
    if (found == text_.npos) return end(text_.size());
    unsigned char c = at(found + 1);
    if (isLetter(c) || c == '/' || c == '!' || c == '?') return end(found);
    from = found + 1;
  }
}

const Token& Tokenizer::bogusComment() {
  begin(TokenKind::Comment);
  size_t close = text_.find('>', at_ + 2);
  return end(close == text_.npos ? text_.size() : close + 1);
}

/// Ends with `-->` or `--!>`; `<!-->` and `<!--->` are whole.
const Token& Tokenizer::comment() {
  begin(TokenKind::Comment);
  size_t from = at_ + 4;
  if (at(from) == '>') return end(from + 1);
  if (text_.substr(from).starts_with("->")) return end(from + 2);
  for (;;) {
    size_t dashes = text_.find("--", from);
    if (dashes == text_.npos) return end(text_.size());
    if (at(dashes + 2) == '>') return end(dashes + 3);
    if (at(dashes + 2) == '!' && at(dashes + 3) == '>') return end(dashes + 4);
    from = dashes + 1;
  }
}

const Token& Tokenizer::cdata() {
  begin(TokenKind::CData);
  size_t close = text_.find("]]>", at_);
  return end(close == text_.npos ? text_.size() : close + 3);
}

// --- Text that is not looked into.

const Token* Tokenizer::rawText() {
  Raw kind = raw_;
  raw_ = Raw::None;
  size_t close = kind == Raw::Rest ? text_.size() : kind == Raw::Script ? endOfScript() : endOfRawText();
  if (close == at_) return nullptr;
  begin(TokenKind::RawText);
  return &end(close);
}

/// `name` follows, and what ends a tag's name.
bool Tokenizer::isTagAt(size_t offset, std::string_view name) const {
  if (text_.size() - std::min(offset, text_.size()) <= name.size()) return false;
  if (!std::ranges::equal(text_.substr(offset, name.size()), name, {}, lower)) return false;
  unsigned char after = at(offset + name.size());
  return isBlank(after) || after == '/' || after == '>';
}

size_t Tokenizer::endOfRawText() const {
  for (size_t found = at_; (found = text_.find("</", found)) != text_.npos; found += 2)
    if (isTagAt(found + 2, rawName_)) return found;
  return text_.size();
}

/// A script that hides itself in a comment may hold `<script>…</script>`: <!--<script></script>--> is all text.
size_t Tokenizer::endOfScript() const {
  enum class In : uint8_t { Script, Comment, ScriptOfComment };
  In in = In::Script;
  for (size_t i = at_; i < text_.size();) {
    if (in == In::Script) {
      i = text_.find('<', i);
      if (i == text_.npos) break;
    }
    std::string_view rest = text_.substr(i);
    if (rest[0] == '<') {
      if (isTagAt(i + 2, "script") && rest[1] == '/') {
        if (in != In::ScriptOfComment) return i;
        in = In::Comment;
      } else if (in == In::Comment && isTagAt(i + 1, "script")) {
        in = In::ScriptOfComment;
      } else if (in == In::Script && rest.starts_with("<!--")) {
        in = In::Comment;
        i += 2;  // its dashes may be those of `-->`
        continue;
      }
    } else if (rest.starts_with("-->")) {
      in = In::Script;
    }
    ++i;
  }
  return text_.size();
}

// --- Tags.

void Tokenizer::skipBlanks() {
  while (at_ < text_.size() && isBlank(at(at_))) ++at_;
}

/// Null where the text ends before the tag does: it is none then.
const Token* Tokenizer::tag(TokenKind kind) {
  begin(kind);
  at_ += kind == TokenKind::EndTag ? 2 : 1;
  for (; at_ < text_.size() && !isBlank(at(at_)) && at(at_) != '/' && at(at_) != '>'; ++at_)
    token_.name.push_back(lower(text_[at_]));
  for (;;) {
    skipBlanks();
    if (at_ >= text_.size()) return nullptr;
    if (text_[at_] == '>') break;
    if (text_[at_] == '/') {
      token_.isSelfClosing = at(at_ + 1) == '>';
      ++at_;
      continue;
    }
    if (!attribute()) return nullptr;
  }
  end(at_ + 1);
  if (kind == TokenKind::StartTag)
    openElement();
  else
    closeElement();
  return &token_;
}

/// False where the text ends in it.
bool Tokenizer::attribute() {
  Attribute it;
  size_t begin = at_;
  // A `=` at its beginning is part of the name.
  do {
    it.name.push_back(lower(text_[at_++]));
  } while (at_ < text_.size() && !isBlank(at(at_)) && at(at_) != '/' && at(at_) != '>' && at(at_) != '=');
  it.nameRange = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at_)};
  skipBlanks();
  if (at(at_) == '=') {
    ++at_;
    skipBlanks();
    if (at_ >= text_.size()) return false;
    size_t from = at_;
    char c = text_[at_];
    if (c == '"' || c == '\'') {
      it.quote = c;
      at_ = text_.find(c, ++from);
      if (at_ == text_.npos) return false;
      it.value.end = static_cast<uint32_t>(at_++);
    } else {
      while (at_ < text_.size() && !isBlank(at(at_)) && at(at_) != '>') ++at_;
      it.value.end = static_cast<uint32_t>(at_);
    }
    it.value.begin = static_cast<uint32_t>(from);
    it.hasValue = true;
  }
  if (token_.kind == TokenKind::StartTag) token_.attributes.push_back(std::move(it));
  return at_ < text_.size();
}

void Tokenizer::openElement() {
  const std::string& name = token_.name;
  if (isInForeign()) {
    bool isFont = name == "font" && std::ranges::any_of(token_.attributes, [](const Attribute& it) {
                    return it.name == "color" || it.name == "face" || it.name == "size";
                  });
    if (isFont || isIn(kBreakOut, name))
      while (isInForeign()) open_.pop_back();
  }
  if (name == "svg" || name == "math" || isInForeign()) {
    token_.isForeign = true;
    if (token_.isSelfClosing) return;
    if (name == "svg" || name == "math")
      open_.push_back({Open::Foreign, name});
    else if (isIn(kIntegration, name))
      open_.push_back({Open::Html, name});
    return;
  }
  if (name == "script")
    raw_ = Raw::Script;
  else if (name == "plaintext")
    raw_ = Raw::Rest;
  else if (isIn(kRawText, name))
    raw_ = Raw::Text;
  if (raw_ != Raw::None) rawName_ = name;
}

/// Ends what is open of that name, and all that is inside of it.
void Tokenizer::closeElement() {
  if (open_.empty()) return;
  token_.isForeign = isInForeign();
  for (size_t i = open_.size(); i-- > 0;) {
    if (open_[i].name != token_.name) continue;
    open_.resize(i);
    token_.isForeign = true;
    return;
  }
}

}  // namespace weft::html
