#include "css/parser.h"

#include <algorithm>
#include <array>

#include "css/lexer.h"
#include "css/properties.h"

namespace weft::css {

namespace {

/// Where rules stand.
enum class Place : uint8_t {
  Top,
  Group,         // in @media and its like, in no style rule
  Style,         // in a style rule: declarations and rules
  Declarations,  // in @font-face and its like
  Keyframes,
};

constexpr std::string_view without(std::string_view name, std::string_view prefix) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

class Parser {
 public:
  Parser(const SourceText& source, Pool& pool, Log& log)
      : source_(source), pool_(pool), log_(log), lexer_(source, pool, log) {
    advance();
  }

  bool sheet(Nodes& out) {
    rules(out, Place::Top);
    addComments(out);
    return !isTooDeep_;
  }

  Values allValues() {
    while (token_.kind != TokenKind::End) addValue();
    return taken(0);
  }

 private:
  void advance() { token_ = lexer_.next(); }
  [[nodiscard]] bool isAt(TokenKind kind) const { return token_.kind == kind; }
  void warn(const char* id, ByteRange range, std::string message) { lexer_.warn(id, range, std::move(message)); }

  void tooDeep() {
    if (!isTooDeep_)
      log_.add({Severity::Error,
                "too-deep",
                source_.path(),
                {token_.begin, token_.end},
                "This is nested too deeply",
                {},
                {}});
    isTooDeep_ = true;
    lexer_.rewind(static_cast<uint32_t>(source_.text().size()));
    advance();
  }

  // --- Component values. Those of the innermost list are at the end of values_.

  Values taken(size_t from) {
    Values out(pool_, values_.data() + from, values_.size() - from);
    values_.resize(from);
    return out;
  }

  /// One, whatever it is.
  void addValue() {
    Value value;
    value.flags = token_.flags;
    value.offset = token_.begin;
    value.text = token_.text;
    value.unitStart = token_.unitStart;
    switch (token_.kind) {
      case TokenKind::Ident:
        value.kind = ValueKind::Ident;
        break;
      case TokenKind::AtKeyword:
        value.kind = ValueKind::AtKeyword;
        break;
      case TokenKind::Hash:
        value.kind = ValueKind::Hash;
        break;
      case TokenKind::String:
        value.kind = ValueKind::String;
        break;
      case TokenKind::Url:
        value.kind = ValueKind::Url;
        break;
      case TokenKind::Number:
        value.kind = ValueKind::Number;
        break;
      case TokenKind::Percentage:
        value.kind = ValueKind::Percentage;
        break;
      case TokenKind::Dimension:
        value.kind = ValueKind::Dimension;
        break;
      case TokenKind::Comma:
        value.kind = ValueKind::Comma;
        break;
      case TokenKind::Colon:
        value.kind = ValueKind::Colon;
        break;
      case TokenKind::Semicolon:
        value.kind = ValueKind::Semicolon;
        break;
      case TokenKind::Delim:
        value.kind = ValueKind::Delim;
        break;
      case TokenKind::Function:
        return addBlock(value, ValueKind::Function, TokenKind::CloseParen);
      case TokenKind::OpenParen:
        return addBlock(value, ValueKind::Paren, TokenKind::CloseParen);
      case TokenKind::OpenBracket:
        return addBlock(value, ValueKind::Bracket, TokenKind::CloseBracket);
      case TokenKind::OpenBrace:
        return addBlock(value, ValueKind::Brace, TokenKind::CloseBrace);
      default:
        value.kind = ValueKind::Invalid;
    }
    values_.push_back(value);
    advance();
  }

  void addBlock(Value value, ValueKind kind, TokenKind close) {
    if (depth_ >= kMaxDepth) return tooDeep();
    ++depth_;
    value.kind = kind;
    uint32_t open = token_.end - 1;
    size_t from = values_.size();
    advance();
    while (!isAt(close) && !isAt(TokenKind::End)) addValue();
    if (isAt(TokenKind::End) && !isTooDeep_) warn("unclosed-block", {open, open + 1}, "This is not closed");
    if (token_.spaceBefore()) value.flags |= Value::SpaceAtEnd;
    value.children = taken(from);
    bool isQuotedUrl = kind == ValueKind::Function && value.children.size() == 1 &&
                       value.children[0].kind == ValueKind::String && equalsIgnoringCase(value.text, "url");
    if (isQuotedUrl) {
      value.kind = ValueKind::Url;
      value.text = value.children[0].text;
      value.children = {};
      value.flags = value.flags & Value::SpaceBefore;
    }
    values_.push_back(value);
    --depth_;
    advance();
  }

  // --- Rules.

  /// Comments that have to stay, between rules.
  void addComments(Nodes& out) {
    std::vector<LegalComment>& found = lexer_.legalComments();
    if (found.empty()) return;
    for (const LegalComment& comment : found) {
      Node* node = pool_.make<Node>();
      node->kind = NodeKind::Comment;
      node->offset = comment.offset;
      node->name = comment.text;
      out.push(pool_, node);
    }
    found.clear();
  }

  void rules(Nodes& out, Place place) {
    while (true) {
      addComments(out);
      switch (token_.kind) {
        case TokenKind::End:
          return;
        case TokenKind::CloseBrace:
          if (place != Place::Top) return;
          warn("unexpected-close", {token_.begin, token_.end}, "Unexpected \"}\": no block is open here");
          // As the standard has it, it belongs to the next rule's prelude, and spoils it.
          qualifiedRule(out, place);
          break;
        case TokenKind::Cdo:
        case TokenKind::Cdc:
          if (place == Place::Top)
            advance();
          else
            qualifiedRule(out, place);
          break;
        case TokenKind::Semicolon:
          if (place == Place::Top || place == Place::Group)
            qualifiedRule(out, place);
          else
            advance();
          break;
        case TokenKind::AtKeyword:
          atRule(out, place);
          break;
        case TokenKind::Ident:
          if ((place == Place::Style || place == Place::Declarations) && declaration(out)) break;
          [[fallthrough]];
        default:
          qualifiedRule(out, place);
      }
    }
  }

  void block(Node& node, Place place) {
    uint32_t open = token_.begin;
    node.hasBlock = true;
    if (depth_ >= kMaxDepth) return tooDeep();
    ++depth_;
    advance();
    rules(node.body, place);
    if (isAt(TokenKind::End) && !isTooDeep_)
      warn("unclosed-block", {open, open + 1}, "This block is not closed: expected \"}\"");
    node.end = token_.begin;
    --depth_;
    advance();
  }

  void atRule(Nodes& out, Place place) {
    Node* node = pool_.make<Node>();
    node->kind = NodeKind::At;
    node->offset = token_.begin;
    node->name = lowered(pool_, token_.text);
    ByteRange place_of_name{token_.begin, token_.end};
    advance();
    BlockContent content = blockContentOf(node->name);
    bool isNested = place != Place::Top;
    size_t from = values_.size();
    while (true) {
      if (isAt(TokenKind::End) || (isNested && isAt(TokenKind::CloseBrace))) {
        if (isAt(TokenKind::End) && !isTooDeep_ && from == values_.size() && content != BlockContent::Unknown)
          warn("unexpected-end", place_of_name, "The style sheet ends inside of this rule");
        break;
      }
      if (isAt(TokenKind::Semicolon)) {
        advance();
        break;
      }
      if (isAt(TokenKind::OpenBrace)) {
        if (content == BlockContent::Unknown) {
          addValue();
          break;
        }
        node->values = taken(from);
        block(*node, placeIn(content, place));
        out.push(pool_, node);
        return;
      }
      addValue();
    }
    node->values = taken(from);
    if (isTooDeep_) return;
    out.push(pool_, node);
  }

  static Place placeIn(BlockContent content, Place around) {
    switch (content) {
      case BlockContent::Keyframes:
        return Place::Keyframes;
      case BlockContent::Declarations:
        return Place::Declarations;
      default:
        return around == Place::Style || around == Place::Declarations ? Place::Style : Place::Group;
    }
  }

  void qualifiedRule(Nodes& out, Place place) {
    uint32_t begin = token_.begin;
    bool isNested = place == Place::Style || place == Place::Declarations;
    bool isInBlock = place != Place::Top;
    size_t from = values_.size();
    while (!isAt(TokenKind::OpenBrace)) {
      bool isOver = isAt(TokenKind::End) || (isInBlock && isAt(TokenKind::CloseBrace)) ||
                    (isNested && isAt(TokenKind::Semicolon));
      if (isOver) {
        values_.resize(from);
        if (isTooDeep_) return;
        warn(isNested ? "bad-declaration" : "bad-rule", {begin, std::max(begin + 1, token_.begin)},
             isNested ? "This is neither a declaration nor a rule: it is left out"
                      : "This rule has no block: it is left out");
        if (isAt(TokenKind::Semicolon)) advance();
        return;
      }
      addValue();
    }
    Node* node = pool_.make<Node>();
    node->offset = begin;
    node->values = taken(from);
    uint32_t open = token_.begin;
    if (place == Place::Keyframes) {
      node->kind = NodeKind::Keyframe;
      block(*node, Place::Declarations);
    } else {
      SelectorContext context = place == Place::Style ? SelectorContext::Relative : SelectorContext::Plain;
      uint32_t wrong = begin;
      auto selectors = parseSelectors(pool_, node->values, context, &wrong);
      node->kind = selectors ? NodeKind::Style : NodeKind::BadStyle;
      if (selectors)
        node->selectors = *selectors;
      else
        warn("bad-selector", {std::min(wrong, open), std::min(wrong, open) + 1},
             "This is not a selector: browsers leave the rule out");
      block(*node, Place::Style);
    }
    if (!isTooDeep_) out.push(pool_, node);
  }

  /// False where it is none, and nothing was read.
  bool declaration(Nodes& out) {
    Token name = token_;
    bool isCustom = name.text.starts_with("--");
    advance();
    if (!isAt(TokenKind::Colon)) return giveBack(name);
    uint32_t colon = token_.begin;
    advance();
    size_t from = values_.size();
    while (!isAt(TokenKind::Semicolon) && !isAt(TokenKind::CloseBrace) && !isAt(TokenKind::End)) {
      if (!isCustom && isAt(TokenKind::OpenBrace)) {
        values_.resize(from);
        return giveBack(name);
      }
      addValue();
    }
    Node* node = pool_.make<Node>();
    node->kind = NodeKind::Declaration;
    node->offset = name.begin;
    node->isCustom = isCustom;
    node->isImportant = takeImportant(from);
    node->name = isCustom ? name.text : lowered(pool_, name.text);
    node->property = isCustom ? 0 : propertyNamed(node->name);
    node->values = taken(from);
    if (isAt(TokenKind::Semicolon)) advance();
    if (isTooDeep_) return true;
    if (node->values.empty() && !isCustom) {
      warn("empty-declaration", {colon, colon + 1}, "This declaration has no value: it is left out");
      return true;
    }
    if (!isCustom) node->values[0].setSpaceBefore(false);
    out.push(pool_, node);
    return true;
  }

  bool giveBack(const Token& name) {
    token_ = name;
    lexer_.rewind(name.end);
    return false;
  }

  bool takeImportant(size_t from) {
    size_t count = values_.size();
    if (count < from + 2 || !values_[count - 2].isDelim('!') || !values_[count - 1].isIdent("important")) return false;
    values_.resize(count - 2);
    return true;
  }

  const SourceText& source_;
  Pool& pool_;
  Log& log_;
  Lexer lexer_;
  Token token_;
  std::vector<Value> values_;
  int depth_ = 0;
  bool isTooDeep_ = false;
};

}  // namespace

BlockContent blockContentOf(std::string_view name) {
  constexpr std::array<std::string_view, 8> kRules = {"container", "document",       "layer",    "media",
                                                      "scope",     "starting-style", "supports", "when"};
  constexpr std::array<std::string_view, 36> kDeclarations = {"bottom-center",
                                                              "bottom-left",
                                                              "bottom-left-corner",
                                                              "bottom-right",
                                                              "bottom-right-corner",
                                                              "character-variant",
                                                              "color-profile",
                                                              "counter-style",
                                                              "annotation",
                                                              "font-face",
                                                              "font-feature-values",
                                                              "font-palette-values",
                                                              "function",
                                                              "historical-forms",
                                                              "left-bottom",
                                                              "left-middle",
                                                              "left-top",
                                                              "ornaments",
                                                              "page",
                                                              "position-try",
                                                              "property",
                                                              "right-bottom",
                                                              "right-middle",
                                                              "right-top",
                                                              "styleset",
                                                              "stylistic",
                                                              "swash",
                                                              "top-center",
                                                              "top-left",
                                                              "top-left-corner",
                                                              "top-right",
                                                              "top-right-corner",
                                                              "view-transition",
                                                              "viewport",
                                                              "-ms-viewport",
                                                              "-o-viewport"};
  if (name == "-moz-document") name = "document";
  if (std::ranges::find(kRules, name) != kRules.end()) return BlockContent::Rules;
  if (without(without(without(name, "-webkit-"), "-moz-"), "-o-") == "keyframes") return BlockContent::Keyframes;
  return std::ranges::find(kDeclarations, name) != kDeclarations.end() ? BlockContent::Declarations
                                                                       : BlockContent::Unknown;
}

bool parse(Sheet& sheet, Log& log) {
  return Parser(sheet.source, sheet.pool, log).sheet(sheet.nodes);
}

Values parseValues(const SourceText& source, Pool& pool, Log& log) {
  return Parser(source, pool, log).allValues();
}

}  // namespace weft::css
