#include "syntax/constant_expression.h"

#include <cstring>
#include <string>
#include <vector>

#include "syntax/parser.h"

namespace weft::syntax {

struct ConstantExpression::Parsed {
  explicit Parsed(std::string text) : source("value", std::move(text)), ast(syntax::parse(source, {}, log)) {}

  SourceText source;
  Log log;
  Ast ast;
  NodeId root;
};

namespace {

constexpr unsigned kMostNames = 64;   // of a path
constexpr unsigned kMostDepth = 200;  // of objects and arrays

/// Whether it is no more than may be written into a program.
bool isPath(const Ast& ast, NodeId id) {
  for (unsigned names = 0; names < kMostNames; ++names) {
    if (ast.kindOf(id) == NodeKind::Identifier) return true;
    if (ast.kindOf(id) != NodeKind::Member || ast.node(id).has(kOptional | kChain | kPrivateMember)) return false;
    id = ast.as<MemberExpression>(id).object;
  }
  return false;
}

bool isConstant(const Ast& ast, NodeId id, unsigned depth) {
  switch (ast.kindOf(id)) {
    case NodeKind::Null:
    case NodeKind::True:
    case NodeKind::False:
    case NodeKind::Number:
    case NodeKind::String:
      return true;
    case NodeKind::Unary: {
      NodeId operand = ast.as<UnaryExpression>(id).operand;
      bool isInfinity =
          ast.kindOf(operand) == NodeKind::Identifier && ast.text(ast.as<Identifier>(operand).name) == "Infinity";
      return ast.node(id).op == TokenKind::Minus && (isInfinity || ast.kindOf(operand) == NodeKind::Number);
    }
    case NodeKind::Array:
    case NodeKind::Object:
      if (depth > kMostDepth) return false;
      for (NodeId item : ast.list(ast.as<ListNode>(id).items))
        if (!isConstant(ast, item, depth + 1)) return false;
      return true;
    case NodeKind::Property: {
      const auto& it = ast.as<Property>(id);
      bool isPlain = !it.has(kComputed | kShorthand | kMethod | kGetter | kSetter);
      bool isKey = ast.kindOf(it.key) == NodeKind::Name || ast.kindOf(it.key) == NodeKind::String;
      return isPlain && isKey && isConstant(ast, it.value, depth + 1);
    }
    default:
      return false;
  }
}

class Copier {
 public:
  Copier(const Ast& from, Ast& to, uint32_t start) : from_(from), to_(to), start_(start) {}

  NodeId copy(NodeId id) {
    switch (from_.kindOf(id)) {
      case NodeKind::Identifier:
        return make<Identifier>(id, to_.atoms().internCopy(from_.text(from_.as<Identifier>(id).name)), kNoSymbol);
      case NodeKind::Member: {
        const auto& it = from_.as<MemberExpression>(id);
        NodeId object = copy(it.object);
        return make<MemberExpression>(id, object, to_.atoms().internCopy(from_.text(it.name)), start_);
      }
      case NodeKind::Number: {
        const auto& it = from_.as<NumberLiteral>(id);
        return make<NumberLiteral>(id, uint32_t{0}, it.valueLow, it.valueHigh);
      }
      case NodeKind::String:
        return make<StringLiteral>(id, text(from_.text(from_.as<StringLiteral>(id).value)), uint32_t{0});
      case NodeKind::Name:
        return make<Name>(id, to_.atoms().internCopy(from_.text(from_.as<Name>(id).name)));
      case NodeKind::Unary: {
        NodeId operand = copy(from_.as<UnaryExpression>(id).operand);
        return make<UnaryExpression>(id, operand);
      }
      case NodeKind::Array:
      case NodeKind::Object: {
        std::vector<NodeId> items;
        for (NodeId item : from_.list(from_.as<ListNode>(id).items)) items.push_back(copy(item));
        return make<ListNode>(id, list(items));
      }
      case NodeKind::Property: {
        NodeId key = copy(from_.as<Property>(id).key);
        NodeId value = copy(from_.as<Property>(id).value);
        return make<Property>(id, key, value);
      }
      default:
        return make<Node>(id);
    }
  }

 private:
  template <typename T, typename... Fields>
  NodeId make(NodeId like, Fields... fields) {
    T* made = to_.arena().make<T>(Node{from_.kindOf(like), 0, from_.node(like).op, 0, start_}, fields...);
    return {to_.arena().unitOf(made)};
  }

  Text text(std::string_view value) {
    char* place = to_.arena().allocate(value.size() + 1);
    std::memcpy(place, value.data(), value.size());
    return {Text::kInArena | to_.arena().unitOf(place), static_cast<uint32_t>(value.size())};
  }

  NodeList list(const std::vector<NodeId>& items) {
    if (items.empty()) return {};
    char* place = to_.arena().allocate(items.size() * sizeof(NodeId));
    std::memcpy(place, items.data(), items.size() * sizeof(NodeId));
    return {to_.arena().unitOf(place), static_cast<uint32_t>(items.size())};
  }

  const Ast& from_;
  Ast& to_;
  uint32_t start_;
};

}  // namespace

std::optional<ConstantExpression> ConstantExpression::parse(std::string_view text) {
  auto parsed = std::make_shared<Parsed>("(" + std::string(text) + "\n)");
  if (parsed->log.hasErrors()) return std::nullopt;
  const Ast& ast = parsed->ast;
  std::span<NodeId> body = ast.list(ast.body);
  if (body.size() != 1 || ast.kindOf(body[0]) != NodeKind::ExpressionStatement) return std::nullopt;
  parsed->root = ast.as<UnaryExpression>(body[0]).operand;
  if (!isPath(ast, parsed->root) && !isConstant(ast, parsed->root, 0)) return std::nullopt;
  return ConstantExpression(std::move(parsed));
}

ConstantExpression::Kind ConstantExpression::kind() const {
  NodeKind kind = parsed_->ast.kindOf(parsed_->root);
  if (kind == NodeKind::Array || kind == NodeKind::Object) return Kind::Data;
  return kind == NodeKind::Identifier || kind == NodeKind::Member ? Kind::Path : Kind::Literal;
}

NodeId ConstantExpression::copyInto(Ast& ast, uint32_t start) const {
  return Copier(parsed_->ast, ast, start).copy(parsed_->root);
}

size_t ConstantExpression::copyBytes() const {
  return parsed_->ast.usedBytes() + 2 * parsed_->source.text().size();
}

}  // namespace weft::syntax
