// TypeScript beyond types: arrow functions that types make ambiguous, casts, modifiers, and its declarations.

#include "syntax/parser_attempt.h"
#include "syntax/parser_impl.h"

namespace weft::syntax {

/// At `(` or `<`: can this begin an arrow function? A cheap no for most expressions in parentheses.
bool Parser::mayBeginArrow() {
  Lexer::State state = lexer_.save();
  bool may = true;
  bool isGeneric = at(TokenKind::Less);
  next();
  if (isGeneric) {
    eat(TokenKind::Const);
    may = atIdentifier();
    if (may && isJsx_) {
      // In .tsx, <T>… is an element; <T,>… and <T extends X>… are type parameters.
      next();
      may = at(TokenKind::Comma) || at(TokenKind::Assign) || at(TokenKind::Extends);
      if (at(TokenKind::Extends)) {
        next();
        may = !at(TokenKind::Assign) && !at(TokenKind::Greater) && !at(TokenKind::Slash);
      }
    }
  } else if (at(TokenKind::CloseParen)) {
    next();
    may = at(TokenKind::Colon) || at(TokenKind::Arrow);
  } else if (atIdentifier() || at(TokenKind::This)) {
    next();
    may = at(TokenKind::Colon) || at(TokenKind::Comma) || at(TokenKind::Question) || at(TokenKind::Assign) ||
          at(TokenKind::CloseParen);
    if (at(TokenKind::CloseParen)) {
      next();
      may = at(TokenKind::Colon) || at(TokenKind::Arrow);
    }
  } else {
    may = at(TokenKind::OpenBrace) || at(TokenKind::OpenBracket) || at(TokenKind::Ellipsis) || at(TokenKind::At);
  }
  lexer_.restore(state);
  return may;
}

/// An arrow function from `(` or `<` on, or nothing, and nothing moved.
NodeId Parser::tryArrow(uint32_t start, bool isAsync) {
  uint32_t place = token().start;
  if (!mayBeginArrow() || failedArrows_.contains(place)) return {};
  // Between ? and :, `(a): b => c` is an arrow function only if a colon is left for the conditional.
  bool mustLeaveColon = isInTrueBranch_;
  NodeId result;
  NodeList parameters;
  ByteRange returnType;
  uint32_t scope = 0;
  bool isArrow = attempt([&] {
    scope = scopes_.open(ScopeKind::Parameters, function_.isStrict);
    Restore<bool> inParameters(function_.isInParameters, true);
    Restore<bool> branch(isInTrueBranch_, false);
    skipTypeParameters();
    expect(TokenKind::OpenParen);
    parameters = parseParameters();
    bool hasReturnType = at(TokenKind::Colon);
    returnType = skipReturnType();
    bool isHead = isArrowHere() && !reporter_.hasStopped();
    if (!isHead) scopes_.close();
    if (!isHead || !mustLeaveColon || !hasReturnType) return isHead;
    function_.isInParameters = inParameters.saved();
    result = finishArrow(start, parameters, isAsync, scope, returnType);
    return at(TokenKind::Colon);
  });
  if (!isArrow) {
    failedArrows_.insert(place);
    return {};
  }
  return result ? result : finishArrow(start, parameters, isAsync, scope, returnType);
}

/// `<T>expression`
NodeId Parser::parseAngle(Cover&) {
  if (isTooDeep()) return fail();
  uint32_t start = token().start;
  next();
  ByteRange type = at(TokenKind::Const) ? token().range() : ByteRange{};
  if (at(TokenKind::Const))
    next();
  else
    type = skipType();
  expectGreater();
  erase(start, lexer_.previousEnd);
  Cover cover;
  NodeId operand = parseUnary(cover);
  if (cover.any()) reportCover(cover);
  NodeId result = make<TypeCast>(NodeKind::TypeCast, start, operand, type);
  node(result).detail = static_cast<uint8_t>(CastKind::Angle);
  return result;
}

bool Parser::isTypeScriptModifier(Atom word) {
  switch (word) {
    case Atom::Public:
    case Atom::Private:
    case Atom::Protected:
    case Atom::Readonly:
    case Atom::Override:
    case Atom::Declare:
    case Atom::Abstract:
      return true;
    default:
      return false;
  }
}

uint32_t Parser::parseParameterModifiers() {
  uint32_t modifiers = 0;
  while (atIdentifier() && !token().isEscaped) {
    uint32_t modifier = 0;
    switch (token().atom) {
      case Atom::Public:
        modifier = kPublic;
        break;
      case Atom::Private:
        modifier = kPrivate;
        break;
      case Atom::Protected:
        modifier = kProtected;
        break;
      case Atom::Readonly:
        modifier = kReadonly;
        break;
      case Atom::Override:
        modifier = kOverride;
        break;
      default:
        return modifiers;
    }
    Token after = lexer_.peek();
    bool isName = after.kind == TokenKind::Identifier || after.kind == TokenKind::OpenBrace ||
                  after.kind == TokenKind::OpenBracket;
    if (!isName) return modifiers;
    modifiers |= modifier;
    next();
  }
  return modifiers;
}

/// `[key: string]: T` in a class.
bool Parser::skipIndexSignature() {
  Lexer::State state = lexer_.save();
  next();
  bool isNamed = atIdentifier();
  if (isNamed) next();
  if (!isNamed || !at(TokenKind::Colon)) {
    lexer_.restore(state);
    return false;
  }
  skipTypeAnnotation();
  expect(TokenKind::CloseBracket);
  skipTypeAnnotation();
  consumeSemicolon();
  return true;
}

/// After a class' `extends X`: its type arguments, and `implements A, B`.
void Parser::skipHeritageTypes() {
  if (at(TokenKind::Less)) skipTypeArguments();
  uint32_t start = token().start;
  if (!eatWord(Atom::Implements)) return;
  do skipType();
  while (eat(TokenKind::Comma));
  erase(start, lexer_.previousEnd);
}

/// A statement that begins with one of TypeScript's words, or nothing.
NodeId Parser::tryTypeScriptStatement(StatementPlace place) {
  uint32_t start = token().start;
  Atom word = token().atom;
  switch (word) {
    case Atom::Type:
    case Atom::Interface:
    case Atom::Namespace:
    case Atom::Module:
    case Atom::Declare:
    case Atom::Abstract:
    case Atom::Global:
      break;
    default:
      return {};
  }
  Token after = lexer_.peek();
  if (after.hasLineBreakBefore) return {};
  bool isNamed = after.kind == TokenKind::Identifier;
  switch (word) {
    case Atom::Type:
      return isNamed ? parseTypeAlias(start) : NodeId{};
    case Atom::Interface:
      return isNamed ? parseInterface(start) : NodeId{};
    case Atom::Namespace:
      return isNamed ? parseNamespace(start, 0) : NodeId{};
    case Atom::Module:
      return isNamed || after.kind == TokenKind::String ? parseNamespace(start, 0) : NodeId{};
    case Atom::Global:
      return isAmbient_ && after.kind == TokenKind::OpenBrace ? parseNamespace(start, 0) : NodeId{};
    case Atom::Abstract:
      if (after.kind != TokenKind::Class) return {};
      erase(token().range());
      next();
      return parseStatement(place);
    default:
      break;
  }
  bool declares = isNamed || after.kind == TokenKind::Function || after.kind == TokenKind::Class ||
                  after.kind == TokenKind::Var || after.kind == TokenKind::Const || after.kind == TokenKind::Enum ||
                  after.kind == TokenKind::Import;
  return declares ? parseDeclare(start) : NodeId{};
}

NodeId Parser::parseDeclare(uint32_t start) {
  Restore<bool> ambient(isAmbient_, true);
  next();
  NodeId declared = parseStatement(StatementPlace::List);
  // Of const enums the values are wanted.
  bool mayHoldConstants = kindOf(declared) == NodeKind::Enum || kindOf(declared) == NodeKind::Namespace;
  return mayHoldConstants ? declared : make<Node>(NodeKind::TypeOnly, start);
}

NodeId Parser::parseTypeAlias(uint32_t start) {
  next();
  next();
  skipTypeParameters();
  expect(TokenKind::Assign);
  skipType();
  consumeSemicolon();
  return make<Node>(NodeKind::TypeOnly, start);
}

NodeId Parser::parseInterface(uint32_t start) {
  next();
  next();
  skipTypeParameters();
  if (eat(TokenKind::Extends)) {
    do skipType();
    while (eat(TokenKind::Comma));
  }
  skipObjectType();
  return make<Node>(NodeKind::TypeOnly, start);
}

NodeId Parser::parseEnum(uint32_t start, uint8_t flags) {
  next();
  NodeId name = parseBindingIdentifier();
  if (kindOf(name) == NodeKind::Identifier) declareName(name, SymbolKind::Enum);
  uint32_t scope = scopes_.open(ScopeKind::Namespace, function_.isStrict);
  expect(TokenKind::OpenBrace);
  size_t mark = listMark();
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    uint32_t memberStart = token().start;
    uint8_t keyFlags = 0;
    NodeId key = parsePropertyKey(keyFlags);
    NodeKind kind = kindOf(key);
    if (kind == NodeKind::Template && as<TemplateLiteral>(key).expressions.empty()) {
      const TemplateElement& text = as<TemplateElement>(ast_.list(as<TemplateLiteral>(key).elements)[0]);
      key = make<StringLiteral>(NodeKind::String, text.start, text.cooked, text.end);
    } else if (kind != NodeKind::Name && kind != NodeKind::String) {
      errorAt("enum-member", memberStart, "The name of an enum's member is a name or a string");
    }
    NodeId value;
    if (eat(TokenKind::Assign)) value = parseAssignmentAllowingIn();
    push(make<BinaryExpression>(NodeKind::EnumMember, memberStart, key, value));
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  scopes_.close();
  NodeId result = make<EnumDeclaration>(NodeKind::Enum, start, name, finishList(mark), scope);
  node(result).flags = flags | (isAmbient_ ? kDeclared : 0);
  // Who names a member of a declared const enum means its value.
  if (!isAmbient_ || (flags & kConstEnum)) addCode("enum", start, result);
  return result;
}

NodeId Parser::parseNamespace(uint32_t start, uint8_t flags) {
  bool isGlobal = atWord(Atom::Global);
  if (!isGlobal) next();
  if (isGlobal || at(TokenKind::String)) {
    // declare module "x", declare global: nothing at run time.
    next();
    Restore<bool> ambient(isAmbient_, true);
    if (at(TokenKind::OpenBrace)) {
      scopes_.open(ScopeKind::Namespace, function_.isStrict);
      next();
      size_t mark = listMark();
      parseStatementsUntilBrace();
      listScratch_.resize(mark);
      scopes_.close();
      expect(TokenKind::CloseBrace);
    } else {
      consumeSemicolon();
    }
    return make<Node>(NodeKind::TypeOnly, start);
  }
  return parseNamespaceRest(start, flags);
}

/// Does a declaration leave nothing at run time?
bool Parser::meansNothing(NodeId id) const {
  NodeKind kind = kindOf(id);
  if (kind == NodeKind::ExportDeclaration) return meansNothing(as<UnaryExpression>(id).operand);
  if (kind == NodeKind::TypeOnly) return true;
  if (kind == NodeKind::Enum || kind == NodeKind::Namespace) return node(id).has(kDeclared);
  bool isClause = kind == NodeKind::Import || kind == NodeKind::ExportNamed || kind == NodeKind::ExportAll;
  return isClause && node(id).has(kTypeOnlyFlag);
}

/// From the name on; a.b.c is three, one inside the other.
NodeId Parser::parseNamespaceRest(uint32_t start, uint8_t flags) {
  if (isTooDeep()) return fail();
  NodeId name = parseBindingIdentifier();
  if (kindOf(name) == NodeKind::Identifier) declareName(name, SymbolKind::Namespace);
  Restore<FunctionState> outer(function_);
  function_.isTopLevel = false;
  function_.allowsReturn = false;
  uint32_t scope = scopes_.open(ScopeKind::Namespace, function_.isStrict);
  size_t mark = listMark();
  size_t codeBefore = ast_.typeScriptCode.size();
  if (eat(TokenKind::Dot)) {
    uint32_t innerStart = token().start;
    NodeId inner = parseNamespaceRest(innerStart, flags);
    push(make<UnaryExpression>(NodeKind::ExportDeclaration, innerStart, inner));
  } else {
    expect(TokenKind::OpenBrace);
    parseStatementsUntilBrace();
    expect(TokenKind::CloseBrace);
  }
  scopes_.close();
  NodeList body = finishList(mark);
  bool declaresOnly = isAmbient_;
  if (!declaresOnly) {
    declaresOnly = true;
    for (NodeId statement : ast_.list(body)) declaresOnly &= meansNothing(statement);
  }
  if (declaresOnly) flags |= kDeclared;
  NodeId result = make<NamespaceDeclaration>(NodeKind::Namespace, start, name, body, scope);
  node(result).flags = flags;
  bool hasConstants = ast_.typeScriptCode.size() != codeBefore;
  if (!declaresOnly || hasConstants) addCode("namespace", start, result);
  return result;
}

/// `import a = b.c`, `import a = require("b")`, from `=` on.
NodeId Parser::parseImportEquals(uint32_t start, NodeId name, uint8_t flags) {
  next();
  Cover cover;
  NodeId value = parseLeftHandSide(cover);
  consumeSemicolon();
  if (flags & kTypeOnlyFlag) return make<Node>(NodeKind::TypeOnly, start);
  needsCode("import =", start);
  return make<BinaryExpression>(NodeKind::ImportEquals, start, name, value);
}

/// After `export`: what only TypeScript has, or nothing.
NodeId Parser::tryTypeScriptExport(uint32_t start) {
  if (eat(TokenKind::Assign)) {
    NodeId value = parseExpressionAllowingIn();
    consumeSemicolon();
    needsCode("export =", start);
    return make<UnaryExpression>(NodeKind::ExportAssignment, start, value);
  }
  if (at(TokenKind::Import)) {
    NodeId declaration = parseImportDeclaration();
    return make<UnaryExpression>(NodeKind::ExportDeclaration, start, declaration);
  }
  if (atWord(Atom::As)) {
    next();
    if (!eatWord(Atom::Namespace) || !atIdentifier()) return fail();
    next();
    consumeSemicolon();
    return make<Node>(NodeKind::TypeOnly, start);
  }
  if (atWord(Atom::Type)) {
    TokenKind after = lexer_.peek().kind;
    if (after == TokenKind::OpenBrace) {
      next();
      return parseExportList(start, true);
    }
    if (after == TokenKind::Star) {
      next();
      return parseExportAll(start, true);
    }
  }
  return {};
}

/// `type` before a specifier's name, and not as the name: { type a }, { type as as a }, but { type }, { type as a }.
bool Parser::eatTypeModifier() {
  if (!atWord(Atom::Type)) return false;
  Lexer::State state = lexer_.save();
  next();
  bool isModifier = isName(token().kind) || at(TokenKind::String);
  if (atWord(Atom::As)) {
    Token second = lexer_.peek();
    bool isAs = second.kind == TokenKind::Identifier && second.atom == Atom::As;
    if (isAs) {
      // { type as as a } imports the type "as"; { type as as } the value "type".
      next();
      isModifier = isName(lexer_.peek().kind);
      lexer_.restore(state);
      next();
    } else {
      isModifier = !isName(second.kind) && second.kind != TokenKind::String;
    }
  }
  if (!isModifier) lexer_.restore(state);
  return isModifier;
}

}  // namespace weft::syntax
