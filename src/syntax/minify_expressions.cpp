// Expressions, for their value, for their truth (a condition), and for their effects (a statement):
//
//     !(a == b)    a ? true : false    a ? a : b    a ? b : false    x = x + 1    a === null || a === void 0
//     a != b       !!a                 a || b       a && b           x += 1       a == null
//
//     if (!!a && b != false)    a === b;    [f(), g()];    a && void 0;
//     if (a && b != false)      a, b;       f(), g();      a;

#include <algorithm>

#include "syntax/minifier.h"

namespace weft::syntax {

bool Minifier::isIdentifier(NodeId id) const {
  return kindOf(id) == NodeKind::Identifier;
}

/// The same text of names, literals and members: nothing that is made anew each time.
bool Minifier::isSame(NodeId a, NodeId b) const {
  if (!a || !b || kindOf(a) != kindOf(b)) return !a && !b;
  if (stackLimit_.isReached()) return false;
  switch (kindOf(a)) {
    case NodeKind::Identifier:
      return as<Identifier>(a).name == as<Identifier>(b).name && as<Identifier>(a).symbol == as<Identifier>(b).symbol;
    case NodeKind::This:
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
      return true;
    case NodeKind::Number:
      return valueOf(as<NumberLiteral>(a)) == valueOf(as<NumberLiteral>(b));
    case NodeKind::String:
      return ast_.text(as<StringLiteral>(a).value) == ast_.text(as<StringLiteral>(b).value);
    case NodeKind::Member: {
      const auto& left = as<MemberExpression>(a);
      const auto& right = as<MemberExpression>(b);
      return left.name == right.name && left.flags == right.flags && isSame(left.object, right.object);
    }
    case NodeKind::Unary:
      return node(a).op == node(b).op && isSame(as<UnaryExpression>(a).operand, as<UnaryExpression>(b).operand);
    default:
      return false;
  }
}

// --- Effects.

bool Minifier::hasNoEffect(NodeList list, unsigned depth) const {
  return std::ranges::all_of(ast_.list(list), [&](NodeId id) { return !id || hasNoEffect(id, depth); });
}

/// Evaluating it does nothing that anyone could see, and does not throw.
bool Minifier::hasNoEffect(NodeId id, unsigned depth) const {
  if (depth++ > kDeepestLook) return false;
  switch (kindOf(id)) {
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::Number:
    case NodeKind::BigInt:
    case NodeKind::String:
    case NodeKind::RegExp:
    case NodeKind::This:
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::NewTarget:
    case NodeKind::ImportMeta:
      return true;
    case NodeKind::Identifier: {
      const auto& it = as<Identifier>(id);
      return (it.symbol != kNoSymbol && !hasEval_) || isUndefined(id);
    }
    case NodeKind::Class:
      return isClassWithoutEffect(as<Class>(id), depth);
    case NodeKind::Array:
    case NodeKind::Sequence:
      return hasNoEffect(as<ListNode>(id).items, depth);
    case NodeKind::Object:
      return std::ranges::all_of(ast_.list(as<ListNode>(id).items),
                                 [&](NodeId item) { return isPropertyWithoutEffect(item, depth); });
    case NodeKind::Template: {
      std::span<NodeId> parts = ast_.list(as<TemplateLiteral>(id).expressions);
      return std::ranges::all_of(parts, [&](NodeId part) { return isPrimitive(part) && hasNoEffect(part, depth); });
    }
    case NodeKind::Unary: {
      const auto& it = as<UnaryExpression>(id);
      switch (it.op) {
        case TokenKind::Typeof:
          return isIdentifier(it.operand) || hasNoEffect(it.operand, depth);
        case TokenKind::Not:
        case TokenKind::Void:
          return hasNoEffect(it.operand, depth);
        case TokenKind::Plus:
        case TokenKind::Minus:
        case TokenKind::Tilde:
          return typeOf(it.operand) == Type::Number && hasNoEffect(it.operand, depth);
        default:
          return false;
      }
    }
    case NodeKind::Binary: {
      const auto& it = as<BinaryExpression>(id);
      if (kindOf(it.left) == NodeKind::PrivateName) return false;
      if (!hasNoEffect(it.left, depth) || !hasNoEffect(it.right, depth)) return false;
      switch (it.op) {
        case TokenKind::StrictEqual:
        case TokenKind::StrictNotEqual:
        case TokenKind::LogicalAnd:
        case TokenKind::LogicalOr:
        case TokenKind::Nullish:
          return true;
        case TokenKind::Equal:
        case TokenKind::NotEqual:
          return (isPrimitive(it.left) && isPrimitive(it.right)) || kindOf(it.left) == NodeKind::Null ||
                 kindOf(it.right) == NodeKind::Null;
        case TokenKind::In:
        case TokenKind::Instanceof:
          return false;
        default: {
          // A symbol or a mix of bigint and number would throw.
          Type left = typeOf(it.left);
          Type right = typeOf(it.right);
          auto isSafe = [](Type type) { return type == Type::Number || type == Type::String || type == Type::Boolean; };
          return isSafe(left) && isSafe(right);
        }
      }
    }
    case NodeKind::Conditional: {
      const auto& it = as<ConditionalExpression>(id);
      return hasNoEffect(it.test, depth) && hasNoEffect(it.consequent, depth) && hasNoEffect(it.alternate, depth);
    }
    case NodeKind::Call:
    case NodeKind::New:
      return node(id).has(kPure) && hasNoEffect(as<CallExpression>(id).arguments, depth);
    default:
      return false;
  }
}

bool Minifier::isPropertyWithoutEffect(NodeId id, unsigned depth) const {
  if (kindOf(id) != NodeKind::Property) return false;
  const auto& it = as<Property>(id);
  if (it.has(kComputed) && !(isPrimitive(it.key) && hasNoEffect(it.key, depth))) return false;
  return hasNoEffect(it.value, depth);
}

bool Minifier::isClassWithoutEffect(const Class& it, unsigned depth) const {
  if (it.heritage || !it.decorators.empty()) return false;
  return std::ranges::all_of(ast_.list(it.members), [&](NodeId id) {
    if (kindOf(id) == NodeKind::StaticBlock) return as<Block>(id).body.empty();
    const auto& member = as<ClassMember>(id);
    if (!member.decorators.empty()) return false;
    if (member.has(kComputed) && !(isPrimitive(member.key) && hasNoEffect(member.key, depth))) return false;
    bool isStaticField = member.has(kStatic) && static_cast<MemberKind>(member.detail) != MemberKind::Method;
    return !isStaticField || !member.value || hasNoEffect(member.value, depth);
  });
}

void Minifier::flatten(NodeId id, std::vector<NodeId>& out) const {
  if (kindOf(id) != NodeKind::Sequence) {
    out.push_back(id);
    return;
  }
  for (NodeId item : ast_.list(as<ListNode>(id).items)) flatten(item, out);
}

NodeId Minifier::joined(const std::vector<NodeId>& items) {
  if (items.empty()) return {};
  if (items.size() == 1) return items[0];
  return make<ListNode>(NodeKind::Sequence, node(items[0]).start, list(items));
}

/// `a, b`; either may be missing.
NodeId Minifier::joined(NodeId a, NodeId b) {
  std::vector<NodeId> items;
  if (a) flatten(a, items);
  if (b) flatten(b, items);
  return joined(items);
}

/// What does the same, its value not being asked for; 0 if that is nothing.
NodeId Minifier::forEffects(NodeId id) {
  if (!id || isTooDeep()) return id;
  if (hasNoEffect(id)) return {};
  auto each = [&](NodeList list) {
    std::vector<NodeId> out;
    for (NodeId item : ast_.list(list))
      if (NodeId left = item ? forEffects(item) : NodeId{}) flatten(left, out);
    return joined(out);
  };
  switch (kindOf(id)) {
    case NodeKind::Sequence:
      return each(as<ListNode>(id).items);
    case NodeKind::Array: {
      std::span<NodeId> items = ast_.list(as<ListNode>(id).items);
      bool hasSpread = std::ranges::any_of(items, [&](NodeId item) { return kindOf(item) == NodeKind::Spread; });
      return hasSpread ? id : each(as<ListNode>(id).items);
    }
    case NodeKind::Object: {
      std::vector<NodeId> out;
      for (NodeId item : ast_.list(as<ListNode>(id).items)) {
        if (kindOf(item) != NodeKind::Property || node(item).has(kComputed)) return id;
        if (NodeId left = forEffects(as<Property>(item).value)) flatten(left, out);
      }
      return joined(out);
    }
    case NodeKind::Unary: {
      const auto& it = as<UnaryExpression>(id);
      bool isSafe = it.op == TokenKind::Not || it.op == TokenKind::Void ||
                    (it.op == TokenKind::Typeof && !isIdentifier(it.operand));
      return isSafe ? forEffects(it.operand) : id;
    }
    case NodeKind::Binary: {
      auto& it = as<BinaryExpression>(id);
      if (it.op == TokenKind::StrictEqual || it.op == TokenKind::StrictNotEqual)
        return joined(forEffects(it.left), forEffects(it.right));
      bool isLogical = it.op == TokenKind::LogicalAnd || it.op == TokenKind::LogicalOr || it.op == TokenKind::Nullish;
      if (!isLogical) return id;
      NodeId right = forEffects(it.right);
      if (!right) return forEffects(it.left);
      it.right = right;
      if (it.op == TokenKind::Nullish) return id;
      // `!a && b;` does what `a || b;` does.
      NodeId test = forTruth(it.left);
      TokenKind op = it.op;
      while (kindOf(test) == NodeKind::Unary && node(test).op == TokenKind::Not) {
        test = forTruth(as<UnaryExpression>(test).operand);
        op = op == TokenKind::LogicalAnd ? TokenKind::LogicalOr : TokenKind::LogicalAnd;
      }
      return makeLogical(op, test, right);
    }
    case NodeKind::Conditional: {
      auto& it = as<ConditionalExpression>(id);
      NodeId consequent = forEffects(it.consequent);
      NodeId alternate = forEffects(it.alternate);
      if (!consequent && !alternate) return forEffects(it.test);
      if (!alternate) return forEffects(makeLogical(TokenKind::LogicalAnd, it.test, consequent));
      if (!consequent) return forEffects(makeLogical(TokenKind::LogicalOr, it.test, alternate));
      it.consequent = consequent;
      it.alternate = alternate;
      return id;
    }
    case NodeKind::Call: {
      const auto& it = as<CallExpression>(id);
      if (it.has(kPure) && !it.has(kOptional | kChain)) {
        std::span<NodeId> items = ast_.list(it.arguments);
        bool hasSpread = std::ranges::any_of(items, [&](NodeId item) { return kindOf(item) == NodeKind::Spread; });
        if (!hasSpread) return each(it.arguments);
      }
      return id;
    }
    default:
      return id;
  }
}

// --- Truth.

/// `!id` costs no byte more.
bool Minifier::invertsForFree(NodeId id) const {
  if (constantOf(id)) return true;
  if (stackLimit_.isReached()) return false;
  if (kindOf(id) == NodeKind::Unary) return node(id).op == TokenKind::Not;
  if (kindOf(id) != NodeKind::Binary) return false;
  const auto& it = as<BinaryExpression>(id);
  switch (it.op) {
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::StrictEqual:
    case TokenKind::StrictNotEqual:
      return true;
    case TokenKind::LogicalAnd:
    case TokenKind::LogicalOr:
      return invertsForFree(it.left) && invertsForFree(it.right);
    default:
      return false;
  }
}

/// A boolean: whether `id` is not true. What is inverted twice is a boolean too.
NodeId Minifier::inverted(NodeId id) {
  uint32_t start = node(id).start;
  id = forTruth(id);
  if (auto truth = truthOf(id)) return boolean(start, !*truth);
  if (kindOf(id) == NodeKind::Sequence) {
    std::vector<NodeId> items;
    flatten(id, items);
    items.back() = inverted(items.back());
    return joined(items);
  }
  if (kindOf(id) == NodeKind::Unary && node(id).op == TokenKind::Not) {
    NodeId operand = as<UnaryExpression>(id).operand;
    if (typeOf(operand) == Type::Boolean) return operand;
  }
  if (kindOf(id) == NodeKind::Binary) {
    auto& it = as<BinaryExpression>(id);
    auto with = [&](TokenKind op) {
      it.op = op;
      return id;
    };
    switch (it.op) {
      case TokenKind::Equal:
        return with(TokenKind::NotEqual);
      case TokenKind::NotEqual:
        return with(TokenKind::Equal);
      case TokenKind::StrictEqual:
        return with(TokenKind::StrictNotEqual);
      case TokenKind::StrictNotEqual:
        return with(TokenKind::StrictEqual);
      case TokenKind::LogicalAnd:
      case TokenKind::LogicalOr: {
        // !(a == b && !c): a != b || c. Only where the value is a boolean as before.
        bool areBooleans = typeOf(it.left) == Type::Boolean && typeOf(it.right) == Type::Boolean;
        if (!areBooleans || !invertsForFree(it.left) || !invertsForFree(it.right)) break;
        it.left = inverted(it.left);
        it.right = inverted(it.right);
        return with(it.op == TokenKind::LogicalAnd ? TokenKind::LogicalOr : TokenKind::LogicalAnd);
      }
      default:
        break;
    }
  }
  return unary(TokenKind::Not, start, id);
}

/// What is true when `id` is, its value not being asked for otherwise.
NodeId Minifier::forTruth(NodeId id) {
  if (isTooDeep()) return id;
  switch (kindOf(id)) {
    case NodeKind::Unary: {
      const auto& it = as<UnaryExpression>(id);
      if (it.op != TokenKind::Not) return id;
      bool isTwice = kindOf(it.operand) == NodeKind::Unary && node(it.operand).op == TokenKind::Not;
      return isTwice ? forTruth(as<UnaryExpression>(it.operand).operand) : id;
    }
    case NodeKind::Binary: {
      auto& it = as<BinaryExpression>(id);
      if (it.op == TokenKind::LogicalAnd || it.op == TokenKind::LogicalOr) {
        it.left = forTruth(it.left);
        it.right = forTruth(it.right);
        bool isAnd = it.op == TokenKind::LogicalAnd;
        if (auto right = truthOf(it.right); right && *right == isAnd && hasNoEffect(it.right)) return it.left;
      }
      return id;
    }
    case NodeKind::Conditional: {
      auto& it = as<ConditionalExpression>(id);
      it.consequent = forTruth(it.consequent);
      it.alternate = forTruth(it.alternate);
      auto yes = truthOf(it.consequent);
      auto no = truthOf(it.alternate);
      if (yes && *yes) return makeLogical(TokenKind::LogicalOr, it.test, it.alternate);
      if (no && !*no) return makeLogical(TokenKind::LogicalAnd, it.test, it.consequent);
      return id;
    }
    case NodeKind::Sequence: {
      std::span<NodeId> items = ast_.list(as<ListNode>(id).items);
      items.back() = forTruth(items.back());
      return id;
    }
    default:
      return id;
  }
}

// --- Values.

/// `test && right`, `test || right`, where only the effects or the truth count.
NodeId Minifier::makeLogical(TokenKind op, NodeId test, NodeId right) {
  test = forTruth(test);
  // (a, b) && c: a, b && c.
  if (kindOf(test) == NodeKind::Sequence) {
    std::vector<NodeId> items;
    flatten(test, items);
    items.back() = makeLogical(op, items.back(), right);
    return joined(items);
  }
  if (auto truth = truthOf(test); truth && hasNoEffect(test)) {
    bool goesRight = *truth == (op == TokenKind::LogicalAnd);
    return goesRight ? right : test;
  }
  return binary(op, test, right);
}

void Minifier::logical(NodeId& slot) {
  auto& it = as<BinaryExpression>(slot);
  if (kindOf(it.left) == NodeKind::PrivateName) return;
  // (a, b) && c: a, b && c.
  if (kindOf(it.left) == NodeKind::Sequence) {
    std::vector<NodeId> items;
    flatten(it.left, items);
    it.left = items.back();
    NodeId last = slot;
    logical(last);
    items.back() = last;
    slot = joined(items);
    return;
  }
  if (it.op == TokenKind::Nullish) {
    Type type = typeOf(it.left);
    if (!hasNoEffect(it.left)) return;
    if (type == Type::Null || type == Type::Undefined)
      slot = it.right;
    else if (type != Type::Unknown && type != Type::Mixed)
      slot = it.left;
    return;
  }
  bool isAnd = it.op == TokenKind::LogicalAnd;
  auto left = truthOf(it.left);
  if (left && hasNoEffect(it.left)) {
    slot = *left == isAnd ? it.right : it.left;
    return;
  }
  // a === null || a === void 0: a == null.
  auto isNullTest = [&](NodeId id, TokenKind op, NodeId& operand, bool& isNull) {
    if (kindOf(id) != NodeKind::Binary || node(id).op != op) return false;
    const auto& test = as<BinaryExpression>(id);
    auto constant = constantOf(test.right);
    if (!isIdentifier(test.left) || !constant) return false;
    operand = test.left;
    isNull = constant->kind == Constant::Kind::Null;
    return isNull || constant->kind == Constant::Kind::Undefined;
  };
  TokenKind op = isAnd ? TokenKind::StrictNotEqual : TokenKind::StrictEqual;
  NodeId a;
  NodeId b;
  bool isNullLeft = false;
  bool isNullRight = false;
  if (isNullTest(it.left, op, a, isNullLeft) && isNullTest(it.right, op, b, isNullRight) && isNullLeft != isNullRight &&
      isSame(a, b)) {
    slot = binary(isAnd ? TokenKind::NotEqual : TokenKind::Equal, a, make<Node>(NodeKind::Null, it.start));
    return;
  }
  // a && (b && c): a && b && c.
  if (kindOf(it.right) == NodeKind::Binary && node(it.right).op == it.op) {
    auto& right = as<BinaryExpression>(it.right);
    NodeId outer = it.right;
    it.right = right.left;
    right.left = slot;
    right.start = it.start;
    slot = outer;
  }
}

NodeId Minifier::makeConditional(NodeId test, NodeId consequent, NodeId alternate) {
  NodeId result = make<ConditionalExpression>(NodeKind::Conditional, node(test).start, test, consequent, alternate);
  conditional(result);
  return result;
}

void Minifier::conditional(NodeId& slot) {
  auto& it = as<ConditionalExpression>(slot);
  // (a, b) ? c : d: a, b ? c : d.
  if (kindOf(it.test) == NodeKind::Sequence) {
    std::vector<NodeId> items;
    flatten(it.test, items);
    it.test = items.back();
    NodeId last = slot;
    conditional(last);
    items.back() = last;
    slot = joined(items);
    return;
  }
  it.test = forTruth(it.test);
  if (auto truth = truthOf(it.test); truth && hasNoEffect(it.test)) {
    slot = *truth ? it.consequent : it.alternate;
    return;
  }
  // !a ? b : c: a ? c : b.
  while (kindOf(it.test) == NodeKind::Unary && node(it.test).op == TokenKind::Not) {
    it.test = as<UnaryExpression>(it.test).operand;
    std::swap(it.consequent, it.alternate);
  }
  if (isSame(it.consequent, it.alternate)) {
    slot = joined(forEffects(it.test), it.consequent);
    return;
  }
  if (isIdentifier(it.test) && isSame(it.test, it.consequent)) {
    slot = binary(TokenKind::LogicalOr, it.test, it.alternate);
    return logical(slot);
  }
  if (isIdentifier(it.test) && isSame(it.test, it.alternate)) {
    slot = binary(TokenKind::LogicalAnd, it.test, it.consequent);
    return logical(slot);
  }
  auto yes = constantOf(it.consequent);
  auto no = constantOf(it.alternate);
  bool isYes = yes && yes->kind == Constant::Kind::Boolean;
  bool isNo = no && no->kind == Constant::Kind::Boolean;
  if (isYes && isNo) {
    // a ? true : false, a ? false : true
    NodeId opposite = inverted(it.test);
    slot = yes->boolean ? inverted(opposite) : opposite;
    return;
  }
  bool isBoolean = typeOf(it.test) == Type::Boolean;
  if (isBoolean && isYes && yes->boolean) {
    slot = binary(TokenKind::LogicalOr, it.test, it.alternate);
    return logical(slot);
  }
  if (isBoolean && isNo && !no->boolean) {
    slot = binary(TokenKind::LogicalAnd, it.test, it.consequent);
    return logical(slot);
  }
  // a ? b ? c : d : d: a && b ? c : d.
  if (kindOf(it.consequent) == NodeKind::Conditional) {
    const auto inner = as<ConditionalExpression>(it.consequent);
    if (isSame(inner.alternate, it.alternate)) {
      it.test = binary(TokenKind::LogicalAnd, it.test, inner.test);
      it.consequent = inner.consequent;
      return conditional(slot);
    }
  }
  // a ? c : b ? c : d: a || b ? c : d.
  if (kindOf(it.alternate) == NodeKind::Conditional) {
    const auto inner = as<ConditionalExpression>(it.alternate);
    if (isSame(inner.consequent, it.consequent)) {
      it.test = binary(TokenKind::LogicalOr, it.test, inner.test);
      it.alternate = inner.alternate;
      return conditional(slot);
    }
  }
  // a ? x = b : x = c: x = a ? b : c.
  if (kindOf(it.consequent) == NodeKind::Assign && kindOf(it.alternate) == NodeKind::Assign) {
    const auto left = as<BinaryExpression>(it.consequent);
    const auto right = as<BinaryExpression>(it.alternate);
    if (left.op == TokenKind::Assign && right.op == TokenKind::Assign && isIdentifier(left.left) &&
        isSame(left.left, right.left)) {
      NodeId value = makeConditional(it.test, left.right, right.right);
      slot = assign(left.left, value);
      return;
    }
  }
  // a ? f(b) : f(c): f(a ? b : c), where a cannot change f.
  if (kindOf(it.consequent) == NodeKind::Call && kindOf(it.alternate) == NodeKind::Call) {
    auto left = as<CallExpression>(it.consequent);
    const auto right = as<CallExpression>(it.alternate);
    bool isPlain = !left.has(kOptional | kChain) && !right.has(kOptional | kChain) && left.arguments.count == 1 &&
                   right.arguments.count == 1 && isIdentifier(left.callee) && isSame(left.callee, right.callee);
    if (isPlain && hasNoEffect(it.test)) {
      NodeId a = ast_.list(left.arguments)[0];
      NodeId b = ast_.list(right.arguments)[0];
      if (kindOf(a) != NodeKind::Spread && kindOf(b) != NodeKind::Spread) {
        NodeId argument = makeConditional(it.test, a, b);
        slot = call(left.callee, {argument});
        node(slot).flags |= left.flags & right.flags & kPure;
        return;
      }
    }
  }
  // a != null ? a : b: a ?? b.
  if (options_.target.has(Feature::NullishCoalescing) || kindOf(it.test) != NodeKind::Binary) return;
  const auto& test = as<BinaryExpression>(it.test);
  bool isEqual = test.op == TokenKind::Equal;
  if ((!isEqual && test.op != TokenKind::NotEqual) || !isIdentifier(test.left) || kindOf(test.right) != NodeKind::Null)
    return;
  NodeId present = isEqual ? it.alternate : it.consequent;
  NodeId absent = isEqual ? it.consequent : it.alternate;
  if (!isSame(present, test.left)) return;
  slot = binary(TokenKind::Nullish, present, absent);
}

/// x = x + y: x += y.
void Minifier::assignment(NodeId& slot) {
  auto& it = as<BinaryExpression>(slot);
  if (it.op != TokenKind::Assign || !isIdentifier(it.left) || kindOf(it.right) != NodeKind::Binary) return;
  const auto& value = as<BinaryExpression>(it.right);
  if (!isSame(it.left, value.left)) return;
  TokenKind op;
  switch (value.op) {
    case TokenKind::Plus:
      op = TokenKind::PlusAssign;
      break;
    case TokenKind::Minus:
      op = TokenKind::MinusAssign;
      break;
    case TokenKind::Star:
      op = TokenKind::StarAssign;
      break;
    case TokenKind::Slash:
      op = TokenKind::SlashAssign;
      break;
    case TokenKind::Percent:
      op = TokenKind::PercentAssign;
      break;
    case TokenKind::And:
      op = TokenKind::AndAssign;
      break;
    case TokenKind::Or:
      op = TokenKind::OrAssign;
      break;
    case TokenKind::Xor:
      op = TokenKind::XorAssign;
      break;
    case TokenKind::ShiftLeft:
      op = TokenKind::ShiftLeftAssign;
      break;
    case TokenKind::ShiftRight:
      op = TokenKind::ShiftRightAssign;
      break;
    case TokenKind::ShiftRightUnsigned:
      op = TokenKind::ShiftRightUnsignedAssign;
      break;
    default:
      return;
  }
  it.op = op;
  it.right = value.right;
}

/// What stands before the last counts for its effects. `(0, a.b)()` calls without an object: the 0 stays there.
void Minifier::sequence(NodeId& slot) {
  std::vector<NodeId> items;
  std::vector<NodeId> kept;
  flatten(slot, items);
  for (size_t i = 0; i + 1 < items.size(); ++i)
    if (NodeId left = forEffects(items[i])) flatten(left, kept);
  NodeId last = items.back();
  NodeKind kind = kindOf(last);
  bool isReference = kind == NodeKind::Member || kind == NodeKind::Index ||
                     (kind == NodeKind::Identifier && as<Identifier>(last).name == Atom::Eval);
  if (kept.empty() && isReference) kept.push_back(literal(node(slot).start, 0));
  kept.push_back(last);
  slot = joined(kept);
}

/// ["a"]: 1 is a: 1, unless the word means something else there.
void Minifier::computedKey(NodeId key, uint8_t& flags, bool isClass) {
  if (!(flags & kComputed) || kindOf(key) != NodeKind::String) return;
  std::string_view text = ast_.text(as<StringLiteral>(key).value);
  // (JavaScriptCore takes the last for the private name.)
  bool hasMeaning =
      isClass ? text == "constructor" || text == "prototype" || text == "#constructor" : text == "__proto__";
  if (!hasMeaning) flags &= static_cast<uint8_t>(~kComputed);
}

}  // namespace weft::syntax
