// Code that moves into another function, or out of a class:
//
//     this                     the class, in static fields and blocks
//     arguments, new.target    a constant that was set where they mean something
//     super.a                  _super("a")              or, out of a class, __superGet(A.prototype, this, "a")
//     super.a(b)               _super("a").call(this, b)
//     super.a = b              _superSet("a", b)        or __superSet(A.prototype, this, "a", b)
//     super.a++                __superReference(_super, _superSet, "a")._++
//     super(a)                 _superCall(a)

#include "syntax/downlevelling.h"

namespace weft::syntax {

bool Downlevel::isSuperMember(NodeId id) const {
  NodeKind kind = kindOf(id);
  return (kind == NodeKind::Member || kind == NodeKind::Index) && kindOf(leftSlot(ast_, id)) == NodeKind::Super;
}

NodeId Downlevel::superKey(NodeId id) {
  if (kindOf(id) == NodeKind::Index) return as<BinaryExpression>(id).right;
  const MemberExpression it = as<MemberExpression>(id);
  return string(it.nameStart, ast_.text(it.name));
}

NodeId Downlevel::superThis(uint32_t start, Move& move) {
  if (move.thisSymbol == kNoSymbol) return thisAt(start);
  move.usedAlias = true;
  return identifier(start, move.thisSymbol);
}

NodeId Downlevel::superHome(uint32_t start, Move& move) {
  move.usedAlias = true;
  NodeId result = identifier(start, move.alias);
  return move.home == Move::Home::Instance ? member(result, "prototype") : result;
}

NodeId Downlevel::superGet(NodeId key, Move& move) {
  uint32_t start = node(key).start;
  if (move.home != Move::Home::None)
    return helperCall(Helper::SuperGet, start, {superHome(start, move), superThis(start, move), key});
  move.usedSuperGet = true;
  return call(identifier(start, move.superGet), {key});
}

NodeId Downlevel::superSet(NodeId key, NodeId value, Move& move) {
  uint32_t start = node(key).start;
  if (move.home != Move::Home::None)
    return helperCall(Helper::SuperSet, start, {superHome(start, move), superThis(start, move), key, value});
  move.usedSuperSet = true;
  return call(identifier(start, move.superSet), {key, value});
}

/// What may stand as a target.
NodeId Downlevel::superReference(NodeId key, Move& move) {
  uint32_t start = node(key).start;
  NodeId get;
  NodeId set;
  if (move.home == Move::Home::None) {
    move.usedSuperGet = move.usedSuperSet = true;
    get = identifier(start, move.superGet);
    set = identifier(start, move.superSet);
  } else {
    uint32_t name = declareLocal("_key", SymbolKind::Parameter, start);
    uint32_t value = declareLocal("_value", SymbolKind::Parameter, start);
    get = arrow(start, list({declarationOf(name)}), list({superGet(identifier(start, name), move)}), functionScope_);
    set = arrow(start, list({declarationOf(name), declarationOf(value)}),
                list({superSet(identifier(start, name), identifier(start, value), move)}), functionScope_);
    node(get).detail |= kExpressionBody;
    node(set).detail |= kExpressionBody;
  }
  return member(helperCall(Helper::SuperReference, start, {get, set, key}), "_");
}

/// Declares the functions that moved code calls for `super`, where `super` means something.
void Downlevel::declareSupers(uint32_t start, const Move& move, std::vector<NodeId>& out) {
  auto add = [&](uint32_t symbol, std::initializer_list<NodeId> parameters, NodeId value) {
    NodeId function = arrow(start, list(parameters), list({value}), functionScope_);
    node(function).detail |= kExpressionBody;
    out.push_back(declared(VariableKind::Const, declarationOf(symbol), function));
  };
  uint32_t key = declareLocal("_key", SymbolKind::Parameter, start);
  auto superAt = [&] { return make<Node>(NodeKind::Super, start); };
  if (move.usedSuperGet) add(move.superGet, {declarationOf(key)}, index(superAt(), identifier(start, key)));
  if (move.usedSuperSet) {
    uint32_t value = declareLocal("_value", SymbolKind::Parameter, start);
    add(move.superSet, {declarationOf(key), declarationOf(value)},
        assign(index(superAt(), identifier(start, key)), identifier(start, value)));
  }
  if (move.usedSuperCall) {
    NodeId rest = make<UnaryExpression>(NodeKind::Rest, start, declarationOf(key));
    NodeId spread = make<UnaryExpression>(NodeKind::Spread, start, identifier(start, key));
    add(move.superCall, {rest}, call(superAt(), {spread}));
  }
}

/// Rewrites `slot`. Not lexical: within a function with a `this` of its own, where only names are looked for.
void Downlevel::move(NodeId& slot, Move& move, bool isLexical) {
  if (!slot || isTooDeep()) return;
  bool hasSuper = isLexical && (move.home != Move::Home::None || move.superGet != kNoSymbol);
  NodeId* at = &slot;
  for (; isLeftNesting(kindOf(*at)); at = &leftSlot(ast_, *at)) {
    if (hasSuper && moveSuper(*at, move)) return;
    NodeId* left = &leftSlot(ast_, *at);
    forEachChild(ast_, *at, [&](NodeId& child) {
      if (&child != left) this->move(child, move, isLexical);
    });
  }
  uint32_t start = node(*at).start;
  switch (kindOf(*at)) {
    case NodeKind::This:
      if (isLexical && move.thisSymbol != kNoSymbol) *at = superThis(start, move);
      return;
    case NodeKind::NewTarget:
      if (!isLexical) return;
      if (!move.hasNewTarget) *at = undefined(start);
      if (move.newTargetSymbol != kNoSymbol) *at = identifier(start, move.newTargetSymbol);
      return;
    case NodeKind::Identifier: {
      const Identifier it = as<Identifier>(*at);
      if (it.symbol == kNoSymbol) {
        bool isArguments = isLexical && move.argumentsSymbol != kNoSymbol && ast_.text(it.name) == "arguments";
        if (isArguments) *at = identifier(start, move.argumentsSymbol);
      } else if (it.symbol == move.innerName) {
        move.usedAlias = true;
        *at = identifier(start, move.alias);
      }
      return;
    }
    case NodeKind::Function:
    case NodeKind::FunctionDeclaration:
      return moveChildren(*at, move, false);
    case NodeKind::Class:
    case NodeKind::ClassDeclaration:
      return moveClass(as<Class>(*at), move, isLexical);
    case NodeKind::Property: {
      auto& it = as<Property>(*at);
      NodeId before = it.value;
      if (it.has(kComputed)) this->move(it.key, move, isLexical);
      moveTarget(it.value, move, isLexical);
      if (it.value != before) it.flags &= static_cast<uint8_t>(~kShorthand);
      return;
    }
    case NodeKind::Assign: {
      auto& it = as<BinaryExpression>(*at);
      this->move(it.right, move, isLexical);
      if (it.op == TokenKind::Assign && hasSuper && isSuperMember(it.left)) {
        if (kindOf(it.left) == NodeKind::Index) this->move(as<BinaryExpression>(it.left).right, move, isLexical);
        *at = superSet(superKey(it.left), it.right, move);
        return;
      }
      return moveTarget(it.left, move, isLexical);
    }
    case NodeKind::AssignmentPattern: {
      auto& it = as<BinaryExpression>(*at);
      moveTarget(it.left, move, isLexical);
      return this->move(it.right, move, isLexical);
    }
    case NodeKind::Update:
    case NodeKind::Rest:
      return moveTarget(as<UnaryExpression>(*at).operand, move, isLexical);
    case NodeKind::ArrayPattern:
      for (NodeId& item : ast_.list(as<ListNode>(*at).items)) moveTarget(item, move, isLexical);
      return;
    case NodeKind::ForIn:
    case NodeKind::ForOf: {
      auto& it = as<ForEachStatement>(*at);
      moveTarget(it.target, move, isLexical);
      this->move(it.iterated, move, isLexical);
      return this->move(it.body, move, isLexical);
    }
    default:
      return moveChildren(*at, move, isLexical);
  }
}

void Downlevel::moveChildren(NodeId id, Move& move, bool isLexical) {
  if (!isLexical && move.innerName == kNoSymbol) return;
  forEachChild(ast_, id, [&](NodeId& child) { this->move(child, move, isLexical); });
}

/// Heritage and keys belong to the code around, the rest does not.
void Downlevel::moveClass(Class& it, Move& move, bool isLexical) {
  this->move(it.heritage, move, isLexical);
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember) {
      moveChildren(id, move, false);
      continue;
    }
    auto& one = as<ClassMember>(id);
    if (one.has(kComputed)) this->move(one.key, move, isLexical);
    this->move(one.value, move, false);
  }
}

/// Members of super, calls of them and of super itself. Says whether it was one.
bool Downlevel::moveSuper(NodeId& slot, Move& move) {
  auto moveKey = [&](NodeId id) {
    if (kindOf(id) == NodeKind::Index) this->move(as<BinaryExpression>(id).right, move, true);
    return superKey(id);
  };
  uint32_t start = node(slot).start;
  if (isSuperMember(slot)) {
    slot = superGet(moveKey(slot), move);
    return true;
  }
  if (kindOf(slot) == NodeKind::TaggedTemplate && isSuperMember(as<TaggedTemplate>(slot).tag)) {
    auto& it = as<TaggedTemplate>(slot);
    this->move(it.literal, move, true);
    it.tag = call(member(superGet(moveKey(it.tag), move), "bind"), {superThis(start, move)});
    return true;
  }
  if (kindOf(slot) != NodeKind::Call) return false;
  auto& it = as<CallExpression>(slot);
  bool isSuperCall = kindOf(it.callee) == NodeKind::Super && move.superCall != kNoSymbol;
  if (!isSuperCall && !isSuperMember(it.callee)) return false;
  for (NodeId& argument : ast_.list(it.arguments)) this->move(argument, move, true);
  if (isSuperCall) {
    move.usedSuperCall = true;
    it.callee = identifier(start, move.superCall);
    return true;
  }
  NodeId callee = member(superGet(moveKey(it.callee), move), "call");
  if (it.has(kOptional)) {
    node(callee).flags |= kOptional;
    it.flags = static_cast<uint8_t>((it.flags & ~kOptional) | kChain);
  }
  std::vector<NodeId> given{superThis(start, move)};
  std::span<NodeId> written = ast_.list(it.arguments);
  given.insert(given.end(), written.begin(), written.end());
  it.callee = callee;
  it.arguments = list(given);
  return true;
}

void Downlevel::moveTarget(NodeId& slot, Move& move, bool isLexical) {
  bool hasSuper = isLexical && (move.home != Move::Home::None || move.superGet != kNoSymbol);
  if (!hasSuper || !isSuperMember(slot)) return this->move(slot, move, isLexical);
  if (kindOf(slot) == NodeKind::Index) this->move(as<BinaryExpression>(slot).right, move, isLexical);
  slot = superReference(superKey(slot), move);
}

}  // namespace weft::syntax
