// Rules in rules (https://drafts.csswg.org/css-nesting-1/):
//
//     .a { x: y; &:hover { x: z } .b & { x: w } @media print { x: v } }
//     → .a { x: y } .a:hover { x: z } .b .a { x: w } @media print { .a { x: v } }

#include <algorithm>
#include <vector>

#include "css/compare.h"
#include "css/lower.h"

namespace weft::css {

namespace {

bool hasNesting(const Selectors& selectors);

bool hasNesting(const Complex& complex) {
  return std::ranges::any_of(complex.compounds, [](const Compound& compound) {
    return std::ranges::any_of(compound.parts, [](const Simple& simple) {
      return simple.kind == SimpleKind::Nesting || (simple.hasSelectors && hasNesting(simple.selectors));
    });
  });
}

bool hasNesting(const Selectors& selectors) {
  return std::ranges::any_of(selectors, [](const Complex& complex) { return hasNesting(complex); });
}

bool isType(const Simple& simple) {
  return simple.kind == SimpleKind::Type || simple.kind == SimpleKind::Universal;
}

bool hasElement(const Complex& complex) {
  return std::ranges::any_of(complex.compounds, [](const Compound& compound) {
    return std::ranges::any_of(compound.parts, [](const Simple& it) { return it.kind == SimpleKind::PseudoElement; });
  });
}

class NestingLowerer {
 public:
  NestingLowerer(Sheet& sheet, const Browsers& browsers, Log& log)
      : sheet_(sheet), pool_(sheet.pool), browsers_(browsers), log_(log) {}

  bool run() {
    Nodes out;
    list(sheet_.nodes, nullptr, out);
    if (!isTooMuch_) sheet_.nodes = out;
    return !isTooMuch_;
  }

 private:
  static constexpr size_t kMostSelectors = size_t{1} << 18;  // of a sheet
  static constexpr size_t kMostOfRule = 64;                  // written out; else they are in :is()

  void list(const Nodes& nodes, const Selectors* parent, Nodes& out) {
    for (Node* node : nodes) {
      if (isTooMuch_) return;
      switch (node->kind) {
        case NodeKind::Style:
          style(*node, parent, out);
          break;
        case NodeKind::At:
          atRule(*node, parent, out);
          break;
        default:
          out.push(pool_, node);
      }
    }
  }

  void style(Node& node, const Selectors* parent, Nodes& out) {
    if (parent) {
      node.selectors = resolved(node, *parent);
      if (isTooMuch_) return;
    }
    body(node, node.body, node.selectors, out);
  }

  /// Declarations become rules of their own, in the order in which they were among the rules.
  void body(const Node& origin, const Nodes& nodes, const Selectors& selectors, Nodes& out) {
    Node* rule = nullptr;
    bool isEmpty = nodes.empty();
    for (Node* child : nodes) {
      bool isOfRule = child->kind == NodeKind::Declaration || child->kind == NodeKind::Comment ||
                      (child->kind == NodeKind::At && !child->hasBlock);
      if (!isOfRule) {
        rule = nullptr;
        Nodes one(pool_, {child});
        list(one, &selectors, out);
        continue;
      }
      if (!rule) rule = makeRule(origin, selectors, out);
      rule->body.push(pool_, child);
    }
    if (isEmpty) makeRule(origin, selectors, out);
  }

  Node* makeRule(const Node& origin, const Selectors& selectors, Nodes& out) {
    Node* rule = pool_.make<Node>();
    rule->kind = NodeKind::Style;
    rule->hasBlock = true;
    rule->offset = origin.offset;
    rule->end = origin.end;
    rule->selectors = selectors;
    out.push(pool_, rule);
    return rule;
  }

  void atRule(Node& node, const Selectors* parent, Nodes& out) {
    out.push(pool_, &node);
    bool isGroup = node.hasBlock && (node.name == "media" || node.name == "supports" || node.name == "container" ||
                                     node.name == "layer" || node.name == "starting-style");
    bool isOther = node.hasBlock && (node.name == "scope" || node.name.ends_with("document"));
    if (!isGroup && !isOther) return;
    Nodes inside;
    if (parent && isGroup)
      body(node, node.body, *parent, inside);
    else
      list(node.body, isGroup ? parent : nullptr, inside);
    node.body = inside;
  }

  // --- Selectors.

  Selectors resolved(const Node& node, const Selectors& parent) {
    std::vector<Complex> out;
    bool isEqual =
        std::ranges::all_of(parent, [&](const Complex& it) { return specificityOf(it) == specificityOf(parent[0]); });
    bool isIsMissing = browsers_.lack(Feature::IsSelector);
    for (const Complex& written : node.selectors) {
      Complex complex = withNesting(written);
      bool mayWriteOut = (isEqual && parent.size() * node.selectors.size() <= kMostOfRule) || isIsMissing;
      if (parent.size() == 1 || mayWriteOut) {
        for (const Complex& one : parent) out.push_back(replaced(node, complex, Selectors(pool_, {one})));
      } else {
        out.push_back(replaced(node, complex, parent));
      }
      made_ += parent.size();
      if (made_ > kMostSelectors || out.size() > kMostSelectors) {
        tooMuch(node);
        break;
      }
    }
    return Selectors(pool_, out);
  }

  void tooMuch(const Node& node) {
    isTooMuch_ = true;
    log_.add({Severity::Error,
              "too-many-selectors",
              sheet_.source.path(),
              {node.offset, node.offset + 1},
              "Without nesting and :is() this rule needs too many selectors",
              {},
              {}});
  }

  /// `> b` → `& > b`, `b` → `& b`
  Complex withNesting(const Complex& complex) {
    bool isRelative = complex.compounds[0].before != Combinator::None;
    if (!isRelative && hasNesting(complex)) return complex;
    Simple nesting;
    nesting.kind = SimpleKind::Nesting;
    Compound first;
    first.parts.push(pool_, nesting);
    Complex out;
    out.compounds.push(pool_, first);
    for (const Compound& compound : complex.compounds) out.compounds.push(pool_, compound);
    Compound& second = out.compounds[1];
    if (second.before == Combinator::None) second.before = Combinator::Descendant;
    return out;
  }

  Complex replaced(const Node& node, const Complex& complex, const Selectors& parent) {
    Complex out;
    for (const Compound& compound : complex.compounds) {
      bool isFirst = &compound == complex.compounds.begin();
      auto nestings =
          std::ranges::count_if(compound.parts, [](const Simple& it) { return it.kind == SimpleKind::Nesting; });
      bool isInline = nestings > 0 && parent.size() == 1 && mayInline(compound, parent[0], isFirst);
      if (isInline)
        inlineParent(compound, parent[0], out);
      else
        out.compounds.push(pool_, wrapParent(node, compound, parent));
    }
    return out;
  }

  /// Whether the parent's compounds may stand where & is.
  [[nodiscard]] bool mayInline(const Compound& compound, const Complex& parent, bool isFirst) const {
    if (hasElement(parent)) return false;
    if (parent.compounds.size() > 1 && !isFirst) return browsers_.lack(Feature::IsSelector);
    bool hasType = std::ranges::any_of(compound.parts, isType);
    bool parentHasType = isType(parent.compounds.back().parts[0]);
    auto nestings =
        std::ranges::count_if(compound.parts, [](const Simple& it) { return it.kind == SimpleKind::Nesting; });
    if (hasType && parentHasType) return false;
    return nestings == 1 || (!parentHasType && parent.compounds.size() == 1);
  }

  void inlineParent(const Compound& compound, const Complex& parent, Complex& out) {
    for (const Compound& it : parent.compounds) {
      Compound copy;
      copy.before = it.before;
      copy.parts = List<Simple>(pool_, it.parts.begin(), it.parts.size());
      if (&it == parent.compounds.begin()) copy.before = compound.before;
      out.compounds.push(pool_, copy);
    }
    Compound& last = out.compounds.back();
    std::vector<Simple> parts(last.parts.begin(), last.parts.end());
    std::vector<Simple> own = parts;
    size_t seen = 0;
    for (const Simple& simple : compound.parts) {
      if (simple.kind == SimpleKind::Nesting) {
        if (seen++ > 0) parts.insert(parts.end(), own.begin(), own.end());
      } else if (isType(simple)) {
        parts.insert(parts.begin(), simple);
      } else {
        parts.push_back(withParentInside(simple, Selectors(pool_, {parent})));
      }
    }
    last.parts = List<Simple>(pool_, parts);
  }

  /// & → :is(parent)
  Compound wrapParent(const Node& node, const Compound& compound, const Selectors& parent) {
    std::vector<Simple> parts;
    for (const Simple& simple : compound.parts) {
      if (simple.kind != SimpleKind::Nesting) {
        Simple copy = withParentInside(simple, parent);
        if (isType(copy))
          parts.insert(parts.begin(), copy);
        else
          parts.push_back(copy);
        continue;
      }
      if (browsers_.lack(Feature::IsSelector)) warnOfIs(node);
      Simple is;
      is.kind = SimpleKind::PseudoClass;
      is.name = "is";
      is.isFunction = is.hasSelectors = true;
      is.selectors = parent;
      parts.push_back(is);
    }
    Compound out;
    out.before = compound.before;
    out.parts = List<Simple>(pool_, parts);
    return out;
  }

  void warnOfIs(const Node& node) {
    log_.add({Severity::Warning,
              "needs-is",
              sheet_.source.path(),
              {node.offset, node.offset + 1},
              "Without nesting this rule needs :is(), which not all of the target's browsers have",
              {},
              {}});
  }

  /// & in :not(&) and its like.
  Simple withParentInside(const Simple& simple, const Selectors& parent) {
    if (!simple.hasSelectors || !hasNesting(simple.selectors)) return simple;
    Simple out = simple;
    std::vector<Complex> list;
    Node none;
    for (const Complex& complex : simple.selectors)
      for (const Complex& one : parent) list.push_back(replaced(none, complex, Selectors(pool_, {one})));
    made_ += list.size();
    if (made_ > kMostSelectors) isTooMuch_ = true;
    out.selectors = Selectors(pool_, list);
    return out;
  }

  Sheet& sheet_;
  Pool& pool_;
  const Browsers& browsers_;
  Log& log_;
  size_t made_ = 0;
  bool isTooMuch_ = false;
};

constexpr uint64_t kIds = uint64_t{1} << 40;
constexpr uint64_t kClasses = uint64_t{1} << 20;

uint64_t highest(const Selectors& selectors) {
  uint64_t out = 0;
  for (const Complex& complex : selectors) out = std::max(out, specificityOf(complex));
  return out;
}

uint64_t specificityOf(const Simple& simple) {
  switch (simple.kind) {
    case SimpleKind::Type:
    case SimpleKind::PseudoElement:
      return 1;
    case SimpleKind::Id:
      return kIds;
    case SimpleKind::Class:
    case SimpleKind::Attribute:
      return kClasses;
    case SimpleKind::PseudoClass:
      if (simple.name == "where") return 0;
      if (simple.name == "is" || simple.name == "not" || simple.name == "has") return highest(simple.selectors);
      return kClasses + (simple.hasSelectors ? highest(simple.selectors) : 0);
    default:
      return 0;
  }
}

}  // namespace

uint64_t specificityOf(const Complex& complex) {
  uint64_t out = 0;
  for (const Compound& compound : complex.compounds)
    for (const Simple& simple : compound.parts) out += specificityOf(simple);
  return out;
}

bool lowerNesting(Sheet& sheet, const Browsers& browsers, Log& log) {
  return NestingLowerer(sheet, browsers, log).run();
}

}  // namespace weft::css
