// The walk that all lowering shares.

#include "syntax/lower.h"

#include <algorithm>

#include "syntax/lowering.h"

namespace weft::syntax {

Lowered lower(Ast& ast, Bindings& bindings, const LowerOptions& options, std::string_view path, Log& log) {
  return Lowering(ast, bindings, options, path, log).run();
}

Lowering::Lowering(Ast& ast, Bindings& bindings, const LowerOptions& options, std::string_view path, Log& log)
    : TreeBuilder(ast, bindings, path, log, options.stackBytes), options_(options) {}

Lowered Lowering::run() {
  prepareBlocks();
  evaluateEnums();
  std::vector<NodeId> temporaries;
  temporaries_ = &temporaries;
  prepareJsx();
  dropUnusedAliases(ast_.body);
  ast_.body = withPrologue(lowerStatements(ast_.body, true));
  return {helpers_.source(ast_.atoms()), isTooDeep_};
}

/// Puts into `slot` what its node is in JavaScript.
void Lowering::lower(NodeId& slot) {
  if (!slot || isTooDeep()) return;
  switch (kindOf(slot)) {
    case NodeKind::Identifier:
      return lowerReference(slot);
    case NodeKind::TypeCast:
      slot = as<TypeCast>(slot).expression;
      return lower(slot);
    case NodeKind::Binary:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::Call:
    case NodeKind::TaggedTemplate:
      return lowerSpine(slot);
    case NodeKind::Property:
      return lowerProperty(slot);
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::FunctionDeclaration:
      return lowerFunction(as<Function>(slot));
    case NodeKind::Class:
      return lowerClassExpression(slot);
    case NodeKind::JsxElement:
      return lowerJsx(slot);
    case NodeKind::Block: {
      auto& it = as<Block>(slot);
      it.body = lowerStatements(it.body, false);
      return;
    }
    case NodeKind::StaticBlock: {
      std::vector<NodeId> temporaries;
      Temporarily restoreTemporaries(temporaries_, &temporaries);
      auto& it = as<Block>(slot);
      it.body = lowerStatements(it.body, true);
      return;
    }
    case NodeKind::Declarator:
    case NodeKind::Assign:
    case NodeKind::AssignmentPattern:
      nameAnonymousClass(slot);
      return lowerChildren(slot);
    case NodeKind::SwitchCase: {
      auto& it = as<SwitchCase>(slot);
      lower(it.test);
      it.body = lowerStatements(it.body, false);
      return;
    }
    case NodeKind::ClassDeclaration:
    case NodeKind::Enum:
    case NodeKind::Namespace:
    case NodeKind::TypeOnly:
      return lowerSubstatement(slot);
    default:
      return lowerChildren(slot);
  }
}

void Lowering::lowerChildren(NodeId id) {
  forEachChild(ast_, id, [&](NodeId& child) { lower(child); });
}

/// Down the left side by a loop, then up again.
void Lowering::lowerSpine(NodeId& slot) {
  size_t base = spine_.size();
  NodeId* at = &slot;
  for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) {
    inlineConstMember(*at);
    if (!isLeftNesting(kindOf(*at))) break;
    spine_.push_back(at->unit ? *at : NodeId{});
  }
  lower(*at);
  while (spine_.size() > base) {
    NodeId id = spine_.back();
    spine_.pop_back();
    NodeId* left = &leftSlot(ast_, id);
    forEachChild(ast_, id, [&](NodeId& child) {
      if (&child != left) lower(child);
    });
  }
}

void Lowering::lowerProperty(NodeId id) {
  auto& it = as<Property>(id);
  if (it.has(kComputed)) lower(it.key);
  nameAnonymousClass(it.value, it.key, it.has(kComputed));
  NodeId before = it.value;
  Atom name = Atom::Empty;
  auto nameOf = [&](NodeId value) {
    if (kindOf(value) == NodeKind::AssignmentPattern || kindOf(value) == NodeKind::Assign)
      value = as<BinaryExpression>(value).left;
    return kindOf(value) == NodeKind::Identifier ? as<Identifier>(value).name : Atom::Empty;
  };
  if (it.has(kShorthand)) name = nameOf(before);
  lower(it.value);
  // { a } may have become { a: N.a }.
  if (it.has(kShorthand) && nameOf(it.value) != name) it.flags &= static_cast<uint8_t>(~kShorthand);
}

void Lowering::lowerFunction(Function& it) {
  std::vector<NodeId> temporaries;
  Temporarily restoreTemporaries(temporaries_, &temporaries);
  Temporarily restoreScope(functionScope_, it.bodyScope);
  for (NodeId& parameter : ast_.list(it.parameters)) {
    if (kindOf(parameter) == NodeKind::Parameter) {
      // What is left of it has been taken by the class around.
      NodeId pattern = as<Parameter>(parameter).pattern;
      parameter = pattern;
    }
    lower(parameter);
  }
  if (!(it.detail & kExpressionBody)) {
    it.body = lowerStatements(it.body, true);
    return;
  }
  NodeId& value = ast_.list(it.body)[0];
  lower(value);
  if (temporaries.empty()) return;
  it.body = withTemporaries(list({returned(value)}));
  it.detail &= static_cast<uint8_t>(~kExpressionBody);
}

/// A statement may become several, or none.
NodeList Lowering::lowerStatements(NodeList statements, bool isFunctionBody) {
  std::vector<NodeId> out;
  out.reserve(statements.count);
  // By index: the list lies in the arena, but what is put into it may be a copy.
  for (uint32_t i = 0; i < statements.count && !isTooDeep_; ++i) lowerStatement(ast_.list(statements)[i], out);
  std::span<NodeId> old = ast_.list(statements);
  bool isSame = std::ranges::equal(out, old);
  NodeList result = isSame ? statements : list(out);
  return isFunctionBody ? withTemporaries(result) : result;
}

void Lowering::lowerStatement(NodeId id, std::vector<NodeId>& out) {
  switch (kindOf(id)) {
    case NodeKind::TypeOnly:
      return;
    case NodeKind::Enum:
      return lowerEnum(id, false, out);
    case NodeKind::Namespace:
      return lowerNamespace(id, false, out);
    case NodeKind::Import:
      if (keepImport(as<ModuleDeclaration>(id))) out.push_back(id);
      return;
    case NodeKind::ExportNamed:
      if (keepExport(as<ModuleDeclaration>(id))) out.push_back(id);
      return;
    case NodeKind::ExportAll:
      if (!node(id).has(kTypeOnlyFlag)) out.push_back(id);
      return;
    case NodeKind::ImportEquals:
      return lowerImportEquals(id, false, out);
    case NodeKind::ExportAssignment:
      return lowerExportAssignment(id, out);
    case NodeKind::ExportDeclaration:
      return lowerExportDeclaration(as<UnaryExpression>(id).operand, id, out);
    case NodeKind::ExportDefault:
      if (kindOf(as<UnaryExpression>(id).operand) == NodeKind::ClassDeclaration)
        return lowerClassStatement(as<UnaryExpression>(id).operand, ExportForm::Default, out);
      nameAnonymousClass(id);
      break;
    case NodeKind::ClassDeclaration:
      return lowerClassStatement(id, ExportForm::None, out);
    default:
      break;
  }
  NodeId slot = id;
  lower(slot);
  out.push_back(slot);
}

/// A declaration where only one statement may stand, as after `if`.
void Lowering::lowerSubstatement(NodeId& slot) {
  std::vector<NodeId> out;
  lowerStatement(slot, out);
  if (out.size() == 1 && kindOf(out[0]) != NodeKind::ClassDeclaration) {
    slot = out[0];
    return;
  }
  slot = make<Block>(NodeKind::Block, node(slot).start, list(out), kNoScope, uint32_t{0});
}

void Lowering::lowerExportDeclaration(NodeId declaration, NodeId whole, std::vector<NodeId>& out) {
  switch (kindOf(declaration)) {
    case NodeKind::Enum:
      return lowerEnum(declaration, true, out);
    case NodeKind::Namespace:
      return lowerNamespace(declaration, true, out);
    case NodeKind::ImportEquals:
      return lowerImportEquals(declaration, true, out);
    case NodeKind::ClassDeclaration:
      return lowerClassStatement(declaration, ExportForm::Named, out);
    case NodeKind::TypeOnly:
      return;
    default:
      lower(as<UnaryExpression>(whole).operand);
      out.push_back(whole);
  }
}

}  // namespace weft::syntax
