// Functions, methods, arrow functions (ECMA-262, 15.1 to 15.6, 15.8).

#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseFunctionDeclaration(StatementPlace place, uint32_t start, bool isAsync) {
  next();
  FunctionHead head{.start = start, .kind = NodeKind::FunctionDeclaration, .role = FunctionRole::Declaration};
  head.isAsync = isAsync;
  head.isGenerator = eat(TokenKind::Star);
  bool isPlain = !head.isAsync && !head.isGenerator;
  bool isAllowed = place == StatementPlace::List || (isPlain && !function_.isStrict && place != StatementPlace::Body);
  if (!isAllowed) checkDeclaration(StatementPlace::Body, "function");
  head.name = parseBindingIdentifier();
  head.mayLackBody = isTypeScript_;
  NodeId result = parseFunctionRest(head);
  if (kindOf(result) != NodeKind::FunctionDeclaration) return result;
  ScopeKind scope = scopes_.currentKind();
  bool isVarLike = scope == ScopeKind::Script || scope == ScopeKind::FunctionBody ||
                   scope == ScopeKind::ClassStaticBlock || scope == ScopeKind::Namespace;
  SymbolKind kind = isVarLike                               ? SymbolKind::TopLevelFunction
                    : isPlain && scope != ScopeKind::Module ? SymbolKind::BlockFunction
                                                            : SymbolKind::BlockGenerator;
  if (kindOf(head.name) == NodeKind::Identifier) declareName(head.name, kind);
  return result;
}

NodeId Parser::parseFunctionExpression(uint32_t start, bool isAsync) {
  if (isTooDeep()) return fail();
  next();
  FunctionHead head{.start = start};
  head.isAsync = isAsync;
  head.isGenerator = eat(TokenKind::Star);
  bool hasName = atIdentifier();
  if (hasName) {
    // The name is bound inside the function, and follows its rules.
    Restore<FunctionState> outer(function_);
    function_.isGenerator = head.isGenerator;
    function_.await = head.isAsync ? AwaitMode::Operator : AwaitMode::Name;
    head.name = parseBindingIdentifier();
    scopes_.open(ScopeKind::FunctionName, function_.isStrict);
    declareName(head.name, SymbolKind::FunctionName);
  } else if (!at(TokenKind::OpenParen) && !at(TokenKind::Less)) {
    return fail();
  }
  NodeId result = parseFunctionRest(head);
  if (hasName) scopes_.close();
  return result;
}

NodeId Parser::parseMethod(uint32_t start, FunctionRole role, bool isAsync, bool isGenerator, bool mayLackBody) {
  FunctionHead head{.start = start, .role = role};
  head.isAsync = isAsync;
  head.isGenerator = isGenerator;
  head.mayLackBody = mayLackBody;
  return parseFunctionRest(head);
}

/// From the type parameters or `(` on.
NodeId Parser::parseFunctionRest(const FunctionHead& head) {
  if (isTooDeep()) return fail();
  bool isMethod = head.role != FunctionRole::Declaration && head.role != FunctionRole::Expression;
  Restore<FunctionState> outer(function_);
  Restore<ArrowHazards> hazards(hazards_, {});
  Restore<bool> in(allowIn_, true);
  function_ = {.isStrict = outer.saved().isStrict};
  function_.isGenerator = head.isGenerator;
  function_.await = head.isAsync ? AwaitMode::Operator : AwaitMode::Name;
  function_.allowsReturn = function_.allowsNewTarget = true;
  function_.allowsSuperProperty = isMethod;
  function_.allowsSuperCall = head.role == FunctionRole::DerivedConstructor;
  function_.labelBase = static_cast<uint32_t>(labels_.size());
  uint32_t scope = scopes_.open(ScopeKind::Parameters, function_.isStrict);
  if (isTypeScript_) skipTypeParameters();
  uint32_t parametersStart = token().start;
  expect(TokenKind::OpenParen);
  function_.isInParameters = true;
  NodeList parameters = parseParameters();
  function_.isInParameters = false;
  ByteRange returnType = isTypeScript_ ? skipReturnType() : ByteRange{};
  bool isSimple = areSimple(parameters);
  uint32_t duplicateAt = declareParameters(parameters);
  uint32_t bodyStart = token().start;
  uint32_t bodyScope = scope;
  bool isStrict = function_.isStrict;
  bool hasBody = at(TokenKind::OpenBrace);
  NodeList body;
  if (hasBody || !head.mayLackBody)
    body = parseFunctionBody(scope, bodyScope, isSimple, isStrict);
  else
    consumeSemicolon();
  bool mustBeUnique = isStrict || !isSimple || isMethod;
  if (duplicateAt != kNowhere && mustBeUnique)
    errorAt("duplicate-parameter", duplicateAt, "Two parameters may not have the same name here");
  if (isStrict && !outer.saved().isStrict) {
    function_.isStrict = true;
    for (NodeId parameter : ast_.list(parameters)) checkStrictPattern(parameter);
    if (kindOf(head.name) == NodeKind::Identifier) checkStrictName(head.name);
  }
  checkAccessor(parameters, head.role, parametersStart);
  scopes_.close();
  NodeKind kind = hasBody || isMethod || !head.mayLackBody ? head.kind : NodeKind::TypeOnly;
  NodeId result = make<Function>(kind, head.start, head.name, parameters, body, scope, bodyScope, bodyStart,
                                 lexer_.previousEnd, returnType);
  uint8_t flags = (head.isAsync ? kAsync : 0) | (head.isGenerator ? kGenerator : 0) | (isStrict ? kStrict : 0) |
                  (isSimple ? kSimpleParameters : 0) | (hasBody ? kHasBody : 0);
  node(result).detail = flags;
  return result;
}

/// Up to and with the `)`.
NodeList Parser::parseParameters() {
  size_t mark = listMark();
  while (!at(TokenKind::CloseParen) && !at(TokenKind::Eof)) {
    uint32_t parameterStart = token().start;
    NodeId parameter = parseParameter();
    if (parameter)
      push(parameter);
    else
      erase(parameterStart, at(TokenKind::Comma) ? token().end : lexer_.previousEnd);
    bool isRest = kindOf(parameter) == NodeKind::Rest;
    if (isRest || !at(TokenKind::Comma)) break;
    next();
  }
  expect(TokenKind::CloseParen);
  return finishList(mark);
}

NodeId Parser::parseParameter() {
  uint32_t start = token().start;
  NodeList decorators = at(TokenKind::At) ? parseDecorators() : NodeList{};
  ByteRange type;
  uint32_t modifiers = 0;
  if (isTypeScript_) {
    modifiers = parseParameterModifiers();
    if (modifiers) needsCode("parameter property", start);
    if (at(TokenKind::This)) {
      // `this: T` declares a type only.
      next();
      skipTypeAnnotation();
      return {};
    }
  }
  bool isRest = at(TokenKind::Ellipsis);
  if (isRest) next();
  NodeId target = parseBindingTarget();
  if (isTypeScript_) {
    eatMark(TokenKind::Question);
    type = skipTypeAnnotation();
  }
  if (isRest) {
    target = make<UnaryExpression>(NodeKind::Rest, start, target);
  } else if (eat(TokenKind::Assign)) {
    NodeId value = parseAssignment();
    target = make<BinaryExpression>(NodeKind::AssignmentPattern, start, target, value);
  }
  if (decorators.empty() && modifiers == 0 && type.size() == 0) return target;
  if (isRest && decorators.empty()) return target;
  return make<Parameter>(NodeKind::Parameter, start, target, decorators, modifiers, type);
}

bool Parser::areSimple(NodeList parameters) const {
  for (NodeId parameter : ast_.list(parameters)) {
    NodeId pattern = kindOf(parameter) == NodeKind::Parameter ? as<Parameter>(parameter).pattern : parameter;
    if (kindOf(pattern) != NodeKind::Identifier) return false;
  }
  return true;
}

/// Gives where a name comes a second time, or kNowhere.
uint32_t Parser::declareParameters(NodeList parameters) {
  uint32_t duplicateAt = kNowhere;
  auto declare = [&](auto&& self, NodeId id) -> void {
    if (!id || isTooDeep()) return;
    switch (kindOf(id)) {
      case NodeKind::Identifier: {
        Identifier& name = as<Identifier>(id);
        auto declared =
            scopes_.declare(name.name, SymbolKind::Parameter, name.start, function_.isStrict, isTypeScript_);
        name.symbol = declared.symbol;
        if (declared.conflict != kNoSymbol && duplicateAt == kNowhere) duplicateAt = name.start;
        return;
      }
      case NodeKind::AssignmentPattern:
        return self(self, as<BinaryExpression>(id).left);
      case NodeKind::Rest:
        return self(self, as<UnaryExpression>(id).operand);
      case NodeKind::Property:
        return self(self, as<Property>(id).value);
      case NodeKind::Parameter:
        return self(self, as<Parameter>(id).pattern);
      case NodeKind::ArrayPattern:
      case NodeKind::ObjectPattern:
        for (NodeId item : ast_.list(as<ListNode>(id).items)) self(self, item);
        return;
      default:
        return;
    }
  };
  for (NodeId parameter : ast_.list(parameters)) declare(declare, parameter);
  return duplicateAt;
}

void Parser::checkAccessor(NodeList parameters, FunctionRole role, uint32_t start) {
  if (role == FunctionRole::Getter && parameters.count != 0)
    errorAt("getter-parameters", start, "A getter has no parameters");
  if (role != FunctionRole::Setter) return;
  bool isOne = parameters.count == 1 && kindOf(ast_.list(parameters)[0]) != NodeKind::Rest;
  if (!isOne) errorAt("setter-parameters", start, "A setter has exactly one parameter, and no rest parameter");
}

/// `{ … }`; `isStrict` becomes true if the directives say so.
NodeList Parser::parseFunctionBody(uint32_t scope, uint32_t& bodyScope, bool hasSimpleParameters, bool& isStrict) {
  Restore<bool> branch(isInTrueBranch_, false);
  Restore<bool> ambient(isAmbient_, false);
  expect(TokenKind::OpenBrace);
  bodyScope = scopes_.open(ScopeKind::FunctionBody, isStrict);
  size_t mark = listMark();
  parseDirectives(hasSimpleParameters, isStrict);
  if (isStrict) ast_.scopes().scopes[scope].isStrict = ast_.scopes().scopes[bodyScope].isStrict = true;
  parseStatementsUntilBrace();
  scopes_.close();
  expect(TokenKind::CloseBrace);
  return finishList(mark);
}

void Parser::parseDirectives(bool hasSimpleParameters, bool& isStrict) {
  uint32_t octalAt = kNowhere;
  while (at(TokenKind::String)) {
    Token string = token();
    if (string.isLegacyOctal && octalAt == kNowhere) octalAt = string.octalStart;
    NodeId statement = parseListedStatement(scopes_.current() == 0 ? ListForm::Program : ListForm::Block);
    NodeId literal =
        kindOf(statement) == NodeKind::ExpressionStatement ? as<UnaryExpression>(statement).operand : NodeId{};
    push(statement);
    if (!isBare(literal, NodeKind::String)) return;
    Node& directive = node(literal);
    directive.kind = NodeKind::Directive;
    listScratch_.back() = literal;
    std::string_view raw = ast_.slice(string.start + 1, string.end - 1);
    if (raw != "use strict") continue;
    directive.flags |= kUseStrict;
    if (!hasSimpleParameters)
      error("use-strict-parameters", string.range(),
            "\"use strict\" may not stand in a function with default values, patterns or a rest parameter");
    bool wasStrict = function_.isStrict;
    isStrict = function_.isStrict = true;
    if (!wasStrict && octalAt != kNowhere)
      errorAt("legacy-octal", octalAt, "Octal escapes are not allowed in strict code");
  }
}

/// From the parenthesis' items, which were read as expressions, to the arrow function's end.
NodeId Parser::arrowFromItems(uint32_t start, size_t mark, bool isAsync, uint32_t scopeMark,
                              const ArrowHazards& inner) {
  if (inner.yieldAt != kNowhere) errorAt("yield-in-parameters", inner.yieldAt, "yield may not stand in parameters");
  if (inner.awaitAt != kNowhere) errorAt("await-in-parameters", inner.awaitAt, "await may not stand in parameters");
  if (isAsync && inner.awaitNameAt != kNowhere)
    errorAt("await-in-parameters", inner.awaitNameAt, "await may not stand in parameters");
  size_t count = listScratch_.size() - mark;
  for (size_t i = 0; i < count; ++i) {
    NodeId item = listScratch_[mark + i];
    if (kindOf(item) == NodeKind::Spread)
      toRest(item, TargetUse::Binding, i + 1 == count, node(item).has(kTrailingComma), false);
    else if (kindOf(item) != NodeKind::Rest)
      toPattern(item, TargetUse::Binding);
  }
  return parseArrow(start, finishList(mark), isAsync, scopeMark, {});
}

/// From `=>` on.
NodeId Parser::parseArrow(uint32_t start, NodeList parameters, bool isAsync, uint32_t scopeMark, ByteRange returnType) {
  uint32_t scope = scopes_.open(ScopeKind::Parameters, function_.isStrict);
  scopes_.adopt(scopeMark, scope);
  return finishArrow(start, parameters, isAsync, scope, returnType);
}

NodeId Parser::finishArrow(uint32_t start, NodeList parameters, bool isAsync, uint32_t scope, ByteRange returnType) {
  if (!isArrowHere() || isTooDeep()) {
    scopes_.close();
    return fail();
  }
  Restore<FunctionState> outer(function_);
  Restore<ArrowHazards> hazards(hazards_, {});
  function_.isGenerator = false;
  function_.isInParameters = false;
  function_.isTopLevel = false;
  function_.allowsReturn = true;
  function_.isInLoop = function_.isInSwitch = false;
  if (isAsync)
    function_.await = AwaitMode::Operator;
  else
    function_.await = AwaitMode::Name;
  function_.labelBase = static_cast<uint32_t>(labels_.size());
  bool isSimple = areSimple(parameters);
  uint32_t duplicateAt = declareParameters(parameters);
  if (duplicateAt != kNowhere)
    errorAt("duplicate-parameter", duplicateAt, "Two parameters may not have the same name here");
  bool isStrict = function_.isStrict;
  uint32_t bodyScope = scope;
  NodeList body;
  next();
  uint32_t bodyStart = token().start;
  bool isExpression = !at(TokenKind::OpenBrace);
  if (isExpression) {
    size_t mark = listMark();
    push(parseAssignment());
    body = finishList(mark);
  } else {
    Restore<bool> in(allowIn_, true);
    body = parseFunctionBody(scope, bodyScope, isSimple, isStrict);
    if (isStrict && !outer.saved().isStrict)
      for (NodeId parameter : ast_.list(parameters)) checkStrictPattern(parameter);
  }
  scopes_.close();
  NodeId result = make<Function>(NodeKind::Arrow, start, NodeId{}, parameters, body, scope, bodyScope, bodyStart,
                                 lexer_.previousEnd, returnType);
  node(result).detail = (isAsync ? kAsync : 0) | (isExpression ? kExpressionBody : 0) | (isStrict ? kStrict : 0) |
                        (isSimple ? kSimpleParameters : 0) | kHasBody;
  return result;
}

}  // namespace weft::syntax
