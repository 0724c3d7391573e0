#include "syntax/dead_branches.h"

#include <optional>
#include <string_view>

#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

class BranchDropper : private TreeBuilder {
 public:
  BranchDropper(Ast& ast, Bindings& bindings, Log& log, size_t stackBytes)
      : TreeBuilder(ast, bindings, {}, log, stackBytes) {}

  bool run() {
    for (NodeId& slot : ast_.list(ast_.body)) visit(slot);
    return !isTooDeep_;
  }

 private:
  /// Without effect.
  std::optional<bool> truthOf(NodeId id, int depth = 0) {
    constexpr int kDeepest = 32;
    if (depth > kDeepest) return std::nullopt;
    switch (kindOf(id)) {
      case NodeKind::True:
        return true;
      case NodeKind::False:
      case NodeKind::Null:
        return false;
      case NodeKind::Number: {
        double value = valueOf(as<NumberLiteral>(id));
        return value == value && value != 0;
      }
      case NodeKind::String:
        return !ast_.text(as<StringLiteral>(id).value).empty();
      case NodeKind::Unary: {
        const auto& it = as<UnaryExpression>(id);
        if (it.op != TokenKind::Not) return std::nullopt;
        auto truth = truthOf(it.operand, depth + 1);
        return truth ? std::optional(!*truth) : std::nullopt;
      }
      case NodeKind::Binary:
        return truthOfBinary(as<BinaryExpression>(id), depth);
      default:
        return std::nullopt;
    }
  }

  std::optional<bool> truthOfBinary(const BinaryExpression& it, int depth) {
    switch (it.op) {
      case TokenKind::Equal:
      case TokenKind::StrictEqual:
      case TokenKind::NotEqual:
      case TokenKind::StrictNotEqual: {
        if (kindOf(it.left) != NodeKind::String || kindOf(it.right) != NodeKind::String) return std::nullopt;
        bool isSame = ast_.text(as<StringLiteral>(it.left).value) == ast_.text(as<StringLiteral>(it.right).value);
        return isSame == (it.op == TokenKind::Equal || it.op == TokenKind::StrictEqual);
      }
      case TokenKind::LogicalAnd: {
        auto left = truthOf(it.left, depth + 1);
        if (!left || !*left) return left;
        return truthOf(it.right, depth + 1);
      }
      case TokenKind::LogicalOr: {
        auto left = truthOf(it.left, depth + 1);
        if (!left || *left) return left;
        return truthOf(it.right, depth + 1);
      }
      default:
        return std::nullopt;
    }
  }

  bool declaresVariables(NodeId id) {
    if (!id) return false;
    if (isTooDeep()) return true;
    switch (kindOf(id)) {
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::Class:
      case NodeKind::ClassDeclaration:
        return false;
      case NodeKind::FunctionDeclaration:
        return true;
      case NodeKind::Variables:
        return node(id).detail == static_cast<uint8_t>(VariableKind::Var);
      default: {
        if (isLeftNesting(kindOf(id)) || kindOf(id) == NodeKind::ExpressionStatement) return false;
        bool found = false;
        forEachChild(ast_, id, [&](NodeId& child) { found = found || declaresVariables(child); });
        return found;
      }
    }
  }

  void visit(NodeId& slot) {
    if (isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::If:
        return visitIf(slot);
      case NodeKind::Conditional: {
        auto& it = as<ConditionalExpression>(slot);
        auto truth = truthOf(it.test);
        if (!truth) break;
        slot = *truth ? it.consequent : it.alternate;
        return visit(slot);
      }
      case NodeKind::Binary: {
        const auto& it = as<BinaryExpression>(slot);
        bool isLogical = it.op == TokenKind::LogicalAnd || it.op == TokenKind::LogicalOr;
        auto left = isLogical ? truthOf(it.left) : std::nullopt;
        if (!left) return visitSpine(slot);
        bool isDecided = *left == (it.op == TokenKind::LogicalOr);
        slot = isDecided ? it.left : it.right;
        return visit(slot);
      }
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

  void visitIf(NodeId& slot) {
    auto& it = as<ConditionalExpression>(slot);
    auto truth = truthOf(it.test);
    NodeId dead = !truth ? NodeId{} : *truth ? it.alternate : it.consequent;
    if (!truth || declaresVariables(dead)) {
      forEachChild(ast_, slot, [&](NodeId& child) { visit(child); });
      return;
    }
    NodeId live = *truth ? it.consequent : it.alternate;
    slot = live ? live : make<Node>(NodeKind::Empty, it.start);
    visit(slot);
  }

  void visitSpine(NodeId& slot) {
    std::vector<NodeId*> spine;
    NodeId* at = &slot;
    for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) spine.push_back(at);
    // Of (true ? a.f : b)() nothing is taken away: the function would see another `this`.
    if (kindOf(*at) == NodeKind::Conditional)
      forEachChild(ast_, *at, [&](NodeId& child) { visit(child); });
    else
      visit(*at);
    while (!spine.empty()) {
      NodeId& each = *spine.back();
      spine.pop_back();
      NodeId* left = &leftSlot(ast_, each);
      forEachChild(ast_, each, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }
};

}  // namespace

bool dropDeadBranches(Ast& ast, Bindings& bindings, size_t stackBytes) {
  Log log;
  return BranchDropper(ast, bindings, log, stackBytes).run();
}

}  // namespace weft::syntax
