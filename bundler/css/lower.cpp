#include "css/lower.h"

#include <algorithm>

namespace weft::css {

namespace {

class Lowerer {
 public:
  Lowerer(Sheet& sheet, const Browsers& browsers) : pool_(sheet.pool), browsers_(browsers) {}

  void list(Nodes& nodes) {
    for (Node* node : nodes) {
      if (node->kind == NodeKind::Declaration) continue;
      if (node->kind == NodeKind::At && node->name == "media" && browsers_.lack(Feature::MediaRanges))
        lowerMedia(pool_, *node);
      bool holdsDescriptors = node->kind == NodeKind::At && !isGroup(*node);
      if (!holdsDescriptors) list(node->body);
    }
    bool hasDeclarations = std::ranges::any_of(nodes, [](const Node* it) { return it->kind == NodeKind::Declaration; });
    if (hasDeclarations) declarations(nodes);
    addPrefixedRules(pool_, nodes, browsers_);
  }

 private:
  static bool isGroup(const Node& node) {
    constexpr std::string_view kGroups[] = {"media", "supports", "container", "layer", "scope", "starting-style"};
    return std::ranges::find(kGroups, node.name) != std::end(kGroups) || node.name.ends_with("keyframes");
  }

  void declarations(Nodes& nodes) {
    Nodes out;
    for (Node* node : nodes) {
      if (node->kind == NodeKind::Declaration)
        lowerDeclaration(pool_, node, browsers_, out);
      else
        out.push(pool_, node);
    }
    nodes = out;
    addPrefixes(pool_, nodes, browsers_);
  }

  Pool& pool_;
  const Browsers& browsers_;
};

}  // namespace

bool lower(Sheet& sheet, const Browsers& browsers, Log& log) {
  if (!browsers.areGiven()) return true;
  if (browsers.lack(Feature::Nesting) && !lowerNesting(sheet, browsers, log)) return false;
  lowerSelectors(sheet, browsers);
  Lowerer(sheet, browsers).list(sheet.nodes);
  return true;
}

}  // namespace weft::css
