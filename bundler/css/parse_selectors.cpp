// Selectors (https://drafts.csswg.org/selectors-4/#grammar) from component values.

#include <algorithm>
#include <array>
#include <vector>

#include "css/parser.h"

namespace weft::css {

namespace {

enum class Argument : uint8_t { Values, Selectors, RelativeSelectors, Nth };

Argument argumentOf(std::string_view name) {
  constexpr std::array<std::string_view, 14> kSelectors = {"-moz-any", "-webkit-any", "any",          "cue",  "current",
                                                           "global",   "host",        "host-context", "is",   "local",
                                                           "matches",  "not",         "slotted",      "where"};
  if (std::ranges::find(kSelectors, name) != kSelectors.end()) return Argument::Selectors;
  if (name == "has") return Argument::RelativeSelectors;
  return name == "nth-child" || name == "nth-last-child" ? Argument::Nth : Argument::Values;
}

class SelectorParser {
 public:
  SelectorParser(Pool& pool, const Values& values) : pool_(pool), values_(values) {}

  std::optional<Selectors> list(SelectorContext context) {
    Selectors out;
    do {
      Complex complex;
      if (!complexSelector(complex, context)) return std::nullopt;
      out.push(pool_, complex);
    } while (take(ValueKind::Comma));
    if (at_ < values_.size()) return std::nullopt;
    return out;
  }

  [[nodiscard]] uint32_t place(uint32_t otherwise) const {
    if (at_ < values_.size()) return values_[at_].offset;
    return values_.empty() ? otherwise : values_.back().offset;
  }

 private:
  [[nodiscard]] const Value* peek(size_t ahead = 0) const {
    return at_ + ahead < values_.size() ? &values_[at_ + ahead] : nullptr;
  }
  /// Right after what came before.
  [[nodiscard]] const Value* joined(size_t ahead = 0) const {
    const Value* next = peek(ahead);
    return next && !next->spaceBefore() ? next : nullptr;
  }
  bool take(ValueKind kind) {
    if (!peek() || peek()->kind != kind) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] bool isDelimAt(size_t ahead, char c) const { return peek(ahead) && peek(ahead)->isDelim(c); }

  bool complexSelector(Complex& out, SelectorContext context) {
    Combinator combinator = explicitCombinator();
    if (combinator != Combinator::None && context == SelectorContext::Plain) return false;
    while (true) {
      Compound compound;
      compound.before = combinator;
      if (!compoundSelector(compound)) return false;
      out.compounds.push(pool_, compound);
      const Value* next = peek();
      if (!next || next->kind == ValueKind::Comma) return true;
      bool hasSpace = next->spaceBefore();
      combinator = explicitCombinator();
      if (combinator == Combinator::None) {
        if (!hasSpace) return false;
        combinator = Combinator::Descendant;
      }
    }
  }

  Combinator explicitCombinator() {
    if (isDelimAt(0, '|') && isDelimAt(1, '|') && joined(1)) {
      at_ += 2;
      return Combinator::Column;
    }
    Combinator found = isDelimAt(0, '>')   ? Combinator::Child
                       : isDelimAt(0, '+') ? Combinator::NextSibling
                       : isDelimAt(0, '~') ? Combinator::LaterSibling
                                           : Combinator::None;
    if (found != Combinator::None) ++at_;
    return found;
  }

  bool compoundSelector(Compound& out) {
    size_t begin = at_;
    while (const Value* next = peek()) {
      if (at_ != begin && next->spaceBefore()) break;
      Simple simple;
      simple.offset = next->offset;
      if (!isSimple(*next, at_ == begin)) break;
      if (!simpleSelector(simple)) return false;
      out.parts.push(pool_, simple);
    }
    return !out.parts.empty();
  }

  [[nodiscard]] bool isSimple(const Value& next, bool isFirst) const {
    switch (next.kind) {
      case ValueKind::Ident:
        return isFirst || isAfterNesting();
      case ValueKind::Hash:
      case ValueKind::Bracket:
      case ValueKind::Colon:
        return true;
      case ValueKind::Delim:
        if (next.text[0] == '*' || next.text[0] == '|') return (isFirst || isAfterNesting()) && !isDelimAt(1, '|');
        return next.text[0] == '&' || next.text[0] == '.';
      default:
        return false;
    }
  }
  /// `&div` is valid.
  [[nodiscard]] bool isAfterNesting() const { return at_ > 0 && values_[at_ - 1].isDelim('&'); }

  bool simpleSelector(Simple& out) {
    const Value& value = values_[at_];
    switch (value.kind) {
      case ValueKind::Hash:
        if (!value.has(Value::IsId)) return false;
        out.kind = SimpleKind::Id;
        out.name = value.text;
        ++at_;
        return true;
      case ValueKind::Bracket:
        ++at_;
        return attribute(out, value.children);
      case ValueKind::Colon:
        return pseudo(out);
      case ValueKind::Delim:
        if (value.text[0] == '&') {
          out.kind = SimpleKind::Nesting;
          ++at_;
          return true;
        }
        if (value.text[0] == '.') {
          const Value* name = joined(1);
          if (!name || name->kind != ValueKind::Ident) return false;
          out.kind = SimpleKind::Class;
          out.name = name->text;
          at_ += 2;
          return true;
        }
        [[fallthrough]];
      default:
        return type(out);
    }
  }

  /// A name or `*`, maybe with a namespace before it.
  bool type(Simple& out) {
    const Value& first = values_[at_];
    const Value* bar = first.isDelim('|') ? &first : joined(1);
    bool hasPrefix =
        bar && bar->isDelim('|') && !(joined(bar == &first ? 1 : 2) && isDelimAt(bar == &first ? 1 : 2, '|'));
    if (hasPrefix) {
      out.hasPrefix = true;
      if (bar != &first) {
        out.prefix = first.text;
        ++at_;
      }
      ++at_;
      if (!joined()) return false;
    } else if (first.isDelim('|')) {
      return false;
    }
    const Value* name = peek();
    if (!name) return false;
    if (name->isDelim('*'))
      out.kind = SimpleKind::Universal;
    else if (name->kind == ValueKind::Ident)
      out.kind = SimpleKind::Type;
    else
      return false;
    out.name = name->text;
    ++at_;
    return true;
  }

  /// [name], [ns|name], [name="value" i]
  bool attribute(Simple& out, const Values& values) const {
    out.kind = SimpleKind::Attribute;
    size_t i = 0;
    auto isDelim = [&](size_t index, char c) { return index < values.size() && values[index].isDelim(c); };
    bool hasPrefix = isDelim(0, '|') || (isDelim(1, '|') && !isDelim(2, '='));
    if (hasPrefix) {
      out.hasPrefix = true;
      if (!isDelim(0, '|')) out.prefix = values[i++].text;
      ++i;
    }
    if (i >= values.size() || values[i].kind != ValueKind::Ident) return false;
    out.name = values[i++].text;
    if (i == values.size()) return true;
    if (values[i].kind != ValueKind::Delim) return false;
    char op = values[i].text[0];
    if (op != '=') {
      if (std::string_view("~|^$*").find(op) == std::string_view::npos || !isDelim(i + 1, '=')) return false;
      ++i;
    }
    ++i;
    if (i >= values.size()) return false;
    if (values[i].kind != ValueKind::Ident && values[i].kind != ValueKind::String) return false;
    out.match = op;
    out.value = values[i++].text;
    if (i == values.size()) return true;
    if (values[i].isIdent("i") || values[i].isIdent("s"))
      out.modifier = static_cast<char>(values[i].text[0] | 32);
    else
      return false;
    return i + 1 == values.size();
  }

  bool pseudo(Simple& out) {
    ++at_;
    out.kind = SimpleKind::PseudoClass;
    if (joined() && joined()->kind == ValueKind::Colon) {
      out.kind = SimpleKind::PseudoElement;
      ++at_;
    }
    const Value* name = joined();
    if (!name) return false;
    if (name->kind != ValueKind::Ident && name->kind != ValueKind::Function) return false;
    out.name = lowered(pool_, name->text);
    ++at_;
    if (name->kind == ValueKind::Ident) return true;
    out.isFunction = true;
    out.arguments = name->children;
    return functionArguments(out);
  }

  /// What cannot be read as selectors stays as it was written: :is() forgives, others are of no use to browsers.
  bool functionArguments(Simple& out) const {
    Argument argument = argumentOf(out.name);
    if (argument == Argument::Values || out.arguments.empty()) return true;
    Values inside = out.arguments;
    Values before;
    if (argument == Argument::Nth) {
      const auto* of = std::ranges::find_if(inside, [](const Value& value) { return value.isIdent("of"); });
      if (of == inside.end()) return true;
      auto count = static_cast<size_t>(of - inside.begin());
      before = inside.slice(0, count);
      inside = inside.slice(count + 1, inside.size() - count - 1);
    }
    auto context = argument == Argument::RelativeSelectors ? SelectorContext::Relative : SelectorContext::Plain;
    auto selectors = SelectorParser(pool_, inside).list(context);
    if (!selectors) return out.name == "is" || out.name == "where" || argument == Argument::Nth;
    out.selectors = *selectors;
    out.hasSelectors = true;
    out.arguments = before;
    return true;
  }

  Pool& pool_;
  const Values& values_;
  size_t at_ = 0;
};

}  // namespace

std::optional<Selectors> parseSelectors(Pool& pool, const Values& values, SelectorContext context, uint32_t* wrong) {
  SelectorParser parser(pool, values);
  auto out = parser.list(context);
  if (!out && wrong) *wrong = parser.place(*wrong);
  return out;
}

}  // namespace weft::css
