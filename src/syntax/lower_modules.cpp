// Imports and exports of TypeScript.
//
//     import { Type, value } from "m";  value();     import { value } from "m";
//     import alias = A.B;  alias();                  var alias = A.B;
//     import fs = require("fs");  fs();              const fs = require("fs");
//     export = value;                                module.exports = value;
//
// An import that no value refers to goes, unless verbatimModuleSyntax keeps it.

#include <algorithm>

#include "syntax/lowering.h"

namespace weft::syntax {

namespace {

template <typename Keep>
void keepOnly(const Ast& ast, NodeList& list, Keep&& keep) {
  std::span<NodeId> items = ast.list(list);
  auto gone = std::ranges::remove_if(items, [&](NodeId id) { return !keep(ast.as<ModuleSpecifier>(id)); });
  list.count -= static_cast<uint32_t>(gone.size());
}

}  // namespace

bool Lowering::isUsed(NodeId binding) const {
  if (kindOf(binding) != NodeKind::Identifier) return true;
  uint32_t symbol = as<Identifier>(binding).symbol;
  return symbol == kNoSymbol || bindings_.uses[symbol] != 0;
}

/// `import a = b.c` that nothing uses does not use b. The last first: aliases of aliases.
void Lowering::dropUnusedAliases(NodeList statements) {
  std::span<NodeId> items = ast_.list(statements);
  for (size_t i = items.size(); i-- > 0;) {
    if (kindOf(items[i]) != NodeKind::ImportEquals) continue;
    const auto& it = as<BinaryExpression>(items[i]);
    if (isUsed(it.left) || options_.verbatimModuleSyntax) continue;
    NodeId root = it.right;
    while (kindOf(root) == NodeKind::Member) root = as<MemberExpression>(root).object;
    if (kindOf(root) == NodeKind::Identifier && as<Identifier>(root).symbol != kNoSymbol)
      --bindings_.uses[as<Identifier>(root).symbol];
    node(items[i]).kind = NodeKind::TypeOnly;
  }
}

bool Lowering::keepImport(ModuleDeclaration& it) {
  if (it.has(kTypeOnlyFlag)) return false;
  bool isUnusedKept = options_.verbatimModuleSyntax || !options_.isTypeScript;
  bool bindsNothing = !it.defaultName && !it.namespaceName && it.specifiers.empty();
  keepOnly(ast_, it.specifiers, [&](const ModuleSpecifier& specifier) {
    return !specifier.has(kTypeOnlyFlag) && (isUnusedKept || isUsed(specifier.inner));
  });
  if (isUnusedKept || bindsNothing) return true;
  if (it.defaultName && !isUsed(it.defaultName)) it.defaultName = {};
  if (it.namespaceName && !isUsed(it.namespaceName)) it.namespaceName = {};
  if (it.specifiers.empty()) it.flags &= static_cast<uint8_t>(~kHasClause);
  return it.defaultName || it.namespaceName || !it.specifiers.empty();
}

/// What the module exports without declaring it is a type.
bool Lowering::isValue(NodeId local) const {
  if (kindOf(local) != NodeKind::Identifier) return true;
  uint32_t symbol = as<Identifier>(local).symbol;
  if (symbol == kNoSymbol) return false;
  SymbolKind kind = ast_.scopes().symbols[symbol].kind;
  if (kind == SymbolKind::TypeOnly) return false;
  return kind != SymbolKind::Namespace || bindings_.group[symbol] != kNoSymbol;
}

bool Lowering::keepExport(ModuleDeclaration& it) {
  if (it.has(kTypeOnlyFlag)) return false;
  bool isOwn = !it.source && options_.isTypeScript;
  keepOnly(ast_, it.specifiers, [&](const ModuleSpecifier& specifier) {
    return !specifier.has(kTypeOnlyFlag) && (!isOwn || isValue(specifier.inner));
  });
  return true;
}

void Lowering::lowerImportEquals(NodeId id, bool isExported, std::vector<NodeId>& out) {
  auto& it = as<BinaryExpression>(id);
  bool isCall = kindOf(it.right) == NodeKind::Call;
  NodeId value = it.right;
  if (isCall && !options_.isCommonJs) value = requireCall(value);
  lower(value);
  NodeId declaration = declared(isCall ? VariableKind::Const : VariableKind::Var, it.left, value);
  out.push_back(isExported ? exported(declaration) : declaration);
}

/// In an ES module, which has no require: `createRequire(import.meta.url)("x")`.
NodeId Lowering::requireCall(NodeId call) {
  auto& it = as<CallExpression>(call);
  uint32_t start = it.start;
  if (createRequire_ == kNoSymbol)
    createRequire_ = declareSymbol(freshName("createRequire"), SymbolKind::Import, 0, start);
  NodeId meta = make<Node>(NodeKind::ImportMeta, start);
  NodeId require = this->call(identifier(start, createRequire_), {member(meta, "url")});
  return this->call(require, ast_.list(it.arguments));
}

/// `import { outer as local } from "source"`; in CommonJS `var { outer: local } = require("source")`.
NodeId Lowering::makeImport(std::string_view source, std::span<const ImportedName> names) {
  std::vector<NodeId> items;
  for (const ImportedName& name : names) {
    NodeId outer = make<Name>(NodeKind::Name, 0, ast_.atoms().internCopy(name.outer));
    NodeId local = declarationOf(name.symbol);
    items.push_back(options_.isCommonJs ? make<Property>(NodeKind::Property, 0, outer, local)
                                        : make<ModuleSpecifier>(NodeKind::ImportSpecifier, 0, outer, local));
  }
  if (options_.isCommonJs) {
    NodeId target = make<ListNode>(NodeKind::ObjectPattern, 0, list(items));
    return declared(VariableKind::Var, target, call(global(0, "require"), {string(0, source)}));
  }
  NodeId result =
      make<ModuleDeclaration>(NodeKind::Import, 0, NodeId{}, NodeId{}, list(items), string(0, source), NodeList{});
  node(result).flags = kHasClause;
  ast_.usesModuleSyntax = true;
  return result;
}

/// What lowering has to import, before everything but directives.
NodeList Lowering::withPrologue(NodeList body) {
  std::vector<NodeId> prologue;
  jsxPrologue(prologue);
  if (createRequire_ != kNoSymbol)
    prologue.push_back(makeImport("node:module", std::array{ImportedName{"createRequire", createRequire_}}));
  if (prologue.empty()) return body;
  std::span<NodeId> statements = ast_.list(body);
  auto code = std::ranges::find_if(statements, [&](NodeId id) { return kindOf(id) != NodeKind::Directive; });
  std::vector<NodeId> out(statements.begin(), code);
  out.insert(out.end(), prologue.begin(), prologue.end());
  out.insert(out.end(), code, statements.end());
  return list(out);
}

void Lowering::lowerExportAssignment(NodeId id, std::vector<NodeId>& out) {
  NodeId value = as<UnaryExpression>(id).operand;
  uint32_t start = node(id).start;
  if (!options_.isCommonJs)
    error("export-assignment", {start, start + 6}, "\"export =\" may not stand in an ES module");
  lower(value);
  out.push_back(statement(assign(member(global(start, "module"), "exports"), value)));
}

}  // namespace weft::syntax
