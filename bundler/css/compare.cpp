#include "css/compare.h"

#include <functional>

namespace weft::css {

namespace {

bool isSame(const Simple& a, const Simple& b) {
  return a.kind == b.kind && a.name == b.name && a.isFunction == b.isFunction && a.hasPrefix == b.hasPrefix &&
         a.prefix == b.prefix && a.match == b.match && a.modifier == b.modifier && a.value == b.value &&
         a.isLocal == b.isLocal && a.hasSelectors == b.hasSelectors && isSame(a.selectors, b.selectors) &&
         isSame(a.arguments, b.arguments);
}

template <typename T, typename Same>
bool areSame(const List<T>& a, const List<T>& b, Same same) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (!same(a[i], b[i])) return false;
  return true;
}

class Hasher {
 public:
  void add(std::string_view text) { mix(std::hash<std::string_view>{}(text)); }
  void mix(uint64_t value) { state_ = (state_ ^ value) * 0x9e3779b97f4a7c15u + (state_ >> 29); }
  void add(const Values& values) {
    mix(values.size());
    for (const Value& value : values) {
      mix(static_cast<uint64_t>(value.kind));
      add(value.text);
      if (!value.children.empty()) add(value.children);
    }
  }
  void add(const Selectors& selectors) {
    mix(selectors.size());
    for (const Complex& complex : selectors)
      for (const Compound& compound : complex.compounds) {
        mix(static_cast<uint64_t>(compound.before));
        for (const Simple& simple : compound.parts) {
          mix(static_cast<uint64_t>(simple.kind));
          add(simple.name);
          add(simple.value);
          if (simple.hasSelectors) add(simple.selectors);
        }
      }
  }
  void add(const Node& node) {
    mix(static_cast<uint64_t>(node.kind));
    add(node.name);
    if (node.kind == NodeKind::Style)
      add(node.selectors);
    else
      add(node.values);
    mix(node.isImportant);
    for (const Node* child : node.body)
      if (!child->isDead) add(*child);
  }
  [[nodiscard]] uint64_t value() const { return state_; }

 private:
  uint64_t state_ = 0;
};

}  // namespace

bool isSame(const Value& a, const Value& b) {
  constexpr unsigned kMatters = Value::SpaceBefore | Value::SpaceAtEnd | Value::IsReference;
  return a.kind == b.kind && a.text == b.text && a.unitStart == b.unitStart &&
         (a.flags & kMatters) == (b.flags & kMatters) && isSame(a.children, b.children);
}

bool isSame(const Values& a, const Values& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    bool isFirst = i == 0;
    if (!isFirst) {
      if (!isSame(a[i], b[i])) return false;
      continue;
    }
    // What is before the first says nothing.
    Value first = a[i];
    first.setSpaceBefore(b[i].spaceBefore());
    if (!isSame(first, b[i])) return false;
  }
  return true;
}

bool isSame(const Complex& a, const Complex& b) {
  return areSame(a.compounds, b.compounds, [](const Compound& x, const Compound& y) {
    return x.before == y.before &&
           areSame(x.parts, y.parts, [](const Simple& p, const Simple& q) { return isSame(p, q); });
  });
}

bool isSame(const Selectors& a, const Selectors& b) {
  return areSame(a, b, [](const Complex& x, const Complex& y) { return isSame(x, y); });
}

bool isSame(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.name != b.name || a.isImportant != b.isImportant || a.hasBlock != b.hasBlock) return false;
  bool isSameHead = a.kind == NodeKind::Style ? isSame(a.selectors, b.selectors) : isSame(a.values, b.values);
  return isSameHead && isSameBody(a, b);
}

bool isSameBody(const Node& a, const Node& b) {
  size_t i = 0;
  size_t j = 0;
  while (true) {
    while (i < a.body.size() && a.body[i]->isDead) ++i;
    while (j < b.body.size() && b.body[j]->isDead) ++j;
    if (i == a.body.size() || j == b.body.size()) return i == a.body.size() && j == b.body.size();
    if (!isSame(*a.body[i++], *b.body[j++])) return false;
  }
}

uint64_t hashOf(const Node& node) {
  Hasher hasher;
  hasher.add(node);
  return hasher.value();
}

}  // namespace weft::css
