// Operators, calls and members (ECMA-262, 13.3 to 13.16).

#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseExpression() {
  uint32_t start = token().start;
  NodeId first = parseAssignment();
  return at(TokenKind::Comma) ? parseSequenceRest(first, start) : first;
}

NodeId Parser::parseSequenceRest(NodeId first, uint32_t start) {
  size_t mark = listMark();
  push(first);
  while (eat(TokenKind::Comma)) push(parseAssignment());
  return make<ListNode>(NodeKind::Sequence, start, finishList(mark));
}

NodeId Parser::parseExpressionAllowingIn() {
  Restore<bool> in(allowIn_, true);
  return parseExpression();
}

NodeId Parser::parseAssignmentAllowingIn(Cover* outer) {
  Restore<bool> in(allowIn_, true);
  return parseAssignment(outer);
}

void Parser::reportCover(const Cover& cover) {
  if (cover.initializer != kNowhere)
    error("cover-initializer", {cover.initializer, cover.initializer + 1},
          "A default value may stand in a destructuring pattern only", "Write a colon: { name: value }");
  if (cover.duplicateProto != kNowhere)
    errorAt("duplicate-proto", cover.duplicateProto, "An object literal sets __proto__ once at most");
}

/// With `outer`, the caller may yet turn the expression into a pattern, and looks after its faults.
NodeId Parser::parseAssignment(Cover* outer) {
  if (isTooDeep()) return fail();
  uint32_t start = token().start;
  if (function_.isGenerator && atIdentifier() && token().atom == Atom::Yield) return parseYield();
  arrowStart_ = start;
  if (isTypeScript_ && (at(TokenKind::Less) || at(TokenKind::OpenParen)))
    if (NodeId arrow = tryArrow(start, false)) return arrow;
  Cover cover;
  NodeId left = parseConditional(cover);
  if (isAssignment(token().kind) && !isBare(left, NodeKind::Arrow)) return parseAssignmentRest(left, start, cover);
  if (!cover.any()) return left;
  bool isLiteral = isBare(left, NodeKind::Object) || isBare(left, NodeKind::Array);
  if (!outer || !isLiteral) {
    reportCover(cover);
  } else {
    if (outer->initializer == kNowhere) outer->initializer = cover.initializer;
    if (outer->duplicateProto == kNowhere) outer->duplicateProto = cover.duplicateProto;
  }
  return left;
}

NodeId Parser::parseAssignmentRest(NodeId left, uint32_t start, Cover& cover) {
  TokenKind op = token().kind;
  bool isLiteral = isBare(left, NodeKind::Object) || isBare(left, NodeKind::Array);
  if (op == TokenKind::Assign && isLiteral) {
    toPattern(left, TargetUse::Assignment);
  } else {
    reportCover(cover);
    bool isLogical =
        op == TokenKind::LogicalAndAssign || op == TokenKind::LogicalOrAssign || op == TokenKind::NullishAssign;
    if (isLogical || !isCallTarget(left)) checkSimpleTarget(left, "assigned to");
  }
  next();
  NodeId right = parseAssignment();
  NodeId result = make<BinaryExpression>(NodeKind::Assign, start, left, right);
  node(result).op = op;
  return result;
}

NodeId Parser::parseYield() {
  uint32_t start = token().start;
  if (token().isEscaped) return fail();
  if (hazards_.yieldAt == kNowhere) hazards_.yieldAt = start;
  if (function_.isInParameters) error("yield-in-parameters", token().range(), "yield may not stand in parameters");
  next();
  NodeId operand;
  bool isDelegate = false;
  if (!token().hasLineBreakBefore) {
    isDelegate = eat(TokenKind::Star);
    bool hasOperand = isDelegate;
    if (!isDelegate) {
      switch (token().kind) {
        case TokenKind::CloseParen:
        case TokenKind::CloseBracket:
        case TokenKind::CloseBrace:
        case TokenKind::Comma:
        case TokenKind::Semicolon:
        case TokenKind::Colon:
        case TokenKind::Eof:
        case TokenKind::In:
        case TokenKind::TemplateMiddle:
        case TokenKind::TemplateTail:
          break;
        default:
          hasOperand = true;
      }
    }
    if (hasOperand) operand = parseAssignment();
  }
  NodeId result = make<UnaryExpression>(NodeKind::Yield, start, operand);
  if (isDelegate) node(result).flags |= kDelegate;
  return result;
}

NodeId Parser::parseConditional(Cover& cover) {
  uint32_t start = token().start;
  NodeId test = parseBinaryOperand(cover, kPrecedenceNone);
  if (isBare(test, NodeKind::Arrow)) return test;
  test = parseBinaryRest(test, start, kPrecedenceNone);
  if (!at(TokenKind::Question)) return test;
  next();
  NodeId consequent;
  {
    Restore<bool> branch(isInTrueBranch_, true);
    consequent = parseAssignmentAllowingIn();
  }
  expect(TokenKind::Colon);
  NodeId alternate = parseAssignment();
  return make<ConditionalExpression>(NodeKind::Conditional, start, test, consequent, alternate);
}

uint8_t Parser::binaryPrecedence() const {
  if (at(TokenKind::In) && !allowIn_) return kPrecedenceNone;
  if (isTypeScript_ && at(TokenKind::Identifier) && !token().hasLineBreakBefore &&
      (atWord(Atom::As) || atWord(Atom::Satisfies)))
    return kPrecedenceRelational;
  return precedenceOf(token().kind);
}

/// A unary expression, or `#name` where `in` may follow it.
NodeId Parser::parseBinaryOperand(Cover& cover, uint8_t precedence) {
  if (!at(TokenKind::PrivateName)) return parseUnary(cover);
  uint32_t start = token().start;
  Atom name = token().atom;
  usePrivate(name, start);
  next();
  if (!at(TokenKind::In) || !allowIn_ || precedence >= kPrecedenceRelational) return fail();
  return make<Name>(NodeKind::PrivateName, start, name);
}

NodeId Parser::parseBinaryRest(NodeId left, uint32_t start, uint8_t above) {
  for (;;) {
    uint8_t precedence = binaryPrecedence();
    if (precedence <= above) return left;
    TokenKind op = token().kind;
    uint32_t opStart = token().start;
    if (op == TokenKind::Identifier) {
      CastKind cast = token().atom == Atom::As ? CastKind::As : CastKind::Satisfies;
      next();
      bool isConst = cast == CastKind::As && at(TokenKind::Const);
      ByteRange type = isConst ? token().range() : skipType();
      if (isConst) next();
      erase(opStart, lexer_.previousEnd);
      left = make<TypeCast>(NodeKind::TypeCast, start, left, type);
      node(left).detail = static_cast<uint8_t>(cast);
      continue;
    }
    next();
    arrowStart_ = kNowhere;
    uint32_t rightStart = token().start;
    Cover cover;
    NodeId right = parseBinaryOperand(cover, precedence);
    if (cover.any()) reportCover(cover);
    if (op == TokenKind::Power) {
      if (isTooDeep()) return left;
      right = parseBinaryRest(right, rightStart, kPrecedencePower - 1);
    } else if (binaryPrecedence() > precedence) {
      right = parseBinaryRest(right, rightStart, precedence);
    }
    left = makeBinary(op, start, opStart, left, right);
  }
}

NodeId Parser::makeBinary(TokenKind op, uint32_t start, uint32_t opStart, NodeId left, NodeId right) {
  auto isOperation = [&](NodeId id, TokenKind first, TokenKind second) {
    return isBare(id, NodeKind::Binary) && (node(id).op == first || node(id).op == second);
  };
  bool mixes = op == TokenKind::Nullish ? isOperation(left, TokenKind::LogicalOr, TokenKind::LogicalAnd) ||
                                              isOperation(right, TokenKind::LogicalOr, TokenKind::LogicalAnd)
               : op == TokenKind::LogicalOr || op == TokenKind::LogicalAnd
                   ? isOperation(left, TokenKind::Nullish, TokenKind::Nullish) ||
                         isOperation(right, TokenKind::Nullish, TokenKind::Nullish)
                   : false;
  if (mixes)
    error("mixed-nullish", {opStart, opStart + 2}, "?? may not stand beside || or && without parentheses",
          "Put one of the two in parentheses");
  if (op == TokenKind::Power && (isBare(left, NodeKind::Unary) || isBare(left, NodeKind::Await)))
    error("unary-power", {opStart, opStart + 2}, "The base of ** may not be a unary expression",
          "Write (-a) ** b or -(a ** b)");
  NodeId result = make<BinaryExpression>(NodeKind::Binary, start, left, right);
  node(result).op = op;
  return result;
}

NodeId Parser::parseUnary(Cover& cover) {
  using enum TokenKind;
  switch (token().kind) {
    case Not:
    case Tilde:
    case Plus:
    case Minus:
    case Typeof:
    case Void:
    case Delete:
    case Increment:
    case Decrement:
      return parsePrefix(token().kind);
    case Less:
      if (isTypeScript_ && !isJsx_) return parseAngle(cover);
      break;
    case Identifier:
      if (token().atom == Atom::Await && function_.await == AwaitMode::Operator) return parseAwait();
      break;
    default:
      break;
  }
  return parseUpdate(cover);
}

NodeId Parser::parsePrefix(TokenKind op) {
  if (isTooDeep()) return fail();
  uint32_t start = token().start;
  next();
  arrowStart_ = kNowhere;
  Cover cover;
  NodeId operand = parseUnary(cover);
  if (cover.any()) reportCover(cover);
  bool isUpdate = op == TokenKind::Increment || op == TokenKind::Decrement;
  NodeId result = make<UnaryExpression>(isUpdate ? NodeKind::Update : NodeKind::Unary, start, operand);
  node(result).op = op;
  if (isUpdate) {
    node(result).flags |= kPrefix;
    if (!isCallTarget(operand)) checkSimpleTarget(operand, "changed");
  } else if (op == TokenKind::Delete) {
    checkDelete(operand, start);
  }
  return result;
}

void Parser::checkDelete(NodeId operand, uint32_t start) {
  if (function_.isStrict && kindOf(operand) == NodeKind::Identifier)
    error("delete-name", {start, start + 6}, "A variable may not be deleted in strict code");
  if (kindOf(operand) == NodeKind::Member && node(operand).has(kPrivateMember))
    error("delete-private", {start, start + 6}, "A private member may not be deleted");
}

NodeId Parser::parseAwait() {
  if (isTooDeep() || token().isEscaped) return fail();
  uint32_t start = token().start;
  if (function_.isInParameters) error("await-in-parameters", token().range(), "await may not stand in parameters");
  if (hazards_.awaitAt == kNowhere) hazards_.awaitAt = start;
  if (function_.isTopLevel) ast_.hasTopLevelAwait = true;
  next();
  arrowStart_ = kNowhere;
  Cover cover;
  NodeId operand = parseUnary(cover);
  if (cover.any()) reportCover(cover);
  return make<UnaryExpression>(NodeKind::Await, start, operand);
}

NodeId Parser::parseUpdate(Cover& cover) {
  uint32_t start = token().start;
  NodeId operand = parseLeftHandSide(cover);
  if ((!at(TokenKind::Increment) && !at(TokenKind::Decrement)) || token().hasLineBreakBefore) return operand;
  if (isBare(operand, NodeKind::Arrow)) return operand;
  if (!isCallTarget(operand)) checkSimpleTarget(operand, "changed");
  NodeId result = make<UnaryExpression>(NodeKind::Update, start, operand);
  node(result).op = token().kind;
  next();
  return result;
}

NodeId Parser::parseLeftHandSide(Cover& cover) {
  uint32_t start = token().start;
  bool isPure = token().isPure;
  NodeId primary = parsePrimary(cover);
  switch (token().kind) {
    case TokenKind::Dot:
    case TokenKind::OpenParen:
    case TokenKind::OpenBracket:
    case TokenKind::QuestionDot:
    case TokenKind::Template:
    case TokenKind::TemplateHead:
    case TokenKind::Not:
    case TokenKind::Less:
    case TokenKind::ShiftLeft:
      break;
    default:
      return primary;
  }
  if (isBare(primary, NodeKind::Arrow)) return primary;
  NodeId result = parseSubscripts(primary, start, true);
  // Before `new A().b()` the mark is the construction's, and parseNew has it.
  bool isMarked = isPure && kindOf(result) == NodeKind::Call && kindOf(primary) != NodeKind::New;
  if (isMarked) node(result).flags |= kPure;
  return result;
}

NodeId Parser::parseSubscripts(NodeId expression, uint32_t start, bool allowsCalls) {
  bool mayBeAsyncArrow = allowsCalls && arrowStart_ == start && isBare(expression, NodeKind::Identifier) &&
                         as<Identifier>(expression).name == Atom::Async && !node(expression).has(kEscaped) &&
                         lexer_.previousEnd - start == 5;
  bool isInChain = false;
  for (;;) {
    switch (token().kind) {
      case TokenKind::Dot:
        next();
        expression = parseMemberName(expression, start);
        break;
      case TokenKind::QuestionDot:
        if (!allowsCalls) {
          error("optional-new", token().range(), "An optional chain may not be constructed with new");
          lexer_.stop();
          return expression;
        }
        expression = parseOptionalSubscript(expression, start, isInChain);
        isInChain = true;
        continue;
      case TokenKind::OpenBracket: {
        if (start == decoratorStart_) return expression;
        next();
        NodeId index = parseExpressionAllowingIn();
        expect(TokenKind::CloseBracket);
        expression = make<BinaryExpression>(NodeKind::Index, start, expression, index);
        break;
      }
      case TokenKind::OpenParen:
        if (!allowsCalls) return expression;
        if (mayBeAsyncArrow && !token().hasLineBreakBefore) {
          expression = parseAsyncCallOrArrow(expression, start);
          if (kindOf(expression) == NodeKind::Arrow) return expression;
        } else {
          expression = parseCall(expression, start);
        }
        break;
      case TokenKind::Template:
      case TokenKind::TemplateHead:
        if (isInChain) error("optional-template", token().range(), "A template may not follow an optional chain");
        expression = make<TaggedTemplate>(NodeKind::TaggedTemplate, start, expression, parseTemplate(true));
        break;
      case TokenKind::Not:
        if (!isTypeScript_ || token().hasLineBreakBefore) return expression;
        expression = make<TypeCast>(NodeKind::TypeCast, start, expression, token().range());
        node(expression).detail = static_cast<uint8_t>(CastKind::NonNull);
        erase(token().range());
        next();
        break;
      case TokenKind::Less:
      case TokenKind::ShiftLeft: {
        ByteRange type;
        if (!isTypeScript_ || kindOf(expression) == NodeKind::Super) return expression;
        if (mayBeAsyncArrow && !token().hasLineBreakBefore && at(TokenKind::Less))
          if (NodeId arrow = tryArrow(start, true)) return arrow;
        if (!tryTypeArguments(type)) return expression;
        expression = make<TypeCast>(NodeKind::TypeCast, start, expression, type);
        node(expression).detail = static_cast<uint8_t>(CastKind::Instantiation);
        break;
      }
      default:
        return expression;
    }
    if (isInChain) node(expression).flags |= kChain;
    mayBeAsyncArrow = false;
  }
}

/// From `?.` on.
NodeId Parser::parseOptionalSubscript(NodeId object, uint32_t start, bool isInChain) {
  next();
  NodeId result;
  if (isTypeScript_ && (at(TokenKind::Less) || at(TokenKind::ShiftLeft))) {
    skipTypeArguments();
    if (!at(TokenKind::OpenParen)) return fail();
  }
  if (at(TokenKind::OpenParen)) {
    result = parseCall(object, start);
  } else if (eat(TokenKind::OpenBracket)) {
    NodeId index = parseExpressionAllowingIn();
    expect(TokenKind::CloseBracket);
    result = make<BinaryExpression>(NodeKind::Index, start, object, index);
  } else if (at(TokenKind::Template) || at(TokenKind::TemplateHead)) {
    return fail();
  } else {
    result = parseMemberName(object, start);
  }
  node(result).flags |= isInChain ? kOptional | kChain : kOptional;
  return result;
}

/// The name after a dot.
NodeId Parser::parseMemberName(NodeId object, uint32_t start) {
  if (!isName(token().kind) && !at(TokenKind::PrivateName)) return fail();
  NodeId result = make<MemberExpression>(NodeKind::Member, start, object, token().atom, token().start);
  if (at(TokenKind::PrivateName)) {
    node(result).flags |= kPrivateMember;
    usePrivate(token().atom, token().start);
    if (kindOf(object) == NodeKind::Super)
      error("super-private", token().range(), "Private members are not reached through super");
  }
  next();
  return result;
}

NodeId Parser::parseCall(NodeId callee, uint32_t start) {
  if (isBare(callee, NodeKind::Identifier) && as<Identifier>(callee).name == Atom::Eval)
    ast_.scopes().scopes[scopes_.current()].hasDirectEval = true;
  NodeList arguments = parseArguments();
  return make<CallExpression>(NodeKind::Call, start, callee, arguments, lexer_.previousEnd);
}

NodeList Parser::parseArguments() {
  size_t mark = listMark();
  parseArgumentsInto(nullptr);
  return finishList(mark);
}

/// `( … )` onto the list under construction.
void Parser::parseArgumentsInto(Cover* cover) {
  expect(TokenKind::OpenParen);
  Restore<bool> in(allowIn_, true);
  Restore<bool> branch(isInTrueBranch_, false);
  while (!at(TokenKind::CloseParen) && !at(TokenKind::Eof)) {
    push(at(TokenKind::Ellipsis) ? parseSpread(cover) : parseAssignment(cover));
    if (!at(TokenKind::Comma)) break;
    next();
    NodeId last = listScratch_.back();
    if (cover && kindOf(last) == NodeKind::Spread && at(TokenKind::CloseParen)) node(last).flags |= kTrailingComma;
  }
  expect(TokenKind::CloseParen);
}

NodeId Parser::parseSpread(Cover* cover) {
  uint32_t start = token().start;
  next();
  NodeId operand = parseAssignment(cover);
  return make<UnaryExpression>(NodeKind::Spread, start, operand);
}

NodeId Parser::parseNew() {
  if (isTooDeep()) return fail();
  uint32_t start = token().start;
  bool isPure = token().isPure;
  next();
  if (at(TokenKind::Dot)) return parseNewTarget(start);
  arrowStart_ = kNowhere;
  uint32_t calleeStart = token().start;
  if (at(TokenKind::Import)) {
    // new import.meta.x() is good, new import(…) is not.
    NodeId callee = parseImportExpression();
    if (kindOf(callee) == NodeKind::ImportCall) {
      error("new-import", {start, start + 3}, "import() may not be constructed with new");
      lexer_.stop();
    }
    callee = parseSubscripts(callee, calleeStart, false);
    NodeList arguments = at(TokenKind::OpenParen) ? parseArguments() : NodeList{};
    return make<CallExpression>(NodeKind::New, start, callee, arguments, lexer_.previousEnd);
  }
  if (at(TokenKind::Super) && lexer_.peekByte() == '(') return fail();
  Cover cover;
  NodeId callee = at(TokenKind::New) ? parseNew() : parsePrimary(cover);
  if (cover.any()) reportCover(cover);
  callee = parseSubscripts(callee, calleeStart, false);
  // `new C<T>()`: the type arguments are the construction's.
  if (isBare(callee, NodeKind::TypeCast) && static_cast<CastKind>(node(callee).detail) == CastKind::Instantiation)
    callee = as<TypeCast>(callee).expression;
  NodeList arguments = at(TokenKind::OpenParen) ? parseArguments() : NodeList{};
  NodeId result = make<CallExpression>(NodeKind::New, start, callee, arguments, lexer_.previousEnd);
  if (isPure) node(result).flags |= kPure;
  return result;
}

/// `async (…)`: a call, unless `=>` follows.
NodeId Parser::parseAsyncCallOrArrow(NodeId callee, uint32_t start) {
  if (isTypeScript_)
    if (NodeId arrow = tryArrow(start, true)) return arrow;
  uint32_t scopeMark = scopes_.scopeCount();
  size_t mark = listMark();
  ArrowHazards outer = hazards_;
  hazards_ = {};
  Cover cover;
  parseArgumentsInto(&cover);
  ArrowHazards inner = hazards_;
  if (isArrowHere()) {
    hazards_ = outer;
    return arrowFromItems(start, mark, true, scopeMark, inner);
  }
  if (cover.any()) reportCover(cover);
  hazards_ = outer;
  if (hazards_.yieldAt == kNowhere) hazards_.yieldAt = inner.yieldAt;
  if (hazards_.awaitAt == kNowhere) hazards_.awaitAt = inner.awaitAt;
  if (hazards_.awaitNameAt == kNowhere) hazards_.awaitNameAt = inner.awaitNameAt;
  NodeList arguments = finishList(mark);
  for (NodeId item : ast_.list(arguments))
    if (kindOf(item) == NodeKind::Spread) node(item).flags &= static_cast<uint8_t>(~kTrailingComma);
  return make<CallExpression>(NodeKind::Call, start, callee, arguments, lexer_.previousEnd);
}

}  // namespace weft::syntax
