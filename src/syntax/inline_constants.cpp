// Constants that are primitive values:
//
//     const limit = 5;                     const limit = 5;
//     check(limit, () => limit);           check(5, () => 5);
//
// Only those that stand at the head of their list of statements, before anything that could run: nothing sees them
// before they have their value.

#include <unordered_map>

#include "syntax/edits.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

namespace {

class Inliner : private TreeBuilder {
 public:
  Inliner(Ast& ast, Bindings& bindings, Log& log) : TreeBuilder(ast, bindings, {}, log, BindOptions{}.stackBytes) {}

  bool run() {
    statements(ast_.body);
    return !isTooDeep_;
  }

 private:
  [[nodiscard]] bool isPrimitive(NodeId id) const {
    switch (kindOf(id)) {
      case NodeKind::Null:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::Number:
      case NodeKind::String:
        return true;
      case NodeKind::Unary:
        return node(id).op == TokenKind::Minus && kindOf(as<UnaryExpression>(id).operand) == NodeKind::Number;
      default:
        return false;
    }
  }

  void statements(NodeList list) {
    for (NodeId id : ast_.list(list)) {
      if (kindOf(id) == NodeKind::ExportDeclaration) id = as<UnaryExpression>(id).operand;
      switch (kindOf(id)) {
        case NodeKind::Directive:
        case NodeKind::Import:
        case NodeKind::FunctionDeclaration:
        case NodeKind::TypeOnly:
        case NodeKind::Empty:
          continue;
        default:
          break;
      }
      bool isConst =
          kindOf(id) == NodeKind::Variables && static_cast<VariableKind>(node(id).detail) == VariableKind::Const;
      if (!isConst || !note(as<VariableDeclaration>(id))) break;
    }
    for (NodeId& slot : ast_.list(list)) visit(slot);
  }

  /// False where one of them is not primitive: it may run something.
  bool note(const VariableDeclaration& it) {
    for (NodeId item : ast_.list(it.declarators)) {
      const auto& declarator = as<BinaryExpression>(item);
      if (kindOf(declarator.left) != NodeKind::Identifier || !isPrimitive(declarator.right)) return false;
      uint32_t symbol = as<Identifier>(declarator.left).symbol;
      if (symbol != kNoSymbol) values_[symbol] = declarator.right;
    }
    return true;
  }

  void visit(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::Identifier:
        return reference(slot);
      case NodeKind::Binary:
      case NodeKind::Member:
      case NodeKind::Index:
      case NodeKind::Call:
      case NodeKind::TaggedTemplate:
        return visitSpine(slot);
      case NodeKind::Declarator:
        if (kindOf(as<BinaryExpression>(slot).left) != NodeKind::Identifier) visit(as<BinaryExpression>(slot).left);
        return visit(as<BinaryExpression>(slot).right);
      case NodeKind::Assign:
        // A constant that is assigned to throws.
        if (kindOf(as<BinaryExpression>(slot).left) != NodeKind::Identifier) visit(as<BinaryExpression>(slot).left);
        return visit(as<BinaryExpression>(slot).right);
      case NodeKind::Update:
        if (kindOf(as<UnaryExpression>(slot).operand) == NodeKind::Identifier) return;
        break;
      case NodeKind::ForIn:
      case NodeKind::ForOf: {
        auto& it = as<ForEachStatement>(slot);
        if (kindOf(it.target) != NodeKind::Identifier) visit(it.target);
        visit(it.iterated);
        return visit(it.body);
      }
      case NodeKind::Property: {
        auto& it = as<Property>(slot);
        if (it.has(kComputed)) visit(it.key);
        NodeId before = it.value;
        visit(it.value);
        if (it.value != before) it.flags &= static_cast<uint8_t>(~kShorthand);
        return;
      }
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        return pattern(slot);
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::FunctionDeclaration: {
        auto& it = as<Function>(slot);
        for (NodeId& parameter : ast_.list(it.parameters)) pattern(parameter);
        if (it.detail & kExpressionBody)
          visit(ast_.list(it.body)[0]);
        else
          statements(it.body);
        return;
      }
      case NodeKind::Class:
      case NodeKind::ClassDeclaration: {
        auto& it = as<Class>(slot);
        for (NodeId& item : ast_.list(it.decorators)) visit(item);
        visit(it.heritage);
        for (NodeId& item : ast_.list(it.members)) visit(item);
        return;
      }
      case NodeKind::Block:
      case NodeKind::StaticBlock:
        return statements(as<Block>(slot).body);
      case NodeKind::Try: {
        auto& it = as<TryStatement>(slot);
        visit(it.block);
        pattern(it.parameter);
        visit(it.handler);
        return visit(it.finalizer);
      }
      case NodeKind::JsxElement: {
        auto& it = as<JsxElement>(slot);
        for (NodeId& item : ast_.list(it.attributes)) visit(item);
        for (NodeId& item : ast_.list(it.children)) visit(item);
        return;
      }
      case NodeKind::Import:
      case NodeKind::ExportNamed:
      case NodeKind::ExportAll:
      case NodeKind::ImportEquals:
        return;
      default:
        break;
    }
    forEachChild(ast_, slot, [&](NodeId& child) { visit(child); });
  }

  void visitSpine(NodeId& slot) {
    size_t base = spine_.size();
    NodeId* at = &slot;
    for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) spine_.push_back(*at);
    visit(*at);
    while (spine_.size() > base) {
      NodeId id = spine_.back();
      spine_.pop_back();
      NodeId* left = &leftSlot(ast_, id);
      forEachChild(ast_, id, [&](NodeId& child) {
        if (&child != left) visit(child);
      });
    }
  }

  /// Names in it are bound or assigned to; the expressions in it are not.
  void pattern(NodeId& slot) {
    if (!slot || isTooDeep()) return;
    switch (kindOf(slot)) {
      case NodeKind::Identifier:
        return;
      case NodeKind::AssignmentPattern:
        pattern(as<BinaryExpression>(slot).left);
        return visit(as<BinaryExpression>(slot).right);
      case NodeKind::Rest:
        return pattern(as<UnaryExpression>(slot).operand);
      case NodeKind::Parameter:
        return pattern(as<Parameter>(slot).pattern);
      case NodeKind::Property:
        if (node(slot).has(kComputed)) visit(as<Property>(slot).key);
        return pattern(as<Property>(slot).value);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId& item : ast_.list(as<ListNode>(slot).items)) pattern(item);
        return;
      default:
        return visit(slot);
    }
  }

  void reference(NodeId& slot) {
    auto known = values_.find(as<Identifier>(slot).symbol);
    if (known == values_.end()) return;
    --bindings_.uses[known->first];
    slot = copy(known->second, node(slot).start);
  }

  NodeId copy(NodeId value, uint32_t start) {
    switch (kindOf(value)) {
      case NodeKind::Number:
        return number(start, valueOf(as<NumberLiteral>(value)));
      case NodeKind::String:
        return make<StringLiteral>(NodeKind::String, start, as<StringLiteral>(value).value, uint32_t{0});
      case NodeKind::Unary:
        return unary(TokenKind::Minus, start, copy(as<UnaryExpression>(value).operand, start));
      default:
        return make<Node>(kindOf(value), start);
    }
  }

  std::unordered_map<uint32_t, NodeId> values_;  // by symbol
  std::vector<NodeId> spine_;
};

}  // namespace

bool inlineConstants(Ast& ast, Bindings& bindings, Log& log) {
  return Inliner(ast, bindings, log).run();
}

}  // namespace weft::syntax
