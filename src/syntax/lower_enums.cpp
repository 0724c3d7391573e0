// Enums (typescriptlang.org/docs/handbook/enums.html).
//
//     enum E { A, B = "b", C = f() }         var E = ((E) => {
//                                              E[E["A"] = 0] = "A";
//                                              E["B"] = "b";
//                                              E[E["C"] = f()] = "C";
//                                              return E;
//                                            })(E || {});
//     const enum C { X = 1 << 2 }  C.X;      …  4;
//
// Members of const enums are replaced by their values throughout the file. The enum itself stays, for other files,
// unless it is only declared.

#include <cmath>

#include "base/number.h"
#include "syntax/arithmetic.h"
#include "syntax/lowering.h"

namespace weft::syntax {

namespace {

uint64_t memberKey(uint32_t group, Atom name) {
  return uint64_t{group} << 32 | static_cast<uint32_t>(name);
}

}  // namespace

/// Members of enums and what namespaces export, by name; which names more than one symbol has.
void Lowering::prepareBlocks() {
  const std::vector<Symbol>& symbols = ast_.scopes().symbols;
  isDeclaredBlock_.resize(symbols.size());
  symbolsOfName_.resize(ast_.atoms().size());
  for (uint32_t symbol = 0; symbol < symbols.size(); ++symbol) {
    uint8_t& count = symbolsOfName_[static_cast<uint32_t>(symbols[symbol].name)];
    if (count < 2) ++count;
    if (uint32_t owner = bindings_.ownerOf(symbol); owner != kNoSymbol)
      members_[memberKey(owner, symbols[symbol].name)] = symbol;
  }
}

/// Before anything is lowered, since an enum may be used above its declaration.
void Lowering::evaluateEnums() {
  for (const TypeScriptCode& code : ast_.typeScriptCode) {
    if (kindOf(code.node) != NodeKind::Enum) continue;
    if (constants_.empty()) findConstants(ast_.body);
    const auto& it = as<EnumDeclaration>(code.node);
    uint32_t group = bindings_.group[as<Identifier>(it.name).symbol];
    if (it.has(kConstEnum)) constGroups_.insert(group);
    double next = 0;
    bool mayCount = true;
    for (NodeId id : ast_.list(it.members)) {
      const auto& member = as<BinaryExpression>(id);
      EnumValue value;
      if (member.right)
        value = evaluate(member.right);
      else if (mayCount)
        value = {EnumValue::Kind::Number, next, {}};
      mayCount = value.kind == EnumValue::Kind::Number;
      next = value.number + 1;
      if (value.kind != EnumValue::Kind::Unknown) enumValues_[memberSymbol(group, member.left)] = std::move(value);
    }
  }
}

uint32_t Lowering::memberSymbol(uint32_t group, NodeId key) {
  Atom name = kindOf(key) == NodeKind::Name ? as<Name>(key).name
                                            : ast_.atoms().internCopy(ast_.text(as<StringLiteral>(key).value));
  auto found = members_.find(memberKey(group, name));
  return found == members_.end() ? kNoSymbol : found->second;
}

/// Constants of the module that an enum may name: `const a = 1`.
void Lowering::findConstants(NodeList statements) {
  for (NodeId id : ast_.list(statements)) {
    if (kindOf(id) == NodeKind::ExportDeclaration) id = as<UnaryExpression>(id).operand;
    bool isConst = kindOf(id) == NodeKind::Variables && node(id).detail == static_cast<uint8_t>(VariableKind::Const);
    if (!isConst) continue;
    for (NodeId declarator : ast_.list(as<VariableDeclaration>(id).declarators)) {
      const auto& it = as<BinaryExpression>(declarator);
      if (kindOf(it.left) == NodeKind::Identifier && it.right) constants_[as<Identifier>(it.left).symbol] = it.right;
    }
  }
}

/// The group of an expression that names an enum or a namespace: `E`, `N.E`.
uint32_t Lowering::groupOf(NodeId id) {
  if (kindOf(id) == NodeKind::Identifier) {
    uint32_t symbol = as<Identifier>(id).symbol;
    return symbol == kNoSymbol || symbol >= bindings_.group.size() ? kNoSymbol : bindings_.group[symbol];
  }
  if (kindOf(id) != NodeKind::Member) return kNoSymbol;
  const auto& it = as<MemberExpression>(id);
  if (kindOf(it.object) != NodeKind::Identifier && kindOf(it.object) != NodeKind::Member) return kNoSymbol;
  uint32_t outer = groupOf(it.object);
  if (outer == kNoSymbol) return kNoSymbol;
  auto found = members_.find(memberKey(outer, it.name));
  return found == members_.end() ? kNoSymbol : bindings_.group[found->second];
}

/// `E.A`, `E["A"]`: the member's symbol.
uint32_t Lowering::namedMember(NodeId id) {
  if (kindOf(id) == NodeKind::Member) {
    const auto& it = as<MemberExpression>(id);
    uint32_t group = groupOf(it.object);
    if (group == kNoSymbol) return kNoSymbol;
    auto found = members_.find(memberKey(group, it.name));
    return found == members_.end() ? kNoSymbol : found->second;
  }
  const auto& it = as<BinaryExpression>(id);
  if (kindOf(it.right) != NodeKind::String) return kNoSymbol;
  uint32_t group = groupOf(it.left);
  return group == kNoSymbol ? kNoSymbol : memberSymbol(group, it.right);
}

Lowering::EnumValue Lowering::evaluate(NodeId id) {
  if (isTooDeep()) return {};
  const Node& it = node(id);
  auto known = [&](uint32_t symbol) {
    auto found = enumValues_.find(symbol);
    return found == enumValues_.end() ? EnumValue{} : found->second;
  };
  switch (it.kind) {
    case NodeKind::Number:
      return {EnumValue::Kind::Number, valueOf(as<NumberLiteral>(id)), {}};
    case NodeKind::String:
      return {EnumValue::Kind::String, 0, std::string(ast_.text(as<StringLiteral>(id).value))};
    case NodeKind::Template:
      return evaluateTemplate(as<TemplateLiteral>(id));
    case NodeKind::TypeCast:
      return evaluate(as<TypeCast>(id).expression);
    case NodeKind::Unary: {
      EnumValue operand = evaluate(as<UnaryExpression>(id).operand);
      if (operand.kind != EnumValue::Kind::Number) return {};
      if (it.op == TokenKind::Plus) return operand;
      if (it.op == TokenKind::Minus) return {EnumValue::Kind::Number, -operand.number, {}};
      if (it.op == TokenKind::Tilde) return {EnumValue::Kind::Number, double(~toInt32(operand.number)), {}};
      return {};
    }
    case NodeKind::Binary:
      return evaluateBinary(as<BinaryExpression>(id));
    case NodeKind::Identifier: {
      const auto& name = as<Identifier>(id);
      if (name.symbol == kNoSymbol) {
        std::string_view text = ast_.text(name.name);
        if (text == "NaN") return {EnumValue::Kind::Number, std::nan(""), {}};
        if (text == "Infinity") return {EnumValue::Kind::Number, HUGE_VAL, {}};
        return {};
      }
      auto constant = constants_.find(name.symbol);
      if (constant == constants_.end()) return known(name.symbol);
      NodeId initializer = constant->second;
      constants_.erase(constant);  // const a = a
      EnumValue value = evaluate(initializer);
      constants_[name.symbol] = initializer;
      return value;
    }
    case NodeKind::Member:
    case NodeKind::Index:
      return known(namedMember(id));
    default:
      return {};
  }
}

Lowering::EnumValue Lowering::evaluateTemplate(const TemplateLiteral& it) {
  std::span<NodeId> elements = ast_.list(it.elements);
  std::span<NodeId> expressions = ast_.list(it.expressions);
  EnumValue result{EnumValue::Kind::String, 0, {}};
  for (size_t i = 0; i < elements.size(); ++i) {
    result.text += ast_.text(as<TemplateElement>(elements[i]).cooked);
    if (i >= expressions.size()) break;
    EnumValue part = evaluate(expressions[i]);
    if (part.kind == EnumValue::Kind::Unknown) return {};
    result.text += textOf(part);
  }
  return result;
}

std::string Lowering::textOf(const EnumValue& value) {
  return value.kind == EnumValue::Kind::String ? value.text : numberToString(value.number);
}

Lowering::EnumValue Lowering::evaluateBinary(const BinaryExpression& it) {
  EnumValue left = evaluate(it.left);
  if (left.kind == EnumValue::Kind::Unknown) return {};
  EnumValue right = evaluate(it.right);
  if (right.kind == EnumValue::Kind::Unknown) return {};
  bool areNumbers = left.kind == EnumValue::Kind::Number && right.kind == EnumValue::Kind::Number;
  if (!areNumbers) {
    if (it.op != TokenKind::Plus) return {};
    return {EnumValue::Kind::String, 0, textOf(left) + textOf(right)};
  }
  auto number = [](double value) { return EnumValue{EnumValue::Kind::Number, value, {}}; };
  double a = left.number;
  double b = right.number;
  // ECMA-262, 6.1.6.1.3: not C's 1.
  if (it.op == TokenKind::Power)
    return number(std::isnan(b) || (std::fabs(a) == 1 && std::isinf(b)) ? std::nan("") : std::pow(a, b));
  std::optional<double> result = arithmetic(it.op, a, b);
  return result ? number(*result) : EnumValue{};
}

NodeId Lowering::literal(uint32_t start, const EnumValue& value) {
  return value.kind == EnumValue::Kind::String ? string(start, value.text) : number(start, value.number);
}

/// `C.X` of a const enum becomes its value.
void Lowering::inlineConstMember(NodeId& slot) {
  if (constGroups_.empty()) return;
  NodeKind kind = kindOf(slot);
  if (kind != NodeKind::Member && kind != NodeKind::Index) return;
  if (node(slot).has(kOptional | kChain)) return;
  uint32_t symbol = namedMember(slot);
  if (symbol == kNoSymbol || !constGroups_.contains(bindings_.ownerOf(symbol))) return;
  auto value = enumValues_.find(symbol);
  if (value != enumValues_.end()) slot = literal(node(slot).start, value->second);
}

/// Is this a string for sure, as far as its form shows?
bool Lowering::isStringByForm(NodeId id) {
  for (;;) {
    switch (kindOf(id)) {
      case NodeKind::String:
      case NodeKind::Template:
        return true;
      case NodeKind::TypeCast:
        id = as<TypeCast>(id).expression;
        break;
      case NodeKind::Binary:
        if (node(id).op != TokenKind::Plus) return false;
        if (kindOf(as<BinaryExpression>(id).right) == NodeKind::String ||
            kindOf(as<BinaryExpression>(id).right) == NodeKind::Template)
          return true;
        id = as<BinaryExpression>(id).left;
        break;
      default:
        return false;
    }
  }
}

/// `E[E["A"] = 0] = "A"`, or for strings `E["A"] = "x"`.
NodeId Lowering::enumMember(const BinaryExpression& member, const OpenBlock& block, bool& isConstant) {
  uint32_t symbol = memberSymbol(block.group, member.left);
  auto known = enumValues_.find(symbol);
  std::string_view name = ast_.text(ast_.scopes().symbols[symbol].name);
  uint32_t start = member.start;
  bool isString = false;
  NodeId value;
  if (known != enumValues_.end()) {
    isString = known->second.kind == EnumValue::Kind::String;
    value = literal(member.right ? node(member.right).start : start, known->second);
  } else if (member.right) {
    isConstant = false;
    isString = isStringByForm(member.right);
    value = member.right;
    lower(value);
  } else {
    error("enum-initializer", {start, start + 1},
          "This member needs a value: the one before it has none that is a known number");
    value = undefined(start);
  }
  NodeId target = index(identifier(start, block.parameter), string(start, name));
  NodeId set = assign(target, value);
  if (isString) return set;
  return assign(index(identifier(start, block.parameter), set), string(start, name));
}

void Lowering::lowerEnum(NodeId id, bool isExported, std::vector<NodeId>& out) {
  if (node(id).has(kDeclared)) return;
  const EnumDeclaration it = as<EnumDeclaration>(id);
  const Identifier name = as<Identifier>(it.name);
  if (name.symbol == kNoSymbol) return;
  OpenBlock block = openBlock(name, it.scope);
  openBlocks_.push_back(block);
  std::vector<NodeId> temporaries;
  Temporarily restoreTemporaries(temporaries_, &temporaries);
  Temporarily restoreScope(functionScope_, it.scope);
  bool isConstant = true;
  std::vector<NodeId> body;
  for (NodeId member : ast_.list(it.members))
    body.push_back(statement(enumMember(as<BinaryExpression>(member), block, isConstant)));
  body.push_back(returned(identifier(it.start, block.parameter)));
  NodeList statements = withTemporaries(list(body));
  openBlocks_.pop_back();
  NodeId function = arrow(it.start,
                          list({make<Identifier>(NodeKind::Identifier, name.start,
                                                 ast_.scopes().symbols[block.parameter].name, block.parameter)}),
                          statements, it.scope);
  declareBlock(name, function, isExported, isConstant, out);
}

}  // namespace weft::syntax
