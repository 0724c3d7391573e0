// Binding patterns, and expressions that turn out to be patterns (ECMA-262, 13.15.5, 14.3.3). Parsing a pattern
// declares nothing: declarePattern walks it afterwards, so both ways into a pattern share the rules.

#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseBindingIdentifier() {
  if (!atIdentifier()) {
    if (isReservedWord(token().kind) && !reporter_.hasStopped()) {
      error("reserved-word", token().range(), quoted(token().atom) + " is a reserved word");
      lexer_.stop();
    }
    return fail();
  }
  checkIdentifier(token(), TargetUse::Binding);
  NodeId result = makeIdentifier(token().start, token().atom);
  next();
  return result;
}

NodeId Parser::parseBindingTarget() {
  if (isTooDeep()) return fail();
  if (at(TokenKind::OpenBracket)) return parseArrayBinding();
  if (at(TokenKind::OpenBrace)) return parseObjectBinding();
  return parseBindingIdentifier();
}

/// With its default value, if it has one.
NodeId Parser::parseBindingElement() {
  uint32_t start = token().start;
  NodeId target = parseBindingTarget();
  if (!eat(TokenKind::Assign)) return target;
  NodeId value = parseAssignmentAllowingIn();
  return make<BinaryExpression>(NodeKind::AssignmentPattern, start, target, value);
}

NodeId Parser::parseBindingRest() {
  uint32_t start = token().start;
  next();
  NodeId target = parseBindingTarget();
  return make<UnaryExpression>(NodeKind::Rest, start, target);
}

NodeId Parser::parseArrayBinding() {
  uint32_t start = token().start;
  size_t mark = listMark();
  next();
  while (!at(TokenKind::CloseBracket) && !at(TokenKind::Eof)) {
    if (eat(TokenKind::Comma)) {
      push({});
      continue;
    }
    if (at(TokenKind::Ellipsis)) {
      push(parseBindingRest());
      break;
    }
    push(parseBindingElement());
    if (!at(TokenKind::CloseBracket)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBracket);
  return make<ListNode>(NodeKind::ArrayPattern, start, finishList(mark));
}

NodeId Parser::parseObjectBinding() {
  uint32_t start = token().start;
  size_t mark = listMark();
  next();
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    if (at(TokenKind::Ellipsis)) {
      uint32_t restStart = token().start;
      next();
      NodeId name = parseBindingIdentifier();
      push(make<UnaryExpression>(NodeKind::Rest, restStart, name));
      break;
    }
    push(parseBindingProperty());
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  return make<ListNode>(NodeKind::ObjectPattern, start, finishList(mark));
}

NodeId Parser::parseBindingProperty() {
  Token first = token();
  if (at(TokenKind::PrivateName)) return fail();
  uint8_t flags = 0;
  NodeId key = parsePropertyKey(flags);
  NodeId value;
  if (eat(TokenKind::Colon)) {
    value = parseBindingElement();
  } else {
    if (first.kind != TokenKind::Identifier) return fail();
    checkIdentifier(first, TargetUse::Binding);
    flags |= kShorthand;
    value = makeIdentifier(first.start, first.atom);
    if (eat(TokenKind::Assign)) {
      NodeId initializer = parseAssignmentAllowingIn();
      value = make<BinaryExpression>(NodeKind::AssignmentPattern, first.start, value, initializer);
    }
  }
  NodeId result = make<Property>(NodeKind::Property, first.start, key, value);
  node(result).flags |= flags;
  return result;
}

/// Sloppy code may assign to a call: an error when it runs (ECMA-262, 13.15.1, for the web's sake).
bool Parser::isCallTarget(NodeId id) const {
  return !function_.isStrict && kindOf(id) == NodeKind::Call && !node(id).has(kOptional | kChain);
}

/// The operand of ++, or of a compound assignment: a name or a member.
void Parser::checkSimpleTarget(NodeId id, const char* what) {
  if (!id || reporter_.hasStopped()) return;
  Node& target = node(id);
  switch (target.kind) {
    case NodeKind::None:
      return;
    case NodeKind::Identifier:
      return checkStrictName(id);
    case NodeKind::Member:
    case NodeKind::Index:
      if (!target.has(kOptional | kChain)) return;
      return error("optional-target", {target.start, target.start + 1},
                   std::string("An optional chain may not be ") + what);
    case NodeKind::TypeCast:
      return checkSimpleTarget(as<TypeCast>(id).expression, what);
    default:
      return error("invalid-target", {target.start, target.start + 1},
                   std::string("This may not be ") + what + ": it is neither a variable nor a member");
  }
}

void Parser::checkStrictName(NodeId identifier) {
  const Identifier& name = as<Identifier>(identifier);
  if (!function_.isStrict || name.name >= Atom::KnownCount) return;
  if (name.name == Atom::Eval || name.name == Atom::Arguments || isStrictReservedAtom(name.name))
    error("strict-binding", {name.start, name.start + static_cast<uint32_t>(ast_.text(name.name).size())},
          quoted(name.name) + " may not be bound or assigned to in strict code");
}

/// One target of a pattern, or of for-in and for-of.
void Parser::toTarget(NodeId id, TargetUse use) {
  Node& target = node(id);
  bool isPattern = target.kind == NodeKind::Array || target.kind == NodeKind::Object;
  if (isPattern && !target.has(kParenthesized)) return toPattern(id, use);
  if (target.kind == NodeKind::ArrayPattern || target.kind == NodeKind::ObjectPattern) return;
  if (use == TargetUse::Assignment) return checkSimpleTarget(id, "assigned to");
  if (target.kind == NodeKind::None) return;
  if (target.kind != NodeKind::Identifier || target.has(kParenthesized))
    return error("invalid-parameter", {target.start, target.start + 1}, "This may not be a parameter");
  checkStrictName(id);
}

/// A target with or without a default value; literals become patterns.
void Parser::toPattern(NodeId id, TargetUse use) {
  if (!id || isTooDeep()) return;
  Node& pattern = node(id);
  bool isBareAssign = pattern.kind == NodeKind::Assign && !pattern.has(kParenthesized);
  if (isBareAssign && pattern.op == TokenKind::Assign) {
    pattern.kind = NodeKind::AssignmentPattern;
    return toTarget(as<BinaryExpression>(id).left, use);
  }
  if (pattern.has(kParenthesized) || (pattern.kind != NodeKind::Array && pattern.kind != NodeKind::Object))
    return toTarget(id, use);
  toPatternItems(id, use);
}

void Parser::toPatternItems(NodeId id, TargetUse use) {
  ListNode& pattern = as<ListNode>(id);
  bool isObject = pattern.kind == NodeKind::Object;
  bool hasTrailingComma = pattern.has(kTrailingComma);
  pattern.kind = isObject ? NodeKind::ObjectPattern : NodeKind::ArrayPattern;
  std::span<NodeId> items = ast_.list(pattern.items);
  for (size_t i = 0; i < items.size(); ++i) {
    NodeId item = items[i];
    if (!item) continue;
    if (kindOf(item) == NodeKind::Spread) {
      toRest(item, use, i + 1 == items.size(), hasTrailingComma, isObject);
    } else if (isObject) {
      if (kindOf(item) != NodeKind::Property) continue;
      if (node(item).has(kMethod | kGetter | kSetter))
        error("method-in-pattern", {node(item).start, node(item).start + 1}, "A pattern may not hold a method");
      else
        toPattern(as<Property>(item).value, use);
    } else {
      toPattern(item, use);
    }
  }
}

void Parser::toRest(NodeId id, TargetUse use, bool isLast, bool hasTrailingComma, bool isObject) {
  UnaryExpression& rest = as<UnaryExpression>(id);
  rest.kind = NodeKind::Rest;
  if (!isLast || hasTrailingComma)
    error("rest-not-last", {rest.start, rest.start + 3}, "A rest element must be the last, with no comma after it");
  if (kindOf(rest.operand) == NodeKind::Assign)
    return error("rest-default", {rest.start, rest.start + 3}, "A rest element has no default value");
  bool isPattern = isBare(rest.operand, NodeKind::Array) || isBare(rest.operand, NodeKind::Object);
  if (isObject && isPattern)
    return error("rest-pattern", {rest.start, rest.start + 3}, "The rest of an object goes into a plain variable");
  toTarget(rest.operand, use);
}

void Parser::declareName(NodeId identifier, SymbolKind kind) {
  Identifier& name = as<Identifier>(identifier);
  if (isAmbient_) kind = SymbolKind::TypeOnly;
  auto declared = scopes_.declare(name.name, kind, name.start, function_.isStrict, isTypeScript_);
  name.symbol = declared.symbol;
  if (declared.conflict == kNoSymbol || isAmbient_) return;
  auto length = static_cast<uint32_t>(ast_.text(name.name).size());
  uint32_t first = ast_.scopes().symbols[declared.conflict].start;
  reporter_.error("redeclared", {name.start, name.start + length}, quoted(name.name) + " is already declared", {},
                  {{"It was first declared here", {}, {first, first + length}}});
}

void Parser::declarePattern(NodeId id, SymbolKind kind) {
  if (!id || isTooDeep()) return;
  switch (kindOf(id)) {
    case NodeKind::Identifier: {
      const Identifier& name = as<Identifier>(id);
      bool isLexical = kind == SymbolKind::Let || kind == SymbolKind::Const;
      if (isLexical && name.name == Atom::Let)
        error("let-let", {name.start, name.start + 3}, "\"let\" may not name a lexical variable");
      return declareName(id, kind);
    }
    case NodeKind::AssignmentPattern:
      return declarePattern(as<BinaryExpression>(id).left, kind);
    case NodeKind::Rest:
      return declarePattern(as<UnaryExpression>(id).operand, kind);
    case NodeKind::Property:
      return declarePattern(as<Property>(id).value, kind);
    case NodeKind::Parameter:
      return declarePattern(as<Parameter>(id).pattern, kind);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(id).items)) declarePattern(item, kind);
      return;
    default:
      return;
  }
}

/// Of parameters read before "use strict" was.
void Parser::checkStrictPattern(NodeId id) {
  if (kindOf(id) == NodeKind::Identifier) checkStrictName(id);
  if (kindOf(id) == NodeKind::Parameter) checkStrictPattern(as<Parameter>(id).pattern);
}

}  // namespace weft::syntax
