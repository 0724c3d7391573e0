// Optional chains:
//
//     a()?.b.c            (_a = a()) == null ? void 0 : _a.b.c
//     a?.b()?.[c]         a == null ? void 0 : (_a = a.b()) == null ? void 0 : _a[c]
//     a.b?.(c)            (_a = a.b) == null ? void 0 : _a.call(a, c)
//     delete a?.b         a == null ? true : delete a.b
//     (a?.b)(c)           (a == null ? void 0 : a.b).call(a, c)

#include <algorithm>

#include "syntax/downlevelling.h"

namespace weft::syntax {

/// Is it a chain, and does the target lack chains or is a private name in it to be lowered?
bool Downlevel::isLoweredChain(NodeId top) const {
  NodeKind kind = kindOf(top);
  if (kind != NodeKind::Member && kind != NodeKind::Index && kind != NodeKind::Call) return false;
  if (!node(top).has(kOptional | kChain)) return false;
  if (lacks(Feature::OptionalChain)) return true;
  NodeId at = top;
  while (node(at).has(kChain)) {
    if (isLoweredPrivate(at)) return true;
    at = leftSlot(ast_, at);
  }
  if (isLoweredPrivate(at)) return true;
  if (kindOf(at) != NodeKind::Call) return false;
  NodeId base = leftSlot(ast_, at);
  return isLoweredPrivate(base) || isLoweredChain(base);
}

/// What is called and its `this`, which may be evaluated after it.
Downlevel::Callee Downlevel::splitCallee(NodeId callee) {
  uint32_t start = node(callee).start;
  if (isLoweredChain(callee)) return buildChain(callee, Use::Call);
  NodeKind kind = kindOf(callee);
  bool isChain = node(callee).has(kOptional | kChain) && (kind == NodeKind::Member || kind == NodeKind::Index);
  if (isChain) return {callee, {}};
  if (kind == NodeKind::Member) {
    const MemberExpression it = as<MemberExpression>(callee);
    if (kindOf(it.object) == NodeKind::Super) {
      function_->usesThis = true;
      return {callee, thisAt(start)};
    }
    Captured object = capture(it.object, Between::UserCode);
    if (isLoweredPrivate(callee)) return {privateGet(object.first, it.name), object.again};
    NodeId value = member(object.first, it.name, it.nameStart);
    node(value).flags |= it.flags & kPrivateMember;
    return {value, object.again};
  }
  if (kind == NodeKind::Index) {
    const BinaryExpression it = as<BinaryExpression>(callee);
    if (kindOf(it.left) == NodeKind::Super) {
      function_->usesThis = true;
      return {callee, thisAt(start)};
    }
    Captured object = capture(it.left, Between::UserCode);
    return {index(object.first, it.right), object.again};
  }
  return {callee, {}};
}

Downlevel::Callee Downlevel::buildChain(NodeId top, Use use) {
  std::vector<NodeId> links;
  for (NodeId at = top;; at = leftSlot(ast_, at)) {
    links.push_back(at);
    if (!node(at).has(kChain)) break;
  }
  NodeId base = leftSlot(ast_, links.back());
  uint32_t start = node(top).start;
  Callee current = kindOf(links.back()) == NodeKind::Call ? splitCallee(base) : Callee{base, {}};
  std::vector<NodeId> tests;
  for (size_t i = links.size(); i-- > 0;) {
    const Node& link = node(links[i]);
    if (link.has(kOptional)) {
      Captured value = capture(current.value, Between::Nothing);
      tests.push_back(binary(TokenKind::Equal, value.first, make<Node>(NodeKind::Null, start)));
      current.value = value.again;
    }
    if (link.kind == NodeKind::Call) {
      NodeList arguments = as<CallExpression>(links[i]).arguments;
      std::vector<NodeId> given;
      NodeId callee = current.value;
      if (current.thisValue) {
        callee = member(callee, "call");
        given.push_back(current.thisValue);
      }
      std::span<NodeId> written = ast_.list(arguments);
      given.insert(given.end(), written.begin(), written.end());
      current = {call(callee, given), {}};
      continue;
    }
    // Its object is needed again where the call that follows cannot stay a method's.
    bool isPrivate = isLoweredPrivate(links[i]);
    bool isCalled = i == 0 ? use == Use::Call
                           : kindOf(links[i - 1]) == NodeKind::Call && (isPrivate || node(links[i - 1]).has(kOptional));
    NodeId object = current.value;
    NodeId thisValue;
    if (isCalled) {
      Captured captured = capture(object, Between::UserCode);
      object = captured.first;
      thisValue = captured.again;
    }
    NodeId value;
    if (isPrivate) {
      value = privateGet(object, as<MemberExpression>(links[i]).name);
    } else if (link.kind == NodeKind::Member) {
      const auto& it = as<MemberExpression>(links[i]);
      value = member(object, it.name, it.nameStart);
      node(value).flags |= it.flags & kPrivateMember;
    } else {
      value = index(object, as<BinaryExpression>(links[i]).right);
    }
    current = {value, thisValue};
  }
  NodeId result = use == Use::Delete ? unary(TokenKind::Delete, start, current.value) : current.value;
  for (size_t i = tests.size(); i-- > 0;)
    result = conditional(tests[i], use == Use::Delete ? boolean(start, true) : undefined(start), result);
  return {result, current.thisValue};
}

void Downlevel::lowerCall(NodeId& slot) {
  if (isLoweredChain(slot)) {
    slot = buildChain(slot, Use::Value).value;
    return;
  }
  auto& it = as<CallExpression>(slot);
  if (!isLoweredPrivate(it.callee) && !isLoweredChain(it.callee)) return;
  Callee callee = splitCallee(it.callee);
  if (!callee.thisValue) {
    it.callee = callee.value;
    return;
  }
  std::vector<NodeId> given{callee.thisValue};
  std::span<NodeId> written = ast_.list(it.arguments);
  given.insert(given.end(), written.begin(), written.end());
  auto flags = static_cast<uint8_t>(it.flags & kPure);
  slot = call(member(callee.value, "call"), given);
  node(slot).flags |= flags;
}

void Downlevel::lowerTagged(NodeId& slot) {
  auto& it = as<TaggedTemplate>(slot);
  if (!isLoweredPrivate(it.tag) && !isLoweredChain(it.tag)) return;
  Callee tag = splitCallee(it.tag);
  it.tag = tag.thisValue ? call(member(tag.value, "bind"), {tag.thisValue}) : tag.value;
}

void Downlevel::lowerDelete(NodeId& slot) {
  NodeId& operand = as<UnaryExpression>(slot).operand;
  NodeKind kind = kindOf(operand);
  if (kind != NodeKind::Member && kind != NodeKind::Index) return lower(operand);
  lowerSpine(operand, Top::Left);
  if (isLoweredChain(operand)) slot = buildChain(operand, Use::Delete).value;
}

}  // namespace weft::syntax
