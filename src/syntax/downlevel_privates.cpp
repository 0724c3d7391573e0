// Private names: a field is a WeakMap, what is shared by all objects is guarded by a WeakSet.
//
//     a.#b                __privateGet(a, _b)
//     a.#b = c            __privateSet(a, _b, c)
//     a.#b += c           __privateReference(a, _b)._ += c
//     a.#method(c)        __privateMethod(a, _A, _method).call(a, c)
//     a.#accessor         __privateGet(a, _A, _getter)
//     #b in a             __privateIn(_b, a)

#include "syntax/downlevelling.h"

namespace weft::syntax {

const Downlevel::Private* Downlevel::privateOf(Atom name) const {
  for (const ClassContext* at = class_; at; at = at->outer)
    if (auto found = at->privates.find(name); found != at->privates.end()) return &found->second;
  return nullptr;
}

bool Downlevel::isLoweredPrivate(NodeId id) const {
  if (kindOf(id) != NodeKind::Member || !node(id).has(kPrivateMember)) return false;
  const Private* found = privateOf(as<MemberExpression>(id).name);
  return found && found->storage != kNoSymbol;
}

NodeId Downlevel::privateGet(NodeId object, Atom name) {
  const Private& it = *privateOf(name);
  uint32_t start = node(object).start;
  NodeId storage = identifier(start, it.storage);
  switch (it.kind) {
    case PrivateKind::Field:
      return helperCall(Helper::PrivateGet, start, {object, storage});
    case PrivateKind::Method:
      return helperCall(Helper::PrivateMethod, start, {object, storage, identifier(start, it.getter)});
    case PrivateKind::Accessor:
      return helperCall(Helper::PrivateGet, start, {object, storage, functionOf(start, it.getter)});
  }
  return object;
}

/// A getter or setter that there may not be.
NodeId Downlevel::functionOf(uint32_t start, uint32_t symbol) {
  return symbol == kNoSymbol ? undefined(start) : identifier(start, symbol);
}

NodeId Downlevel::privateSet(NodeId object, Atom name, NodeId value) {
  const Private& it = *privateOf(name);
  uint32_t start = node(object).start;
  NodeId storage = identifier(start, it.storage);
  if (it.kind == PrivateKind::Field) return helperCall(Helper::PrivateSet, start, {object, storage, value});
  return helperCall(Helper::PrivateSet, start, {object, storage, value, functionOf(start, it.setter)});
}

NodeId Downlevel::privateReference(NodeId object, Atom name) {
  const Private& it = *privateOf(name);
  uint32_t start = node(object).start;
  NodeId storage = identifier(start, it.storage);
  NodeId reference;
  if (it.kind == PrivateKind::Field) {
    reference = helperCall(Helper::PrivateReference, start, {object, storage});
  } else {
    NodeId getter = functionOf(start, it.getter);
    if (it.kind == PrivateKind::Method) {
      getter = arrow(start, {}, list({getter}), functionScope_);
      node(getter).detail |= kExpressionBody;
    }
    reference = helperCall(Helper::PrivateReference, start, {object, storage, getter, functionOf(start, it.setter)});
  }
  return member(reference, "_");
}

NodeId Downlevel::privateIn(Atom name, NodeId object) {
  uint32_t start = node(object).start;
  return helperCall(Helper::PrivateIn, start, {identifier(start, privateOf(name)->storage), object});
}

/// Names of a class that stay as they are are still in the way of those around.
void Downlevel::declarePrivates(const Class& it, ClassContext& context, ClassParts* parts) {
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember || !isPrivate(as<ClassMember>(id))) continue;
    const ClassMember one = as<ClassMember>(id);
    Atom name = as<Name>(one.key).name;
    Private& made = context.privates[name];
    if (!parts) continue;
    std::string wanted = "_" + std::string(ast_.text(name));
    if (!one.has(kMethod | kGetter | kSetter)) {
      made.storage = classLocal(wanted, *parts);
      parts->before.push_back({made.storage, newOf("WeakMap", one.start)});
      continue;
    }
    uint32_t& brand = one.has(kStatic) ? parts->staticBrand : parts->instanceBrand;
    if (brand == kNoSymbol) {
      brand = classLocal(one.has(kStatic) ? "_statics" : "_instances", *parts);
      parts->before.push_back({brand, newOf("WeakSet", one.start)});
    }
    made.storage = brand;
    made.kind = one.has(kMethod) ? PrivateKind::Method : PrivateKind::Accessor;
    uint32_t function = classLocal(wanted + (one.has(kGetter)   ? "_get"
                                             : one.has(kSetter) ? "_set"
                                                                : "_method"),
                                   *parts);
    (one.has(kSetter) ? made.setter : made.getter) = function;
  }
}

NodeId Downlevel::newOf(std::string_view name, uint32_t start) {
  return make<CallExpression>(NodeKind::New, start, global(start, name), NodeList{}, uint32_t{0});
}

void Downlevel::takePrivateMethod(const ClassMember& it, ClassParts& parts) {
  NodeId function = it.value;
  lower(function);
  moveOut(function, parts, it.has(kStatic) ? Move::Home::Static : Move::Home::Instance, true);
  const Private& made = class_->privates.at(as<Name>(it.key).name);
  parts.privateFunctions.push_back({it.has(kSetter) ? made.setter : made.getter, function});
}

}  // namespace weft::syntax
