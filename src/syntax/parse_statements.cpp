// Statements and declarations (ECMA-262, 14); loops are in parse_loops.cpp.

#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseStatement(StatementPlace place) {
  if (!isTypeScript_) return parseStatementInside(place);
  uint32_t start = token().start;
  NodeId result = parseStatementInside(place);
  // The semicolon keeps the statements around it apart.
  if (meansNothing(result)) erase(start, lexer_.previousEnd, ';');
  return result;
}

NodeId Parser::parseStatementInside(StatementPlace place) {
  if (isTooDeep()) return fail();
  using enum TokenKind;
  switch (token().kind) {
    case Identifier:
      return parseIdentifierStatement(place);
    case OpenBrace:
      return parseBlock();
    case Semicolon:
      return parseNode(NodeKind::Empty);
    case At: {
      uint32_t start = token().start;
      NodeList decorators = parseDecorators();
      if (at(Export)) return parseExport(decorators);
      if (isTypeScript_ && atWord(Atom::Abstract)) eatMark(TokenKind::Identifier);
      if (!at(Class) || place != StatementPlace::List) return fail();
      NodeId result = parseClass(NodeKind::ClassDeclaration, decorators, start, true);
      if (kindOf(result) == NodeKind::ClassDeclaration) declareName(as<syntax::Class>(result).name, SymbolKind::Class);
      return result;
    }
    default:
      break;
  }
  return isReservedWord(token().kind) ? parseKeywordStatement(place) : parseExpressionStatement();
}

NodeId Parser::parseKeywordStatement(StatementPlace place) {
  using enum TokenKind;
  uint32_t start = token().start;
  switch (token().kind) {
    case Var:
      next();
      return parseVariables(VariableKind::Var, start);
    case Const:
      if (isTypeScript_ && lexer_.peek().kind == Enum) {
        next();
        return parseEnum(start, kConstEnum);
      }
      checkDeclaration(place, "const");
      next();
      return parseVariables(VariableKind::Const, start);
    case Function:
      return parseFunctionDeclaration(place, start, false);
    case Class: {
      checkDeclaration(place, "class");
      NodeId result = parseClass(NodeKind::ClassDeclaration, {}, start, true);
      if (kindOf(result) == NodeKind::ClassDeclaration &&
          kindOf(as<syntax::Class>(result).name) == NodeKind::Identifier)
        declareName(as<syntax::Class>(result).name, SymbolKind::Class);
      return result;
    }
    case If:
      return parseIf();
    case For:
      return parseFor();
    case While:
      return parseWhile();
    case Do:
      return parseDoWhile();
    case Return:
      return parseReturn();
    case Break:
      return parseJump(NodeKind::Break);
    case Continue:
      return parseJump(NodeKind::Continue);
    case Throw:
      return parseThrow();
    case Try:
      return parseTry();
    case Switch:
      return parseSwitch();
    case With:
      return parseWith();
    case Debugger: {
      next();
      consumeSemicolon();
      return make<Node>(NodeKind::Debugger, start);
    }
    case Enum:
      if (isTypeScript_) return parseEnum(start, 0);
      return fail();
    case Import: {
      char after = lexer_.peekByte();
      if (after == '(' || after == '.') return parseExpressionStatement();
      return place == StatementPlace::List ? parseImportDeclaration() : fail();
    }
    case Export:
      return place == StatementPlace::List ? parseExport({}) : fail();
    default:
      return parseExpressionStatement();
  }
}

void Parser::checkDeclaration(StatementPlace place, const char* what) {
  if (place == StatementPlace::List) return;
  error("declaration-place", token().range(), std::string("A ") + what + " declaration may not stand here",
        "Put it in a block: { … }");
}

/// Statements that begin with a contextual keyword, labels, expressions.
NodeId Parser::parseIdentifierStatement(StatementPlace place) {
  uint32_t start = token().start;
  if (token().atom < Atom::KnownCount && !token().isEscaped) {
    switch (token().atom) {
      case Atom::Let:
        if (!isLetDeclaration(place)) break;
        checkDeclaration(place, "let");
        next();
        return parseVariables(VariableKind::Let, start);
      case Atom::Async: {
        Token after = lexer_.peek();
        if (after.kind != TokenKind::Function || after.hasLineBreakBefore) break;
        checkDeclaration(place, "function");
        next();
        return parseFunctionDeclaration(StatementPlace::List, start, true);
      }
      case Atom::Using:
        if (!isUsingDeclaration(false)) break;
        checkDeclaration(place, "using");
        next();
        return parseVariables(VariableKind::Using, start);
      case Atom::Await:
        if (function_.await != AwaitMode::Operator || !isAwaitUsing()) break;
        checkDeclaration(place, "using");
        if (function_.isTopLevel) ast_.hasTopLevelAwait = true;
        next();
        next();
        return parseVariables(VariableKind::AwaitUsing, start);
      default:
        break;
    }
    if (isTypeScript_)
      if (NodeId statement = tryTypeScriptStatement(place)) return statement;
  }
  if (lexer_.peekByte() == ':') return parseLabeled(place);
  return parseExpressionStatement();
}

bool Parser::isLetDeclaration(StatementPlace place) {
  Token after = lexer_.peek();
  if (after.kind == TokenKind::OpenBracket) return true;
  bool mayDeclare = after.kind == TokenKind::Identifier || after.kind == TokenKind::EscapedKeyword ||
                    after.kind == TokenKind::OpenBrace;
  if (!mayDeclare) return false;
  return place == StatementPlace::List || !after.hasLineBreakBefore;
}

bool Parser::isUsingDeclaration(bool isInFor) {
  Token after = lexer_.peek();
  if (after.kind != TokenKind::Identifier || after.hasLineBreakBefore) return false;
  if (!isInFor || after.atom != Atom::Of || after.isEscaped) return true;
  // for (using of of …) is not a declaration, for (using of = …) is.
  Lexer::State state = lexer_.save();
  next();
  bool isDeclaration = lexer_.peek().kind == TokenKind::Assign;
  lexer_.restore(state);
  return isDeclaration;
}

bool Parser::isAwaitUsing() {
  if (lexer_.peekByte() != 'u') return false;
  Lexer::State state = lexer_.save();
  next();
  bool isUsing = atWord(Atom::Using) && !token().hasLineBreakBefore && isUsingDeclaration(false);
  lexer_.restore(state);
  return isUsing;
}

NodeId Parser::parseExpressionStatement() {
  uint32_t start = token().start;
  NodeId expression = parseExpression();
  consumeSemicolon();
  return make<UnaryExpression>(NodeKind::ExpressionStatement, start, expression);
}

NodeId Parser::parseLabeled(StatementPlace place) {
  uint32_t start = token().start;
  size_t base = labels_.size();
  std::vector<NodeId> names;
  while (atIdentifier() && lexer_.peekByte() == ':') {
    Token name = token();
    if (isReservedHere(name)) error("reserved-word", name.range(), quoted(name.atom) + " is a reserved word here");
    for (size_t i = function_.labelBase; i < labels_.size(); ++i)
      if (labels_[i].name == name.atom)
        error("duplicate-label", name.range(), "Label " + quoted(name.atom) + " is used already");
    labels_.push_back({name.atom, false});
    names.push_back(make<Name>(NodeKind::Name, name.start, name.atom));
    next();
    next();
  }
  bool isLoop = at(TokenKind::For) || at(TokenKind::While) || at(TokenKind::Do);
  for (size_t i = base; i < labels_.size(); ++i) labels_[i].isLoop = isLoop;
  bool isBody = place == StatementPlace::Body || place == StatementPlace::IfBody;
  NodeId body = parseStatement(isBody && at(TokenKind::Function) ? StatementPlace::Body : StatementPlace::LabelBody);
  labels_.resize(base);
  for (size_t i = names.size(); i-- > 0;)
    body = make<BinaryExpression>(NodeKind::Labeled, i == 0 ? start : node(names[i]).start, names[i], body);
  return body;
}

void Parser::parseStatementsUntilBrace() {
  OpenList list(*this);
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) push(parseListedStatement(ListForm::Block));
}

/// A fault costs one statement: the list goes on after it.
NodeId Parser::parseListedStatement(ListForm form) {
  ResumePoint point = beginItem();
  NodeId statement = parseStatement(StatementPlace::List);
  if (!reporter_.hasStopped() || !tryResume(point, form)) return statement;
  return make<Node>(NodeKind::Empty, point.start);
}

NodeId Parser::parseBlock() {
  uint32_t start = token().start;
  expect(TokenKind::OpenBrace);
  uint32_t scope = scopes_.open(ScopeKind::Block, function_.isStrict);
  size_t mark = listMark();
  Restore<bool> in(allowIn_, true);
  parseStatementsUntilBrace();
  scopes_.close();
  uint32_t end = token().end;
  expect(TokenKind::CloseBrace);
  return make<Block>(NodeKind::Block, start, finishList(mark), scope, end);
}

NodeId Parser::parseVariables(VariableKind kind, uint32_t start) {
  if (kind == VariableKind::Using || kind == VariableKind::AwaitUsing)
    if (scopes_.currentKind() == ScopeKind::Script && !options_.isFunctionBody)
      error("using-place", {start, start + 5}, "using may not stand at the top level of a script");
  NodeList declarators = parseDeclarators(kind, false);
  consumeSemicolon();
  NodeId result = make<VariableDeclaration>(NodeKind::Variables, start, declarators);
  node(result).detail = static_cast<uint8_t>(kind);
  return result;
}

NodeList Parser::parseDeclarators(VariableKind kind, bool isInFor) {
  size_t mark = listMark();
  SymbolKind symbol = kind == VariableKind::Var   ? SymbolKind::Var
                      : kind == VariableKind::Let ? SymbolKind::Let
                                                  : SymbolKind::Const;
  bool isUsing = kind == VariableKind::Using || kind == VariableKind::AwaitUsing;
  ast_.hasUsing |= isUsing;
  do {
    uint32_t start = token().start;
    NodeId target = isUsing ? parseBindingIdentifier() : parseBindingTarget();
    bool isPattern = kindOf(target) != NodeKind::Identifier;
    if (isTypeScript_) {
      if (!token().hasLineBreakBefore) eatMark(TokenKind::Not);
      skipTypeAnnotation();
    }
    declarePattern(target, symbol);
    NodeId value;
    if (eat(TokenKind::Assign)) {
      value = parseAssignment();
    } else if (!isInFor && !isAmbient_) {
      if (isPattern || kind == VariableKind::Const || isUsing)
        error("missing-initializer", {lexer_.previousEnd, lexer_.previousEnd + 1}, "This declaration needs a value",
              "Write = and the value");
    }
    push(make<BinaryExpression>(NodeKind::Declarator, start, target, value));
  } while (eat(TokenKind::Comma));
  return finishList(mark);
}

NodeId Parser::parseParenthesizedTest() {
  expect(TokenKind::OpenParen);
  NodeId test = parseExpressionAllowingIn();
  expect(TokenKind::CloseParen);
  return test;
}

/// A chain of else-ifs is a loop, not a recursion.
NodeId Parser::parseIf() {
  NodeId first;
  NodeId last;
  for (;;) {
    uint32_t start = token().start;
    next();
    NodeId test = parseParenthesizedTest();
    NodeId consequent = parseIfBody();
    NodeId statement = make<ConditionalExpression>(NodeKind::If, start, test, consequent, NodeId{});
    if (last)
      as<ConditionalExpression>(last).alternate = statement;
    else
      first = statement;
    last = statement;
    if (!eat(TokenKind::Else)) return first;
    if (!at(TokenKind::If)) break;
  }
  NodeId alternate = parseIfBody();
  as<ConditionalExpression>(last).alternate = alternate;
  return first;
}

/// `if (x) function f() {}` of Annex B counts as if it stood in a block.
NodeId Parser::parseIfBody() {
  if (!at(TokenKind::Function)) return parseStatement(StatementPlace::IfBody);
  uint32_t start = token().start;
  uint32_t scope = scopes_.open(ScopeKind::Block, function_.isStrict);
  size_t mark = listMark();
  push(parseStatement(StatementPlace::IfBody));
  scopes_.close();
  return make<Block>(NodeKind::Block, start, finishList(mark), scope, lexer_.previousEnd);
}

NodeId Parser::parseWith() {
  uint32_t start = token().start;
  if (function_.isStrict) error("strict-with", token().range(), "with may not be used in strict code");
  next();
  NodeId object = parseParenthesizedTest();
  NodeId body = parseStatement(StatementPlace::Body);
  return make<BinaryExpression>(NodeKind::With, start, object, body);
}

NodeId Parser::parseReturn() {
  uint32_t start = token().start;
  if (!function_.allowsReturn) error("return-place", token().range(), "return may stand in functions only");
  next();
  NodeId value;
  if (!at(TokenKind::Semicolon) && !canInsertSemicolon()) value = parseExpression();
  consumeSemicolon();
  return make<UnaryExpression>(NodeKind::Return, start, value);
}

NodeId Parser::parseThrow() {
  uint32_t start = token().start;
  next();
  if (token().hasLineBreakBefore) {
    error("throw-line-break", {start, start + 5}, "No line break may follow throw");
    lexer_.stop();
  }
  NodeId value = parseExpression();
  consumeSemicolon();
  return make<UnaryExpression>(NodeKind::Throw, start, value);
}

NodeId Parser::parseJump(NodeKind kind) {
  Token keyword = token();
  next();
  NodeId label;
  bool isBreak = kind == NodeKind::Break;
  if (atIdentifier() && !token().hasLineBreakBefore) {
    bool isFound = false;
    for (size_t i = labels_.size(); i-- > function_.labelBase;)
      isFound |= labels_[i].name == token().atom && (isBreak || labels_[i].isLoop);
    if (!isFound)
      error("unknown-label", token().range(),
            "There is no " + std::string(isBreak ? "statement" : "loop") + " labelled " + quoted(token().atom) +
                " around");
    label = make<Name>(NodeKind::Name, token().start, token().atom);
    next();
  } else if (!function_.isInLoop && !(isBreak && function_.isInSwitch)) {
    error("jump-place", keyword.range(),
          isBreak ? "break may stand in loops and switch statements only" : "continue may stand in loops only");
  }
  consumeSemicolon();
  return make<UnaryExpression>(kind, keyword.start, label);
}

NodeId Parser::parseSwitch() {
  uint32_t start = token().start;
  next();
  NodeId discriminant = parseParenthesizedTest();
  expect(TokenKind::OpenBrace);
  uint32_t scope = scopes_.open(ScopeKind::Block, function_.isStrict);
  Restore<bool> inSwitch(function_.isInSwitch, true);
  size_t mark = listMark();
  bool hasDefault = false;
  while (at(TokenKind::Case) || at(TokenKind::Default)) {
    uint32_t caseStart = token().start;
    NodeId test;
    if (eat(TokenKind::Case)) {
      test = parseExpressionAllowingIn();
    } else {
      if (hasDefault) error("duplicate-default", token().range(), "A switch has one default clause at most");
      hasDefault = true;
      next();
    }
    expect(TokenKind::Colon);
    size_t bodyMark = listMark();
    OpenList list(*this);
    while (!at(TokenKind::Case) && !at(TokenKind::Default) && !at(TokenKind::CloseBrace) && !at(TokenKind::Eof))
      push(parseListedStatement(ListForm::Block));
    NodeList body = finishList(bodyMark);
    for (NodeId statement : ast_.list(body)) {
      bool isUsing = kindOf(statement) == NodeKind::Variables &&
                     node(statement).detail >= static_cast<uint8_t>(VariableKind::Using);
      if (isUsing) errorAt("using-place", node(statement).start, "using may not stand in a case without a block");
    }
    push(make<SwitchCase>(NodeKind::SwitchCase, caseStart, test, body));
  }
  scopes_.close();
  uint32_t end = token().end;
  expect(TokenKind::CloseBrace);
  return make<SwitchStatement>(NodeKind::Switch, start, discriminant, finishList(mark), scope, end);
}

NodeId Parser::parseTry() {
  uint32_t start = token().start;
  next();
  NodeId block = parseBlock();
  NodeId parameter;
  NodeId handler;
  NodeId finalizer;
  if (eat(TokenKind::Catch)) {
    uint32_t handlerStart = token().start;
    uint32_t scope = scopes_.open(ScopeKind::Catch, function_.isStrict);
    if (eat(TokenKind::OpenParen)) {
      parameter = parseBindingTarget();
      if (isTypeScript_) skipTypeAnnotation();
      bool isSimple = kindOf(parameter) == NodeKind::Identifier;
      declarePattern(parameter, isSimple ? SymbolKind::SimpleCatch : SymbolKind::Catch);
      expect(TokenKind::CloseParen);
      handlerStart = token().start;
    }
    expect(TokenKind::OpenBrace);
    size_t mark = listMark();
    parseStatementsUntilBrace();
    scopes_.close();
    uint32_t end = token().end;
    expect(TokenKind::CloseBrace);
    handler = make<Block>(NodeKind::Block, handlerStart, finishList(mark), scope, end);
  }
  if (eat(TokenKind::Finally)) finalizer = parseBlock();
  if (!handler && !finalizer) return fail();
  return make<TryStatement>(NodeKind::Try, start, block, parameter, handler, finalizer);
}

}  // namespace weft::syntax
