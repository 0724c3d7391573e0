// Parts of classes, and where to put what a constructor has to do first.

#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

bool TreeBuilder::isConstructor(const ClassMember& it) const {
  if (it.has(kStatic | kComputed) || !it.has(kMethod)) return false;
  if (kindOf(it.key) == NodeKind::Name) return as<Name>(it.key).name == Atom::Constructor;
  return kindOf(it.key) == NodeKind::String && ast_.text(as<StringLiteral>(it.key).value) == "constructor";
}

NodeId TreeBuilder::staticBlock(uint32_t start, std::initializer_list<NodeId> statements) {
  return make<Block>(NodeKind::StaticBlock, start, list(statements), kNoScope, uint32_t{0});
}

NodeId TreeBuilder::method(uint32_t start, NodeId key, uint8_t flags, NodeList parameters, NodeList body) {
  NodeId function = make<Function>(NodeKind::Function, start, NodeId{}, parameters, body, functionScope_,
                                   functionScope_, start, uint32_t{0}, ByteRange{});
  node(function).detail = kSimpleParameters | kHasBody | kStrict;
  NodeId result = make<ClassMember>(NodeKind::ClassMember, start, key, function, NodeList{}, ByteRange{});
  node(result).flags = flags;
  node(result).detail = static_cast<uint8_t>(MemberKind::Method);
  return result;
}

namespace {

bool isSuperCall(const Ast& ast, NodeId id) {
  return ast.kindOf(id) == NodeKind::Call && ast.kindOf(ast.as<CallExpression>(id).callee) == NodeKind::Super;
}

}  // namespace

/// Every `super(…)` in `slot` becomes `(super(…), assignments, this)`.
void TreeBuilder::replaceSuperCalls(NodeId& slot, std::span<const NodeId> assignments) {
  if (isTooDeep()) return;
  NodeKind kind = kindOf(slot);
  if (kind == NodeKind::Function || kind == NodeKind::FunctionDeclaration || kind == NodeKind::Class ||
      kind == NodeKind::ClassDeclaration)
    return;
  forEachChild(ast_, slot, [&](NodeId& child) { replaceSuperCalls(child, assignments); });
  if (!isSuperCall(ast_, slot)) return;
  std::vector<NodeId> items{slot};
  items.insert(items.end(), assignments.begin(), assignments.end());
  items.push_back(thisAt(node(slot).start));
  slot = make<ListNode>(NodeKind::Sequence, node(slot).start, list(items));
}

/// Puts assignments where `this` begins to exist: after super(), or at the start.
void TreeBuilder::addAssignments(Function& constructor, bool isDerived, std::span<const NodeId> assignments) {
  std::span<NodeId> statements = ast_.list(constructor.body);
  size_t place = 0;
  if (isDerived) {
    while (place < statements.size() && !(kindOf(statements[place]) == NodeKind::ExpressionStatement &&
                                          isSuperCall(ast_, as<UnaryExpression>(statements[place]).operand)))
      ++place;
    if (place == statements.size()) {
      for (NodeId& slot : ast_.list(constructor.parameters)) replaceSuperCalls(slot, assignments);
      for (NodeId& slot : statements) replaceSuperCalls(slot, assignments);
      return;
    }
    ++place;
  } else {
    while (place < statements.size() && kindOf(statements[place]) == NodeKind::Directive) ++place;
  }
  std::vector<NodeId> out(statements.begin(), statements.begin() + static_cast<ptrdiff_t>(place));
  for (NodeId assignment : assignments) out.push_back(statement(assignment));
  out.insert(out.end(), statements.begin() + static_cast<ptrdiff_t>(place), statements.end());
  constructor.body = list(out);
}

/// `constructor() { super(...arguments); … }`
NodeId TreeBuilder::makeConstructor(uint32_t start, bool isDerived, std::span<const NodeId> assignments) {
  std::vector<NodeId> body;
  if (isDerived) {
    NodeId all = make<UnaryExpression>(NodeKind::Spread, start, global(start, "arguments"));
    body.push_back(statement(call(make<Node>(NodeKind::Super, start), {all})));
  }
  for (NodeId assignment : assignments) body.push_back(statement(assignment));
  NodeId key = make<Name>(NodeKind::Name, start, Atom::Constructor);
  return method(start, key, kMethod, {}, list(body));
}

/// `export { local as default }`
NodeId TreeBuilder::exportDefaultOf(uint32_t start, uint32_t symbol) {
  NodeId outer = make<Name>(NodeKind::Name, start, Atom::Default);
  NodeId specifier = make<ModuleSpecifier>(NodeKind::ExportSpecifier, start, outer, identifier(start, symbol));
  return make<ModuleDeclaration>(NodeKind::ExportNamed, start, NodeId{}, NodeId{}, list({specifier}), NodeId{},
                                 NodeList{});
}

}  // namespace weft::syntax
