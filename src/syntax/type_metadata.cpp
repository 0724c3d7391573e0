#include "syntax/type_metadata.h"

#include <optional>

#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

using Kind = TypeMetadata::Kind;

constexpr TypeMetadata kObject{Kind::Global, "Object"};
constexpr TypeMetadata kUndefined{Kind::Undefined, ""};

constexpr TypeMetadata global(std::string_view name) {
  return {Kind::Global, name};
}

struct Keyword {
  std::string_view word;
  TypeMetadata means;
};
constexpr Keyword kKeywords[] = {
    {"string", global("String")}, {"number", global("Number")}, {"boolean", global("Boolean")},
    {"true", global("Boolean")},  {"false", global("Boolean")}, {"bigint", global("BigInt")},
    {"symbol", global("Symbol")}, {"void", kUndefined},         {"undefined", kUndefined},
    {"null", kUndefined},         {"never", kUndefined},        {"any", kObject},
    {"unknown", kObject},         {"object", kObject},          {"this", kObject},
};

/// Reads the text once, from left to right; what stands in brackets is skipped, except a parenthesised type.
class Reader {
 public:
  Reader(std::string_view text, unsigned depth) : at_(text.data()), end_(text.data() + text.size()), depth_(depth) {}

  /// Members of a union or an intersection, which must agree.
  TypeMetadata readUnion() {
    std::optional<TypeMetadata> all;
    skipBlanks();
    if (peek() == '|' || peek() == '&') ++at_;
    for (;;) {
      TypeMetadata one = readPostfix();
      if (all && *all != one) all = kObject;
      if (!all) all = one;
      skipBlanks();
      if (peek() != '|' && peek() != '&') break;
      ++at_;
    }
    // A extends B ? C : D
    if (startsWithWord("extends")) return kObject;
    return *all;
  }

 private:
  [[nodiscard]] char peek() const { return at_ < end_ ? *at_ : '\0'; }
  void skipBlanks() { at_ = skipTrivia(at_, end_); }
  [[nodiscard]] bool startsWithWord(std::string_view word) {
    const char* after = skipIdentifier(at_, end_);
    return std::string_view(at_, static_cast<size_t>(after - at_)) == word;
  }

  TypeMetadata readPostfix() {
    TypeMetadata result = readPrimary();
    for (;;) {
      skipBlanks();
      if (peek() != '[') return result;
      const char* open = at_;
      skipBracket();
      const char* inside = skipTrivia(open + 1, end_);
      result = inside < end_ && *inside == ']' ? global("Array") : kObject;
    }
  }

  TypeMetadata readPrimary() {
    skipBlanks();
    switch (peek()) {
      case '\0':
        return kObject;
      case '(':
      case '<':
        return readParenthesized();
      case '[':
        skipBracket();
        return global("Array");
      case '{':
        skipBracket();
        return kObject;
      case '"':
      case '\'':
      case '`':
        skipBracket();
        return global("String");
      default:
        break;
    }
    if (peek() == '-') ++at_;
    if (peek() >= '0' && peek() <= '9') {
      const char* after = skipNumber(at_, end_);
      bool isBigInt = after > at_ && after[-1] == 'n';
      at_ = after > at_ ? after : end_;
      return global(isBigInt ? "BigInt" : "Number");
    }
    return readName();
  }

  /// `(type)`, or a function type.
  TypeMetadata readParenthesized() {
    const char* open = at_;
    bool isGeneric = peek() == '<';
    skipBracket();
    skipBlanks();
    if (isGeneric) {
      if (peek() == '(') skipBracket();
      skipBlanks();
    }
    if (end_ - at_ >= 2 && at_[0] == '=' && at_[1] == '>') {
      at_ = end_;
      return global("Function");
    }
    // What is inside has been passed once already, so nesting must not go on for long.
    constexpr unsigned kDeepest = 50;
    if (depth_ == kDeepest) return kObject;
    return Reader({open + 1, static_cast<size_t>(at_ - open - 1)}, depth_ + 1).readUnion();
  }

  TypeMetadata readName() {
    const char* from = at_;
    at_ = skipIdentifier(at_, end_);
    if (at_ == from) {
      at_ = end_;
      return kObject;
    }
    std::string_view word(from, static_cast<size_t>(at_ - from));
    skipBlanks();
    bool isAlone = peek() != '.';
    if (isAlone) {
      if (word == "new" || word == "abstract") return rest(global("Function"));
      if (word == "asserts") return rest(kUndefined);
      if (startsWithWord("is")) return rest(global("Boolean"));
      if (word == "readonly") return readPostfix();
      if (word == "unique") return rest(global("Symbol"));
      if (word == "keyof" || word == "typeof" || word == "infer" || word == "import") return rest(kObject);
      for (const Keyword& keyword : kKeywords)
        if (keyword.word == word) return keyword.means;
    }
    if (word == "import") return rest(kObject);
    const char* nameEnd = from + word.size();
    while (peek() == '.') {
      at_ = skipTrivia(at_ + 1, end_);
      at_ = skipIdentifier(at_, end_);
      nameEnd = at_;
      skipBlanks();
    }
    if (peek() == '<') skipBracket();
    return {Kind::Reference, {from, static_cast<size_t>(nameEnd - from)}};
  }

  TypeMetadata rest(TypeMetadata result) {
    at_ = end_;
    return result;
  }

  /// Over a bracket and what it encloses, or a string.
  void skipBracket() {
    unsigned depth = 0;
    do {
      skipBlanks();
      if (at_ >= end_) return;
      switch (*at_) {
        case '(':
        case '[':
        case '{':
        case '<':
          ++depth;
          ++at_;
          break;
        case '=':
          at_ += end_ - at_ >= 2 && at_[1] == '>' ? 2 : 1;
          break;
        case ')':
        case ']':
        case '}':
        case '>':
          --depth;
          ++at_;
          break;
        case '"':
        case '\'': {
          const char* after = skipString(at_, end_);
          at_ = after ? after : end_;
          break;
        }
        case '`':
          skipTemplate();
          break;
        default: {
          const char* after = skipIdentifier(at_, end_);
          at_ = after > at_ ? after : at_ + 1;
        }
      }
    } while (depth != 0);
  }

  void skipTemplate() {
    const char* after = skipTemplatePart(at_ + 1, end_);
    while (after && after[-1] == '{') {
      at_ = after - 1;
      skipBracket();
      after = skipTemplatePart(at_, end_);
    }
    at_ = after ? after : end_;
  }

  const char* at_;
  const char* end_;
  unsigned depth_;
};

}  // namespace

TypeMetadata metadataOfType(std::string_view type) {
  if (type.empty()) return kObject;
  return Reader(type, 0).readUnion();
}

}  // namespace weft::syntax
