// Code that is asked to go, and what is said about calls from outside:
//
//     drop console, debugger, label DEV, pure make:
//     console.log(a()); debugger; DEV: check(); const b = make();     with
//     const b = /* @__PURE__ */ make();
//
// A name that the file declares means its own variable, and stays.

#include "syntax/drop_code.h"

#include <algorithm>

#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

class Dropper : private TreeBuilder {
 public:
  Dropper(Ast& ast, Bindings& bindings, const DropOptions& options, Log& log)
      : TreeBuilder(ast, bindings, {}, log, BindOptions{}.stackBytes), options_(options) {}

  bool run() {
    for (NodeId& slot : ast_.list(ast_.body)) visit(slot);
    return !isTooDeep_;
  }

 private:
  void visit(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::Debugger:
        if (options_.debugger) drop(slot);
        return;
      case NodeKind::Labeled:
        if (isLabelDropped(as<BinaryExpression>(slot).left)) return drop(slot);
        break;
      case NodeKind::ExpressionStatement:
        if (isConsoleCall(as<UnaryExpression>(slot).operand)) return drop(slot);
        break;
      case NodeKind::New:
        mark(slot);
        break;
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(slot);
      default:
        break;
    }
    forEachChild(ast_, slot, [&](NodeId& child) { visit(child); });
  }

  void visitSpine(NodeId& slot) {
    size_t base = spine_.size();
    NodeId* at = &slot;
    for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) {
      if (isConsoleCall(*at)) {
        *at = undefined(node(*at).start);
        break;
      }
      if (kindOf(*at) == NodeKind::Call) mark(*at);
      spine_.push_back(*at);
    }
    if (!isLeftNesting(kindOf(*at))) visit(*at);
    while (spine_.size() > base) {
      NodeId id = spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, id);
      forEachChild(ast_, id, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  void drop(NodeId& statement) { statement = make<Node>(NodeKind::Empty, node(statement).start); }

  [[nodiscard]] bool isLabelDropped(NodeId label) const {
    std::string_view name = ast_.text(as<Name>(label).name);
    return std::ranges::find(options_.labels, name) != options_.labels.end();
  }

  /// console.log(…), of whatever name.
  [[nodiscard]] bool isConsoleCall(NodeId id) const {
    if (!options_.console || kindOf(id) != NodeKind::Call) return false;
    NodeId callee = as<CallExpression>(id).callee;
    bool isMember = false;
    for (; kindOf(callee) == NodeKind::Member || kindOf(callee) == NodeKind::Index; callee = leftSlot(ast_, callee))
      isMember = true;
    return isMember && kindOf(callee) == NodeKind::Identifier && as<Identifier>(callee).symbol == kNoSymbol &&
           ast_.text(as<Identifier>(callee).name) == "console";
  }

  void mark(NodeId call) {
    if (options_.ignoresAnnotations) node(call).flags &= static_cast<uint8_t>(~kPure);
    NodeId callee = as<CallExpression>(call).callee;
    for (const std::vector<std::string>& path : options_.pure)
      if (isNamed(callee, path)) node(call).flags |= kPure;
  }

  [[nodiscard]] bool isNamed(NodeId id, const std::vector<std::string>& path) const {
    for (size_t left = path.size(); left > 1; --left) {
      if (kindOf(id) != NodeKind::Member || ast_.text(as<MemberExpression>(id).name) != path[left - 1]) return false;
      id = as<MemberExpression>(id).object;
    }
    return kindOf(id) == NodeKind::Identifier && ast_.text(as<Identifier>(id).name) == path[0];
  }

  const DropOptions& options_;
  std::vector<NodeId> spine_;
};

}  // namespace

bool dropCode(Ast& ast, Bindings& bindings, const DropOptions& options, Log& log) {
  return options.isEmpty() || Dropper(ast, bindings, options, log).run();
}

}  // namespace weft::syntax
