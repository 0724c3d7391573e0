#include "html/document.h"

#include <algorithm>
#include <array>

#include "html/character_references.h"
#include "html/references.h"

namespace weft::html {

namespace {

template <size_t N>
bool isIn(const std::array<std::string_view, N>& sorted, std::string_view name) {
  return std::ranges::binary_search(sorted, name);
}

/// Elements that are always kept.
constexpr std::array<std::string_view, 5> kAlways = {"base", "link", "meta", "script", "style"};
/// Those that may refer to something.
constexpr std::array<std::string_view, 16> kMay = {"audio", "body",  "embed",  "feimage", "iframe", "image",
                                                   "img",   "input", "object", "source",  "table",  "td",
                                                   "th",    "track", "use",    "video"};
/// What may stand in a head; everything else begins the body.
constexpr std::array<std::string_view, 12> kOfHead = {"base", "basefont", "bgsound",  "head",   "html",  "link",
                                                      "meta", "noframes", "noscript", "script", "style", "template"};
static_assert(std::ranges::is_sorted(kAlways) && std::ranges::is_sorted(kMay) && std::ranges::is_sorted(kOfHead));

}  // namespace

const Attribute* Element::find(std::string_view attribute) const {
  auto found = std::ranges::find(attributes, attribute, &Attribute::name);
  return found == attributes.end() ? nullptr : &*found;
}

class DocumentReader {
 public:
  explicit DocumentReader(Document& document)
      : document_(document), text_(document.source_.text()), tokenizer_(text_) {}

  void run() {
    if (text_.starts_with("\xEF\xBB\xBF")) document_.headBegin_ = 3;
    for (const Token* token = &tokenizer_.next(); token->kind != TokenKind::End; token = &tokenizer_.next()) {
      switch (token->kind) {
        case TokenKind::StartTag:
          startTag(*token);
          break;
        case TokenKind::EndTag:
          endTag(*token);
          break;
        case TokenKind::RawText:
          if (open_ != kNone) element().content = token->range;
          if (open_ != kNone) element().whole.end = token->range.end;
          continue;
        case TokenKind::Doctype:
          if (!hasHead_ && !hasHtml_) document_.headBegin_ = token->range.end;
          break;
        case TokenKind::Text:
          if (!isBlankText(token->range)) beginBody(token->range.begin);
          break;
        default:
          break;
      }
    }
    auto size = static_cast<uint32_t>(text_.size());
    if (!headEnded_) document_.headEnd_ = size;
    document_.bodyEnd_ = bodyEnd_.value_or(htmlEnd_.value_or(size));
    document_.headEnd_ = std::max(document_.headEnd_, document_.headBegin_);
    document_.bodyEnd_ = std::max(document_.bodyEnd_, document_.headEnd_);
    for (ElementId id = 0; id < document_.elements_.size(); ++id)
      addReferences(text_, document_.elements_[id], id, document_.references_);
  }

 private:
  static constexpr ElementId kNone = UINT32_MAX;

  Element& element() { return document_.elements_[open_]; }

  bool isBlankText(ByteRange range) const {
    return std::ranges::all_of(text_.substr(range.begin, range.size()),
                               [](char c) { return isBlank(static_cast<unsigned char>(c)); });
  }

  void startTag(const Token& token) {
    const std::string& name = token.name;
    open_ = kNone;
    bool isInside = templates_ > 0 || noscripts_ > 0;
    if (name == "template") ++templates_;
    if (name == "noscript") ++noscripts_;
    if (!isInside && !headEnded_) {
      if (name == "html" && !hasHtml_) {
        hasHtml_ = true;
        document_.headBegin_ = token.range.end;
      } else if (name == "head" && !hasHead_) {
        hasHead_ = true;
        document_.headBegin_ = token.range.end;
      } else if (name != "title" && !isIn(kOfHead, name)) {
        beginBody(token.range.begin);
      }
    }
    keep(token);
  }

  void keep(const Token& token) {
    bool isKept = isIn(kAlways, token.name) || isIn(kMay, token.name) ||
                  std::ranges::any_of(token.attributes, [](const Attribute& it) { return it.name == "style"; });
    if (!isKept) return;
    open_ = static_cast<ElementId>(document_.elements_.size());
    document_.elements_.push_back({.name = token.name,
                                   .attributes = token.attributes,
                                   .startTag = token.range,
                                   .content = {token.range.end, token.range.end},
                                   .whole = token.range,
                                   .isSelfClosing = token.isSelfClosing,
                                   .isForeign = token.isForeign,
                                   .isInHead = !headEnded_,
                                   .isInNoscript = noscripts_ > 0});
  }

  void endTag(const Token& token) {
    const std::string& name = token.name;
    bool isOfText = open_ != kNone && element().name == name && element().whole.end == token.range.begin;
    if (isOfText && !element().isForeign) element().whole.end = token.range.end;
    open_ = kNone;
    if (name == "template" && templates_ > 0) --templates_;
    if (name == "noscript" && noscripts_ > 0) --noscripts_;
    if (templates_ > 0 || noscripts_ > 0) return;
    if (name == "head" || name == "body" || name == "html") beginBody(token.range.begin);
    if (name == "body") bodyEnd_ = token.range.begin;
    if (name == "html") htmlEnd_ = token.range.begin;
  }

  /// The head's end, where it is not yet known.
  void beginBody(uint32_t offset) {
    if (headEnded_ || templates_ > 0 || noscripts_ > 0) return;
    headEnded_ = true;
    document_.headEnd_ = offset;
  }

  Document& document_;
  std::string_view text_;
  Tokenizer tokenizer_;
  ElementId open_ = kNone;  // the element whose start tag was just before
  uint32_t templates_ = 0;
  uint32_t noscripts_ = 0;
  bool hasHtml_ = false;
  bool hasHead_ = false;
  bool headEnded_ = false;
  std::optional<uint32_t> bodyEnd_;
  std::optional<uint32_t> htmlEnd_;
};

Document::Document(const SourceText& source) : source_(source) {
  DocumentReader(*this).run();
}

std::optional<std::string> Document::base() const {
  for (const Element& element : elements_) {
    if (element.name != "base") continue;
    if (const Attribute* href = element.find("href")) return decodeAttribute(textOf(href->value));
  }
  return std::nullopt;
}

}  // namespace weft::html
