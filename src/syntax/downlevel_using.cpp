// using and await using:
//
//     {                           {
//       using a = b();              const _stack = [];
//       await using c = d();        try {
//       e();                          const a = __using(_stack, b());
//     }                               const c = __using(_stack, d(), true);
//                                     e();
//                                   } catch (_error) {
//                                     _stack.failure = [_error];
//                                   } finally {
//                                     const _done = __dispose(_stack);
//                                     if (_done) await _done;
//                                   }
//                                 }
//
// In a module, declarations that others may see leave the block: functions as they are, the rest as `var`.

#include <algorithm>

#include "syntax/downlevelling.h"

namespace weft::syntax {

bool Downlevel::isUsing(NodeId id) const {
  if (kindOf(id) != NodeKind::Variables || !lacks(Feature::Using)) return false;
  auto kind = static_cast<VariableKind>(node(id).detail);
  return kind == VariableKind::Using || kind == VariableKind::AwaitUsing;
}

void Downlevel::replaceUsing(NodeId id, uint32_t stack) {
  bool isAwait = node(id).detail == static_cast<uint8_t>(VariableKind::AwaitUsing);
  for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators)) {
    auto& one = as<BinaryExpression>(item);
    std::vector<NodeId> arguments{identifier(one.start, stack), one.right};
    if (isAwait) arguments.push_back(boolean(one.start, true));
    if (kindOf(one.right) == NodeKind::Class && !as<Class>(one.right).name)
      arguments[1] = namedValue(one.right, ast_.text(as<Identifier>(one.left).name));
    one.right = call(helperName(Helper::Using, one.start), arguments);
  }
  node(id).detail = static_cast<uint8_t>(VariableKind::Const);
}

void Downlevel::disposing(uint32_t start, uint32_t stack, bool isAwaited, std::span<const NodeId> inside,
                          std::vector<NodeId>& out) {
  out.push_back(declared(VariableKind::Const, declarationOf(stack), array(start, {})));
  uint32_t error = declareLocal("_error", SymbolKind::Catch, start);
  NodeId kept = statement(
      assign(member(identifier(start, stack), "failure"), array(start, std::vector<NodeId>{identifier(start, error)})));
  NodeId disposal = helperCall(Helper::Dispose, start, {identifier(start, stack)});
  std::vector<NodeId> last;
  if (isAwaited) {
    uint32_t done = declareLocal("_done", SymbolKind::Const, start);
    last.push_back(declared(VariableKind::Const, declarationOf(done), disposal));
    last.push_back(make<ConditionalExpression>(NodeKind::If, start, identifier(start, done),
                                               statement(awaiting(identifier(start, done))), NodeId{}));
  } else {
    last.push_back(statement(disposal));
  }
  out.push_back(make<TryStatement>(NodeKind::Try, start, block(start, inside), declarationOf(error),
                                   block(start, std::vector<NodeId>{kept}), block(start, last)));
}

/// The statements, which have not been lowered yet, with what disposes of the things that they declare.
NodeList Downlevel::withUsing(NodeList statements, bool isModuleBody) {
  std::vector<NodeId> outside;
  std::vector<NodeId> inside;
  uint32_t stack = kNoSymbol;
  bool isAwaited = false;
  for (NodeId id : ast_.list(statements)) {
    if (!isUsing(id)) continue;
    if (stack == kNoSymbol) stack = declareLocal("_stack", SymbolKind::Const, node(id).start);
    isAwaited |= node(id).detail == static_cast<uint8_t>(VariableKind::AwaitUsing);
    replaceUsing(id, stack);
  }
  if (stack == kNoSymbol) return statements;
  for (NodeId id : ast_.list(statements)) {
    if (kindOf(id) == NodeKind::Directive)
      outside.push_back(id);
    else if (isModuleBody)
      splitModule(id, outside, inside);
    else
      inside.push_back(id);
  }
  disposing(ast_.scopes().symbols[stack].start, stack, isAwaited, inside, outside);
  return list(outside);
}

/// In a switch, all its clauses share what they declare.
void Downlevel::lowerSwitch(NodeId& slot) {
  uint32_t stack = kNoSymbol;
  bool isAwaited = false;
  for (NodeId clause : ast_.list(as<SwitchStatement>(slot).cases)) {
    for (NodeId id : ast_.list(as<SwitchCase>(clause).body)) {
      if (!isUsing(id)) continue;
      if (stack == kNoSymbol) stack = declareLocal("_stack", SymbolKind::Const, node(id).start);
      isAwaited |= node(id).detail == static_cast<uint8_t>(VariableKind::AwaitUsing);
      replaceUsing(id, stack);
    }
  }
  if (stack == kNoSymbol) return lowerChildren(slot);
  std::vector<NodeId> statements;
  uint32_t start = node(slot).start;
  disposing(start, stack, isAwaited, std::vector<NodeId>{slot}, statements);
  slot = block(start, statements);
  lower(slot);
}

void Downlevel::boundNames(NodeId pattern, std::vector<NodeId>& names) {
  switch (kindOf(pattern)) {
    case NodeKind::Identifier:
      return names.push_back(pattern);
    case NodeKind::AssignmentPattern:
      return boundNames(as<BinaryExpression>(pattern).left, names);
    case NodeKind::Rest:
      return boundNames(as<UnaryExpression>(pattern).operand, names);
    case NodeKind::Property:
      return boundNames(as<Property>(pattern).value, names);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(pattern).items)) boundNames(item, names);
      return;
    default:
      return;
  }
}

/// export { a, b }
NodeId Downlevel::exportOf(uint32_t start, std::span<const NodeId> names) {
  std::vector<NodeId> specifiers;
  for (NodeId name : names) {
    const Identifier it = as<Identifier>(name);
    NodeId outer = make<Name>(NodeKind::Name, it.start, it.name);
    specifiers.push_back(make<ModuleSpecifier>(NodeKind::ExportSpecifier, it.start, outer, copyOfIdentifier(name)));
  }
  return make<ModuleDeclaration>(NodeKind::ExportNamed, start, NodeId{}, NodeId{}, list(specifiers), NodeId{},
                                 NodeList{});
}

/// A declaration as a `var`.
NodeId Downlevel::asVariable(NodeId id) {
  if (kindOf(id) == NodeKind::Variables) {
    node(id).detail = static_cast<uint8_t>(VariableKind::Var);
    return id;
  }
  node(id).kind = NodeKind::Class;
  return declared(VariableKind::Var, copyOfIdentifier(as<Class>(id).name), id);
}

void Downlevel::splitExport(NodeId id, std::vector<NodeId>& outside, std::vector<NodeId>& inside) {
  uint32_t start = node(id).start;
  NodeId value = as<UnaryExpression>(id).operand;
  bool isDefault = kindOf(id) == NodeKind::ExportDefault;
  NodeKind kind = kindOf(value);
  if (kind == NodeKind::FunctionDeclaration) return outside.push_back(id);
  if (!isDefault) {
    std::vector<NodeId> names;
    if (kind == NodeKind::Variables)
      for (NodeId item : ast_.list(as<VariableDeclaration>(value).declarators))
        boundNames(as<BinaryExpression>(item).left, names);
    else
      names.push_back(as<Class>(value).name);
    outside.push_back(exportOf(start, names));
    return inside.push_back(asVariable(value));
  }
  if (kind == NodeKind::ClassDeclaration && as<Class>(value).name) {
    outside.push_back(exportDefaultOf(start, as<Identifier>(as<Class>(value).name).symbol));
    return inside.push_back(asVariable(value));
  }
  bool isAnonymous = kind == NodeKind::ClassDeclaration || kind == NodeKind::Arrow ||
                     (kind == NodeKind::Class && !as<Class>(value).name) ||
                     (kind == NodeKind::Function && !as<Function>(value).name);
  if (kind == NodeKind::ClassDeclaration) node(value).kind = NodeKind::Class;
  uint32_t symbol = declareLocal("_default", SymbolKind::Var, start);
  NodeId named = isAnonymous ? namedValue(value, "default") : value;
  inside.push_back(declared(VariableKind::Var, declarationOf(symbol), named));
  outside.push_back(exportDefaultOf(start, symbol));
}

void Downlevel::splitModule(NodeId id, std::vector<NodeId>& outside, std::vector<NodeId>& inside) {
  switch (kindOf(id)) {
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
    case NodeKind::FunctionDeclaration:
      return outside.push_back(id);
    case NodeKind::ExportDeclaration:
    case NodeKind::ExportDefault:
      return splitExport(id, outside, inside);
    case NodeKind::Variables:
    case NodeKind::ClassDeclaration:
      return inside.push_back(asVariable(id));
    default:
      return inside.push_back(id);
  }
}

}  // namespace weft::syntax
