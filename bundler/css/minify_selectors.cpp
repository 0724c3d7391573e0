#include "css/minify_selectors.h"

#include <algorithm>
#include <array>
#include <string>

#include "css/compare.h"
#include "css/printer.h"
#include "css/value_edits.h"

namespace weft::css {

namespace {

bool isTypeLike(SimpleKind kind) {
  return kind == SimpleKind::Type || kind == SimpleKind::Universal || kind == SimpleKind::Nesting;
}

/// :is(.a) → .a, where what is inside may stand at this place.
bool isUnwrappable(const Simple& simple, bool isFirst) {
  if (simple.kind != SimpleKind::PseudoClass || simple.name != "is" || !simple.hasSelectors) return false;
  if (simple.selectors.size() != 1 || simple.selectors[0].compounds.size() != 1) return false;
  const Compound& inner = simple.selectors[0].compounds[0];
  if (inner.before != Combinator::None) return false;
  bool hasElement =
      std::ranges::any_of(inner.parts, [](const Simple& it) { return it.kind == SimpleKind::PseudoElement; });
  return !hasElement && (isFirst || !isTypeLike(inner.parts[0].kind));
}

/// :nth-child(2n+1) → :nth-child(odd), and other ways to say less.
void nth(Pool& pool, Simple& simple) {
  if (!simple.isFunction || !simple.name.starts_with("nth-")) return;
  std::string text;
  for (const Value& value : simple.arguments) {
    if (value.kind == ValueKind::Invalid || !value.children.empty()) return;
    text += value.text;
  }
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  std::erase(text, ' ');
  bool isAlone = !simple.hasSelectors;
  if (isAlone && text == "1") {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kFirsts = {
        std::pair<std::string_view, std::string_view>{"nth-child", "first-child"},
        {"nth-last-child", "last-child"},
        {"nth-of-type", "first-of-type"},
        {"nth-last-of-type", "last-of-type"}};
    for (const auto& [name, shorter] : kFirsts) {
      if (simple.name != name) continue;
      simple.name = shorter;
      simple.isFunction = false;
      simple.arguments = {};
      return;
    }
  }
  std::string_view shorter = text;
  if (text == "even") shorter = "2n";
  if (text == "2n+1") shorter = "odd";
  if (simple.arguments.size() < 2 && shorter == text) return;
  simple.arguments = makeValues(pool, shorter);
}

void minifyList(Pool& pool, Selectors& selectors);

void minifyCompound(Pool& pool, Compound& compound) {
  std::vector<Simple> parts;
  for (size_t i = 0; i < compound.parts.size(); ++i) {
    Simple& simple = compound.parts[i];
    if (simple.hasSelectors) {
      minifyList(pool, simple.selectors);
    }
    nth(pool, simple);
    if (isUnwrappable(simple, i == 0)) {
      const Compound& inner = simple.selectors[0].compounds[0];
      for (const Simple& it : inner.parts) parts.push_back(it);
      continue;
    }
    parts.push_back(simple);
  }
  if (parts.size() == compound.parts.size()) {
    std::ranges::copy(parts, compound.parts.begin());
    return;
  }
  compound.parts = List<Simple>(pool, parts);
}

void minifyList(Pool& pool, Selectors& selectors) {
  for (Complex& complex : selectors)
    for (Compound& compound : complex.compounds) minifyCompound(pool, compound);
  size_t kept = 0;
  for (size_t i = 0; i < selectors.size(); ++i) {
    bool isKnown = false;
    for (size_t k = 0; k < kept && !isKnown; ++k) isKnown = isSame(selectors[k], selectors[i]);
    if (!isKnown) selectors[kept++] = selectors[i];
  }
  selectors.shrink(kept);
}

/// What all browsers have since 2022.
bool isRecentPseudo(const Simple& simple) {
  constexpr std::array<std::string_view, 18> kRecent = {
      "any-link",   "default",   "focus-visible", "focus-within", "in-range",    "indeterminate",     "is",
      "lang",       "marker",    "optional",      "out-of-range", "placeholder", "placeholder-shown", "read-only",
      "read-write", "selection", "where",         "only-of-type"};
  return std::ranges::find(kRecent, simple.name) != kRecent.end();
}

bool isKnownPseudo(const Simple& simple) {
  constexpr std::array<std::string_view, 30> kOld = {
      "active",        "after",      "before",       "checked",        "disabled",
      "empty",         "enabled",    "first-child",  "first-letter",   "first-line",
      "first-of-type", "focus",      "hover",        "last-child",     "last-of-type",
      "link",          "not",        "nth-child",    "nth-last-child", "nth-last-of-type",
      "nth-of-type",   "only-child", "only-of-type", "root",           "target",
      "visited",       "lang",       "invalid",      "valid",          "required"};
  if (simple.hasSelectors &&
      (simple.name != "not" || simple.selectors.size() != 1 || simple.selectors[0].compounds.size() != 1 ||
       simple.selectors[0].compounds[0].parts.size() != 1))
    return false;
  return std::ranges::find(kOld, simple.name) != kOld.end();
}

}  // namespace

void minifySelectors(Pool& pool, Selectors& selectors) {
  minifyList(pool, selectors);
}

bool isKnownEverywhere(const Selectors& selectors, const Browsers& browsers) {
  bool areRecent = !browsers.areGiven() || !browsers.lack(Feature::MediaRanges);
  for (const Complex& complex : selectors) {
    for (const Compound& compound : complex.compounds) {
      if (compound.before == Combinator::Column) return false;
      for (const Simple& simple : compound.parts) {
        bool isPseudo = simple.kind == SimpleKind::PseudoClass || simple.kind == SimpleKind::PseudoElement;
        if (isPseudo && !isKnownPseudo(simple) && !(areRecent && isRecentPseudo(simple))) return false;
        if (simple.kind == SimpleKind::Attribute && simple.modifier != 0) return false;
        if (simple.kind == SimpleKind::Nesting) return false;
      }
    }
  }
  return true;
}

}  // namespace weft::css
