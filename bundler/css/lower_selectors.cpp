// :not(a, b) → :not(a):not(b), and :is(a, b) c → a c, b c, where that is the same.

#include <algorithm>
#include <vector>

#include "css/lower.h"

namespace weft::css {

namespace {

constexpr size_t kMostOfRule = 256;

class SelectorLowerer {
 public:
  SelectorLowerer(Pool& pool, const Browsers& browsers) : pool_(pool), browsers_(browsers) {}

  void nodes(Nodes& list) {
    for (Node* node : list) {
      if (node->kind == NodeKind::Style) selectors(node->selectors);
      if (!node->body.empty()) nodes(node->body);
    }
  }

 private:
  void selectors(Selectors& list) {
    if (browsers_.lack(Feature::NotLists))
      for (Complex& complex : list)
        for (Compound& compound : complex.compounds) splitNot(compound);
    if (!browsers_.lack(Feature::IsSelector)) return;
    std::vector<Complex> out;
    for (const Complex& complex : list) writeOut(complex, out);
    if (out.size() <= kMostOfRule) list = Selectors(pool_, out);
  }

  static bool isSplittable(const Simple& simple) {
    if (simple.name != "not" || !simple.hasSelectors || simple.selectors.size() < 2) return false;
    uint64_t first = specificityOf(simple.selectors[0]);
    return std::ranges::all_of(simple.selectors, [&](const Complex& it) {
      return it.compounds.size() == 1 && it.compounds[0].parts.size() == 1 && specificityOf(it) <= first;
    });
  }

  void splitNot(Compound& compound) {
    if (std::ranges::none_of(compound.parts, isSplittable)) return;
    std::vector<Simple> parts;
    for (const Simple& simple : compound.parts) {
      if (!isSplittable(simple)) {
        parts.push_back(simple);
        continue;
      }
      for (const Complex& complex : simple.selectors) {
        Simple one = simple;
        one.selectors = Selectors(pool_, {complex});
        parts.push_back(one);
      }
    }
    compound.parts = List<Simple>(pool_, parts);
  }

  /// An :is() of compounds that weigh the same.
  static bool isPlain(const Simple& simple, const Compound& around) {
    if (simple.name != "is" || !simple.hasSelectors) return false;
    bool isFirst = &simple == around.parts.begin();
    uint64_t weight = specificityOf(simple.selectors[0]);
    return std::ranges::all_of(simple.selectors, [&](const Complex& it) {
      bool beginsWithType =
          it.compounds[0].parts[0].kind == SimpleKind::Type || it.compounds[0].parts[0].kind == SimpleKind::Universal;
      bool isAlone = it.compounds.size() == 1 && it.compounds[0].before == Combinator::None;
      return isAlone && specificityOf(it) == weight && (isFirst || !beginsWithType);
    });
  }

  void writeOut(const Complex& complex, std::vector<Complex>& out) {
    if (out.size() > kMostOfRule) return;
    for (size_t i = 0; i < complex.compounds.size(); ++i) {
      const Compound& compound = complex.compounds[i];
      for (size_t k = 0; k < compound.parts.size(); ++k) {
        if (!isPlain(compound.parts[k], compound)) continue;
        for (const Complex& choice : compound.parts[k].selectors) writeOut(with(complex, i, k, choice), out);
        return;
      }
    }
    out.push_back(complex);
  }

  Complex with(const Complex& complex, size_t at, size_t part, const Complex& choice) {
    Complex out;
    for (size_t i = 0; i < complex.compounds.size(); ++i) {
      Compound copy;
      copy.before = complex.compounds[i].before;
      const List<Simple>& parts = complex.compounds[i].parts;
      for (size_t k = 0; k < parts.size(); ++k) {
        if (i != at || k != part) {
          copy.parts.push(pool_, parts[k]);
          continue;
        }
        for (const Simple& simple : choice.compounds[0].parts) copy.parts.push(pool_, simple);
      }
      out.compounds.push(pool_, copy);
    }
    return out;
  }

  Pool& pool_;
  const Browsers& browsers_;
};

}  // namespace

void lowerSelectors(Sheet& sheet, const Browsers& browsers) {
  if (!browsers.lack(Feature::NotLists) && !browsers.lack(Feature::IsSelector)) return;
  SelectorLowerer(sheet.pool, browsers).nodes(sheet.nodes);
}

}  // namespace weft::css
