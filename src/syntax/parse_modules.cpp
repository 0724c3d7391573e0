// Imports and exports (ECMA-262, 16.2; import attributes; import defer and import source).

#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/utf.h"
#include "syntax/parser_impl.h"

namespace weft::syntax {

NodeId Parser::parseImportDeclaration() {
  uint32_t start = token().start;
  bool isPlaced = scopes_.currentKind() == ScopeKind::Module || isTypeScript_;
  if (!isPlaced) error("import-place", token().range(), "import may stand at the top level of a module only");
  bool usedModuleSyntax = std::exchange(ast_.usesModuleSyntax, true);
  next();
  ModuleDeclaration declaration{};
  uint8_t flags = 0;
  if (!at(TokenKind::String)) {
    NodeId equals = parseImportClause(start, declaration, flags);
    if (equals) {
      ast_.usesModuleSyntax = usedModuleSyntax;
      return equals;
    }
    declaration.source = parseFrom();
  } else {
    declaration.source = parseString();
  }
  declaration.attributes = parseAttributes();
  consumeSemicolon();
  NodeId result = make<ModuleDeclaration>(NodeKind::Import, start, declaration.defaultName, declaration.namespaceName,
                                          declaration.specifiers, declaration.source, declaration.attributes);
  node(result).flags = flags;
  node(result).detail = declaration.detail;
  return result;
}

/// What stands between `import` and `from`. Gives a node if it was TypeScript's `import a = …`.
NodeId Parser::parseImportClause(uint32_t start, ModuleDeclaration& declaration, uint8_t& flags) {
  SymbolKind symbol = SymbolKind::Import;
  if (isTypeScript_ && atWord(Atom::Type)) {
    Token after = lexer_.peek();
    bool isModifier = after.kind == TokenKind::OpenBrace || after.kind == TokenKind::Star;
    if (after.kind == TokenKind::Identifier) {
      Lexer::State state = lexer_.save();
      next();
      Token third = lexer_.peek();
      isModifier = after.atom != Atom::From || (third.kind == TokenKind::Identifier && third.atom == Atom::From) ||
                   third.kind == TokenKind::Assign;
      lexer_.restore(state);
    }
    if (isModifier) {
      next();
      flags |= kTypeOnlyFlag;
      symbol = SymbolKind::TypeOnly;
    }
  }
  if (atWord(Atom::Defer) && lexer_.peek().kind == TokenKind::Star) {
    next();
    declaration.detail = static_cast<uint8_t>(ImportPhase::Defer);
  } else if (atWord(Atom::Source)) {
    // `import source x from`, but not `import source from "m"`.
    Token after = lexer_.peek();
    Lexer::State state = lexer_.save();
    next();
    bool isPhase = after.kind == TokenKind::Identifier &&
                   (after.atom != Atom::From || lexer_.peek().kind == TokenKind::Identifier);
    if (!isPhase)
      lexer_.restore(state);
    else
      declaration.detail = static_cast<uint8_t>(ImportPhase::Source);
  }
  if (atIdentifier()) {
    flags |= kHasDefault;
    declaration.defaultName = parseBindingIdentifier();
    if (isTypeScript_ && at(TokenKind::Assign)) {
      declareName(declaration.defaultName, symbol);
      return parseImportEquals(start, declaration.defaultName, flags);
    }
    declareName(declaration.defaultName, symbol);
    if (declaration.detail == static_cast<uint8_t>(ImportPhase::Source) || !eat(TokenKind::Comma)) return {};
  }
  if (eat(TokenKind::Star)) {
    if (!eatWord(Atom::As)) {
      unexpected();
      return {};
    }
    flags |= kHasNamespace;
    declaration.namespaceName = parseBindingIdentifier();
    if (kindOf(declaration.namespaceName) == NodeKind::Identifier) declareName(declaration.namespaceName, symbol);
  } else {
    flags |= kHasClause;
    declaration.specifiers = parseImportSpecifiers(symbol);
  }
  return {};
}

NodeList Parser::parseImportSpecifiers(SymbolKind symbol) {
  expect(TokenKind::OpenBrace);
  size_t mark = listMark();
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    push(parseImportSpecifier(symbol));
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  return finishList(mark);
}

NodeId Parser::parseImportSpecifier(SymbolKind symbol) {
  uint32_t start = token().start;
  bool isTypeOnly = isTypeScript_ && eatTypeModifier();
  Token first = token();
  NodeId outer = parseModuleName();
  NodeId inner;
  if (eatWord(Atom::As)) {
    inner = parseBindingIdentifier();
  } else if (first.kind != TokenKind::Identifier) {
    if (first.kind == TokenKind::String || reporter_.hasStopped()) return fail();
    error("reserved-word", first.range(), quoted(first.atom) + " is a reserved word", "Give it a name with \"as\"");
    lexer_.stop();
    return outer;
  } else {
    checkIdentifier(first, TargetUse::Binding);
    inner = makeIdentifier(first.start, first.atom);
  }
  if (kindOf(inner) == NodeKind::Identifier) declareName(inner, isTypeOnly ? SymbolKind::TypeOnly : symbol);
  NodeId result = make<ModuleSpecifier>(NodeKind::ImportSpecifier, start, outer, inner);
  if (isTypeOnly) node(result).flags |= kTypeOnlyFlag;
  return result;
}

/// The name of an import or export: any name, or a string without lone surrogates.
NodeId Parser::parseModuleName() {
  if (at(TokenKind::String)) {
    if (!isValidUtf8(ast_.text(token().text)))
      error("lone-surrogate", token().range(), "The name of an export may not hold a lone surrogate");
    return parseString();
  }
  if (!isName(token().kind)) return fail();
  NodeId result = make<Name>(NodeKind::Name, token().start, token().atom);
  next();
  return result;
}

NodeId Parser::parseFrom() {
  if (!eatWord(Atom::From) || !at(TokenKind::String)) return fail();
  return parseString();
}

/// `with { type: "json" }`
NodeList Parser::parseAttributes() {
  if (!at(TokenKind::With)) return {};
  next();
  expect(TokenKind::OpenBrace);
  size_t mark = listMark();
  std::unordered_set<std::string, StringHash, std::equal_to<>> seen;
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    uint32_t start = token().start;
    if (!isName(token().kind) && !at(TokenKind::String)) {
      fail();
      break;
    }
    NodeId key = parseModuleName();
    if (!seen.insert(std::string(exportText(key))).second)
      errorAt("duplicate-attribute", start, "An import attribute may be given once");
    expect(TokenKind::Colon);
    if (!at(TokenKind::String)) {
      fail();
      break;
    }
    NodeId value = parseString();
    push(make<BinaryExpression>(NodeKind::ImportAttribute, start, key, value));
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  return finishList(mark);
}

NodeId Parser::parseExport(NodeList decorators) {
  uint32_t start = token().start;
  bool isPlaced = scopes_.currentKind() == ScopeKind::Module || isTypeScript_;
  if (!isPlaced) error("export-place", token().range(), "export may stand at the top level of a module only");
  next();
  // `export = value` is CommonJS.
  ast_.usesModuleSyntax |= !(isTypeScript_ && at(TokenKind::Assign));
  if (!decorators.empty() && !at(TokenKind::Class) && !at(TokenKind::Default) && !isTypeScript_) return fail();
  if (isTypeScript_)
    if (NodeId result = tryTypeScriptExport(start)) return result;
  NodeId declaration;
  switch (token().kind) {
    case TokenKind::Star:
      return parseExportAll(start, false);
    case TokenKind::OpenBrace:
      return parseExportList(start, false);
    case TokenKind::Default:
      return parseExportDefault(start, decorators);
    case TokenKind::Class:
    case TokenKind::At: {
      if (at(TokenKind::At)) decorators = parseDecorators();
      uint32_t classStart = token().start;
      if (!at(TokenKind::Class)) return fail();
      declaration = parseClass(NodeKind::ClassDeclaration, decorators, classStart, true);
      if (kindOf(declaration) == NodeKind::ClassDeclaration &&
          kindOf(as<Class>(declaration).name) == NodeKind::Identifier)
        declareName(as<Class>(declaration).name, SymbolKind::Class);
      break;
    }
    case TokenKind::Var:
    case TokenKind::Const:
    case TokenKind::Function:
    case TokenKind::Enum:
      declaration = parseStatement(StatementPlace::List);
      break;
    case TokenKind::Identifier: {
      bool isLet = atWord(Atom::Let) || isTypeScript_;
      bool isAsync = atWord(Atom::Async) && lexer_.peek().kind == TokenKind::Function;
      if (!isLet && !isAsync) return fail();
      declaration = parseStatement(StatementPlace::List);
      break;
    }
    default:
      return fail();
  }
  if (kindOf(declaration) == NodeKind::ExpressionStatement) return fail();
  if (kindOf(declaration) == NodeKind::TypeOnly) return declaration;
  exportDeclared(declaration);
  return make<UnaryExpression>(NodeKind::ExportDeclaration, start, declaration);
}

NodeId Parser::parseExportAll(uint32_t start, bool isTypeOnly) {
  next();
  NodeId name;
  if (eatWord(Atom::As)) {
    name = parseModuleName();
    if (kindOf(name) != NodeKind::None && !isTypeOnly) exportName(name);
  }
  NodeId source = parseFrom();
  NodeList attributes = parseAttributes();
  consumeSemicolon();
  NodeId result = make<ModuleDeclaration>(NodeKind::ExportAll, start, NodeId{}, name, NodeList{}, source, attributes);
  node(result).flags = (name ? kHasNamespace : 0) | (isTypeOnly ? kTypeOnlyFlag : 0);
  return result;
}

NodeId Parser::parseExportList(uint32_t start, bool isTypeOnly) {
  next();
  size_t mark = listMark();
  while (!at(TokenKind::CloseBrace) && !at(TokenKind::Eof)) {
    push(parseExportSpecifier());
    if (!at(TokenKind::CloseBrace)) expect(TokenKind::Comma);
  }
  expect(TokenKind::CloseBrace);
  NodeList specifiers = finishList(mark);
  NodeId source;
  NodeList attributes;
  if (atWord(Atom::From)) {
    source = parseFrom();
    attributes = parseAttributes();
  }
  consumeSemicolon();
  for (NodeId id : ast_.list(specifiers)) {
    if (kindOf(id) != NodeKind::ExportSpecifier || isTypeOnly || node(id).has(kTypeOnlyFlag)) continue;
    const ModuleSpecifier& specifier = as<ModuleSpecifier>(id);
    exportName(specifier.outer);
    if (source) continue;
    Node& local = node(specifier.inner);
    if (local.kind == NodeKind::String) {
      errorAt("export-string", local.start, "A string cannot name a local variable");
      continue;
    }
    Atom name = as<Name>(specifier.inner).name;
    bool isReserved = isReservedAtom(name) || isStrictReservedAtom(name) || name == Atom::Await;
    if (isReserved)
      errorAt("reserved-word", local.start, quoted(name) + " is a reserved word");
    else
      exportedLocals_.push_back(specifier.inner);
  }
  NodeId result =
      make<ModuleDeclaration>(NodeKind::ExportNamed, start, NodeId{}, NodeId{}, specifiers, source, attributes);
  if (isTypeOnly) node(result).flags |= kTypeOnlyFlag;
  return result;
}

NodeId Parser::parseExportSpecifier() {
  uint32_t start = token().start;
  bool isTypeOnly = isTypeScript_ && eatTypeModifier();
  NodeId inner = parseModuleName();
  NodeId outer = eatWord(Atom::As) ? parseModuleName() : inner;
  if (reporter_.hasStopped()) return inner;
  NodeId result = make<ModuleSpecifier>(NodeKind::ExportSpecifier, start, outer, inner);
  if (isTypeOnly) node(result).flags |= kTypeOnlyFlag;
  return result;
}

NodeId Parser::parseExportDefault(uint32_t start, NodeList decorators) {
  exportName(make<Name>(NodeKind::Name, token().start, Atom::Default));
  next();
  uint32_t valueStart = token().start;
  if (at(TokenKind::At)) decorators = parseDecorators();
  NodeId value;
  bool isAsync = atWord(Atom::Async);
  if (isAsync) {
    Token after = lexer_.peek();
    isAsync = after.kind == TokenKind::Function && !after.hasLineBreakBefore;
  }
  bool isClass = at(TokenKind::Class);
  if (isTypeScript_ && atWord(Atom::Abstract) && lexer_.peek().kind == TokenKind::Class) {
    eatMark(TokenKind::Identifier);
    isClass = true;
  }
  if (isClass) {
    value = parseClass(NodeKind::ClassDeclaration, decorators, valueStart, false);
    if (kindOf(value) == NodeKind::ClassDeclaration && kindOf(as<Class>(value).name) == NodeKind::Identifier)
      declareName(as<Class>(value).name, SymbolKind::Class);
  } else if (!decorators.empty()) {
    return fail();
  } else if (at(TokenKind::Function) || isAsync) {
    if (isAsync) next();
    next();
    FunctionHead head{.start = valueStart, .kind = NodeKind::FunctionDeclaration, .role = FunctionRole::Declaration};
    head.isAsync = isAsync;
    head.isGenerator = eat(TokenKind::Star);
    head.mayLackBody = isTypeScript_;
    if (atIdentifier()) head.name = parseBindingIdentifier();
    value = parseFunctionRest(head);
    if (kindOf(value) == NodeKind::TypeOnly) {
      exportedNames_.pop_back();
      return value;
    }
    if (kindOf(head.name) == NodeKind::Identifier) declareName(head.name, SymbolKind::BlockGenerator);
  } else if (isTypeScript_ && atWord(Atom::Interface) && lexer_.peek().kind == TokenKind::Identifier) {
    return parseInterface(start);
  } else {
    value = parseAssignmentAllowingIn();
    consumeSemicolon();
  }
  return make<UnaryExpression>(NodeKind::ExportDefault, start, value);
}

void Parser::exportName(NodeId name) {
  exportedNames_.push_back(name);
}

void Parser::exportPattern(NodeId id) {
  if (!id || isTooDeep()) return;
  switch (kindOf(id)) {
    case NodeKind::Identifier:
      return exportName(make<Name>(NodeKind::Name, node(id).start, as<Identifier>(id).name));
    case NodeKind::AssignmentPattern:
      return exportPattern(as<BinaryExpression>(id).left);
    case NodeKind::Rest:
      return exportPattern(as<UnaryExpression>(id).operand);
    case NodeKind::Property:
      return exportPattern(as<Property>(id).value);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(id).items)) exportPattern(item);
      return;
    default:
      return;
  }
}

void Parser::exportDeclared(NodeId id) {
  switch (kindOf(id)) {
    case NodeKind::Variables:
      for (NodeId declarator : ast_.list(as<VariableDeclaration>(id).declarators))
        exportPattern(as<BinaryExpression>(declarator).left);
      return;
    case NodeKind::FunctionDeclaration:
      return exportPattern(as<Function>(id).name);
    case NodeKind::ClassDeclaration:
      return exportPattern(as<Class>(id).name);
    default:
      return;
  }
}

std::string_view Parser::exportText(NodeId name) const {
  if (kindOf(name) == NodeKind::String) return ast_.text(as<StringLiteral>(name).value);
  return kindOf(name) == NodeKind::Name ? ast_.text(as<Name>(name).name) : std::string_view();
}

/// Exported names differ, and the local ones exist.
void Parser::checkExports() {
  std::unordered_set<std::string_view> seen;
  for (NodeId name : exportedNames_)
    if (!seen.insert(exportText(name)).second && !isTypeScript_)
      errorAt("duplicate-export", node(name).start, "\"" + std::string(exportText(name)) + "\" is exported already");
  for (NodeId local : exportedLocals_)
    if (!scopes_.isDeclaredHere(as<Name>(local).name) && !isTypeScript_)
      errorAt("undeclared-export", node(local).start,
              "\"" + std::string(exportText(local)) + "\" is exported, but not declared in this module");
}

}  // namespace weft::syntax
