// Imports and exports, and TypeScript's declarations where they are printed as they are.

#include "syntax/printer_impl.h"

namespace weft::syntax {

void Printer::moduleName(NodeId id) {
  if (kindOf(id) == NodeKind::String) return string(ast_.text(as<StringLiteral>(id).value));
  bool isIdentifier = kindOf(id) == NodeKind::Identifier;
  separateWord();
  if (isIdentifier) mapIdentifier(as<Identifier>(id));
  name(isIdentifier ? as<Identifier>(id).name : as<Name>(id).name);
}

void Printer::attributes(NodeList list) {
  if (list.empty()) return;
  infix("with");
  put('{');
  blank();
  bool isFirst = true;
  for (NodeId id : ast_.list(list)) {
    if (!isFirst) comma();
    isFirst = false;
    moduleName(as<BinaryExpression>(id).left);
    put(':');
    blank();
    moduleName(as<BinaryExpression>(id).right);
  }
  blank();
  put('}');
}

/// An Identifier beside a Name: what `a as a` says without.
bool Printer::isSameName(NodeId a, NodeId b) const {
  auto nameOf = [&](NodeId id) {
    if (kindOf(id) == NodeKind::String) return Atom::Empty;
    return kindOf(id) == NodeKind::Identifier ? as<Identifier>(id).name : as<Name>(id).name;
  };
  return kindOf(a) != kindOf(b) && nameOf(a) == nameOf(b);
}

void Printer::exportDefault(NodeId value) {
  word("export default");
  blank();
  value = withoutCasts(value);
  NodeKind kind = kindOf(value);
  if (kind == NodeKind::FunctionDeclaration || kind == NodeKind::ClassDeclaration) return statement(value);
  NodeKind first = kindOf(leftmost(value));
  if (first == NodeKind::Function || first == NodeKind::Class)
    parenthesized(value);
  else
    expression(value, Level::Assignment);
  semicolon();
}

void Printer::moduleDeclaration(NodeId id) {
  const ModuleDeclaration& it = as<ModuleDeclaration>(id);
  bool isImport = it.kind == NodeKind::Import;
  constexpr std::string_view kPhases[] = {"", "defer", "source"};
  word(isImport ? "import" : "export");
  if (it.detail) word(kPhases[it.detail]);
  blank();
  moduleClause(it);
  if (it.source) {
    bool isBare = isImport && !it.defaultName && !it.namespaceName && !it.has(kHasClause);
    if (!isBare) infix("from");
    moduleName(it.source);
  }
  attributes(it.attributes);
  semicolon();
}

/// Before `from`.
void Printer::moduleClause(const ModuleDeclaration& it) {
  bool isImport = it.kind == NodeKind::Import;
  if (it.kind == NodeKind::ExportAll) put('*');
  if (it.defaultName) {
    moduleName(it.defaultName);
    if (it.namespaceName || it.has(kHasClause)) comma();
  }
  if (it.namespaceName) {
    if (isImport) put('*');
    infix("as");
    moduleName(it.namespaceName);
  }
  bool hasBraces = it.kind == NodeKind::ExportNamed || (isImport && it.has(kHasClause));
  if (!hasBraces) return;
  put('{');
  bool isFirst = true;
  for (NodeId specifierId : ast_.list(it.specifiers)) {
    const ModuleSpecifier& specifier = as<ModuleSpecifier>(specifierId);
    if (specifier.has(kTypeOnlyFlag)) continue;
    if (!isFirst) put(',');
    blank();
    isFirst = false;
    NodeId from = isImport ? specifier.outer : specifier.inner;
    NodeId to = isImport ? specifier.inner : specifier.outer;
    moduleName(from);
    if (from == to || isSameName(from, to)) continue;
    infix("as");
    moduleName(to);
  }
  if (!isFirst) blank();
  put('}');
}

void Printer::importEquals(NodeId id) {
  word("import");
  blank();
  expression(as<BinaryExpression>(id).left, Level::Member);
  infix("=");
  expression(as<BinaryExpression>(id).right, Level::Call);
  semicolon();
}

void Printer::namespaceDeclaration(NodeId id) {
  const auto& it = as<NamespaceDeclaration>(id);
  word("namespace");
  blank();
  moduleName(it.name);
  blank();
  block(it.body, 0);
}

void Printer::enumDeclaration(NodeId id) {
  const auto& it = as<EnumDeclaration>(id);
  word(it.has(kConstEnum) ? "const enum" : "enum");
  blank();
  moduleName(it.name);
  blank();
  openBrace();
  for (NodeId member : ast_.list(it.members)) {
    newline();
    const auto& pair = as<BinaryExpression>(member);
    moduleName(pair.left);
    if (pair.right) {
      infix("=");
      expression(pair.right, Level::Assignment);
    }
    put(',');
  }
  closeBrace(true, 0);
}

}  // namespace weft::syntax
