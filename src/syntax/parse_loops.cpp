// Loops (ECMA-262, 14.7).

#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseLoopBody() {
  Restore<bool> inLoop(function_.isInLoop, true);
  return parseStatement(StatementPlace::Body);
}

NodeId Parser::parseWhile() {
  uint32_t start = token().start;
  next();
  NodeId test = parseParenthesizedTest();
  NodeId body = parseLoopBody();
  return make<BinaryExpression>(NodeKind::While, start, test, body);
}

NodeId Parser::parseDoWhile() {
  uint32_t start = token().start;
  next();
  NodeId body = parseLoopBody();
  expect(TokenKind::While);
  NodeId test = parseParenthesizedTest();
  eat(TokenKind::Semicolon);  // inserted wherever it is missing
  return make<BinaryExpression>(NodeKind::DoWhile, start, test, body);
}

NodeId Parser::parseFor() {
  uint32_t start = token().start;
  next();
  bool isAwait = false;
  if (atIdentifier() && token().atom == Atom::Await) {
    if (function_.await != AwaitMode::Operator || token().isEscaped) return fail();
    isAwait = true;
    if (function_.isTopLevel) ast_.hasTopLevelAwait = true;
    if (hazards_.awaitAt == kNowhere) hazards_.awaitAt = token().start;
    next();
  }
  expect(TokenKind::OpenParen);
  uint32_t scope = scopes_.open(ScopeKind::Block, function_.isStrict);
  NodeId result = parseForRest(start, scope, isAwait);
  scopes_.close();
  return result;
}

NodeId Parser::parseForRest(uint32_t start, uint32_t scope, bool isAwait) {
  if (at(TokenKind::Semicolon)) return isAwait ? fail() : parseForThree(start, scope, {});
  if (at(TokenKind::Var)) return parseForDeclaration(start, scope, isAwait, VariableKind::Var);
  if (at(TokenKind::Const)) return parseForDeclaration(start, scope, isAwait, VariableKind::Const);
  if (atWord(Atom::Let)) {
    Token after = lexer_.peek();
    bool mayDeclare = after.kind == TokenKind::Identifier || after.kind == TokenKind::EscapedKeyword ||
                      after.kind == TokenKind::OpenBracket || after.kind == TokenKind::OpenBrace;
    // for (let of …) declares only in for (let of = …), which strict code alone cannot name.
    bool isOf = after.kind == TokenKind::Identifier && after.atom == Atom::Of && !after.isEscaped;
    if (isOf && !function_.isStrict) {
      Lexer::State state = lexer_.save();
      next();
      TokenKind third = lexer_.peek().kind;
      lexer_.restore(state);
      mayDeclare = third == TokenKind::Assign || third == TokenKind::Semicolon || third == TokenKind::Comma ||
                   third == TokenKind::In || third == TokenKind::Identifier;
    }
    if (mayDeclare) return parseForDeclaration(start, scope, isAwait, VariableKind::Let);
  }
  if (atWord(Atom::Using) && isUsingDeclaration(true))
    return parseForDeclaration(start, scope, isAwait, VariableKind::Using);
  if (atWord(Atom::Await) && function_.await == AwaitMode::Operator && isAwaitUsing()) {
    next();
    if (function_.isTopLevel) ast_.hasTopLevelAwait = true;
    return parseForDeclaration(start, scope, isAwait, VariableKind::AwaitUsing);
  }
  return parseForExpression(start, scope, isAwait);
}

NodeId Parser::parseForDeclaration(uint32_t start, uint32_t scope, bool isAwait, VariableKind kind) {
  uint32_t declarationStart = token().start;
  next();
  NodeList declarators;
  {
    Restore<bool> in(allowIn_, false);
    declarators = parseDeclarators(kind, true);
  }
  NodeId declaration = make<VariableDeclaration>(NodeKind::Variables, declarationStart, declarators);
  node(declaration).detail = static_cast<uint8_t>(kind);
  std::span<NodeId> items = ast_.list(declarators);
  bool isIn = at(TokenKind::In);
  bool isOf = atWord(Atom::Of);
  if (!isIn && !isOf) {
    for (NodeId item : items) {
      const BinaryExpression& declarator = as<BinaryExpression>(item);
      bool needsValue = kind != VariableKind::Var && kind != VariableKind::Let;
      if (!declarator.right && (needsValue || kindOf(declarator.left) != NodeKind::Identifier))
        errorAt("missing-initializer", declarator.start, "This declaration needs a value");
    }
    return isAwait ? fail() : parseForThree(start, scope, declaration);
  }
  if (items.size() != 1) {
    errorAt("for-declarations", declarationStart, "A for-in or for-of loop declares one variable");
  } else if (const BinaryExpression& only = as<BinaryExpression>(items[0]); only.right) {
    // Annex B: for (var a = 1 in b), sloppy.
    bool isLegacy =
        isIn && kind == VariableKind::Var && !function_.isStrict && kindOf(only.left) == NodeKind::Identifier;
    if (!isLegacy) errorAt("for-initializer", only.start, "The variable of a for-in or for-of loop takes no value");
  }
  if (isIn && (kind == VariableKind::Using || kind == VariableKind::AwaitUsing))
    errorAt("using-in", declarationStart, "using may not stand in a for-in loop");
  return parseForEach(start, scope, isAwait, declaration);
}

NodeId Parser::parseForExpression(uint32_t start, uint32_t scope, bool isAwait) {
  Token first = token();
  bool isLet = atWord(Atom::Let);
  Cover cover;
  NodeId init;
  {
    Restore<bool> in(allowIn_, false);
    init = parseAssignment(&cover);
    if (at(TokenKind::Comma)) init = parseSequenceRest(init, first.start);
  }
  if (!at(TokenKind::In) && !atWord(Atom::Of)) {
    reportCover(cover);
    return isAwait ? fail() : parseForThree(start, scope, init);
  }
  bool isOf = atWord(Atom::Of);
  bool isBareAsync = isBare(init, NodeKind::Identifier) && as<Identifier>(init).name == Atom::Async &&
                     !node(init).has(kEscaped) && first.kind == TokenKind::Identifier && !first.isEscaped;
  if (isOf && !isAwait && isBareAsync) errorAt("for-async-of", first.start, "A for-of loop may not begin with async");
  if (isOf && isLet) errorAt("for-let-of", first.start, "A for-of loop may not begin with let as a name");
  if (!isCallTarget(init)) toTarget(init, TargetUse::Assignment);
  return parseForEach(start, scope, isAwait, init);
}

NodeId Parser::parseForEach(uint32_t start, uint32_t scope, bool isAwait, NodeId target) {
  bool isIn = at(TokenKind::In);
  if (isIn && isAwait) return fail();
  next();
  NodeId iterated = isIn ? parseExpressionAllowingIn() : parseAssignmentAllowingIn();
  expect(TokenKind::CloseParen);
  NodeId body = parseLoopBody();
  NodeId result =
      make<ForEachStatement>(isIn ? NodeKind::ForIn : NodeKind::ForOf, start, target, iterated, body, scope);
  if (isAwait) node(result).flags |= kAwait;
  return result;
}

/// From the first semicolon on.
NodeId Parser::parseForThree(uint32_t start, uint32_t scope, NodeId init) {
  expect(TokenKind::Semicolon);
  NodeId test = at(TokenKind::Semicolon) ? NodeId{} : parseExpressionAllowingIn();
  expect(TokenKind::Semicolon);
  NodeId update = at(TokenKind::CloseParen) ? NodeId{} : parseExpressionAllowingIn();
  expect(TokenKind::CloseParen);
  NodeId body = parseLoopBody();
  return make<ForStatement>(NodeKind::For, start, init, test, update, body, scope);
}

}  // namespace weft::syntax
