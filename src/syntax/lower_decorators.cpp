// Decorators of ECMAScript (github.com/tc39/proposal-decorators, 2023-11) and their metadata
// (github.com/tc39/proposal-decorator-metadata).
//
//     class A extends B {                  let _A = __decorators();
//       @d m() {}                          class A extends B {
//       @d x = 1;                            static { _A.apply(this); }
//       @d #p() {}                           [_A.element(1, [d], "m")]() {}
//     }                                      [_A.element(5, [d], "x")] = (_A.start(this, 0), _A.init(1, this, 1));
//                                            [_A.element(17, [d], "#p", …)]() {}
//                                            get #p() { return _A.call[2]; }
//                                            #init = _A.done(1, this);
//                                          }
//
// Decorators are evaluated where the key of their member is, so that they see the same `this`, private names, `await`
// and order of evaluation. What the class keeps of them is one object, of the helper __decorators. A decorated private
// method stands under a hidden key until apply() takes it away, and keeps its `super` so.
//
// If the class itself is decorated, something else may take its place, and has the static fields then:
//
//     @d class A {                         let _A = __decorators([d], "A"), A_1;
//       static x = 1;                      let A = (class A {
//       static f() { return A; }             static { this.#static.call(A_1 = _A.apply(this)); }
//     }                                      static #static() { _A.define(this, "x", 1); _A.finish(); }
//                                            static f() { return A_1; }
//                                          }, _A.target);
//
// Its static private members must be in that other class, and still in sight of the code of this one. They belong to a
// class around, which makes its only instance of the object that its parent's constructor returns:
//
//     @d class A {                         let A = new class extends __identity {
//       static #x = 1;                       #x = _A.parts[0].call(this);
//     }                                      static [(class A { static #static() { return 1; } … }, "_")];
//                                            constructor() { super(_A.target); _A.parts[1].call(this); }
//                                          }();

#include "syntax/lowering.h"

namespace weft::syntax {

namespace {

// As the helper numbers them.
enum ElementKind : uint8_t { kMethodElement = 1, kGetterElement, kSetterElement, kAccessorElement, kFieldElement };
constexpr uint8_t kStaticElement = 8;
constexpr uint8_t kPrivateElement = 16;
constexpr uint32_t kNoElement = UINT32_MAX;

MemberKind kindOfMember(const ClassMember& it) {
  return static_cast<MemberKind>(it.detail);
}

uint8_t elementKind(const ClassMember& it) {
  if (kindOfMember(it) == MemberKind::Field) return kFieldElement;
  if (kindOfMember(it) == MemberKind::Accessor) return kAccessorElement;
  return it.has(kGetter) ? kGetterElement : it.has(kSetter) ? kSetterElement : kMethodElement;
}

}  // namespace

struct Lowering::DecoratedClass {
  uint32_t start = 0;
  NodeId name = {};  // Identifier or 0
  bool isReplaceable = false;
  uint32_t state = kNoSymbol;
  uint32_t alias = kNoSymbol;  // of the class that is in its place, where something inside refers to it
  uint32_t object = kNoSymbol;
  uint32_t value = kNoSymbol;
  uint32_t elements = 0;
  bool hasInstanceMethods = false;  // with decorators: getters and setters too
  bool hasStaticMethods = false;
  std::vector<NodeId> members = {};
  std::vector<NodeId> keys = {};          // to be evaluated with the next key
  std::vector<NodeId> initializers = {};  // to be evaluated before the next field of an instance
  // If something may take the class' place:
  std::vector<NodeId> code = {};            // of static fields and blocks
  std::vector<Atom> parts = {};             // private methods that code was put into
  std::vector<NodeId> privateMembers = {};  // static ones, for the class around
};

// --- Names of classes that have none.

/// The name that `value` gets as the value of `key`, if it is a decorated class.
void Lowering::nameAnonymousClass(NodeId value, NodeId& key, bool isComputed) {
  while (kindOf(value) == NodeKind::TypeCast) value = as<TypeCast>(value).expression;
  if (kindOf(value) != NodeKind::Class || as<Class>(value).name || options_.experimentalDecorators) return;
  if (!hasDecorators(as<Class>(value))) return;
  uint32_t start = node(value).start;
  NodeId name;
  if (kindOf(key) == NodeKind::Identifier) {
    name = string(start, ast_.text(as<Identifier>(key).name));
  } else if (!isComputed || isLiteral(key)) {
    name = valueOfKey(key);
  } else {
    uint32_t kept = temporary("_key", start);
    key = assign(identifier(start, kept), helperCall(Helper::Key, start, {key}));
    name = identifier(start, kept);
  }
  anonymousNames_[value.unit] = name;
}

/// Of a Declarator, Assign, AssignmentPattern or ExportDefault.
void Lowering::nameAnonymousClass(NodeId assignment) {
  if (kindOf(assignment) == NodeKind::ExportDefault) {
    NodeId key = make<Name>(NodeKind::Name, node(assignment).start, Atom::Default);
    return nameAnonymousClass(as<UnaryExpression>(assignment).operand, key, false);
  }
  auto& it = as<BinaryExpression>(assignment);
  if (kindOf(it.left) != NodeKind::Identifier || node(it.left).has(kParenthesized)) return;
  if (kindOf(assignment) == NodeKind::Assign && it.op != TokenKind::Assign && it.op != TokenKind::LogicalAndAssign &&
      it.op != TokenKind::LogicalOrAssign && it.op != TokenKind::NullishAssign)
    return;
  nameAnonymousClass(it.right, it.left, false);
}

bool Lowering::isAnonymousFunction(NodeId value) const {
  while (kindOf(value) == NodeKind::TypeCast) value = as<TypeCast>(value).expression;
  switch (kindOf(value)) {
    case NodeKind::Arrow:
      return true;
    case NodeKind::Function:
      return !as<Function>(value).name;
    case NodeKind::Class:
      return !as<Class>(value).name;
    default:
      return false;
  }
}

/// `({ key: value })[key]`, which names a function that has no name. `key` is an expression without effects.
NodeId Lowering::named(NodeId value, NodeId key) {
  if (!isAnonymousFunction(value)) return value;
  NodeId item = make<Property>(NodeKind::Property, node(value).start, key, value);
  if (kindOf(key) != NodeKind::String || ast_.text(as<StringLiteral>(key).value) == "__proto__")
    node(item).flags |= kComputed;
  return index(object(node(value).start, {&item, 1}), key);
}

// --- Parts of what is written.

NodeId Lowering::stateCall(const DecoratedClass& d, std::string_view name, std::span<const NodeId> arguments) {
  return call(member(identifier(d.start, d.state), name), arguments);
}

/// `_A.call[element]`
NodeId Lowering::replacement(const DecoratedClass& d, uint32_t element) {
  return index(member(identifier(d.start, d.state), "call"), number(d.start, element));
}

/// What has the static members in the end.
NodeId Lowering::finalClass(const DecoratedClass& d) {
  if (d.alias != kNoSymbol) return identifier(d.start, d.alias);
  if (!d.isReplaceable && d.name) return copyOfIdentifier(d.name);
  return member(identifier(d.start, d.state), "target");
}

/// `(before, last)`; `before` is taken.
NodeId Lowering::sequence(std::vector<NodeId>& before, NodeId last) {
  if (before.empty()) return last;
  std::vector<NodeId> items;
  items.swap(before);
  items.push_back(last);
  return make<ListNode>(NodeKind::Sequence, node(last).start, list(items));
}

/// A key that is not computed, as an expression.
NodeId Lowering::valueOfKey(NodeId key) {
  if (kindOf(key) == NodeKind::Name) return string(node(key).start, ast_.text(as<Name>(key).name));
  if (kindOf(key) == NodeKind::PrivateName)
    return string(node(key).start, "#" + std::string(ast_.text(as<Name>(key).name)));
  return key;
}

NodeId Lowering::privateName(uint32_t start, Atom name) {
  return make<Name>(NodeKind::PrivateName, start, name);
}

NodeId Lowering::privateMember(NodeId object, Atom name) {
  NodeId result = member(object, name, node(object).start);
  node(result).flags |= kPrivateMember;
  return result;
}

NodeId Lowering::field(const ClassMember& like, NodeId key, NodeId value) {
  NodeId result = make<ClassMember>(NodeKind::ClassMember, like.start, key, value, NodeList{}, ByteRange{});
  node(result).detail = static_cast<uint8_t>(MemberKind::Field);
  node(result).flags = like.flags & (kStatic | kComputed);
  return result;
}

// --- Decorators and what they are told.

/// `@a.b` is called with `a` as its `this`.
NodeId Lowering::decoratorValue(NodeId decorator) {
  NodeId value = as<UnaryExpression>(decorator).operand;
  while (kindOf(value) == NodeKind::TypeCast) value = as<TypeCast>(value).expression;
  bool isMember = kindOf(value) == NodeKind::Member || kindOf(value) == NodeKind::Index;
  if (!isMember || node(value).has(kOptional | kChain)) return value;
  NodeId& slot = leftSlot(ast_, value);
  uint32_t start = node(slot).start;
  NodeId self;
  if (kindOf(slot) == NodeKind::Identifier) {
    self = copyOfIdentifier(slot);
  } else if (kindOf(slot) == NodeKind::This || kindOf(slot) == NodeKind::Super) {
    self = thisAt(start);
  } else {
    uint32_t kept = temporary("_object", start);
    slot = assign(identifier(start, kept), slot);
    self = identifier(start, kept);
  }
  return call(member(value, "bind"), {self});
}

NodeId Lowering::decoratorArray(uint32_t start, NodeList decorators) {
  std::vector<NodeId> values;
  for (NodeId decorator : ast_.list(decorators)) values.push_back(decoratorValue(decorator));
  return array(start, values);
}

/// Of a private member: `object => #x in object` (0), `object => object.#x` (1), `(object, value) => object.#x = value`
/// (2).
NodeId Lowering::accessFunction(DecoratedClass& d, Atom name, uint8_t which) {
  auto parameter = [&](uint32_t& symbol, std::string_view wanted) {
    if (symbol == kNoSymbol) symbol = declareSymbol(freshName(wanted), SymbolKind::Parameter, functionScope_, d.start);
    return declarationOf(symbol);
  };
  std::vector<NodeId> parameters{parameter(d.object, "object")};
  NodeId object = identifier(d.start, d.object);
  NodeId result;
  if (which == 0) {
    result = binary(TokenKind::In, privateName(d.start, name), object);
  } else {
    result = privateMember(object, name);
    if (which == 2) {
      parameters.push_back(parameter(d.value, "value"));
      result = assign(result, identifier(d.start, d.value));
    }
  }
  return arrow(d.start, list(parameters), list({returned(result)}), functionScope_);
}

/// `_A.element(kind, [decorators], key, …)`, the next element. Its value is the key under which the member stands.
NodeId Lowering::elementCall(DecoratedClass& d, const ClassMember& it, uint8_t kind, NodeId pair) {
  ++d.elements;
  bool isPrivate = kindOf(it.key) == NodeKind::PrivateName;
  uint32_t flags = kind | (it.has(kStatic) ? kStaticElement : 0) | (isPrivate ? kPrivateElement : 0);
  NodeId key = it.has(kComputed) ? it.key : valueOfKey(it.key);
  std::vector<NodeId> arguments{number(it.start, flags), decoratorArray(it.start, it.decorators), key};
  if (isPrivate && (!it.decorators.empty() || pair)) {
    Atom name = as<Name>(it.key).name;
    bool isRead = kind != kSetterElement;
    bool isWritten = kind >= kSetterElement;
    auto add = [&](bool isThere, uint8_t which) {
      isThere &= !it.decorators.empty();
      arguments.push_back(isThere ? accessFunction(d, name, which) : undefined(it.start));
    };
    add(true, 0);
    add(isRead, 1);
    if (isWritten || pair) add(isWritten, 2);
    if (pair) arguments.push_back(pair);
  }
  return stateCall(d, "element", arguments);
}

// --- Members.

void Lowering::addMember(DecoratedClass& d, NodeId id) {
  if (kindOf(id) == NodeKind::StaticBlock) return addStaticBlock(d, id);
  auto& it = as<ClassMember>(id);
  if (it.has(kDeclared)) return;
  if (kindOf(it.value) == NodeKind::Function && kindOfMember(it) == MemberKind::Method) {
    for (NodeId parameter : ast_.list(as<Function>(it.value).parameters))
      if (kindOf(parameter) == NodeKind::Parameter && !as<Parameter>(parameter).decorators.empty())
        error("parameter-decorator", {node(parameter).start, node(parameter).start + 1},
              "Parameters can be decorated with TypeScript's experimentalDecorators only");
  }
  if (isConstructor(it)) {
    if (!it.decorators.empty())
      error("constructor-decorator", {it.start, it.start + 1}, "A constructor cannot be decorated");
    return d.members.push_back(id);
  }
  if (kindOfMember(it) == MemberKind::Method) return addMethod(d, id);
  if (kindOfMember(it) == MemberKind::Field) return addField(d, id);
  bool isMine = !it.decorators.empty() || (it.has(kStatic) && d.isReplaceable);
  return isMine ? addAccessor(d, id) : addField(d, id);
}

void Lowering::addMethod(DecoratedClass& d, NodeId id) {
  ClassMember it = as<ClassMember>(id);
  bool isPrivate = kindOf(it.key) == NodeKind::PrivateName;
  bool isHidden = isPrivate && (!it.decorators.empty() || (it.has(kStatic) && d.isReplaceable));
  if (isPrivate && !isHidden) return d.members.push_back(id);
  uint32_t element = d.elements;
  bool isElement = isHidden || !it.decorators.empty();
  if (isElement || it.has(kComputed) || !d.keys.empty()) {
    NodeId key = isElement ? elementCall(d, it, elementKind(it), {}) : it.has(kComputed) ? it.key : valueOfKey(it.key);
    auto& made = as<ClassMember>(id);
    made.key = sequence(d.keys, key);
    made.flags |= kComputed;
    made.decorators = {};
  }
  d.members.push_back(id);
  if (isHidden) addPrivateStubs(d, it, element);
}

/// Under the private name: what calls what the member has become.
void Lowering::addPrivateStubs(DecoratedClass& d, const ClassMember& it, uint32_t element) {
  bool isTaken = it.has(kStatic) && d.isReplaceable;
  auto& members = isTaken ? d.privateMembers : d.members;
  auto flags = static_cast<uint8_t>(isTaken ? 0 : it.flags & kStatic);
  bool isAccessor = kindOfMember(it) == MemberKind::Accessor;
  auto callOf = [&](std::string_view half, std::span<const NodeId> arguments) {
    NodeId function = replacement(d, element);
    if (isAccessor) function = member(function, half);
    return call(member(function, "call"), arguments);
  };
  if (!isAccessor && !it.has(kGetter | kSetter)) {
    NodeList body = list({returned(replacement(d, element))});
    return members.push_back(method(it.start, it.key, flags | kGetter, {}, body));
  }
  if (isAccessor || it.has(kGetter)) {
    NodeId self = thisAt(it.start);
    members.push_back(method(it.start, it.key, flags | kGetter, {}, list({returned(callOf("get", {&self, 1}))})));
  }
  if (isAccessor || it.has(kSetter)) {
    uint32_t value = declareSymbol(freshName("value"), SymbolKind::Parameter, functionScope_, it.start);
    NodeId arguments[] = {thisAt(it.start), identifier(it.start, value)};
    members.push_back(method(it.start, it.key, flags | kSetter, list({declarationOf(value)}),
                             list({statement(callOf("set", arguments))})));
  }
}

/// The getter and the setter of storage, as members of the class or, for a private accessor, of an object.
void Lowering::addAccessor(DecoratedClass& d, NodeId id) {
  ClassMember it = as<ClassMember>(id);
  uint32_t start = it.start;
  bool isPrivate = kindOf(it.key) == NodeKind::PrivateName;
  bool isDecorated = !it.decorators.empty();
  bool isNamed = !it.has(kComputed) && (isPrivate || kindOf(it.key) == NodeKind::Name);
  Atom storage = freshName(isNamed ? ast_.text(as<Name>(it.key).name) : "accessor");
  auto stored = [&] { return privateMember(it.has(kStatic) ? finalClass(d) : thisAt(start), storage); };
  uint32_t value = declareSymbol(freshName("value"), SymbolKind::Parameter, functionScope_, start);
  NodeList get = list({returned(stored())});
  NodeList parameters = list({declarationOf(value)});
  NodeList set = list({statement(assign(stored(), identifier(start, value)))});
  bool isElement = isPrivate || isDecorated || it.has(kComputed);
  uint32_t element = isElement ? d.elements : kNoElement;
  std::vector<NodeId> halves;
  if (isPrivate) {
    NodeId key = valueOfKey(it.key);
    for (NodeId half : {method(start, key, kGetter, {}, get), method(start, key, kSetter, parameters, set)}) {
      const ClassMember one = as<ClassMember>(half);
      NodeId item = make<Property>(NodeKind::Property, start, one.key, one.value);
      node(item).flags = one.flags;
      halves.push_back(item);
    }
    d.keys.push_back(elementCall(d, it, kAccessorElement, object(start, halves)));
  } else {
    auto flags = static_cast<uint8_t>(it.flags & kStatic);
    NodeId key = isElement ? elementCall(d, it, kAccessorElement, {}) : it.key;
    if (!isElement && !d.keys.empty()) key = valueOfKey(key);
    bool isComputed = isElement || !d.keys.empty();
    auto computed = [](bool is) { return static_cast<uint8_t>(is ? kComputed : 0); };
    halves.push_back(method(start, sequence(d.keys, key), flags | kGetter | computed(isComputed), {}, get));
    NodeId again = isElement ? stateCall(d, "key", {number(start, element)}) : it.key;
    halves.push_back(method(start, again, flags | kSetter | computed(isElement), parameters, set));
  }
  ClassMember like = it;
  like.flags &= kStatic;
  NodeId initial = it.value;
  if (initial && isElement)
    initial = named(
        initial, isPrivate || !it.has(kComputed) ? valueOfKey(it.key) : stateCall(d, "key", {number(start, element)}));
  NodeId made = field(like, privateName(start, storage), initial);
  uint32_t decorated = isDecorated ? element : kNoElement;
  if (it.has(kStatic))
    addStaticField(d, made, decorated);
  else
    addInstanceField(d, made, decorated);
  if (isPrivate) return addPrivateStubs(d, it, element);
  d.members.insert(d.members.end(), halves.begin(), halves.end());
}

/// A field, or an accessor without decorators, which becomes one later.
void Lowering::addField(DecoratedClass& d, NodeId id) {
  ClassMember it = as<ClassMember>(id);
  uint32_t start = it.start;
  bool isDecorated = !it.decorators.empty();
  bool isPrivate = kindOf(it.key) == NodeKind::PrivateName;
  bool isField = kindOfMember(it) == MemberKind::Field;
  bool isCode = it.has(kStatic) && d.isReplaceable;
  bool isAssigned = isField && !options_.useDefineForClassFields && !it.has(kComputed);
  bool isElement = isDecorated || (isCode && it.has(kComputed));
  uint32_t element = isElement ? d.elements : kNoElement;
  NodeId key = it.key;
  if (isElement) key = elementCall(d, it, kFieldElement, {});
  auto& made = as<ClassMember>(id);
  made.decorators = {};
  if (isElement && (isPrivate || isCode || isAssigned)) {
    d.keys.push_back(key);
    if (it.has(kComputed)) made.key = stateCall(d, "key", {number(start, element)});
  } else if (!isPrivate && !isCode && !isAssigned && (isElement || it.has(kComputed) || !d.keys.empty())) {
    if (!isElement && !it.has(kComputed)) key = valueOfKey(key);
    made.key = sequence(d.keys, key);
    made.flags |= kComputed;
  }
  if (isElement && it.value) {
    NodeId name = it.has(kComputed) ? stateCall(d, "key", {number(start, element)}) : valueOfKey(it.key);
    NodeId value = named(it.value, name);
    as<ClassMember>(id).value = value;
  }
  uint32_t decorated = isDecorated ? element : kNoElement;
  if (it.has(kStatic)) return addStaticField(d, id, decorated);
  addInstanceField(d, id, decorated);
}

void Lowering::addInstanceField(DecoratedClass& d, NodeId id, uint32_t element) {
  const ClassMember it = as<ClassMember>(id);
  uint32_t start = it.start;
  bool isDecorated = element != kNoElement;
  NodeId value = it.value;
  if (isDecorated) {
    std::vector<NodeId> arguments{number(start, element), thisAt(start)};
    if (value) arguments.push_back(value);
    value = stateCall(d, "init", arguments);
  }
  bool isDropped = !value && !options_.useDefineForClassFields && !it.has(kComputed) &&
                   kindOf(it.key) != NodeKind::PrivateName && kindOfMember(it) == MemberKind::Field;
  if (!d.initializers.empty() && !isDropped) {
    bool isNamedByKey = !isDecorated && isAnonymousFunction(value);
    if (isNamedByKey && it.has(kComputed))
      flushInitializers(d);
    else if (isNamedByKey)
      value = named(value, valueOfKey(it.key));
    if (!d.initializers.empty()) value = sequence(d.initializers, value ? value : undefined(start));
  }
  as<ClassMember>(id).value = value;
  d.members.push_back(id);
  if (isDecorated) d.initializers.push_back(stateCall(d, "done", {number(start, element), thisAt(start)}));
}

void Lowering::addStaticField(DecoratedClass& d, NodeId id, uint32_t element) {
  const ClassMember it = as<ClassMember>(id);
  uint32_t start = it.start;
  NodeId value = it.value;
  if (element != kNoElement) {
    std::vector<NodeId> arguments{number(start, element), thisAt(start)};
    if (value) arguments.push_back(value);
    value = stateCall(d, "init", arguments);
  }
  auto done = [&] { return statement(stateCall(d, "done", {number(start, element), thisAt(start)})); };
  if (!d.isReplaceable) {
    as<ClassMember>(id).value = value;
    d.members.push_back(id);
    if (element != kNoElement) d.members.push_back(staticBlock(start, {done()}));
    return;
  }
  if (kindOf(it.key) == NodeKind::PrivateName) {
    addStaticPrivate(d, it, value);
  } else {
    NodeId key = it.has(kComputed) ? it.key : valueOfKey(it.key);
    if (options_.useDefineForClassFields) {
      value = named(value ? value : undefined(start), key);
      d.code.push_back(statement(stateCall(d, "define", {thisAt(start), key, value})));
    } else if (value) {
      d.code.push_back(statement(assign(index(thisAt(start), key), value)));
    }
  }
  if (element != kNoElement) d.code.push_back(done());
}

/// The code so far, and the value, become the field's initialiser in the class around.
void Lowering::addStaticPrivate(DecoratedClass& d, const ClassMember& it, NodeId value) {
  uint32_t start = it.start;
  value = value ? named(value, valueOfKey(it.key)) : undefined(start);
  d.code.push_back(returned(value));
  NodeId part = index(member(identifier(start, d.state), "parts"), number(start, static_cast<double>(d.parts.size())));
  d.parts.push_back(closePart(d));
  ClassMember like = it;
  like.flags = 0;
  d.privateMembers.push_back(field(like, it.key, call(member(part, "call"), {thisAt(start)})));
}

void Lowering::addStaticBlock(DecoratedClass& d, NodeId id) {
  if (!d.isReplaceable) return d.members.push_back(id);
  const Block& it = as<Block>(id);
  uint32_t scope = it.scope == kNoScope ? functionScope_ : it.scope;
  d.code.push_back(statement(call(arrow(it.start, {}, it.body, scope), {})));
}

/// A private method of the code that has come together.
Atom Lowering::closePart(DecoratedClass& d) {
  Atom name = freshName("static");
  d.members.push_back(method(d.start, privateName(d.start, name), kStatic | kMethod, {}, list(d.code)));
  d.code.clear();
  return name;
}

/// Keys that no member has followed: of a method that apply() deletes.
void Lowering::flushKeys(DecoratedClass& d) {
  if (d.keys.empty()) return;
  NodeId key = sequence(d.keys, member(identifier(d.start, d.state), "hidden"));
  d.members.push_back(method(d.start, key, kStatic | kMethod | kComputed, {}, {}));
}

void Lowering::flushInitializers(DecoratedClass& d) {
  if (d.initializers.empty()) return;
  NodeId last = d.initializers.back();
  d.initializers.pop_back();
  NodeId value = sequence(d.initializers, last);
  ClassMember like{};
  like.start = d.start;
  NodeId key = options_.useDefineForClassFields ? privateName(d.start, freshName("init")) : NodeId{};
  d.members.push_back(field(like, key, value));
}

/// The static block that calls the decorators. It comes first.
void Lowering::addApplication(DecoratedClass& d) {
  uint32_t start = d.start;
  NodeId apply = stateCall(d, "apply", {thisAt(start)});
  if (d.alias != kNoSymbol) apply = assign(identifier(start, d.alias), apply);
  std::vector<NodeId> body;
  NodeId finish = d.isReplaceable ? statement(stateCall(d, "finish", {})) : NodeId{};
  if (!d.isReplaceable) {
    body.push_back(statement(apply));
    if (d.hasStaticMethods) body.push_back(statement(stateCall(d, "start", {thisAt(start), number(start, 1)})));
  } else if (d.code.empty() && d.privateMembers.empty()) {
    body = {statement(apply), finish};
  } else {
    d.code.push_back(finish);
    d.parts.push_back(closePart(d));
    std::vector<NodeId> parts;
    for (Atom part : d.parts) parts.push_back(privateMember(thisAt(start), part));
    if (d.privateMembers.empty()) {
      body.push_back(statement(call(member(parts[0], "call"), {apply})));
    } else {
      body.push_back(statement(apply));
      body.push_back(statement(call(member(member(identifier(start, d.state), "parts"), "push"), parts)));
    }
  }
  NodeId block = make<Block>(NodeKind::StaticBlock, start, list(body), kNoScope, uint32_t{0});
  d.members.insert(d.members.begin(), block);
}

/// The class around, which has the static private members.
NodeId Lowering::wrapped(DecoratedClass& d, NodeId inner) {
  uint32_t start = d.start;
  std::vector<NodeId> members = d.privateMembers;
  std::vector<NodeId> before{inner};
  ClassMember like{};
  like.start = start;
  like.flags = kStatic | kComputed;
  members.push_back(field(like, sequence(before, string(start, "_")), {}));
  NodeId target = member(identifier(start, d.state), "target");
  NodeId last =
      index(member(identifier(start, d.state), "parts"), number(start, static_cast<double>(d.parts.size() - 1)));
  NodeList body = list({statement(call(make<Node>(NodeKind::Super, start), {target})),
                        statement(call(member(last, "call"), {thisAt(start)}))});
  members.push_back(method(start, make<Name>(NodeKind::Name, start, Atom::Constructor), kMethod, {}, body));
  NodeId around = make<Class>(NodeKind::Class, start, NodeId{}, helperName(Helper::Identity, start), list(members),
                              NodeList{}, functionScope_, start, start);
  return make<CallExpression>(NodeKind::New, start, around, NodeList{}, uint32_t{0});
}

// --- Classes.

Lowering::DecoratedClass Lowering::openDecorated(const Class& it) {
  DecoratedClass d{.start = it.start, .name = it.name, .isReplaceable = mayReplace(it)};
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember) continue;
    const auto& one = as<ClassMember>(id);
    if (one.decorators.empty() || kindOfMember(one) != MemberKind::Method) continue;
    (one.has(kStatic) ? d.hasStaticMethods : d.hasInstanceMethods) = true;
  }
  return d;
}

/// `__decorators([…], name)`, with what the class is called
NodeId Lowering::decoratorState(DecoratedClass& d, const Class& it, NodeId name) {
  if (!d.isReplaceable) return helperCall(Helper::Decorators, d.start, {});
  NodeId decorators = decoratorArray(d.start, it.decorators);
  lower(decorators);
  return helperCall(Helper::Decorators, d.start, {decorators, name});
}

/// The class as an expression; where nothing may replace it, `id` stays what it is. `name` is what it is called if it
/// has no name of its own and does not stand where it gets one, or nothing.
NodeId Lowering::decoratedClass(DecoratedClass& d, NodeId id, NodeId name) {
  if (d.hasInstanceMethods) d.initializers.push_back(stateCall(d, "start", {thisAt(d.start), number(d.start, 0)}));
  if (d.hasStaticMethods && d.isReplaceable)
    d.code.push_back(statement(stateCall(d, "start", {thisAt(d.start), number(d.start, 1)})));
  NodeList members = as<Class>(id).members;
  for (NodeId member : ast_.list(members)) addMember(d, member);
  flushKeys(d);
  flushInitializers(d);
  addApplication(d);
  auto& it = as<Class>(id);
  it.decorators = {};
  NodeList made = list(d.members);
  as<Class>(id).members = made;
  lowerClassBody(as<Class>(id), as<Class>(id).name);
  NodeId result = name ? named(id, name) : id;
  if (!d.isReplaceable) return result;
  if (!d.privateMembers.empty()) return wrapped(d, result);
  std::vector<NodeId> before{result};
  return sequence(before, member(identifier(d.start, d.state), "target"));
}

/// Does what is evaluated with the class wait for something?
bool Lowering::hasSuspension(const Class& it) {
  std::vector<NodeId> open;
  if (it.heritage) open.push_back(it.heritage);
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember) continue;
    const auto& one = as<ClassMember>(id);
    if (one.has(kComputed)) open.push_back(one.key);
    for (NodeId decorator : ast_.list(one.decorators)) open.push_back(decorator);
  }
  while (!open.empty()) {
    NodeId id = open.back();
    open.pop_back();
    NodeKind kind = kindOf(id);
    if (kind == NodeKind::Await || kind == NodeKind::Yield) return true;
    if (kind == NodeKind::Function || kind == NodeKind::Arrow) continue;
    forEachChild(ast_, id, [&](NodeId& child) { open.push_back(child); });
  }
  return false;
}

/// `((_A) => class …)(__decorators(…))`: every evaluation has a state of its own. An arrow function cannot wait for the
/// function around it; the state is the function's then.
void Lowering::lowerDecoratedExpression(NodeId& slot) {
  const Class it = as<Class>(slot);
  uint32_t start = it.start;
  DecoratedClass d = openDecorated(it);
  auto known = anonymousNames_.find(slot.unit);
  NodeId name = known != anonymousNames_.end() && !it.name ? known->second : NodeId{};
  NodeId className = name;
  std::string wanted = "_class";
  if (it.name) {
    className = string(start, ast_.text(as<Identifier>(it.name).name));
    wanted = "_" + std::string(ast_.text(as<Identifier>(it.name).name));
  } else if (!name) {
    className = string(start, "");
  }
  bool isSuspending = hasSuspension(it);
  auto variable = [&](std::string_view text) {
    return isSuspending ? temporary(text, start)
                        : declareSymbol(freshName(text), SymbolKind::Parameter, functionScope_, start);
  };
  d.state = variable(wanted);
  uint32_t inner = d.isReplaceable ? usedInnerName(it) : kNoSymbol;
  if (inner != kNoSymbol) {
    d.alias = variable(wanted.substr(1) + "_1");
    replacedSymbols_[inner] = d.alias;
  }
  NodeId state = decoratorState(d, it, className);
  NodeId value = decoratedClass(d, slot, name);
  if (isSuspending) {
    std::vector<NodeId> before{assign(identifier(start, d.state), state)};
    slot = sequence(before, value);
    return;
  }
  std::vector<NodeId> parameters{declarationOf(d.state)};
  if (d.alias != kNoSymbol) parameters.push_back(declarationOf(d.alias));
  slot = call(arrow(start, list(parameters), list({returned(value)}), functionScope_), {state});
}

void Lowering::lowerDecoratedStatement(NodeId id, ExportForm form, std::vector<NodeId>& out) {
  const Class it = as<Class>(id);
  uint32_t start = it.start;
  DecoratedClass d = openDecorated(it);
  std::string text(it.name ? ast_.text(as<Identifier>(it.name).name) : "default");
  auto declarator = [&](uint32_t symbol, NodeId value) {
    return make<BinaryExpression>(NodeKind::Declarator, start, declarationOf(symbol), value);
  };
  d.state = declareSymbol(freshName("_" + text), SymbolKind::Let, functionScope_, start);
  std::vector<NodeId> variables{declarator(d.state, decoratorState(d, it, string(start, text)))};
  uint32_t inner = d.isReplaceable ? usedInnerName(it) : kNoSymbol;
  if (inner != kNoSymbol) {
    d.alias = declareSymbol(freshName(text + "_1"), SymbolKind::Let, functionScope_, start);
    replacedSymbols_[inner] = d.alias;
    variables.push_back(declarator(d.alias, {}));
  }
  NodeId declaration = make<VariableDeclaration>(NodeKind::Variables, start, list(variables));
  node(declaration).detail = static_cast<uint8_t>(VariableKind::Let);
  out.push_back(declaration);
  if (!d.isReplaceable) {
    NodeId made = decoratedClass(d, id, {});
    if (form == ExportForm::None) return out.push_back(made);
    NodeKind kind = form == ExportForm::Named ? NodeKind::ExportDeclaration : NodeKind::ExportDefault;
    return out.push_back(make<UnaryExpression>(kind, start, made));
  }
  uint32_t symbol = it.name ? as<Identifier>(it.name).symbol
                            : declareSymbol(freshName("default_1"), SymbolKind::Class, functionScope_, start);
  node(id).kind = NodeKind::Class;
  NodeId value = decoratedClass(d, id, it.name ? NodeId{} : string(start, "default"));
  NodeId local = make<Identifier>(NodeKind::Identifier, start, ast_.scopes().symbols[symbol].name, symbol);
  NodeId variable = declared(VariableKind::Let, local, value);
  out.push_back(form == ExportForm::Named ? exported(variable) : variable);
  if (form == ExportForm::Default) out.push_back(exportDefaultOf(start, symbol));
}

}  // namespace weft::syntax
