#include "bundler/effects.h"

#include <algorithm>
#include <array>

namespace weft::bundler {

using namespace syntax;

namespace {

/// Objects of the language whose members may be read, and called with /* @__PURE__ */ in mind.
constexpr std::array<std::string_view, 14> kKnownObjects = {"Array",   "JSON",   "Math",   "Number",  "Object",
                                                            "Reflect", "String", "Symbol", "console", "globalThis",
                                                            "Promise", "Intl",   "BigInt", "Date"};
/// Values that can be read without a fault everywhere.
constexpr std::array<std::string_view, 22> kKnownValues = {
    "undefined", "NaN",    "Infinity", "Array",   "Boolean",   "Error",     "Function", "JSON",
    "Map",       "Math",   "Number",   "Object",  "Promise",   "Reflect",   "RegExp",   "Set",
    "String",    "Symbol", "WeakMap",  "WeakSet", "TypeError", "globalThis"};
/// `new` of them with nothing, or with a list that has no effect, does nothing else.
constexpr std::array<std::string_view, 4> kPureConstructors = {"Map", "Set", "WeakMap", "WeakSet"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::ranges::find(list, name) != list.end();
}

class Effects {
 public:
  explicit Effects(const Ast& ast) : ast_(ast) {}

  bool isPure(NodeId id) const {
    if (!id) return true;
    if (++depth_ > kMostNested) return false;
    bool result = isPureInside(id);
    --depth_;
    return result;
  }

  bool isPureStatement(NodeId id) const {
    switch (ast_.kindOf(id)) {
      case NodeKind::FunctionDeclaration:
      case NodeKind::Empty:
      case NodeKind::Directive:
      case NodeKind::Import:
        return true;
      case NodeKind::ClassDeclaration:
        return isPureClass(ast_.as<Class>(id));
      case NodeKind::Variables:
        return isPureDeclaration(ast_.as<VariableDeclaration>(id));
      case NodeKind::ExpressionStatement:
        return isPure(ast_.as<UnaryExpression>(id).operand);
      default:
        return false;
    }
  }

 private:
  static constexpr int kMostNested = 200;

  bool arePure(NodeList list) const {
    return std::ranges::all_of(ast_.list(list), [&](NodeId id) { return isPure(id); });
  }

  bool isFree(NodeId id) const {
    return ast_.kindOf(id) == NodeKind::Identifier && ast_.as<Identifier>(id).symbol == kNoSymbol;
  }

  std::string_view freeName(NodeId id) const {
    return isFree(id) ? ast_.text(ast_.as<Identifier>(id).name) : std::string_view();
  }

  bool isPureInside(NodeId id) const {
    switch (ast_.kindOf(id)) {
      case NodeKind::Null:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::Number:
      case NodeKind::BigInt:
      case NodeKind::String:
      case NodeKind::RegExp:
      case NodeKind::This:
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::ImportMeta:
        return true;
      case NodeKind::Identifier:
        return !isFree(id) || contains(kKnownValues, freeName(id));
      case NodeKind::Class:
        return isPureClass(ast_.as<Class>(id));
      case NodeKind::Array:
        return std::ranges::all_of(ast_.list(ast_.as<ListNode>(id).items), [&](NodeId item) {
          return isSpreadOfArray(item) || (ast_.kindOf(item) != NodeKind::Spread && isPure(item));
        });
      case NodeKind::Object:
        return std::ranges::all_of(ast_.list(ast_.as<ListNode>(id).items),
                                   [&](NodeId item) { return isPureProperty(item); });
      case NodeKind::Template: {
        const auto parts = ast_.list(ast_.as<TemplateLiteral>(id).expressions);
        return std::ranges::all_of(parts, [&](NodeId part) { return isPrimitive(part) && isPure(part); });
      }
      case NodeKind::Sequence:
        return arePure(ast_.as<ListNode>(id).items);
      case NodeKind::Unary:
        return isPureUnary(ast_.as<UnaryExpression>(id));
      case NodeKind::Binary:
        return isPureBinary(ast_.as<BinaryExpression>(id));
      case NodeKind::Conditional: {
        const auto& it = ast_.as<ConditionalExpression>(id);
        return isPure(it.test) && isPure(it.consequent) && isPure(it.alternate);
      }
      case NodeKind::Member:
        return contains(kKnownObjects, freeName(ast_.as<MemberExpression>(id).object));
      case NodeKind::Call:
        return ast_.node(id).has(kPure) && arePure(ast_.as<CallExpression>(id).arguments);
      case NodeKind::New:
        return isPureNew(ast_.as<CallExpression>(id));
      default:
        return false;
    }
  }

  bool isSpreadOfArray(NodeId id) const {
    if (ast_.kindOf(id) != NodeKind::Spread) return false;
    NodeId operand = ast_.as<UnaryExpression>(id).operand;
    return ast_.kindOf(operand) == NodeKind::Array && isPure(operand);
  }

  bool isPureProperty(NodeId id) const {
    if (ast_.kindOf(id) != NodeKind::Property) return false;
    const auto& it = ast_.as<Property>(id);
    if (it.has(kComputed) && !(isPrimitive(it.key) && isPure(it.key))) return false;
    return it.has(kMethod | kGetter | kSetter) || isPure(it.value);
  }

  bool isPureUnary(const UnaryExpression& it) const {
    switch (it.op) {
      case TokenKind::Typeof:
        return ast_.kindOf(it.operand) == NodeKind::Identifier || isPure(it.operand);
      case TokenKind::Void:
      case TokenKind::Not:
        return isPure(it.operand);
      case TokenKind::Minus:
      case TokenKind::Plus:
      case TokenKind::Tilde:
        return ast_.kindOf(it.operand) == NodeKind::Number;
      default:
        return false;
    }
  }

  bool isPureBinary(const BinaryExpression& it) const {
    if (!isPure(it.left) || !isPure(it.right)) return false;
    switch (it.op) {
      case TokenKind::StrictEqual:
      case TokenKind::StrictNotEqual:
      case TokenKind::LogicalAnd:
      case TokenKind::LogicalOr:
      case TokenKind::Nullish:
        return true;
      default:
        return isPrimitive(it.left) && isPrimitive(it.right);
    }
  }

  /// Converting it to another type runs no one's code. (Mixing BigInts in throws; literals of them don't count.)
  bool isPrimitive(NodeId id) const {
    switch (ast_.kindOf(id)) {
      case NodeKind::Null:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::Number:
      case NodeKind::String:
      case NodeKind::Template:
        return true;
      case NodeKind::Unary:
        return ast_.node(id).op != TokenKind::Delete;
      case NodeKind::Member: {
        const auto& it = ast_.as<MemberExpression>(id);  // [Symbol.iterator]
        return freeName(it.object) == "Symbol";
      }
      case NodeKind::Binary: {
        const auto& it = ast_.as<BinaryExpression>(id);
        return isPrimitive(it.left) && isPrimitive(it.right);
      }
      default:
        return false;
    }
  }

  bool isPureNew(const CallExpression& it) const {
    if (it.has(kPure)) return arePure(it.arguments);
    if (!contains(kPureConstructors, freeName(it.callee))) return false;
    auto arguments = ast_.list(it.arguments);
    if (arguments.empty()) return true;
    NodeKind kind = ast_.kindOf(arguments[0]);
    return arguments.size() == 1 &&
           (kind == NodeKind::Null || (kind == NodeKind::Array && arePureEntries(arguments[0])));
  }

  /// `new Map([[a, b]])`: entries that are lists, too.
  bool arePureEntries(NodeId list) const {
    return std::ranges::all_of(ast_.list(ast_.as<ListNode>(list).items), [&](NodeId item) {
      return item && (ast_.kindOf(item) == NodeKind::Array || isPrimitive(item)) && isPure(item);
    });
  }

  bool isPureClass(const Class& it) const {
    if (!it.decorators.empty()) return false;
    if (it.heritage && !isPureHeritage(it.heritage)) return false;
    return std::ranges::all_of(ast_.list(it.members), [&](NodeId id) {
      if (ast_.kindOf(id) != NodeKind::ClassMember) return false;  // a static block
      const auto& member = ast_.as<ClassMember>(id);
      if (!member.decorators.empty()) return false;
      if (member.has(kComputed) && !(isPrimitive(member.key) && isPure(member.key))) return false;
      bool isStaticField = member.has(kStatic) && MemberKind(member.detail) != MemberKind::Method;
      return !isStaticField || isPure(member.value);
    });
  }

  /// What is no class throws, which no one writes on purpose.
  bool isPureHeritage(NodeId id) const { return isPure(id); }

  bool isPureDeclaration(const VariableDeclaration& it) const {
    auto kind = static_cast<VariableKind>(it.detail);
    if (kind == VariableKind::Using || kind == VariableKind::AwaitUsing) return false;
    return std::ranges::all_of(ast_.list(it.declarators), [&](NodeId id) {
      const auto& declarator = ast_.as<BinaryExpression>(id);
      return isPureTarget(declarator.left, declarator.right) && isPure(declarator.right);
    });
  }

  /// A pattern reads from its value: that has no effect where the value is a list that is written out.
  bool isPureTarget(NodeId target, NodeId value) const {
    if (ast_.kindOf(target) == NodeKind::Identifier) return true;
    if (ast_.kindOf(target) != NodeKind::ArrayPattern || ast_.kindOf(value) != NodeKind::Array) return false;
    return std::ranges::all_of(ast_.list(ast_.as<ListNode>(target).items),
                               [&](NodeId item) { return !item || ast_.kindOf(item) == NodeKind::Identifier; });
  }

  const Ast& ast_;
  mutable int depth_ = 0;
};

/// Of what is pure.
class Timeless {
 public:
  explicit Timeless(const Ast& ast) : ast_(ast) {}

  bool is(NodeId id) const {
    if (!id) return true;
    switch (ast_.kindOf(id)) {
      case NodeKind::FunctionDeclaration:
      case NodeKind::Function:
      case NodeKind::Arrow:
      case NodeKind::Empty:
      case NodeKind::Directive:
      case NodeKind::Null:
      case NodeKind::True:
      case NodeKind::False:
      case NodeKind::Number:
      case NodeKind::BigInt:
      case NodeKind::String:
      case NodeKind::RegExp:
        return true;
      case NodeKind::Identifier:
        return isFixed(ast_.as<Identifier>(id).symbol);
      case NodeKind::ClassDeclaration:
      case NodeKind::Class:
        return isClass(ast_.as<Class>(id));
      case NodeKind::Variables:
        return std::ranges::all_of(ast_.list(ast_.as<VariableDeclaration>(id).declarators), [&](NodeId declarator) {
          const auto& it = ast_.as<BinaryExpression>(declarator);
          return ast_.kindOf(it.left) == NodeKind::Identifier && is(it.right);
        });
      case NodeKind::Array:
      case NodeKind::Object:
        return depth_ < kMostNested && isList(ast_.as<ListNode>(id).items);
      case NodeKind::Property:
        return is(ast_.as<Property>(id).value) && !ast_.node(id).has(kComputed);
      case NodeKind::Unary:
        return is(ast_.as<UnaryExpression>(id).operand);
      default:
        return false;
    }
  }

 private:
  static constexpr int kMostNested = 50;

  bool isFixed(uint32_t symbol) const {
    if (symbol == kNoSymbol) return true;
    SymbolKind kind = ast_.scopes().symbols[symbol].kind;
    return kind == SymbolKind::Const || kind == SymbolKind::Class || kind == SymbolKind::Import ||
           kind == SymbolKind::TopLevelFunction;
  }

  bool isList(NodeList list) const {
    ++depth_;
    bool result = std::ranges::all_of(ast_.list(list), [&](NodeId id) { return is(id); });
    --depth_;
    return result;
  }

  bool isClass(const Class& it) const {
    return is(it.heritage) && std::ranges::all_of(ast_.list(it.members), [&](NodeId id) {
             const auto& member = ast_.as<ClassMember>(id);
             bool isStaticField = member.has(kStatic) && MemberKind(member.detail) != MemberKind::Method;
             return !member.has(kComputed) && (!isStaticField || is(member.value));
           });
  }

  const Ast& ast_;
  mutable int depth_ = 0;
};

}  // namespace

bool isPureExpression(const Ast& ast, NodeId expression) {
  return Effects(ast).isPure(expression);
}

bool isPureStatement(const Ast& ast, NodeId statement) {
  return Effects(ast).isPureStatement(statement);
}

bool isTimeless(const Ast& ast, NodeId statement) {
  return Timeless(ast).is(statement);
}

}  // namespace weft::bundler
