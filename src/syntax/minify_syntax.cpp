#include "syntax/minify_syntax.h"

#include <algorithm>

#include "syntax/minifier.h"

namespace weft::syntax {

bool minifySyntax(Ast& ast, Bindings& bindings, const MinifySyntaxOptions& options) {
  Log log;
  return Minifier(ast, bindings, options, log).run();
}

Minifier::Minifier(Ast& ast, Bindings& bindings, const MinifySyntaxOptions& options, Log& log)
    : TreeBuilder(ast, bindings, {}, log, options.stackBytes), options_(options) {}

bool Minifier::run() {
  isAssigned_.resize(ast_.scopes().symbols.size());
  for (const Scope& scope : ast_.scopes().scopes) hasEval_ |= scope.hasDirectEval;
  noteAssignments();
  if (isTooDeep_) return false;
  ast_.body = statements(ast_.body, ListKind::Program);
  return !isTooDeep_;
}

// --- Which variables change.

void Minifier::noteTarget(NodeId target) {
  if (!target || isTooDeep()) return;
  switch (kindOf(target)) {
    case NodeKind::Identifier:
      if (uint32_t symbol = as<Identifier>(target).symbol; symbol != kNoSymbol) isAssigned_[symbol] = true;
      return;
    case NodeKind::AssignmentPattern:
    case NodeKind::Assign:
      return noteTarget(as<BinaryExpression>(target).left);
    case NodeKind::Rest:
    case NodeKind::Spread:
      return noteTarget(as<UnaryExpression>(target).operand);
    case NodeKind::Property:
      return noteTarget(as<Property>(target).value);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(target).items)) noteTarget(item);
      return;
    default:
      return;
  }
}

/// A `var` with an initialiser counts as well if it has several, or stands in a loop: so it counts always.
void Minifier::noteAssignments() {
  std::vector<NodeId> waiting;
  for (NodeId id : ast_.list(ast_.body)) waiting.push_back(id);
  while (!waiting.empty()) {
    NodeId id = waiting.back();
    waiting.pop_back();
    switch (kindOf(id)) {
      case NodeKind::Assign:
        noteTarget(as<BinaryExpression>(id).left);
        break;
      case NodeKind::Update:
        noteTarget(as<UnaryExpression>(id).operand);
        break;
      case NodeKind::ForIn:
      case NodeKind::ForOf:
        if (kindOf(as<ForEachStatement>(id).target) != NodeKind::Variables) noteTarget(as<ForEachStatement>(id).target);
        break;
      case NodeKind::Variables:
        if (static_cast<VariableKind>(node(id).detail) == VariableKind::Var)
          for (NodeId item : ast_.list(as<VariableDeclaration>(id).declarators))
            noteTarget(as<BinaryExpression>(item).left);
        break;
      default:
        break;
    }
    forEachChild(ast_, id, [&](NodeId& child) { waiting.push_back(child); });
  }
}

// --- The walk.

void Minifier::visitChildren(NodeId id) {
  forEachChild(ast_, id, [&](NodeId& child) { visit(child); });
}

void Minifier::visit(NodeId& slot) {
  if (!slot || isTooDeep()) return;
  NodeId id = slot;
  switch (kindOf(id)) {
    case NodeKind::Identifier:
      if (isUndefined(id)) slot = undefined(node(id).start);
      return;
    case NodeKind::Binary:
    case NodeKind::Member:
    case NodeKind::Index:
    case NodeKind::Call:
    case NodeKind::TaggedTemplate:
      return visitSpine(slot);
    case NodeKind::Unary: {
      // `delete (0, a.b)` and `typeof (0, a)` say something else than without.
      auto& it = as<UnaryExpression>(id);
      bool isUndefinedName = isIdentifier(it.operand);
      if (!isUndefinedName) visit(it.operand);
      return foldUnary(slot);
    }
    case NodeKind::Conditional:
      visitChildren(id);
      return conditional(slot);
    case NodeKind::Sequence:
      visitChildren(id);
      return sequence(slot);
    case NodeKind::Assign:
      visitTargets(as<BinaryExpression>(id).left);
      visit(as<BinaryExpression>(id).right);
      return assignment(slot);
    case NodeKind::Update:
      return visitTargets(as<UnaryExpression>(id).operand);
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::FunctionDeclaration:
      return visitFunction(as<Function>(id));
    case NodeKind::Property: {
      auto& it = as<Property>(id);
      if (it.has(kComputed)) visit(it.key);
      visit(it.value);
      return computedKey(it.key, it.flags, false);
    }
    case NodeKind::ClassMember: {
      auto& it = as<ClassMember>(id);
      for (NodeId& decorator : ast_.list(it.decorators)) visit(decorator);
      if (it.has(kComputed)) visit(it.key);
      visit(it.value);
      return computedKey(it.key, it.flags, true);
    }
    case NodeKind::StaticBlock:
    case NodeKind::Block: {
      auto& it = as<Block>(id);
      it.body = statements(it.body, ListKind::Block);
      return;
    }
    case NodeKind::SwitchCase: {
      auto& it = as<SwitchCase>(id);
      visit(it.test);
      it.body = statements(it.body, ListKind::Block);
      return;
    }
    case NodeKind::If: {
      auto& it = as<ConditionalExpression>(id);
      visit(it.test);
      substatement(it.consequent);
      if (it.alternate) substatement(it.alternate);
      return;
    }
    case NodeKind::While: {
      // A loop of one kind, which may take what stands before.
      auto& it = as<BinaryExpression>(id);
      visit(it.left);
      substatement(it.right);
      NodeId test = forTruth(it.left);
      if (auto truth = truthOf(test); truth && *truth && hasNoEffect(test)) test = {};
      slot = make<ForStatement>(NodeKind::For, it.start, NodeId{}, test, NodeId{}, it.right, kNoScope);
      return;
    }
    case NodeKind::DoWhile: {
      auto& it = as<BinaryExpression>(id);
      substatement(it.right);
      visit(it.left);
      it.left = forTruth(it.left);
      return;
    }
    case NodeKind::For: {
      auto& it = as<ForStatement>(id);
      visit(it.init);
      visit(it.test);
      visit(it.update);
      if (it.init && kindOf(it.init) != NodeKind::Variables) it.init = forEffects(it.init);
      if (it.test) it.test = forTruth(it.test);
      if (it.test)
        if (auto truth = truthOf(it.test); truth && *truth && hasNoEffect(it.test)) it.test = {};
      if (it.update) it.update = forEffects(it.update);
      return substatement(it.body);
    }
    case NodeKind::ForIn:
    case NodeKind::ForOf: {
      auto& it = as<ForEachStatement>(id);
      if (kindOf(it.target) == NodeKind::Variables)
        visit(it.target);
      else
        visitTargets(it.target);
      visit(it.iterated);
      return substatement(it.body);
    }
    case NodeKind::With:
      visit(as<BinaryExpression>(id).left);
      return substatement(as<BinaryExpression>(id).right);
    case NodeKind::Labeled:
      return substatement(as<BinaryExpression>(id).right);
    case NodeKind::Declarator: {
      auto& it = as<BinaryExpression>(id);
      visitTargets(it.left);
      visit(it.right);
      return;
    }
    case NodeKind::Import:
    case NodeKind::ExportNamed:
    case NodeKind::ExportAll:
    case NodeKind::Break:
    case NodeKind::Continue:
      return;
    default:
      return visitChildren(id);
  }
}

/// What is assigned to stays what it is; keys and defaults in it are expressions.
void Minifier::visitTargets(NodeId id) {
  if (!id || isTooDeep()) return;
  switch (kindOf(id)) {
    case NodeKind::Identifier:
      return;
    case NodeKind::AssignmentPattern:
      visitTargets(as<BinaryExpression>(id).left);
      return visit(as<BinaryExpression>(id).right);
    case NodeKind::Rest:
      return visitTargets(as<UnaryExpression>(id).operand);
    case NodeKind::Parameter:
      for (NodeId& decorator : ast_.list(as<Parameter>(id).decorators)) visit(decorator);
      return visitTargets(as<Parameter>(id).pattern);
    case NodeKind::Property: {
      auto& it = as<Property>(id);
      if (it.has(kComputed)) visit(it.key);
      return visitTargets(it.value);
    }
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(id).items)) visitTargets(item);
      return;
    default: {
      NodeId slot = id;
      return visit(slot);  // a member: it stays a node of its own
    }
  }
}

void Minifier::visitSpine(NodeId& slot) {
  struct Link {
    NodeId id;
    NodeId* slot;
  };
  std::vector<Link> spine;
  NodeId* at = &slot;
  for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) spine.push_back({*at, at});
  visit(*at);
  for (size_t i = spine.size(); i-- > 0;) {
    auto [id, place] = spine[i];
    NodeId* left = &leftSlot(ast_, id);
    forEachChild(ast_, id, [&](NodeId& child) {
      if (&child != left) visit(child);
    });
    if (kindOf(id) == NodeKind::Binary) foldBinary(*place);
  }
}

void Minifier::visitFunction(Function& it) {
  Temporarily generator(isAsyncGenerator_, (it.detail & kAsync) && (it.detail & kGenerator));
  for (NodeId parameter : ast_.list(it.parameters)) visitTargets(parameter);
  if (it.detail & kExpressionBody) {
    visit(ast_.list(it.body)[0]);
    return;
  }
  it.body = statements(it.body, ListKind::FunctionBody);
  // () => { return x }: () => x.
  std::span<NodeId> body = ast_.list(it.body);
  bool isValue = it.kind == NodeKind::Arrow && body.size() == 1 && kindOf(body[0]) == NodeKind::Return &&
                 as<UnaryExpression>(body[0]).operand;
  if (isValue) {
    body[0] = as<UnaryExpression>(body[0]).operand;
    it.detail |= kExpressionBody;
  }
  // A name that the function itself does not use.
  if (it.kind == NodeKind::Function && it.name && !hasEval_) {
    uint32_t symbol = as<Identifier>(it.name).symbol;
    if (symbol != kNoSymbol && bindings_.uses[symbol] == 0) it.name = {};
  }
}

}  // namespace weft::syntax
