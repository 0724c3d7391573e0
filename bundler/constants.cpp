#include "bundler/constants.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/number.h"
#include "syntax/arithmetic.h"

namespace weft::bundler {

using namespace syntax;

namespace {

Constant number(double value) {
  return {Constant::Kind::Number, value, {}};
}

/// Members of one enum, in their order: a member may name those before it.
class EnumReader {
 public:
  EnumReader(const Ast& ast, const EnumDeclaration& it) : ast_(ast), name_(ast.as<Identifier>(it.name).name) {
    double next = 0;
    bool mayCount = true;
    for (NodeId id : ast.list(it.members)) {
      const auto& member = ast.as<BinaryExpression>(id);
      std::optional<Constant> value;
      if (member.right)
        value = evaluate(member.right, 0);
      else if (mayCount)
        value = number(next);
      mayCount = value && value->kind == Constant::Kind::Number;
      next = mayCount ? value->number + 1 : 0;
      if (value) members_[keyOf(member.left)] = std::move(*value);
    }
  }

  std::map<std::string, Constant> take() { return std::move(members_); }

 private:
  static constexpr int kDeepest = 50;

  std::string keyOf(NodeId key) const {
    if (ast_.kindOf(key) == NodeKind::Name) return std::string(ast_.text(ast_.as<Name>(key).name));
    return std::string(ast_.text(ast_.as<StringLiteral>(key).value));
  }

  std::optional<Constant> known(const std::string& name) const {
    auto found = members_.find(name);
    return found == members_.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<Constant> evaluate(NodeId id, int depth) const {
    if (depth > kDeepest) return std::nullopt;
    switch (ast_.kindOf(id)) {
      case NodeKind::Number:
      case NodeKind::String:
        return constantOf(ast_, id);
      case NodeKind::TypeCast:
        return evaluate(ast_.as<TypeCast>(id).expression, depth + 1);
      case NodeKind::Identifier:
        return known(std::string(ast_.text(ast_.as<Identifier>(id).name)));
      case NodeKind::Member: {
        const auto& it = ast_.as<MemberExpression>(id);
        bool isOwn = ast_.kindOf(it.object) == NodeKind::Identifier && ast_.as<Identifier>(it.object).name == name_;
        return isOwn ? known(std::string(ast_.text(it.name))) : std::nullopt;
      }
      case NodeKind::Unary: {
        auto value = evaluate(ast_.as<UnaryExpression>(id).operand, depth + 1);
        if (!value || value->kind != Constant::Kind::Number) return std::nullopt;
        TokenKind op = ast_.node(id).op;
        if (op == TokenKind::Plus) return value;
        if (op == TokenKind::Minus) return number(-value->number);
        if (op == TokenKind::Tilde) return number(~toInt32(value->number));
        return std::nullopt;
      }
      case NodeKind::Binary: {
        const auto& it = ast_.as<BinaryExpression>(id);
        auto left = evaluate(it.left, depth + 1), right = evaluate(it.right, depth + 1);
        if (!left || !right || left->kind != Constant::Kind::Number || right->kind != Constant::Kind::Number)
          return std::nullopt;
        auto result = arithmetic(it.op, left->number, right->number);
        return result ? std::optional(number(*result)) : std::nullopt;
      }
      default:
        return std::nullopt;
    }
  }

  const Ast& ast_;
  Atom name_;
  std::map<std::string, Constant> members_;
};

}  // namespace

std::optional<Constant> constantOf(const Ast& ast, NodeId value) {
  using Kind = Constant::Kind;
  switch (ast.kindOf(value)) {
    case NodeKind::Null:
      return Constant{Kind::Null, 0, {}};
    case NodeKind::True:
      return Constant{Kind::True, 0, {}};
    case NodeKind::False:
      return Constant{Kind::False, 0, {}};
    case NodeKind::Number:
      return number(valueOf(ast.as<NumberLiteral>(value)));
    case NodeKind::String:
      return Constant{Kind::String, 0, std::string(ast.text(ast.as<StringLiteral>(value).value))};
    case NodeKind::Identifier: {
      const auto& it = ast.as<Identifier>(value);
      bool isUndefined = it.symbol == kNoSymbol && it.name == Atom::Undefined;
      return isUndefined ? std::optional(Constant{Kind::Undefined, 0, {}}) : std::nullopt;
    }
    case NodeKind::Unary: {
      const auto& it = ast.as<UnaryExpression>(value);
      if (ast.kindOf(it.operand) != NodeKind::Number) return std::nullopt;
      double operand = valueOf(ast.as<NumberLiteral>(it.operand));
      if (it.op == TokenKind::Minus) return number(-operand);
      if (it.op == TokenKind::Not) return Constant{operand == 0 ? Kind::True : Kind::False, 0, {}};
      if (it.op == TokenKind::Void) return Constant{Kind::Undefined, 0, {}};
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::vector<Enumeration> findEnums(const Ast& ast) {
  std::vector<Enumeration> out;
  std::map<std::string_view, int> count;
  for (const TypeScriptCode& code : ast.typeScriptCode)
    if (ast.kindOf(code.node) == NodeKind::Enum)
      ++count[ast.text(ast.as<Identifier>(ast.as<EnumDeclaration>(code.node).name).name)];
  if (count.empty()) return out;
  const ScopeTree& tree = ast.scopes();
  for (const TypeScriptCode& code : ast.typeScriptCode) {
    if (ast.kindOf(code.node) != NodeKind::Enum) continue;
    const auto& it = ast.as<EnumDeclaration>(code.node);
    const auto& name = ast.as<Identifier>(it.name);
    if (count[ast.text(name.name)] > 1) continue;
    for (uint32_t symbol = tree.scopes[0].firstSymbol; symbol != kNoSymbol; symbol = tree.symbols[symbol].next) {
      const Symbol& candidate = tree.symbols[symbol];
      if (candidate.name != name.name) continue;
      out.push_back({symbol, EnumReader(ast, it).take()});
      break;
    }
  }
  std::ranges::sort(out, {}, &Enumeration::symbol);
  return out;
}

bool isShort(const Constant& value) {
  constexpr size_t kLongest = 5;
  switch (value.kind) {
    case Constant::Kind::Number:
      return std::isfinite(value.number) && numberToString(value.number).size() <= kLongest;
    case Constant::Kind::String:
      return false;
    default:
      return true;
  }
}

}  // namespace weft::bundler
