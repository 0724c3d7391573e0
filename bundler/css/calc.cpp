#include "css/calc.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "css/numbers.h"

namespace weft::css {

namespace {

struct Term;
using Terms = std::vector<Term>;

/// A number with its unit, a sum or a product of terms, or what is not known (a function, a name).
struct Term {
  enum class Kind : uint8_t { Number, Sum, Product, Other };
  Kind kind = Kind::Other;
  bool isInverted = false;  // of a product: divided by; of a sum: taken off, if it is not a number
  double number = 0;
  std::string unit = {};  // in small letters; "%" of percentages
  Terms terms = {};
  Value value = {};
};

std::string unitOf(const Value& value) {
  if (value.kind == ValueKind::Percentage) return "%";
  std::string unit(value.unit());
  for (char& c : unit)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return unit;
}

class Reader {
 public:
  explicit Reader(const Values& values) : values_(values) {}

  std::optional<Term> all() {
    auto out = sum();
    return at_ == values_.size() ? std::move(out) : std::nullopt;
  }

 private:
  std::optional<Term> sum() {
    Term out{Term::Kind::Sum};
    bool isInverted = false;
    while (true) {
      auto term = product();
      if (!term) return std::nullopt;
      if (isInverted && term->kind == Term::Kind::Number)
        term->number = -term->number;
      else
        term->isInverted = isInverted;
      out.terms.push_back(std::move(*term));
      if (at_ == values_.size() || !(values_[at_].isDelim('+') || values_[at_].isDelim('-'))) break;
      isInverted = values_[at_++].text[0] == '-';
    }
    if (out.terms.size() == 1) return std::move(out.terms[0]);
    return out;
  }

  std::optional<Term> product() {
    Term out{Term::Kind::Product};
    bool isInverted = false;
    while (true) {
      auto term = one();
      if (!term) return std::nullopt;
      term->isInverted = isInverted;
      out.terms.push_back(std::move(*term));
      if (at_ == values_.size() || !(values_[at_].isDelim('*') || values_[at_].isDelim('/'))) break;
      isInverted = values_[at_++].text[0] == '/';
    }
    if (out.terms.size() == 1) return std::move(out.terms[0]);
    return out;
  }

  std::optional<Term> one() {
    if (at_ == values_.size()) return std::nullopt;
    const Value& value = values_[at_++];
    if (value.isNumeric()) return Term{Term::Kind::Number, false, numberOf(value.number()), unitOf(value)};
    bool isGroup = value.kind == ValueKind::Paren || value.isFunction("calc");
    if (isGroup) return Reader(value.children).all();
    if (value.kind != ValueKind::Function && value.kind != ValueKind::Ident) return std::nullopt;
    Term out;
    out.value = value;
    return out;
  }

  const Values& values_;
  size_t at_ = 0;
};

void fold(Term& term);

/// Sums in a sum become part of it; numbers of one unit become one.
void foldSum(Term& sum) {
  Terms flat;
  for (Term& term : sum.terms) {
    fold(term);
    if (term.kind == Term::Kind::Sum) {
      for (Term& inner : term.terms) {
        if (term.isInverted && inner.kind == Term::Kind::Number)
          inner.number = -inner.number;
        else
          inner.isInverted ^= term.isInverted;
        flat.push_back(std::move(inner));
      }
    } else {
      if (term.kind == Term::Kind::Number && term.isInverted) {
        term.number = -term.number;
        term.isInverted = false;
      }
      flat.push_back(std::move(term));
    }
  }
  Terms out;
  for (Term& term : flat) {
    auto same = std::ranges::find_if(out, [&](const Term& other) {
      return term.kind == Term::Kind::Number && other.kind == Term::Kind::Number && other.unit == term.unit;
    });
    if (same != out.end())
      same->number += term.number;
    else
      out.push_back(std::move(term));
  }
  // Nothing of a length says nothing beside another length; beside what is not known its type may matter.
  bool areNumbers = std::ranges::all_of(out, [](const Term& term) { return term.kind == Term::Kind::Number; });
  if (areNumbers && out.size() > 1)
    std::erase_if(out, [&](const Term& term) { return term.number == 0 && term.unit != "%"; });
  if (out.size() == 1 && !out[0].isInverted) {
    bool wasInverted = sum.isInverted;
    Term only = std::move(out[0]);
    sum = std::move(only);
    sum.isInverted = wasInverted;
  } else {
    sum.terms = std::move(out);
  }
}

/// A number times a sum of numbers is a sum.
bool spread(Term& sum, double factor) {
  bool areNumbers = std::ranges::all_of(sum.terms, [](const Term& term) { return term.kind == Term::Kind::Number; });
  if (!areNumbers) return false;
  for (Term& term : sum.terms) term.number *= factor;
  return true;
}

void foldProduct(Term& product) {
  double factor = 1;
  std::string unit;
  Terms others;
  bool hasNumber = false;
  for (Term& term : product.terms) {
    bool isInverted = term.isInverted;
    fold(term);
    term.isInverted = isInverted;
    bool isPlain = term.kind == Term::Kind::Number && (term.unit.empty() || (unit.empty() && !isInverted));
    if (!isPlain || (isInverted && term.number == 0)) {
      others.push_back(std::move(term));
      continue;
    }
    hasNumber = true;
    factor = isInverted ? factor / term.number : factor * term.number;
    if (!term.unit.empty()) unit = term.unit;
  }
  bool wasInverted = product.isInverted;
  if (others.empty()) {
    product = Term{Term::Kind::Number, wasInverted, factor, unit};
    return;
  }
  bool isSum = others.size() == 1 && others[0].kind == Term::Kind::Sum && !others[0].isInverted && unit.empty();
  if (isSum && spread(others[0], factor)) {
    Term sum = std::move(others[0]);
    sum.isInverted = wasInverted;
    product = std::move(sum);
    return;
  }
  if (!hasNumber || (factor == 1 && unit.empty())) {
    // calc(1 * var(--x)) stays: it makes sure that there is a number.
    if (hasNumber) others.insert(others.begin(), Term{Term::Kind::Number, false, factor, unit});
  } else {
    others.insert(others.begin(), Term{Term::Kind::Number, false, factor, unit});
  }
  product.terms = std::move(others);
}

void fold(Term& term) {
  if (term.kind == Term::Kind::Sum) foldSum(term);
  if (term.kind == Term::Kind::Product) foldProduct(term);
}

constexpr int kDecimals = 6;

/// Whether six decimals say the number.
bool isShort(double number) {
  double text = numberOf(numberText(number, kDecimals));
  return std::isfinite(number) && std::abs(text - number) <= std::abs(number) * 1e-12;
}

class Writer {
 public:
  explicit Writer(Pool& pool) : pool_(pool) {}

  /// False where a number is not short.
  bool write(const Term& term, std::vector<Value>& out) {
    switch (term.kind) {
      case Term::Kind::Number:
        return number(term, out);
      case Term::Kind::Other:
        out.push_back(term.value);
        return true;
      case Term::Kind::Sum:
        return sum(term, out);
      case Term::Kind::Product:
        return product(term, out);
    }
    return false;
  }

  bool number(const Term& term, std::vector<Value>& out) {
    if (!isShort(term.number)) return false;
    std::string text = numberText(term.number, kDecimals);
    Value value;
    value.kind = term.unit.empty()  ? ValueKind::Number
                 : term.unit == "%" ? ValueKind::Percentage
                                    : ValueKind::Dimension;
    if (value.kind == ValueKind::Dimension) {
      value.unitStart = static_cast<uint16_t>(text.size());
      text += term.unit;
    } else if (text.find('.') == text.npos && text.find('e') == text.npos) {
      value.flags |= Value::IsInteger;
    }
    value.text = pool_.copy(text);
    out.push_back(value);
    return true;
  }

 private:
  void mark(std::vector<Value>& out, std::string_view text) {
    Value value;
    value.kind = ValueKind::Delim;
    value.text = text;
    value.setSpaceBefore(true);
    out.push_back(value);
  }

  /// In parentheses where it would be read as something else without.
  bool operand(const Term& term, bool needsGroup, std::vector<Value>& out) {
    std::vector<Value> inside;
    if (!write(term, inside)) return false;
    bool isFirst = out.empty();
    size_t at = out.size();
    if (needsGroup) {
      Value group;
      group.kind = ValueKind::Paren;
      inside[0].setSpaceBefore(false);
      group.children = Values(pool_, inside);
      out.push_back(group);
    } else {
      out.insert(out.end(), inside.begin(), inside.end());
    }
    out[at].setSpaceBefore(!isFirst);
    return true;
  }

  bool sum(const Term& term, std::vector<Value>& out) {
    std::vector<const Term*> ordered;
    for (const Term& it : term.terms) ordered.push_back(&it);
    // What is taken off cannot come first.
    auto takenOff = [](const Term* it) { return it->isInverted; };
    if (takenOff(ordered[0])) std::ranges::stable_partition(ordered, [&](const Term* it) { return !takenOff(it); });
    if (takenOff(ordered[0])) return false;
    for (const Term* it : ordered) {
      bool isFirst = it == ordered[0];
      Term copy = *it;
      bool isMinus = copy.isInverted;
      if (!isFirst && copy.kind == Term::Kind::Number && copy.number < 0) {
        isMinus = true;
        copy.number = -copy.number;
      }
      if (!isFirst) mark(out, isMinus ? "-" : "+");
      if (!operand(copy, copy.kind == Term::Kind::Sum, out)) return false;
    }
    return true;
  }

  bool product(const Term& term, std::vector<Value>& out) {
    if (term.terms[0].isInverted) return false;
    for (const Term& it : term.terms) {
      if (&it != &term.terms[0]) mark(out, it.isInverted ? "/" : "*");
      bool isGroup = it.kind == Term::Kind::Sum || it.kind == Term::Kind::Product;
      if (!operand(it, isGroup, out)) return false;
    }
    return true;
  }

  Pool& pool_;
};

/// var() and env() may stand for more than one term, so that parentheses around them mean something.
bool isKnown(const Values& values) {
  return std::ranges::all_of(values, [](const Value& value) {
    bool isOpen = value.isFunction("var") || value.isFunction("env") || value.isFunction("attr");
    return !isOpen && isKnown(value.children);
  });
}

std::vector<Values> argumentsOf(const Values& values) {
  std::vector<Values> out;
  size_t from = 0;
  for (size_t i = 0; i <= values.size(); ++i) {
    if (i < values.size() && values[i].kind != ValueKind::Comma) continue;
    out.push_back(values.slice(from, i - from));
    from = i + 1;
  }
  return out;
}

/// min(), max() and clamp() of numbers of one unit.
std::optional<Term> chosen(const Value& value) {
  std::vector<Term> terms;
  for (const Values& argument : argumentsOf(value.children)) {
    auto term = Reader(argument).all();
    if (!term) return std::nullopt;
    fold(*term);
    if (term->kind != Term::Kind::Number) return std::nullopt;
    if (!terms.empty() && terms[0].unit != term->unit) return std::nullopt;
    terms.push_back(std::move(*term));
  }
  auto less = [](const Term& a, const Term& b) { return a.number < b.number; };
  if (terms.empty() || terms[0].unit == "%") return std::nullopt;
  if (value.isFunction("min")) return *std::ranges::min_element(terms, less);
  if (value.isFunction("max")) return *std::ranges::max_element(terms, less);
  if (!value.isFunction("clamp") || terms.size() != 3) return std::nullopt;
  Term out = std::ranges::min(terms[1], terms[2], less);
  return std::ranges::max(terms[0], out, less);
}

/// Each argument worked out.
Value withSimplerArguments(Pool& pool, const Value& value) {
  std::vector<Value> out;
  for (const Values& argument : argumentsOf(value.children)) {
    if (!out.empty()) {
      Value comma;
      comma.kind = ValueKind::Comma;
      comma.text = ",";
      out.push_back(comma);
    }
    auto term = Reader(argument).all();
    std::vector<Value> written;
    if (term) {
      fold(*term);
      if (!Writer(pool).write(*term, written)) written.clear();
    }
    if (written.empty())
      out.insert(out.end(), argument.begin(), argument.end());
    else
      out.insert(out.end(), written.begin(), written.end());
  }
  Value result = value;
  result.children = Values(pool, out);
  return result;
}

}  // namespace

bool isMathFunction(std::string_view name) {
  constexpr std::string_view kNames[] = {"calc",         "min",       "max",       "clamp",   "abs",   "sign", "round",
                                         "mod",          "rem",       "sin",       "cos",     "tan",   "asin", "acos",
                                         "atan",         "atan2",     "pow",       "sqrt",    "hypot", "log",  "exp",
                                         "-webkit-calc", "-moz-calc", "calc-size", "progress"};
  return std::ranges::any_of(kNames, [&](std::string_view known) { return equalsIgnoringCase(name, known); });
}

Value simplifiedMath(Pool& pool, const Value& value) {
  if (!isKnown(value.children)) return value;
  bool isChoice = value.isFunction("min") || value.isFunction("max") || value.isFunction("clamp");
  std::optional<Term> term;
  if (isChoice)
    term = chosen(value);
  else if (value.isFunction("calc"))
    term = Reader(value.children).all();
  if (!term) return isChoice ? withSimplerArguments(pool, value) : value;
  fold(*term);
  std::vector<Value> written;
  if (!Writer(pool).write(*term, written)) return value;
  if (term->kind == Term::Kind::Number) {
    Value out = written[0];
    out.flags = static_cast<uint8_t>((out.flags & ~Value::SpaceBefore) | (value.flags & Value::SpaceBefore));
    out.offset = value.offset;
    // calc(0 * 1px) is a length still, calc(1.5) may stand for an integer: there it is rounded.
    bool isRounded = out.kind == ValueKind::Number && !out.has(Value::IsInteger);
    if (!isRounded) return out;
  }
  if (term->kind == Term::Kind::Other && isMathFunction(term->value.text)) {
    Value out = term->value;
    out.setSpaceBefore(value.spaceBefore());
    return out;
  }
  Value out = value;
  written[0].setSpaceBefore(false);
  out.children = Values(pool, written);
  return out;
}

}  // namespace weft::css
