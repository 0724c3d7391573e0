#pragma once

// A style sheet as a tree: rules, declarations and comments (Node), their component values (Value) and selectors. Names
// are as the standard understands them, without escapes, in the letters that they were written with. Everything is
// plain data in a Pool; texts are of the pool or of the source.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"
#include "css/pool.h"

namespace weft::css {

/// Tokens that are values, functions, and blocks (https://drafts.csswg.org/css-syntax-3/#parsing).
enum class ValueKind : uint8_t {
  Ident,
  AtKeyword,  // text: without the @
  Hash,       // text: without the #
  String,
  Url,  // also url("…")
  Delim,
  Number,
  Percentage,  // text: the number
  Dimension,   // text: the number and the unit
  Comma,
  Colon,
  Semicolon,
  Function,  // text: the name
  Paren,
  Bracket,
  Brace,
  Invalid,  // a bad string or url, a closing bracket that nothing opened: text as it was written
};

struct Value {
  enum Flag : uint8_t {
    SpaceBefore = 1,
    SpaceAtEnd = 2,   // of functions and blocks: before what closes them
    Escaped = 4,      // as it was written it had escapes
    IsId = 8,         // of Hash: what follows is an identifier
    IsInteger = 16,   // of numbers
    IsReference = 32  // of Url: text is the number of a file of the bundle
  };
  ValueKind kind = ValueKind::Ident;
  uint8_t flags = 0;
  uint16_t unitStart = 0;  // of Dimension
  uint32_t offset = 0;     // in the source
  std::string_view text = {};
  List<Value> children = {};

  [[nodiscard]] bool has(Flag flag) const { return flags & flag; }
  [[nodiscard]] bool spaceBefore() const { return flags & SpaceBefore; }
  void setSpaceBefore(bool on) { flags = static_cast<uint8_t>(on ? flags | SpaceBefore : flags & ~SpaceBefore); }
  [[nodiscard]] bool isNumeric() const {
    return kind == ValueKind::Number || kind == ValueKind::Percentage || kind == ValueKind::Dimension;
  }
  [[nodiscard]] bool isDelim(char c) const { return kind == ValueKind::Delim && text[0] == c; }
  [[nodiscard]] std::string_view number() const {
    return kind == ValueKind::Dimension ? text.substr(0, unitStart) : text;
  }
  [[nodiscard]] std::string_view unit() const {
    return kind == ValueKind::Dimension ? text.substr(unitStart) : std::string_view();
  }
  /// Letters may be large: `name` is in small ones.
  [[nodiscard]] bool isIdent(std::string_view name) const;
  [[nodiscard]] bool isFunction(std::string_view name) const;
};
using Values = List<Value>;

enum class Combinator : uint8_t { None, Descendant, Child, NextSibling, LaterSibling, Column };

enum class SimpleKind : uint8_t { Type, Universal, Nesting, Id, Class, Attribute, PseudoClass, PseudoElement };

struct Complex;
using Selectors = List<Complex>;

struct Simple {
  SimpleKind kind = SimpleKind::Type;
  bool hasPrefix = false;   // of a namespace, which may be empty
  bool isFunction = false;  // of pseudo-classes and -elements
  bool hasSelectors = false;
  bool isLocal = false;  // of classes and ids: it was given a name of the module's own
  char match = 0;        // of Attribute: 0 (is there), '=', '~', '|', '^', '$', '*'
  char modifier = 0;     // of Attribute: i or s
  uint32_t offset = 0;
  std::string_view name = {};
  std::string_view prefix = {};
  std::string_view value = {};  // of Attribute
  Selectors selectors = {};     // of :is() and its like
  Values arguments = {};        // of other functions, and of :nth-child() what is before `of`
};

struct Compound {
  Combinator before = Combinator::None;  // of the first of a selector: None, or that of a relative selector
  List<Simple> parts = {};
};

struct Complex {
  List<Compound> compounds = {};
};

enum class NodeKind : uint8_t {
  Style,        // selectors { … }
  BadStyle,     // a prelude that is no selector { … }: written as it was read
  Keyframe,     // from, 20% { … }
  At,           // @name prelude; or @name prelude { … }
  Declaration,  // name: values
  Comment,      // that has to stay: name is the text with its ends
};

struct Node {
  NodeKind kind = NodeKind::Declaration;
  bool hasBlock = false;
  bool isImportant = false;
  bool isCustom = false;       // of Declaration: --name
  bool isDead = false;         // taken out; lists are swept later
  uint32_t offset = 0;         // in the source
  uint32_t end = 0;            // of what has a block: where it closes
  uint16_t property = 0;       // of Declaration: properties.h
  std::string_view name = {};  // of At and Declaration: in small letters, but for custom properties
  Values values = {};          // the prelude, or the value
  Selectors selectors = {};
  List<Node*> body = {};
};
using Nodes = List<Node*>;

struct Sheet {
  explicit Sheet(const SourceText& text) : source(text) {}
  const SourceText& source;
  Pool pool;
  Nodes nodes;
};

/// Small letters are those of ASCII alone.
[[nodiscard]] bool equalsIgnoringCase(std::string_view text, std::string_view small);
[[nodiscard]] std::string_view lowered(Pool& pool, std::string_view text);

inline bool Value::isIdent(std::string_view name) const {
  return kind == ValueKind::Ident && equalsIgnoringCase(text, name);
}
inline bool Value::isFunction(std::string_view name) const {
  return kind == ValueKind::Function && equalsIgnoringCase(text, name);
}

inline bool equalsIgnoringCase(std::string_view text, std::string_view small) {
  if (text.size() != small.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c != small[i] && !(c >= 'A' && c <= 'Z' && c + 32 == small[i])) return false;
  }
  return true;
}

inline std::string_view lowered(Pool& pool, std::string_view text) {
  bool isLow = std::ranges::none_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (isLow) return text;
  char* out = pool.array<char>(text.size());
  for (size_t i = 0; i < text.size(); ++i)
    out[i] = static_cast<char>(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
  return {out, text.size()};
}

}  // namespace weft::css
