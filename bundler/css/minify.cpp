#include "css/minify.h"

#include <algorithm>
#include <unordered_map>

#include "css/compare.h"
#include "css/minify_declarations.h"
#include "css/minify_media.h"
#include "css/minify_selectors.h"
#include "css/minify_values.h"
#include "css/properties.h"

namespace weft::css {

namespace {

/// What a list of rules stands in.
enum class Around : uint8_t { Rules, Style };

class Minifier {
 public:
  Minifier(Pool& pool, const Browsers& browsers) : pool_(pool), browsers_(browsers) {}

  void list(Nodes& nodes, Around around) {
    for (Node* node : nodes)
      if (!node->isDead) one(*node, around);
    if (around == Around::Style) compactDeclarations(pool_, nodes, browsers_);
    unwrapMedia(nodes);
    mergeNeighbours(nodes, around);
    dropRepeated(nodes);
    sweep(nodes);
  }

 private:
  void one(Node& node, Around around) {
    switch (node.kind) {
      case NodeKind::Declaration:
        minifyValue(pool_, node, browsers_);
        return;
      case NodeKind::Style:
        minifySelectors(pool_, node.selectors);
        list(node.body, Around::Style);
        node.isDead = isEmpty(node);
        return;
      case NodeKind::BadStyle:
        list(node.body, Around::Style);
        return;
      case NodeKind::Keyframe:
        keyframeSelectors(node);
        list(node.body, Around::Style);
        return;
      case NodeKind::At:
        return atRule(node, around);
      case NodeKind::Comment:
        return;
    }
  }

  static bool isEmpty(const Node& node) {
    return std::ranges::all_of(node.body, [](const Node* child) { return child->isDead; });
  }

  void atRule(Node& node, Around around) {
    if (node.name == "media" || node.name == "container") minifyMedia(pool_, node, browsers_);
    if (node.name == "supports") minifyPrelude(pool_, node.values);
    if (!node.hasBlock) return;
    bool isGroup = node.name == "media" || node.name == "supports" || node.name == "container" ||
                   node.name == "layer" || node.name == "scope" || node.name == "starting-style";
    bool isKeyframes = node.name.ends_with("keyframes");
    list(node.body, isGroup || isKeyframes ? around : Around::Style);
    if (!isEmpty(node)) return;
    if (isGroup && node.name != "layer") node.isDead = true;
    if (node.name == "font-face") node.isDead = true;
    if (node.name == "layer" && !node.values.empty()) node.hasBlock = false;
  }

  /// from → 0%, 100% → to
  void keyframeSelectors(Node& node) {
    for (Value& value : node.values) {
      bool space = value.spaceBefore();
      if (value.isIdent("from")) {
        value.kind = ValueKind::Percentage;
        value.text = "0";
      } else if (value.kind == ValueKind::Percentage && value.text == "100") {
        value.kind = ValueKind::Ident;
        value.text = "to";
      }
      value.setSpaceBefore(space);
    }
  }

  /// @media all { … } → …
  void unwrapMedia(Nodes& nodes) {
    bool isAny = std::ranges::any_of(nodes, [](const Node* node) { return isAlways(*node); });
    if (!isAny) return;
    Nodes out;
    for (Node* node : nodes) {
      if (!isAlways(*node))
        out.push(pool_, node);
      else
        for (Node* child : node->body) out.push(pool_, child);
    }
    nodes = out;
  }
  static bool isAlways(const Node& node) {
    return node.kind == NodeKind::At && node.name == "media" && node.hasBlock && !node.isDead &&
           (node.values.empty() || (node.values.size() == 1 && node.values[0].isIdent("all")));
  }

  void mergeNeighbours(Nodes& nodes, Around around) {
    Node* before = nullptr;
    for (Node* node : nodes) {
      if (node->isDead) continue;
      if (before && merge(*before, *node, around)) continue;
      before = node;
    }
  }

  /// True where `second` is part of `first` now.
  bool merge(Node& first, Node& second, Around around) {
    if (first.kind != second.kind) return false;
    if (first.kind == NodeKind::Style) return mergeStyles(first, second);
    if (first.kind == NodeKind::Keyframe) return mergeKeyframes(first, second);
    bool isGroup = first.kind == NodeKind::At && first.hasBlock && second.hasBlock && first.name == second.name &&
                   (first.name == "media" || first.name == "supports" || first.name == "container" ||
                    (first.name == "layer" && !first.values.empty()));
    if (!isGroup || !isSame(first.values, second.values)) return false;
    append(first, second);
    mergeNeighbours(first.body, around);
    sweep(first.body);
    return true;
  }

  void append(Node& first, Node& second) {
    for (Node* child : second.body)
      if (!child->isDead) first.body.push(pool_, child);
    second.isDead = true;
    second.body = {};
  }

  static bool hasOnlyDeclarations(const Node& node) {
    return std::ranges::all_of(node.body,
                               [](const Node* child) { return child->isDead || child->kind == NodeKind::Declaration; });
  }

  bool mergeStyles(Node& first, Node& second) {
    if (isSame(first.selectors, second.selectors)) {
      if (!hasOnlyDeclarations(first)) return false;
      append(first, second);
      compactDeclarations(pool_, first.body, browsers_);
      sweep(first.body);
      return true;
    }
    // One list of selectors for the same declarations.
    if (!isSameBody(first, second) || !isKnownEverywhere(first.selectors, browsers_) ||
        !isKnownEverywhere(second.selectors, browsers_))
      return false;
    for (const Complex& complex : second.selectors) {
      bool isThere = std::ranges::any_of(first.selectors, [&](const Complex& it) { return isSame(it, complex); });
      if (!isThere) first.selectors.push(pool_, complex);
    }
    second.isDead = true;
    return true;
  }

  bool mergeKeyframes(Node& first, Node& second) {
    if (!isSameBody(first, second)) return false;
    Value comma;
    comma.kind = ValueKind::Comma;
    comma.text = ",";
    first.values.push(pool_, comma);
    for (const Value& value : second.values) first.values.push(pool_, value);
    second.isDead = true;
    return true;
  }

  /// Of two rules that say the same, the later one wins anyway.
  void dropRepeated(Nodes& nodes) {
    if (nodes.size() < 2) return;
    std::unordered_multimap<uint64_t, Node*> seen;
    for (size_t i = nodes.size(); i-- > 0;) {
      Node* node = nodes[i];
      if (node->isDead || node->kind != NodeKind::Style) continue;
      uint64_t hash = hashOf(*node);
      auto [from, to] = seen.equal_range(hash);
      bool isRepeated = std::any_of(from, to, [&](const auto& entry) { return isSame(*entry.second, *node); });
      if (isRepeated)
        node->isDead = true;
      else
        seen.emplace(hash, node);
    }
  }

  static void sweep(Nodes& nodes) {
    size_t kept = 0;
    for (Node* node : nodes)
      if (!node->isDead) nodes[kept++] = node;
    nodes.shrink(kept);
  }

  Pool& pool_;
  const Browsers& browsers_;
};

}  // namespace

void minify(Sheet& sheet, const Browsers& browsers) {
  Minifier(sheet.pool, browsers).list(sheet.nodes, Around::Rules);
}

}  // namespace weft::css
