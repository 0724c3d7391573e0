// A variable that is used once, in the statement after its declaration, where nothing that is evaluated before it can
// tell the difference:
//
//     const x = f(a); return g + x.y;
//     return g + f(a).y;                  g is a constant of this file

#include "syntax/minifier.h"

namespace weft::syntax {

bool Minifier::isNeverAssigned(uint32_t symbol) const {
  if (symbol == kNoSymbol || hasEval_) return false;
  SymbolKind kind = ast_.scopes().symbols[symbol].kind;
  return kind != SymbolKind::Import && !isAssigned_[symbol];
}

/// Whatever runs in between, its value is the same, and it changes nothing itself.
bool Minifier::isFixed(NodeId id) const {
  switch (kindOf(id)) {
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::String:
    case NodeKind::This:
    case NodeKind::Function:
    case NodeKind::Arrow:
      return true;
    case NodeKind::Identifier:
      return isNeverAssigned(as<Identifier>(id).symbol) || isUndefined(id);
    case NodeKind::Unary:
      return (node(id).op == TokenKind::Not || node(id).op == TokenKind::Void || node(id).op == TokenKind::Typeof ||
              constantOf(id)) &&
             isFixed(as<UnaryExpression>(id).operand);
    default:
      return false;
  }
}

/// The place of the expression that a statement evaluates first.
NodeId* Minifier::firstExpression(NodeId id) {
  switch (kindOf(id)) {
    case NodeKind::ExpressionStatement:
    case NodeKind::Return:
    case NodeKind::Throw:
      return &as<UnaryExpression>(id).operand;
    case NodeKind::If:
      return &as<ConditionalExpression>(id).test;
    case NodeKind::Switch:
      return &as<SwitchStatement>(id).discriminant;
    case NodeKind::Variables: {
      NodeId first = ast_.list(as<VariableDeclaration>(id).declarators)[0];
      // A pattern may have expressions of its own.
      if (!isIdentifier(as<BinaryExpression>(first).left)) return nullptr;
      return &as<BinaryExpression>(first).right;
    }
    default:
      return nullptr;
  }
}

/// Puts the last variable of `declaration` into `statement`; its declarator is to go then.
bool Minifier::inlineInto(NodeId declaration, NodeId statement) {
  if (kindOf(declaration) != NodeKind::Variables || hasEval_) return false;
  auto kind = static_cast<VariableKind>(node(declaration).detail);
  if (kind != VariableKind::Let && kind != VariableKind::Const) return false;
  std::span<NodeId> declarators = ast_.list(as<VariableDeclaration>(declaration).declarators);
  const auto& last = as<BinaryExpression>(declarators.back());
  if (!isIdentifier(last.left) || !last.right) return false;
  uint32_t symbol = as<Identifier>(last.left).symbol;
  if (symbol == kNoSymbol || bindings_.uses[symbol] != 1 || isAssigned_[symbol]) return false;
  NodeKind value = kindOf(last.right);
  // Anonymous functions and classes have the variable's name.
  if (value == NodeKind::Class || value == NodeKind::Function || value == NodeKind::Arrow) return false;
  NodeId* slot = firstExpression(statement);
  if (!slot || !*slot) return false;
  return replace(*slot, {symbol, last.right, isFixed(last.right)}) == Search::Done;
}

Minifier::Search Minifier::replaceIn(NodeList list, const Replacement& it) {
  for (NodeId& slot : ast_.list(list)) {
    if (!slot) continue;
    if (Search search = replace(slot, it); search != Search::GoOn) return search;
  }
  return Search::GoOn;
}

/// In the order of evaluation, as far as the value may move.
Minifier::Search Minifier::replace(NodeId& slot, const Replacement& it) {
  if (isTooDeep()) return Search::Stop;
  NodeId id = slot;
  // What is passed over: is the value the same after it?
  auto pass = [&](bool isHarmless) { return it.isFixed || isHarmless ? Search::GoOn : Search::Stop; };
  auto then = [&](Search search, auto&& next) { return search == Search::GoOn ? next() : search; };
  switch (kindOf(id)) {
    case NodeKind::Identifier: {
      const auto& name = as<Identifier>(id);
      if (name.symbol == it.symbol) {
        slot = it.value;
        return Search::Done;
      }
      return pass(isNeverAssigned(name.symbol) || isUndefined(id));
    }
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::String:
    case NodeKind::This:
      return Search::GoOn;
    case NodeKind::Unary: {
      auto& unary = as<UnaryExpression>(id);
      if (unary.op == TokenKind::Delete || (unary.op == TokenKind::Typeof && isIdentifier(unary.operand) &&
                                            as<Identifier>(unary.operand).symbol == kNoSymbol))
        return Search::Stop;
      return then(replace(unary.operand, it), [&] {
        return pass(unary.op == TokenKind::Not || unary.op == TokenKind::Void || unary.op == TokenKind::Typeof);
      });
    }
    case NodeKind::Binary: {
      auto& binary = as<BinaryExpression>(id);
      if (kindOf(binary.left) == NodeKind::PrivateName) return Search::Stop;
      Search left = replace(binary.left, it);
      if (left != Search::GoOn) return left;
      bool isConditional =
          binary.op == TokenKind::LogicalAnd || binary.op == TokenKind::LogicalOr || binary.op == TokenKind::Nullish;
      if (isConditional && !it.isFixed) return Search::Stop;
      return then(replace(binary.right, it), [&] {
        return pass(binary.op == TokenKind::StrictEqual || binary.op == TokenKind::StrictNotEqual || isConditional);
      });
    }
    case NodeKind::Conditional: {
      auto& conditional = as<ConditionalExpression>(id);
      Search test = replace(conditional.test, it);
      if (test != Search::GoOn || !it.isFixed) return test == Search::GoOn ? Search::Stop : test;
      return then(replace(conditional.consequent, it), [&] { return replace(conditional.alternate, it); });
    }
    case NodeKind::Member: {
      auto& member = as<MemberExpression>(id);
      return then(replace(member.object, it), [&] { return pass(false); });
    }
    case NodeKind::Index: {
      auto& index = as<BinaryExpression>(id);
      if (index.has(kOptional) && !it.isFixed) {
        Search object = replace(index.left, it);
        return object == Search::GoOn ? Search::Stop : object;
      }
      return then(replace(index.left, it), [&] { return then(replace(index.right, it), [&] { return pass(false); }); });
    }
    case NodeKind::Call:
    case NodeKind::New: {
      auto& call = as<CallExpression>(id);
      // x() with x = a.b would call it as a method of a; eval(…) would be a direct one.
      bool isCallee = isIdentifier(call.callee) && as<Identifier>(call.callee).symbol == it.symbol;
      if (isCallee && call.kind == NodeKind::Call && kindOf(it.value) != NodeKind::Identifier) return Search::Stop;
      if (isCallee && kindOf(it.value) == NodeKind::Identifier && as<Identifier>(it.value).name == Atom::Eval)
        return Search::Stop;
      Search callee = replace(call.callee, it);
      if (callee != Search::GoOn) return callee;
      if (call.has(kOptional) && !it.isFixed) return Search::Stop;
      return then(replaceIn(call.arguments, it), [&] { return pass(false); });
    }
    case NodeKind::Array:
      return replaceIn(as<ListNode>(id).items, it);
    case NodeKind::Sequence:
      return replaceIn(as<ListNode>(id).items, it);
    case NodeKind::Spread:
      return then(replace(as<UnaryExpression>(id).operand, it), [&] { return pass(false); });
    case NodeKind::Object:
      for (NodeId item : ast_.list(as<ListNode>(id).items)) {
        if (kindOf(item) != NodeKind::Property || node(item).has(kComputed | kMethod | kGetter | kSetter))
          return Search::Stop;
        // `{ x }`: its key stays.
        auto& property = as<Property>(item);
        if (Search search = replace(property.value, it); search != Search::GoOn) {
          if (search == Search::Done && !isIdentifier(property.value))
            property.flags &= static_cast<uint8_t>(~kShorthand);
          return search;
        }
      }
      return Search::GoOn;
    case NodeKind::Template:
      for (NodeId& part : ast_.list(as<TemplateLiteral>(id).expressions)) {
        if (Search search = replace(part, it); search != Search::GoOn) return search;
        if (pass(isPrimitive(part)) == Search::Stop) return Search::Stop;
      }
      return Search::GoOn;
    case NodeKind::Assign: {
      // x = …, and a.b = … of a fixed a.
      auto& assign = as<BinaryExpression>(id);
      bool isPlain = assign.op == TokenKind::Assign && isIdentifier(assign.left);
      if (isPlain) {
        bool isItself = as<Identifier>(assign.left).symbol == it.symbol;
        return isItself ? Search::Stop : then(replace(assign.right, it), [&] { return pass(false); });
      }
      if (assign.op == TokenKind::Assign && kindOf(assign.left) == NodeKind::Member) {
        auto& target = as<MemberExpression>(assign.left);
        return then(replace(target.object, it),
                    [&] { return then(replace(assign.right, it), [&] { return pass(false); }); });
      }
      return Search::Stop;
    }
    case NodeKind::Await:
    case NodeKind::Yield: {
      NodeId& operand = as<UnaryExpression>(id).operand;
      if (!operand) return Search::Stop;
      Search search = replace(operand, it);
      return search == Search::GoOn ? Search::Stop : search;
    }
    default:
      return Search::Stop;
  }
}

}  // namespace weft::syntax
