// Rest and spread of objects:
//
//     { a, ...b, c }                __define(__spread({ a }, b), { c })
//
//     const { a, ...b } = c;        const _a = c, { a } = _a, b = __rest(_a, ["a"]);
//     ({ a, ...b } = c);            _a = c, { a } = _a, b = __rest(_a, ["a"]), _a;
//     const { [f()]: a, ...b } = c; const _a = c, _b = __key(f()), { [_b]: a } = _a, b = __rest(_a, [_b]);
//     const [{ ...a }] = b;         const [_a] = b, a = __rest(_a, []);
//
//     function f({ ...a }, b = a) {}     function f(_a, _b = void 0) {
//                                          var a = __rest(_a, []), b = _b === void 0 ? a : _b;
//                                        }
//
// Within an array, what its elements' rests need is evaluated after the whole array.

#include "syntax/downlevelling.h"

namespace weft::syntax {

void Downlevel::lowerObject(NodeId& slot) {
  const ListNode it = as<ListNode>(slot);
  lowerChildren(slot);
  bool hasSpread = false;
  for (NodeId item : ast_.list(it.items)) hasSpread |= kindOf(item) == NodeKind::Spread;
  if (!hasSpread || !lacks(Feature::ObjectRestSpread)) return;
  NodeId result;
  std::vector<NodeId> group;
  auto flush = [&] {
    if (result && group.empty()) return;
    NodeId properties = object(it.start, group);
    result = result ? helperCall(Helper::Define, it.start, {result, properties}) : properties;
    group.clear();
  };
  for (NodeId item : ast_.list(it.items)) {
    if (kindOf(item) != NodeKind::Spread) {
      group.push_back(item);
      continue;
    }
    flush();
    result = helperCall(Helper::Spread, it.start, {result, as<UnaryExpression>(item).operand});
  }
  flush();
  slot = result;
}

bool Downlevel::hasObjectRest(NodeId pattern) const {
  if (!lacks(Feature::ObjectRestSpread)) return false;
  switch (kindOf(pattern)) {
    case NodeKind::AssignmentPattern:
      return hasObjectRest(as<BinaryExpression>(pattern).left);
    case NodeKind::Property:
      return hasObjectRest(as<Property>(pattern).value);
    case NodeKind::Rest:
      return hasObjectRest(as<UnaryExpression>(pattern).operand);
    case NodeKind::ArrayPattern:
    case NodeKind::ObjectPattern:
      for (NodeId item : ast_.list(as<ListNode>(pattern).items)) {
        if (kindOf(pattern) == NodeKind::ObjectPattern && kindOf(item) == NodeKind::Rest) return true;
        if (hasObjectRest(item)) return true;
      }
      return false;
    default:
      return false;
  }
}

/// A name for a part of a value, as a target.
NodeId Downlevel::partOf(bool isBinding, uint32_t start, uint32_t& symbol) {
  symbol = isBinding ? declareLocal("_a", SymbolKind::Const, start) : temporary("_a", start);
  return isBinding ? declarationOf(symbol) : identifier(start, symbol);
}

void Downlevel::expandPattern(NodeId pattern, NodeId value, bool isBinding, const Emit& emit) {
  if (isTooDeep()) return;
  if (!hasObjectRest(pattern)) return emit(pattern, value);
  if (kindOf(pattern) == NodeKind::ObjectPattern) return expandObject(pattern, value, isBinding, emit);
  struct Nested {
    NodeId pattern;
    uint32_t symbol;
  };
  std::vector<Nested> nested;
  std::vector<NodeId> items;
  for (NodeId item : ast_.list(as<ListNode>(pattern).items)) {
    if (!hasObjectRest(item)) {
      items.push_back(item);
      continue;
    }
    uint32_t symbol = kNoSymbol;
    uint32_t start = node(item).start;
    NodeId part = partOf(isBinding, start, symbol);
    NodeId inner = item;
    if (kindOf(item) == NodeKind::Rest) {
      inner = as<UnaryExpression>(item).operand;
      part = make<UnaryExpression>(NodeKind::Rest, start, part);
    } else if (kindOf(item) == NodeKind::AssignmentPattern) {
      const BinaryExpression whole = as<BinaryExpression>(item);
      inner = whole.left;
      part = make<BinaryExpression>(NodeKind::AssignmentPattern, start, part, whole.right);
    }
    items.push_back(part);
    nested.push_back({inner, symbol});
  }
  emit(make<ListNode>(NodeKind::ArrayPattern, node(pattern).start, list(items)), value);
  for (const Nested& one : nested)
    expandPattern(one.pattern, identifier(node(one.pattern).start, one.symbol), isBinding, emit);
}

void Downlevel::expandObject(NodeId pattern, NodeId value, bool isBinding, const Emit& emit) {
  uint32_t start = node(pattern).start;
  uint32_t whole = kindOf(value) == NodeKind::Identifier ? as<Identifier>(value).symbol : kNoSymbol;
  if (whole == kNoSymbol || whole < firstOwnSymbol_) {
    NodeId target = partOf(isBinding, start, whole);
    emit(target, value);
  }
  std::vector<NodeId> keys;
  std::vector<NodeId> batch;
  auto flush = [&] {
    if (batch.empty()) return;
    emit(make<ListNode>(NodeKind::ObjectPattern, start, list(batch)), identifier(start, whole));
    batch.clear();
  };
  for (NodeId item : ast_.list(as<ListNode>(pattern).items)) {
    if (kindOf(item) == NodeKind::Rest) {
      flush();
      emit(as<UnaryExpression>(item).operand,
           helperCall(Helper::Rest, start, {identifier(start, whole), array(start, keys)}));
      continue;
    }
    Property it = as<Property>(item);
    if (it.has(kComputed) && kindOf(it.key) != NodeKind::String && kindOf(it.key) != NodeKind::Number) {
      flush();
      uint32_t key = kNoSymbol;
      NodeId keyTarget = partOf(isBinding, it.start, key);
      emit(keyTarget, helperCall(Helper::Key, it.start, {it.key}));
      as<Property>(item).key = identifier(it.start, key);
      keys.push_back(identifier(it.start, key));
    } else {
      keys.push_back(keyOf(it.key));
    }
    if (!hasObjectRest(it.value)) {
      batch.push_back(item);
      continue;
    }
    flush();
    uint32_t symbol = kNoSymbol;
    NodeId part = partOf(isBinding, it.start, symbol);
    NodeId inner = it.value;
    if (kindOf(inner) == NodeKind::AssignmentPattern) {
      const BinaryExpression withDefault = as<BinaryExpression>(inner);
      inner = withDefault.left;
      part = make<BinaryExpression>(NodeKind::AssignmentPattern, it.start, part, withDefault.right);
    }
    as<Property>(item).value = part;
    batch.push_back(item);
    flush();
    expandPattern(inner, identifier(it.start, symbol), isBinding, emit);
  }
  flush();
}

void Downlevel::expandAssign(NodeId& slot) {
  const BinaryExpression it = as<BinaryExpression>(slot);
  uint32_t symbol = temporary("_a", it.start);
  std::vector<NodeId> parts{assign(identifier(it.start, symbol), it.right)};
  expandPattern(it.left, identifier(it.start, symbol), false,
                [&](NodeId target, NodeId value) { parts.push_back(assign(target, value)); });
  parts.push_back(identifier(it.start, symbol));
  slot = sequence(parts);
  lower(slot);
}

bool Downlevel::hasRestIn(const VariableDeclaration& it) const {
  if (!lacks(Feature::ObjectRestSpread)) return false;
  for (NodeId item : ast_.list(it.declarators))
    if (as<BinaryExpression>(item).right && hasObjectRest(as<BinaryExpression>(item).left)) return true;
  return false;
}

void Downlevel::expandVariables(VariableDeclaration& it) {
  std::vector<NodeId> out;
  for (NodeId item : ast_.list(it.declarators)) {
    const BinaryExpression one = as<BinaryExpression>(item);
    if (!one.right) {
      out.push_back(item);
      continue;
    }
    expandPattern(one.left, one.right, true,
                  [&](NodeId target, NodeId value) { out.push_back(declarator(target, value)); });
  }
  it.declarators = list(out);
}

/// From the first parameter with a rest on, all but plain names are bound by the statements that are returned.
std::vector<NodeId> Downlevel::expandParameters(Function& it) {
  std::span<NodeId> parameters = ast_.list(it.parameters);
  size_t first = 0;
  while (first < parameters.size() && !hasObjectRest(parameters[first])) ++first;
  std::vector<NodeId> declarators;
  auto emit = [&](NodeId target, NodeId value) { declarators.push_back(declarator(target, value)); };
  for (NodeId& slot : parameters.subspan(first)) {
    if (kindOf(slot) == NodeKind::Identifier) continue;
    uint32_t start = node(slot).start;
    uint32_t symbol = declareLocal("_a", SymbolKind::Parameter, start);
    NodeId value = identifier(start, symbol);
    NodeId pattern = slot;
    NodeId replacement = declarationOf(symbol);
    if (kindOf(slot) == NodeKind::AssignmentPattern) {
      const BinaryExpression withDefault = as<BinaryExpression>(slot);
      pattern = withDefault.left;
      NodeId isMissing = binary(TokenKind::StrictEqual, value, undefined(start));
      value = conditional(isMissing, withDefault.right, identifier(start, symbol));
      replacement = make<BinaryExpression>(NodeKind::AssignmentPattern, start, replacement, undefined(start));
    } else if (kindOf(slot) == NodeKind::Rest) {
      pattern = as<UnaryExpression>(slot).operand;
      replacement = make<UnaryExpression>(NodeKind::Rest, start, replacement);
    }
    slot = replacement;
    expandPattern(pattern, value, true, emit);
  }
  if (declarators.empty()) return {};
  return {variables(VariableKind::Var, it.start, declarators)};
}

}  // namespace weft::syntax
