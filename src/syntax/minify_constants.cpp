// What is known when the program is written:
//
//     60 * 1000    "a" + "b"    typeof x === "string"    typeof x === "undefined"    !(a == b)
//     6e4          "ab"         typeof x == "string"     typeof x > "u"              a != b

#include <cmath>

#include "base/number.h"
#include "syntax/arithmetic.h"
#include "syntax/minifier.h"

namespace weft::syntax {

bool Minifier::isUndefined(NodeId id) const {
  auto constant = constantOf(id);
  return constant && constant->kind == Constant::Kind::Undefined;
}

std::optional<Minifier::Constant> Minifier::constantOf(NodeId id) const {
  using Kind = Constant::Kind;
  switch (kindOf(id)) {
    case NodeKind::Null:
      return Constant{Kind::Null, false, 0, {}};
    case NodeKind::True:
    case NodeKind::False:
      return Constant{Kind::Boolean, kindOf(id) == NodeKind::True, 0, {}};
    case NodeKind::Number:
      return Constant{Kind::Number, false, valueOf(as<NumberLiteral>(id)), {}};
    case NodeKind::String:
      return Constant{Kind::String, false, 0, ast_.text(as<StringLiteral>(id).value)};
    case NodeKind::Unary: {
      const auto& it = as<UnaryExpression>(id);
      if (it.op == TokenKind::Void && kindOf(it.operand) == NodeKind::Number) return Constant{};
      if (it.op == TokenKind::Minus && kindOf(it.operand) == NodeKind::Number)
        return Constant{Kind::Number, false, -valueOf(as<NumberLiteral>(it.operand)), {}};
      return std::nullopt;
    }
    case NodeKind::Identifier: {
      const auto& it = as<Identifier>(id);
      if (it.symbol == kNoSymbol && it.name == Atom::Undefined && !hasEval_) return Constant{};
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

bool Minifier::truthOf(const Constant& value) {
  switch (value.kind) {
    case Constant::Kind::Boolean:
      return value.boolean;
    case Constant::Kind::Number:
      return value.number != 0 && !std::isnan(value.number);
    case Constant::Kind::String:
      return !value.text.empty();
    default:
      return false;
  }
}

/// Of what has no effect.
std::optional<bool> Minifier::truthOf(NodeId id) const {
  if (auto constant = constantOf(id)) return truthOf(*constant);
  switch (kindOf(id)) {
    case NodeKind::Function:
    case NodeKind::Arrow:
    case NodeKind::RegExp:
      return true;
    case NodeKind::Array:
    case NodeKind::Object:
    case NodeKind::Class:
      return hasNoEffect(id) ? std::optional(true) : std::nullopt;
    default:
      return std::nullopt;
  }
}

/// Mixed: a primitive, of a type that is not known.
Minifier::Type Minifier::typeOf(NodeId id, unsigned depth) const {
  if (depth++ > kDeepestLook) return Type::Unknown;
  auto common = [](Type a, Type b) {
    if (a == b) return a;
    return a == Type::Unknown || b == Type::Unknown ? Type::Unknown : Type::Mixed;
  };
  switch (kindOf(id)) {
    case NodeKind::Null:
      return Type::Null;
    case NodeKind::True:
    case NodeKind::False:
      return Type::Boolean;
    case NodeKind::Number:
      return Type::Number;
    case NodeKind::String:
    case NodeKind::Template:
      return Type::String;
    case NodeKind::BigInt:
      return Type::BigInt;
    case NodeKind::Identifier:
      return isUndefined(id) ? Type::Undefined : Type::Unknown;
    case NodeKind::Unary:
      switch (node(id).op) {
        case TokenKind::Typeof:
          return Type::String;
        case TokenKind::Not:
        case TokenKind::Delete:
          return Type::Boolean;
        case TokenKind::Void:
          return Type::Undefined;
        case TokenKind::Plus:
          return Type::Number;
        default:
          return Type::Mixed;  // a number or a bigint
      }
    case NodeKind::Update:
      return Type::Mixed;
    case NodeKind::Binary: {
      const auto& it = as<BinaryExpression>(id);
      switch (it.op) {
        case TokenKind::Equal:
        case TokenKind::NotEqual:
        case TokenKind::StrictEqual:
        case TokenKind::StrictNotEqual:
        case TokenKind::Less:
        case TokenKind::Greater:
        case TokenKind::LessEqual:
        case TokenKind::GreaterEqual:
        case TokenKind::In:
        case TokenKind::Instanceof:
          return Type::Boolean;
        case TokenKind::LogicalAnd:
        case TokenKind::LogicalOr:
        case TokenKind::Nullish:
          return common(typeOf(it.left, depth), typeOf(it.right, depth));
        case TokenKind::Plus: {
          Type left = typeOf(it.left, depth);
          Type right = typeOf(it.right, depth);
          if (left == Type::String || right == Type::String) return Type::String;
          if (left == Type::Number && right == Type::Number) return Type::Number;
          return Type::Mixed;
        }
        case TokenKind::ShiftRightUnsigned:
          return Type::Number;
        default: {
          bool areNumbers = typeOf(it.left, depth) == Type::Number && typeOf(it.right, depth) == Type::Number;
          return areNumbers ? Type::Number : Type::Mixed;
        }
      }
    }
    case NodeKind::Conditional: {
      const auto& it = as<ConditionalExpression>(id);
      return common(typeOf(it.consequent, depth), typeOf(it.alternate, depth));
    }
    case NodeKind::Assign:
      return node(id).op == TokenKind::Assign ? typeOf(as<BinaryExpression>(id).right, depth) : Type::Unknown;
    case NodeKind::Sequence:
      return typeOf(ast_.list(as<ListNode>(id).items).back(), depth);
    default:
      return Type::Unknown;
  }
}

bool Minifier::isPrimitive(NodeId id) const {
  return typeOf(id) != Type::Unknown;
}

/// As `"" + value` writes it.
std::string Minifier::textOf(const Constant& value) const {
  switch (value.kind) {
    case Constant::Kind::Undefined:
      return "undefined";
    case Constant::Kind::Null:
      return "null";
    case Constant::Kind::Boolean:
      return value.boolean ? "true" : "false";
    case Constant::Kind::Number:
      return numberToString(value.number);
    case Constant::Kind::String:
      break;
  }
  return std::string(value.text);
}

NodeId Minifier::literal(uint32_t start, double value) {
  auto bits = std::bit_cast<uint64_t>(std::fabs(value));
  NodeId result = make<NumberLiteral>(NodeKind::Number, start, uint32_t{0}, static_cast<uint32_t>(bits),
                                      static_cast<uint32_t>(bits >> 32));
  return std::signbit(value) ? unary(TokenKind::Minus, start, result) : result;
}

void Minifier::foldUnary(NodeId& slot) {
  const auto& it = as<UnaryExpression>(slot);
  auto constant = constantOf(it.operand);
  switch (it.op) {
    case TokenKind::Not:
      slot = inverted(it.operand);
      return;
    case TokenKind::Void:
      if (kindOf(it.operand) != NodeKind::Number && hasNoEffect(it.operand)) slot = undefined(it.start);
      return;
    case TokenKind::Typeof:
      if (!constant) {
        NodeKind kind = kindOf(it.operand);
        if (kind == NodeKind::Function || kind == NodeKind::Arrow) slot = string(it.start, "function");
        return;
      }
      switch (constant->kind) {
        case Constant::Kind::Undefined:
          slot = string(it.start, "undefined");
          return;
        case Constant::Kind::Null:
          slot = string(it.start, "object");
          return;
        case Constant::Kind::Boolean:
          slot = string(it.start, "boolean");
          return;
        case Constant::Kind::Number:
          slot = string(it.start, "number");
          return;
        case Constant::Kind::String:
          slot = string(it.start, "string");
          return;
      }
      return;
    case TokenKind::Plus:
      if (!constant) return;
      if (constant->kind == Constant::Kind::Number) slot = it.operand;
      if (constant->kind == Constant::Kind::Boolean) slot = literal(it.start, constant->boolean ? 1 : 0);
      if (constant->kind == Constant::Kind::Null) slot = literal(it.start, 0);
      return;
    case TokenKind::Tilde:
      if (constant && constant->kind == Constant::Kind::Number) slot = literal(it.start, ~toInt32(constant->number));
      return;
    default:
      return;
  }
}

void Minifier::foldBinary(NodeId& slot) {
  const auto& it = as<BinaryExpression>(slot);
  switch (it.op) {
    case TokenKind::LogicalAnd:
    case TokenKind::LogicalOr:
    case TokenKind::Nullish:
      return logical(slot);
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::StrictEqual:
    case TokenKind::StrictNotEqual:
      return foldEquality(slot);
    case TokenKind::Plus:
      foldConcatenation(slot);
      if (kindOf(slot) != NodeKind::Binary) return;
      break;
    default:
      break;
  }
  auto left = constantOf(it.left);
  auto right = constantOf(it.right);
  bool areNumbers = left && right && left->kind == Constant::Kind::Number && right->kind == Constant::Kind::Number;
  if (!areNumbers) return;
  auto result = arithmetic(it.op, left->number, right->number);
  if (!result || !std::isfinite(*result)) return;
  // 1 / 3 is shorter than what it gives.
  size_t written = numberToString(left->number).size() + numberToString(right->number).size() + 1;
  if (numberToString(*result).size() <= written) slot = literal(it.start, *result);
}

/// `"a" + 1`, and `x + "a" + "b"`.
void Minifier::foldConcatenation(NodeId& slot) {
  auto& it = as<BinaryExpression>(slot);
  auto right = constantOf(it.right);
  if (!right) return;
  auto joins = [&](const Constant& a, const Constant& b) {
    return a.kind == Constant::Kind::String || b.kind == Constant::Kind::String;
  };
  if (auto left = constantOf(it.left)) {
    if (joins(*left, *right)) slot = string(it.start, textOf(*left) + textOf(*right));
    return;
  }
  if (kindOf(it.left) != NodeKind::Binary || node(it.left).op != TokenKind::Plus) return;
  const auto& inner = as<BinaryExpression>(it.left);
  auto middle = constantOf(inner.right);
  bool isText = middle && (middle->kind == Constant::Kind::String ||
                           (right->kind == Constant::Kind::String && typeOf(inner.left) == Type::String));
  if (!isText) return;
  it.right = string(node(inner.right).start, textOf(*middle) + textOf(*right));
  it.left = inner.left;
}

void Minifier::foldEquality(NodeId& slot) {
  auto& it = as<BinaryExpression>(slot);
  bool isNegative = it.op == TokenKind::NotEqual || it.op == TokenKind::StrictNotEqual;
  // A constant stands right: `"x" === typeof y`.
  if (constantOf(it.left) && !constantOf(it.right)) std::swap(it.left, it.right);
  Type left = typeOf(it.left);
  Type right = typeOf(it.right);
  bool isStrict = it.op == TokenKind::StrictEqual || it.op == TokenKind::StrictNotEqual;
  if (isStrict && left == right && left != Type::Unknown && left != Type::Mixed) {
    it.op = isNegative ? TokenKind::NotEqual : TokenKind::Equal;
    isStrict = false;
  }
  auto a = constantOf(it.left);
  auto b = constantOf(it.right);
  if (a && b && (isStrict || left == right)) {
    bool isEqual = a->kind == b->kind;
    if (isEqual && a->kind == Constant::Kind::Boolean) isEqual = a->boolean == b->boolean;
    if (isEqual && a->kind == Constant::Kind::Number) isEqual = a->number == b->number;
    if (isEqual && a->kind == Constant::Kind::String) isEqual = a->text == b->text;
    slot = boolean(it.start, isEqual != isNegative);
    return;
  }
  // Only "undefined" is after "u".
  bool isTypeof = kindOf(it.left) == NodeKind::Unary && node(it.left).op == TokenKind::Typeof;
  if (isTypeof && b && b->kind == Constant::Kind::String && b->text == "undefined") {
    it.op = isNegative ? TokenKind::Less : TokenKind::Greater;
    it.right = string(node(it.right).start, "u");
    return;
  }
  // `x == undefined` says `x == null`.
  if (!isStrict && b && b->kind == Constant::Kind::Undefined)
    it.right = make<Node>(NodeKind::Null, node(it.right).start);
}

}  // namespace weft::syntax
