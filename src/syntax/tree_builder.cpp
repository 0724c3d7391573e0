#include "syntax/tree_builder.h"

#include <cmath>
#include <cstring>

namespace weft::syntax {

TreeBuilder::TreeBuilder(Ast& ast, Bindings& bindings, std::string_view path, Log& log, size_t stackBytes)
    : ast_(ast), bindings_(bindings), path_(path), log_(log), stackLimit_(stackBytes) {}

bool TreeBuilder::isTooDeep() {
  if (!stackLimit_.isReached()) [[likely]]
    return false;
  return isTooDeep_ = true;
}

void TreeBuilder::error(const char* id, ByteRange range, std::string message) {
  log_.add({Severity::Error, id, path_, range, std::move(message), {}, {}});
}

NodeList TreeBuilder::list(std::span<const NodeId> items) {
  if (items.empty()) return {};
  char* place = ast_.arena().allocate(items.size_bytes());
  std::memcpy(place, items.data(), items.size_bytes());
  return {ast_.arena().unitOf(place), static_cast<uint32_t>(items.size())};
}

Text TreeBuilder::text(std::string_view value) {
  char* place = ast_.arena().allocate(value.size() + 1);
  std::memcpy(place, value.data(), value.size());
  return {Text::kInArena | ast_.arena().unitOf(place), static_cast<uint32_t>(value.size())};
}

/// A reference to a symbol.
NodeId TreeBuilder::identifier(uint32_t start, uint32_t symbol) {
  bindings_.grow(ast_.scopes());
  ++bindings_.uses[symbol];
  return make<Identifier>(NodeKind::Identifier, start, ast_.scopes().symbols[symbol].name, symbol);
}

NodeId TreeBuilder::global(uint32_t start, std::string_view name) {
  return make<Identifier>(NodeKind::Identifier, start, ast_.atoms().internCopy(name), kNoSymbol);
}

NodeId TreeBuilder::string(uint32_t start, std::string_view value) {
  return make<StringLiteral>(NodeKind::String, start, text(value), uint32_t{0});
}

/// Also NaN, the infinities and negative numbers.
NodeId TreeBuilder::number(uint32_t start, double value) {
  if (std::isnan(value)) return global(start, "NaN");
  if (std::signbit(value)) return unary(TokenKind::Minus, start, number(start, -value));
  if (std::isinf(value)) return global(start, "Infinity");
  auto bits = std::bit_cast<uint64_t>(value);
  return make<NumberLiteral>(NodeKind::Number, start, uint32_t{0}, static_cast<uint32_t>(bits),
                             static_cast<uint32_t>(bits >> 32));
}

NodeId TreeBuilder::boolean(uint32_t start, bool value) {
  return make<Node>(value ? NodeKind::True : NodeKind::False, start);
}

NodeId TreeBuilder::undefined(uint32_t start) {
  return unary(TokenKind::Void, start, number(start, 0));
}

NodeId TreeBuilder::unary(TokenKind op, uint32_t start, NodeId operand) {
  NodeId result = make<UnaryExpression>(NodeKind::Unary, start, operand);
  node(result).op = op;
  return result;
}

NodeId TreeBuilder::binary(TokenKind op, NodeId left, NodeId right) {
  NodeId result = make<BinaryExpression>(NodeKind::Binary, node(left).start, left, right);
  node(result).op = op;
  return result;
}

NodeId TreeBuilder::assign(NodeId target, NodeId value) {
  NodeId result = make<BinaryExpression>(NodeKind::Assign, node(target).start, target, value);
  node(result).op = TokenKind::Assign;
  return result;
}

NodeId TreeBuilder::member(NodeId object, Atom name, uint32_t nameStart) {
  return make<MemberExpression>(NodeKind::Member, node(object).start, object, name, nameStart);
}

NodeId TreeBuilder::member(NodeId object, std::string_view name) {
  return member(object, ast_.atoms().internCopy(name), node(object).start);
}

NodeId TreeBuilder::index(NodeId object, NodeId key) {
  return make<BinaryExpression>(NodeKind::Index, node(object).start, object, key);
}

NodeId TreeBuilder::call(NodeId callee, std::span<const NodeId> arguments) {
  return make<CallExpression>(NodeKind::Call, node(callee).start, callee, list(arguments), uint32_t{0});
}

NodeId TreeBuilder::helperName(Helper helper, uint32_t start) {
  return make<Identifier>(NodeKind::Identifier, start, helpers_.use(helper, ast_.atoms()), kNoSymbol);
}

NodeId TreeBuilder::helperCall(Helper helper, uint32_t start, std::initializer_list<NodeId> arguments) {
  return call(helperName(helper, start), arguments);
}

NodeId TreeBuilder::array(uint32_t start, std::span<const NodeId> items) {
  return make<ListNode>(NodeKind::Array, start, list(items));
}

NodeId TreeBuilder::object(uint32_t start, std::span<const NodeId> properties) {
  return make<ListNode>(NodeKind::Object, start, list(properties));
}

NodeId TreeBuilder::property(std::string_view key, NodeId value) {
  uint32_t start = node(value).start;
  NodeId name = make<Name>(NodeKind::Name, start, ast_.atoms().internCopy(key));
  return make<Property>(NodeKind::Property, start, name, value);
}

NodeId TreeBuilder::arrow(uint32_t start, NodeList parameters, NodeList body, uint32_t scope) {
  NodeId result =
      make<Function>(NodeKind::Arrow, start, NodeId{}, parameters, body, scope, scope, start, uint32_t{0}, ByteRange{});
  node(result).detail = kSimpleParameters | kHasBody;
  return result;
}

NodeId TreeBuilder::statement(NodeId expression) {
  return make<UnaryExpression>(NodeKind::ExpressionStatement, node(expression).start, expression);
}

NodeId TreeBuilder::returned(NodeId expression) {
  return make<UnaryExpression>(NodeKind::Return, node(expression).start, expression);
}

NodeId TreeBuilder::declared(VariableKind kind, NodeId target, NodeId value) {
  uint32_t start = node(target).start;
  NodeId declarator = make<BinaryExpression>(NodeKind::Declarator, start, target, value);
  NodeId result = make<VariableDeclaration>(NodeKind::Variables, start, list({declarator}));
  node(result).detail = static_cast<uint8_t>(kind);
  return result;
}

NodeId TreeBuilder::exported(NodeId declaration) {
  return make<UnaryExpression>(NodeKind::ExportDeclaration, node(declaration).start, declaration);
}

Atom TreeBuilder::freshName(std::string_view wanted) {
  // The number goes on from the last: thousands of temporaries may want one name.
  return makeFreshName(wanted, ast_.atoms(), usedNames_[std::string(wanted)]);
}

uint32_t TreeBuilder::declareSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start) {
  ScopeTree& tree = ast_.scopes();
  auto symbol = static_cast<uint32_t>(tree.symbols.size());
  tree.symbols.push_back({name, kind, scope, tree.scopes[scope].firstSymbol, start});
  tree.scopes[scope].firstSymbol = symbol;
  bindings_.grow(tree);
  return symbol;
}

uint32_t TreeBuilder::moduleSymbol(std::string_view name) const {
  const ScopeTree& tree = ast_.scopes();
  for (uint32_t at = tree.scopes[0].firstSymbol; at != kNoSymbol; at = tree.symbols[at].next)
    if (ast_.text(tree.symbols[at].name) == name) return at;
  return kNoSymbol;
}

NodeId TreeBuilder::declarationOf(uint32_t symbol) {
  const Symbol& it = ast_.scopes().symbols[symbol];
  return make<Identifier>(NodeKind::Identifier, it.start, it.name, symbol);
}

uint32_t TreeBuilder::temporary(std::string_view wanted, uint32_t start) {
  uint32_t symbol = declareSymbol(freshName(wanted), SymbolKind::Var, functionScope_, start);
  temporaries_->push_back(make<BinaryExpression>(NodeKind::Declarator, start, declarationOf(symbol), NodeId{}));
  return symbol;
}

NodeList TreeBuilder::withTemporaries(NodeList body) {
  if (temporaries_->empty()) return body;
  std::span<NodeId> statements = ast_.list(body);
  size_t directives = 0;
  while (directives < statements.size() && kindOf(statements[directives]) == NodeKind::Directive) ++directives;
  std::vector<NodeId> out(statements.begin(), statements.begin() + static_cast<ptrdiff_t>(directives));
  uint32_t start = node(temporaries_->front()).start;
  NodeId variables = make<VariableDeclaration>(NodeKind::Variables, start, list(*temporaries_));
  node(variables).detail = static_cast<uint8_t>(VariableKind::Var);
  out.push_back(variables);
  out.insert(out.end(), statements.begin() + static_cast<ptrdiff_t>(directives), statements.end());
  temporaries_->clear();
  return list(out);
}

NodeId TreeBuilder::thisAt(uint32_t start) {
  return make<Node>(NodeKind::This, start);
}

NodeId TreeBuilder::copyOfIdentifier(NodeId id) {
  const Identifier it = as<Identifier>(id);
  return make<Identifier>(NodeKind::Identifier, it.start, it.name, it.symbol);
}

}  // namespace weft::syntax
