// Classes: parameter properties, fields without define semantics, `accessor`.
//
//     class A {                                class A {
//       constructor(private x = 1) {}            x;
//     }                                          constructor(x = 1) { this.x = x; }
//                                              }
//
//     // useDefineForClassFields: false
//     class A { b = 1; static c = 2; }         class A {
//                                                constructor() { this.b = 1; }
//                                                static { this.c = 2; }
//                                              }
//
//     class A { accessor d = 1; }              class A {
//                                                #d = 1;
//                                                get d() { return this.#d; }
//                                                set d(value) { this.#d = value; }
//                                              }

#include "syntax/lowering.h"

namespace weft::syntax {

namespace {

MemberKind kindOfMember(const ClassMember& it) {
  return static_cast<MemberKind>(it.detail);
}

}  // namespace

/// `this.key`, for a key that is not computed.
NodeId Lowering::memberOfThis(NodeId key) {
  uint32_t start = node(key).start;
  if (kindOf(key) == NodeKind::Name) return member(thisAt(start), as<Name>(key).name, start);
  return index(thisAt(start), key);
}

/// `this.x = x` for each parameter that is a property; the properties themselves become fields.
void Lowering::takeParameterProperties(const Function& constructor, std::vector<NodeId>& fields,
                                       std::vector<NodeId>& assignments) {
  for (NodeId id : ast_.list(constructor.parameters)) {
    if (kindOf(id) != NodeKind::Parameter || as<Parameter>(id).modifiers == 0) continue;
    NodeId target = as<Parameter>(id).pattern;
    if (kindOf(target) == NodeKind::AssignmentPattern) target = as<BinaryExpression>(target).left;
    if (kindOf(target) != NodeKind::Identifier) {
      error("parameter-property", {node(id).start, node(id).start + 1}, "A parameter property is a plain name");
      continue;
    }
    const Identifier name = as<Identifier>(target);
    NodeId key = make<Name>(NodeKind::Name, name.start, name.name);
    assignments.push_back(assign(memberOfThis(key), identifier(name.start, name.symbol)));
    if (!options_.useDefineForClassFields) continue;
    NodeId field = make<ClassMember>(NodeKind::ClassMember, name.start, key, NodeId{}, NodeList{}, ByteRange{});
    node(field).detail = static_cast<uint8_t>(MemberKind::Field);
    fields.push_back(field);
  }
}

/// A field that is set and not defined: into the constructor, or where it stands if it is static. False if it has to
/// stay a field.
bool Lowering::takeField(NodeId id, std::vector<NodeId>& members, std::vector<NodeId>& assignments) {
  const ClassMember it = as<ClassMember>(id);
  if (!it.key) {  // no field, but code that runs in its turn
    assignments.push_back(it.value);
    return true;
  }
  bool isSet = !options_.useDefineForClassFields && kindOfMember(it) == MemberKind::Field && !it.has(kComputed) &&
               kindOf(it.key) != NodeKind::PrivateName;
  if (!isSet) return false;
  if (!it.value) return true;
  NodeId assignment = assign(memberOfThis(it.key), it.value);
  if (it.has(kStatic))
    members.push_back(staticBlock(it.start, {statement(assignment)}));
  else
    assignments.push_back(assignment);
  return true;
}

/// A private field, and a getter and a setter for it. Those of a static one go by the class' own name, since a
/// subclass has no such field.
void Lowering::expandAccessor(NodeId id, NodeId className, std::vector<NodeId>& members) {
  const ClassMember it = as<ClassMember>(id);
  uint32_t start = it.start;
  std::string_view wanted = "accessor";
  if (!it.has(kComputed)) {
    if (kindOf(it.key) == NodeKind::Name || kindOf(it.key) == NodeKind::PrivateName)
      wanted = ast_.text(as<Name>(it.key).name);
  }
  Atom storage = freshName(wanted);
  NodeId storageKey = make<Name>(NodeKind::PrivateName, start, storage);
  NodeId field = make<ClassMember>(NodeKind::ClassMember, start, storageKey, it.value, NodeList{}, ByteRange{});
  node(field).detail = static_cast<uint8_t>(MemberKind::Field);
  node(field).flags = it.flags & kStatic;
  members.push_back(field);
  auto stored = [&] {
    NodeId object = it.has(kStatic) && className ? copyOfIdentifier(className) : thisAt(start);
    NodeId result = member(object, storage, start);
    node(result).flags |= kPrivateMember;
    return result;
  };
  NodeId key = it.key;
  NodeId again = it.key;
  if (it.has(kComputed) && !isLiteral(it.key)) {
    uint32_t kept = temporary("_key", start);
    key = assign(identifier(start, kept), it.key);
    again = identifier(start, kept);
  }
  auto flags = static_cast<uint8_t>(it.flags & (kStatic | kComputed));
  members.push_back(method(start, key, flags | kGetter, {}, list({returned(stored())})));
  uint32_t value = declareSymbol(freshName("value"), SymbolKind::Parameter, functionScope_, start);
  NodeId parameter = make<Identifier>(NodeKind::Identifier, start, ast_.scopes().symbols[value].name, value);
  members.push_back(method(start, again, flags | kSetter, list({parameter}),
                           list({statement(assign(stored(), identifier(start, value)))})));
}

bool Lowering::isLiteral(NodeId id) const {
  NodeKind kind = kindOf(id);
  return kind == NodeKind::String || kind == NodeKind::Number || kind == NodeKind::Name;
}

/// Members and heritage; decorators have been taken. `className` is what static code may call the class, or nothing.
void Lowering::lowerClassBody(Class& it, NodeId className) {
  lower(it.heritage);
  std::vector<NodeId> fields;
  std::vector<NodeId> members;
  std::vector<NodeId> assignments;
  NodeId constructor;
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember || !isConstructor(as<ClassMember>(id))) continue;
    constructor = as<ClassMember>(id).value;
    takeParameterProperties(as<Function>(constructor), fields, assignments);
  }
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) == NodeKind::StaticBlock) {
      NodeId slot = id;
      lower(slot);
      members.push_back(slot);
      continue;
    }
    if (node(id).has(kDeclared)) continue;
    auto& one = as<ClassMember>(id);
    if (one.has(kComputed)) lower(one.key);
    if (!one.has(kMethod | kGetter | kSetter)) nameAnonymousClass(one.value, one.key, one.has(kComputed));
    lower(one.value);
    if (kindOfMember(one) == MemberKind::Accessor)
      expandAccessor(id, className, members);
    else if (!takeField(id, members, assignments))
      members.push_back(id);
  }
  if (!assignments.empty()) {
    if (constructor) {
      auto& function = as<Function>(constructor);
      addAssignments(function, bool{it.heritage}, assignments);
    } else {
      members.insert(members.begin(), makeConstructor(it.bodyStart, bool{it.heritage}, assignments));
    }
  }
  members.insert(members.begin(), fields.begin(), fields.end());
  it.members = list(members);
}

/// Decorators of the class, its members or its parameters.
bool Lowering::hasDecorators(const Class& it) const {
  if (!it.decorators.empty()) return true;
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) != NodeKind::ClassMember) continue;
    const auto& one = as<ClassMember>(id);
    if (!one.decorators.empty()) return true;
    if (kindOf(one.value) != NodeKind::Function) continue;
    for (NodeId parameter : ast_.list(as<Function>(one.value).parameters))
      if (kindOf(parameter) == NodeKind::Parameter && !as<Parameter>(parameter).decorators.empty()) return true;
  }
  return false;
}

void Lowering::lowerClassExpression(NodeId& slot) {
  auto& it = as<Class>(slot);
  if (hasDecorators(it)) {
    if (!options_.experimentalDecorators) return lowerDecoratedExpression(slot);
    error("class-expression-decorators", {it.start, it.start + 1},
          "With experimentalDecorators, decorators may stand in class declarations only");
  }
  lowerClassBody(it, it.name);
}

void Lowering::lowerClassStatement(NodeId id, ExportForm form, std::vector<NodeId>& out) {
  auto& it = as<Class>(id);
  if (hasDecorators(it)) {
    if (options_.experimentalDecorators) return lowerLegacyDecorated(id, form, out);
    return lowerDecoratedStatement(id, form, out);
  }
  lowerClassBody(it, it.name);
  if (form == ExportForm::None) return out.push_back(id);
  NodeKind kind = form == ExportForm::Named ? NodeKind::ExportDeclaration : NodeKind::ExportDefault;
  out.push_back(make<UnaryExpression>(kind, it.start, id));
}

}  // namespace weft::syntax
