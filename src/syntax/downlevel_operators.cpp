// Operators:
//
//     a ** b              __pow(a, b)
//     a().b **= c         (_a = a()).b = __pow(_a.b, c)
//     a() ?? b            (_a = a()) != null ? _a : b
//     a().b ||= c         (_a = a()).b || (_a.b = c)
//     a().b ??= c         (_b = (_a = a()).b) != null ? _b : _a.b = c

#include "syntax/downlevelling.h"

namespace weft::syntax {

void Downlevel::lowerBinary(NodeId& slot) {
  auto& it = as<BinaryExpression>(slot);
  if (it.op == TokenKind::Power && lacks(Feature::Exponent)) {
    slot = helperCall(Helper::Power, it.start, {it.left, it.right});
  } else if (it.op == TokenKind::Nullish && lacks(Feature::NullishCoalescing)) {
    Captured value = capture(it.left, Between::Nothing);
    NodeId null = make<Node>(NodeKind::Null, it.start);
    slot = conditional(binary(TokenKind::NotEqual, value.first, null), value.again, it.right);
  } else if (it.op == TokenKind::In && kindOf(it.left) == NodeKind::PrivateName) {
    Atom name = as<Name>(it.left).name;
    const Private* found = privateOf(name);
    if (found && found->storage != kNoSymbol) slot = privateIn(name, it.right);
  }
}

/// A target that is both read and written; its parts are evaluated once, by `earlier`.
Downlevel::Reference Downlevel::splitReference(NodeId target) {
  switch (kindOf(target)) {
    case NodeKind::Member: {
      const MemberExpression it = as<MemberExpression>(target);
      if (kindOf(it.object) == NodeKind::Super) {
        NodeId again = member(make<Node>(NodeKind::Super, it.start), it.name, it.nameStart);
        return {target, again};
      }
      Captured object = capture(it.object, Between::UserCode);
      NodeId earlier = member(object.first, it.name, it.nameStart);
      NodeId later = member(object.again, it.name, it.nameStart);
      auto flags = static_cast<uint8_t>(it.flags & kPrivateMember);
      node(earlier).flags |= flags;
      node(later).flags |= flags;
      return {earlier, later};
    }
    case NodeKind::Index: {
      const BinaryExpression it = as<BinaryExpression>(target);
      Captured key = capture(it.right, Between::UserCode);
      if (kindOf(it.left) == NodeKind::Super)
        return {index(it.left, key.first), index(make<Node>(NodeKind::Super, it.start), key.again)};
      Captured object = capture(it.left, Between::UserCode);
      return {index(object.first, key.first), index(object.again, key.again)};
    }
    default:
      return {target, copyOfIdentifier(target)};
  }
}

void Downlevel::lowerAssign(NodeId& slot) {
  if (as<BinaryExpression>(slot).op == TokenKind::Assign && hasObjectRest(as<BinaryExpression>(slot).left))
    return expandAssign(slot);
  auto& it = as<BinaryExpression>(slot);
  NodeId target = it.left;
  bool isPrivate = it.op == TokenKind::Assign && isLoweredPrivate(target);
  if (isPrivate)
    lowerSpine(it.left, Top::Left);
  else
    lowerTarget(it.left);
  lowerNamed(it.right, it.left);
  if (isPrivate) {
    slot = privateSet(as<MemberExpression>(it.left).object, as<MemberExpression>(it.left).name, it.right);
    return;
  }
  switch (it.op) {
    case TokenKind::PowerAssign: {
      if (!lacks(Feature::Exponent)) return;
      Reference reference = splitReference(it.left);
      slot = assign(reference.earlier, helperCall(Helper::Power, it.start, {reference.later, it.right}));
      return;
    }
    case TokenKind::LogicalAndAssign:
    case TokenKind::LogicalOrAssign: {
      if (!lacks(Feature::LogicalAssignment)) return;
      Reference reference = splitReference(it.left);
      TokenKind op = it.op == TokenKind::LogicalAndAssign ? TokenKind::LogicalAnd : TokenKind::LogicalOr;
      slot = binary(op, reference.earlier, assign(reference.later, it.right));
      return;
    }
    case TokenKind::NullishAssign: {
      if (!lacks(Feature::LogicalAssignment)) return;
      Reference reference = splitReference(it.left);
      slot = binary(TokenKind::Nullish, reference.earlier, assign(reference.later, it.right));
      return lowerBinary(slot);
    }
    default:
      return;
  }
}

}  // namespace weft::syntax
