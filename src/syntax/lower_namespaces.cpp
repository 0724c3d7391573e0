// Namespaces (typescriptlang.org/docs/handbook/namespaces.html), and the names that their blocks and those of enums
// share.
//
//     namespace N {                          var N;
//       export const a = 1;                  ((N) => {
//       export function f() { return a; }      N.a = 1;
//     }                                        function f() { return N.a; }
//     namespace N { f(); }                     N.f = f;
//                                            })(N || (N = {}));
//                                            ((N) => { N.f(); })(N || (N = {}));

#include "syntax/lowering.h"
#include "syntax/tokens.h"

namespace weft::syntax {

namespace {

bool isVarScope(ScopeKind kind) {
  return kind == ScopeKind::Script || kind == ScopeKind::Module || kind == ScopeKind::FunctionBody ||
         kind == ScopeKind::ClassStaticBlock || kind == ScopeKind::Namespace;
}

bool isIdentifierName(std::string_view text) {
  return !text.empty() && skipIdentifier(text.data(), text.data() + text.size()) == text.data() + text.size() &&
         text.find('\\') == std::string_view::npos;
}

/// Lives only in the namespace's object; functions and classes have a local name in their block, too.
bool isHeldByObject(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::Var:
    case SymbolKind::Let:
    case SymbolKind::Const:
    case SymbolKind::Import:
    case SymbolKind::EnumMember:
      return true;
    default:
      return false;
  }
}

}  // namespace

/// The function's parameter is named like the namespace itself, unless something else in the file is named so.
Lowering::OpenBlock Lowering::openBlock(const Identifier& name, uint32_t scope) {
  bool isAlone = symbolsOfName_[static_cast<uint32_t>(name.name)] < 2;
  Atom parameter = isAlone ? name.name : freshName(ast_.text(name.name));
  return {bindings_.group[name.symbol], scope, declareSymbol(parameter, SymbolKind::Parameter, scope, name.start)};
}

/// The variable of an enum or namespace, and the call of `function` that fills the object in it. The function of an
/// enum returns the object.
void Lowering::declareBlock(const Identifier& name, NodeId function, bool isExported, bool isPure,
                            std::vector<NodeId>& out) {
  bool isEnum = kindOf(ast_.list(as<Function>(function).body).empty()
                           ? NodeId{}
                           : ast_.list(as<Function>(function).body).back()) == NodeKind::Return;
  const Symbol symbol = ast_.scopes().symbols[name.symbol];
  uint32_t start = name.start;
  auto own = [&] { return identifier(start, name.symbol); };
  auto declaration = [&] { return make<Identifier>(NodeKind::Identifier, start, name.name, name.symbol); };
  bool joins = symbol.kind != SymbolKind::Enum && symbol.kind != SymbolKind::Namespace;
  bool isFirst = !joins && !isDeclaredBlock_[name.symbol];
  isDeclaredBlock_[name.symbol] = true;
  bool isVar = isVarScope(ast_.scopes().scopes[symbol.scope].kind);
  uint32_t owner = bindings_.ownerOf(name.symbol);
  bool isInObject = owner != kNoSymbol && !openBlocks_.empty() && openBlocks_.back().group == owner;
  bool isExport = isExported && !isInObject;
  if (isEnum && isVar && !isInObject) {
    // var E = ((E) => { … })(E || {})
    NodeId value = call(function, {binary(TokenKind::LogicalOr, own(), object(start, {}))});
    if (isPure) node(value).flags |= kPure;
    if (!isFirst) return out.push_back(statement(assign(own(), value)));
    NodeId variable = declared(VariableKind::Var, declaration(), value);
    return out.push_back(isExport ? exported(variable) : variable);
  }
  if (isFirst) {
    NodeId variable = declared(isVar ? VariableKind::Var : VariableKind::Let, declaration(), {});
    out.push_back(isExport ? exported(variable) : variable);
  }
  NodeId argument;
  if (isInObject) {
    // E = N.E || (N.E = {})
    auto held = [&] { return member(identifier(start, openBlocks_.back().parameter), name.name, start); };
    NodeId made = binary(TokenKind::LogicalOr, held(), assign(held(), object(start, {})));
    bool isVariable = symbol.kind == SymbolKind::Enum || symbol.kind == SymbolKind::Namespace;
    argument = isVariable ? assign(own(), made) : made;
  } else {
    NodeId empty = object(start, {});
    bool isVariable = symbol.kind != SymbolKind::Class && symbol.kind != SymbolKind::TopLevelFunction;
    argument = binary(TokenKind::LogicalOr, own(), isVariable ? assign(own(), empty) : empty);
  }
  out.push_back(statement(call(function, {argument})));
}

void Lowering::lowerNamespace(NodeId id, bool isExported, std::vector<NodeId>& out) {
  if (node(id).has(kDeclared) || isTooDeep()) return;
  const NamespaceDeclaration it = as<NamespaceDeclaration>(id);
  const Identifier name = as<Identifier>(it.name);
  if (name.symbol == kNoSymbol) return;
  OpenBlock block = openBlock(name, it.scope);
  openBlocks_.push_back(block);
  NodeList body;
  {
    std::vector<NodeId> temporaries;
    Temporarily restoreTemporaries(temporaries_, &temporaries);
    Temporarily restoreScope(functionScope_, it.scope);
    dropUnusedAliases(it.body);
    std::vector<NodeId> statements;
    for (NodeId member : ast_.list(it.body)) {
      if (kindOf(member) == NodeKind::ExportDeclaration)
        lowerNamespaceExport(as<UnaryExpression>(member).operand, block, statements);
      else
        lowerStatement(member, statements);
    }
    body = withTemporaries(list(statements));
  }
  openBlocks_.pop_back();
  NodeId parameter =
      make<Identifier>(NodeKind::Identifier, name.start, ast_.scopes().symbols[block.parameter].name, block.parameter);
  declareBlock(name, arrow(it.start, list({parameter}), body, it.scope), isExported, false, out);
}

void Lowering::lowerNamespaceExport(NodeId id, const OpenBlock& block, std::vector<NodeId>& out) {
  // N.f = f
  auto hold = [&](NodeId name) {
    const Identifier it = as<Identifier>(name);
    NodeId held = member(identifier(it.start, block.parameter), it.name, it.start);
    out.push_back(statement(assign(held, make<Identifier>(NodeKind::Identifier, it.start, it.name, it.symbol))));
  };
  switch (kindOf(id)) {
    case NodeKind::Enum:
      return lowerEnum(id, true, out);
    case NodeKind::Namespace:
      return lowerNamespace(id, true, out);
    case NodeKind::Variables:
      return lowerNamespaceVariables(as<VariableDeclaration>(id), out);
    case NodeKind::ImportEquals: {
      const auto& it = as<BinaryExpression>(id);
      NodeId assignment = assign(it.left, it.right);
      lower(assignment);
      return out.push_back(statement(assignment));
    }
    case NodeKind::FunctionDeclaration:
      lowerStatement(id, out);
      return hold(as<Function>(id).name);
    case NodeKind::ClassDeclaration: {
      NodeId name = as<Class>(id).name;
      lowerClassStatement(id, ExportForm::None, out);
      return hold(name);
    }
    default:
      return lowerStatement(id, out);
  }
}

/// `export let a = 1, { b } = c` becomes assignments; lowering their targets makes them members.
void Lowering::lowerNamespaceVariables(const VariableDeclaration& it, std::vector<NodeId>& out) {
  for (NodeId declarator : ast_.list(it.declarators)) {
    const auto& pair = as<BinaryExpression>(declarator);
    if (!pair.right) continue;
    NodeId assignment = assign(pair.left, pair.right);
    lower(assignment);
    out.push_back(statement(assignment));
  }
}

/// A name that a namespace's or enum's object holds becomes a member of it.
void Lowering::lowerReference(NodeId& slot) {
  const Identifier name = as<Identifier>(slot);
  if (!replacedSymbols_.empty()) {
    auto replaced = replacedSymbols_.find(name.symbol);
    if (replaced != replacedSymbols_.end()) slot = identifier(name.start, replaced->second);
  }
  uint32_t owner = bindings_.ownerOf(name.symbol);
  if (owner == kNoSymbol) return;
  const Symbol symbol = ast_.scopes().symbols[name.symbol];
  if (symbol.kind == SymbolKind::EnumMember && constGroups_.contains(owner)) {
    auto value = enumValues_.find(name.symbol);
    if (value != enumValues_.end()) {
      slot = literal(name.start, value->second);
      return;
    }
  }
  const OpenBlock* holder = nullptr;
  bool isLocal = false;
  for (const OpenBlock& block : openBlocks_) {
    if (block.group == owner) holder = &block;
    isLocal |= block.scope == symbol.scope;
  }
  if (!holder || (isLocal && !isHeldByObject(symbol.kind))) return;
  NodeId object = identifier(name.start, holder->parameter);
  bool isName = symbol.kind != SymbolKind::EnumMember || isIdentifierName(ast_.text(symbol.name));
  slot = isName ? member(object, symbol.name, name.start) : index(object, string(name.start, ast_.text(symbol.name)));
}

}  // namespace weft::syntax
