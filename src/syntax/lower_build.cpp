// Making nodes.

#include <cmath>
#include <cstring>

#include "syntax/lowering.h"

namespace weft::syntax {

NodeList Lowering::list(std::span<const NodeId> items) {
  if (items.empty()) return {};
  char* place = ast_.arena().allocate(items.size_bytes());
  std::memcpy(place, items.data(), items.size_bytes());
  return {ast_.arena().unitOf(place), static_cast<uint32_t>(items.size())};
}

Text Lowering::text(std::string_view value) {
  char* place = ast_.arena().allocate(value.size() + 1);
  std::memcpy(place, value.data(), value.size());
  return {Text::kInArena | ast_.arena().unitOf(place), static_cast<uint32_t>(value.size())};
}

/// A reference to a symbol.
NodeId Lowering::identifier(uint32_t start, uint32_t symbol) {
  bindings_.grow(ast_.scopes());
  ++bindings_.uses[symbol];
  return make<Identifier>(NodeKind::Identifier, start, ast_.scopes().symbols[symbol].name, symbol);
}

NodeId Lowering::global(uint32_t start, std::string_view name) {
  return make<Identifier>(NodeKind::Identifier, start, ast_.atoms().internCopy(name), kNoSymbol);
}

NodeId Lowering::string(uint32_t start, std::string_view value) {
  return make<StringLiteral>(NodeKind::String, start, text(value), uint32_t{0});
}

/// Also NaN, the infinities and negative numbers.
NodeId Lowering::number(uint32_t start, double value) {
  if (std::isnan(value)) return global(start, "NaN");
  if (std::signbit(value)) return unary(TokenKind::Minus, start, number(start, -value));
  if (std::isinf(value)) return global(start, "Infinity");
  auto bits = std::bit_cast<uint64_t>(value);
  return make<NumberLiteral>(NodeKind::Number, start, uint32_t{0}, static_cast<uint32_t>(bits),
                             static_cast<uint32_t>(bits >> 32));
}

NodeId Lowering::boolean(uint32_t start, bool value) {
  return make<Node>(value ? NodeKind::True : NodeKind::False, start);
}

NodeId Lowering::undefined(uint32_t start) {
  return unary(TokenKind::Void, start, number(start, 0));
}

NodeId Lowering::unary(TokenKind op, uint32_t start, NodeId operand) {
  NodeId result = make<UnaryExpression>(NodeKind::Unary, start, operand);
  node(result).op = op;
  return result;
}

NodeId Lowering::binary(TokenKind op, NodeId left, NodeId right) {
  NodeId result = make<BinaryExpression>(NodeKind::Binary, node(left).start, left, right);
  node(result).op = op;
  return result;
}

NodeId Lowering::assign(NodeId target, NodeId value) {
  NodeId result = make<BinaryExpression>(NodeKind::Assign, node(target).start, target, value);
  node(result).op = TokenKind::Assign;
  return result;
}

NodeId Lowering::member(NodeId object, Atom name, uint32_t nameStart) {
  return make<MemberExpression>(NodeKind::Member, node(object).start, object, name, nameStart);
}

NodeId Lowering::member(NodeId object, std::string_view name) {
  return member(object, ast_.atoms().internCopy(name), node(object).start);
}

NodeId Lowering::index(NodeId object, NodeId key) {
  return make<BinaryExpression>(NodeKind::Index, node(object).start, object, key);
}

NodeId Lowering::call(NodeId callee, std::span<const NodeId> arguments) {
  return make<CallExpression>(NodeKind::Call, node(callee).start, callee, list(arguments), uint32_t{0});
}

NodeId Lowering::helperCall(Helper helper, uint32_t start, std::initializer_list<NodeId> arguments) {
  NodeId callee =
      make<Identifier>(NodeKind::Identifier, start, helpers_.use(helper, ast_.atoms()), kNoSymbol);
  return call(callee, arguments);
}

NodeId Lowering::array(uint32_t start, std::span<const NodeId> items) {
  return make<ListNode>(NodeKind::Array, start, list(items));
}

NodeId Lowering::object(uint32_t start, std::span<const NodeId> properties) {
  return make<ListNode>(NodeKind::Object, start, list(properties));
}

NodeId Lowering::property(std::string_view key, NodeId value) {
  uint32_t start = node(value).start;
  NodeId name = make<Name>(NodeKind::Name, start, ast_.atoms().internCopy(key));
  return make<Property>(NodeKind::Property, start, name, value);
}

NodeId Lowering::arrow(uint32_t start, NodeList parameters, NodeList body, uint32_t scope) {
  NodeId result = make<Function>(NodeKind::Arrow, start, NodeId{}, parameters, body, scope, scope, start, uint32_t{0},
                                 ByteRange{});
  node(result).detail = kSimpleParameters | kHasBody;
  return result;
}

NodeId Lowering::statement(NodeId expression) {
  return make<UnaryExpression>(NodeKind::ExpressionStatement, node(expression).start, expression);
}

NodeId Lowering::returned(NodeId expression) {
  return make<UnaryExpression>(NodeKind::Return, node(expression).start, expression);
}

NodeId Lowering::declared(VariableKind kind, NodeId target, NodeId value) {
  uint32_t start = node(target).start;
  NodeId declarator = make<BinaryExpression>(NodeKind::Declarator, start, target, value);
  NodeId result = make<VariableDeclaration>(NodeKind::Variables, start, list({declarator}));
  node(result).detail = static_cast<uint8_t>(kind);
  return result;
}

NodeId Lowering::exported(NodeId declaration) {
  return make<UnaryExpression>(NodeKind::ExportDeclaration, node(declaration).start, declaration);
}

Atom Lowering::freshName(std::string_view wanted) {
  return makeFreshName(wanted, ast_.atoms());
}

uint32_t Lowering::declareSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start) {
  ScopeTree& tree = ast_.scopes();
  auto symbol = static_cast<uint32_t>(tree.symbols.size());
  tree.symbols.push_back({name, kind, scope, tree.scopes[scope].firstSymbol, start});
  tree.scopes[scope].firstSymbol = symbol;
  bindings_.grow(tree);
  return symbol;
}

uint32_t Lowering::moduleSymbol(std::string_view name) const {
  const ScopeTree& tree = ast_.scopes();
  for (uint32_t at = tree.scopes[0].firstSymbol; at != kNoSymbol; at = tree.symbols[at].next)
    if (ast_.text(tree.symbols[at].name) == name) return at;
  return kNoSymbol;
}

NodeId Lowering::declarationOf(uint32_t symbol) {
  const Symbol& it = ast_.scopes().symbols[symbol];
  return make<Identifier>(NodeKind::Identifier, it.start, it.name, symbol);
}

uint32_t Lowering::temporary(std::string_view wanted, uint32_t start) {
  uint32_t symbol = declareSymbol(freshName(wanted), SymbolKind::Var, functionScope_, start);
  temporaries_->push_back(make<BinaryExpression>(NodeKind::Declarator, start, declarationOf(symbol), NodeId{}));
  return symbol;
}

}  // namespace weft::syntax
