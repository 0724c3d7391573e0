// Fields, private names and static blocks of classes:
//
//     class A extends B {             const _c = new WeakMap();
//       a = 1;                        class A extends B {
//       #c = 2;                         constructor() {
//       static d = this.e;                super(...arguments);
//       static { f(); }                   __publicField(this, "a", 1);
//     }                                   __privateAdd(this, _c, 2);
//                                       }
//                                     }
//                                     const _A = A;
//                                     __publicField(A, "d", _A.e);
//                                     (() => { f(); })();
//
//     a(class { static b = 1; })      a((() => {
//                                       const _A = (0, class {});
//                                       __publicField(_A, "b", 1);
//                                       return _A;
//                                     })())
//
// Fields are lowered all together, so that their order stays. Where static fields are there and static blocks are not,
// a block becomes a field: static #block = (() => { f(); })().

#include "syntax/downlevelling.h"

namespace weft::syntax {

namespace {

bool isFunctionNode(NodeKind kind) {
  return kind == NodeKind::Function || kind == NodeKind::Arrow || kind == NodeKind::FunctionDeclaration;
}

}  // namespace

bool Downlevel::usesPrivateIn(NodeId id) {
  if (isTooDeep()) return false;
  for (; isLeftNesting(kindOf(id)); id = leftSlot(ast_, id)) {
    if (node(id).op == TokenKind::In && kindOf(leftSlot(ast_, id)) == NodeKind::PrivateName) return true;
    bool isFound = false;
    NodeId* left = &leftSlot(ast_, id);
    forEachChild(ast_, id, [&](NodeId& child) { isFound = isFound || (&child != left && usesPrivateIn(child)); });
    if (isFound) return true;
  }
  bool isFound = false;
  forEachChild(ast_, id, [&](NodeId& child) { isFound = isFound || usesPrivateIn(child); });
  return isFound;
}

Downlevel::ClassPlan Downlevel::planOf(const Class& it) {
  bool hasBlock = false;
  bool hasPrivate = false;
  for (NodeId id : ast_.list(it.members)) {
    if (kindOf(id) == NodeKind::StaticBlock) {
      hasBlock = true;
      continue;
    }
    const auto& one = as<ClassMember>(id);
    bool isField = !one.has(kMethod | kGetter | kSetter);
    if (isField && lacks(one.has(kStatic) ? Feature::ClassStaticFields : Feature::ClassFields)) return ClassPlan::All;
    if (!isPrivate(one)) continue;
    hasPrivate = true;
    if (lacks(isField ? Feature::ClassPrivateFields : Feature::ClassPrivateMethods)) return ClassPlan::All;
  }
  if (hasPrivate && lacks(Feature::ClassPrivateIn))
    for (NodeId id : ast_.list(it.members))
      if (usesPrivateIn(id)) return ClassPlan::All;
  if (!hasBlock || !lacks(Feature::ClassStaticBlocks)) return ClassPlan::Keep;
  bool mayBeField = !lacks(Feature::ClassStaticFields) && !lacks(Feature::ClassPrivateFields);
  return mayBeField ? ClassPlan::StaticBlocks : ClassPlan::All;
}

// --- Classes that stay.

void Downlevel::lowerStaticBlock(NodeId id) {
  FunctionContext context;
  context.role = FunctionRole::Initializer;
  Temporarily restore(function_, &context);
  std::vector<NodeId> temporaries;
  Temporarily restoreTemporaries(temporaries_, &temporaries);
  auto& it = as<Block>(id);
  it.body = lowerStatements(withUsing(it.body, false), true);
}

/// The value of a field.
void Downlevel::lowerInitializer(NodeId& slot, NodeId key) {
  if (!slot) return;
  FunctionContext context;
  context.role = FunctionRole::Initializer;
  Temporarily restore(function_, &context);
  lowerDetached(slot, key);
  if (!context.usesNewTarget) return;
  Move move;
  move.hasNewTarget = false;
  this->move(slot, move, true);
}

void Downlevel::lowerKeptClass(Class& it, ClassPlan plan) {
  lower(it.heritage);
  ClassContext context{class_};
  declarePrivates(it, context, nullptr);
  Temporarily restore(class_, &context);
  for (NodeId& id : ast_.list(it.members)) {
    if (kindOf(id) == NodeKind::StaticBlock) {
      lowerStaticBlock(id);
      if (plan == ClassPlan::StaticBlocks) id = staticBlockField(id);
      continue;
    }
    auto& one = as<ClassMember>(id);
    if (one.has(kComputed)) lower(one.key);
    if (one.has(kMethod | kGetter | kSetter))
      lower(one.value);
    else
      lowerInitializer(one.value, one.has(kComputed) ? NodeId{} : one.key);
  }
}

NodeId Downlevel::staticBlockField(NodeId id) {
  const Block it = as<Block>(id);
  NodeId key = make<Name>(NodeKind::PrivateName, it.start, freshName("block"));
  NodeId value = call(arrow(it.start, {}, it.body, functionScope_), {});
  NodeId field = make<ClassMember>(NodeKind::ClassMember, it.start, key, value, NodeList{}, ByteRange{});
  node(field).detail = static_cast<uint8_t>(MemberKind::Field);
  node(field).flags = kStatic;
  return field;
}

// --- Classes that are taken apart.

/// A name that lives as long as the class: a constant beside it, or a variable of the function around.
uint32_t Downlevel::classLocal(std::string_view wanted, const ClassParts& parts) {
  return parts.usesTemporaries ? temporary(wanted, parts.start) : declareLocal(wanted, SymbolKind::Const, parts.start);
}

/// The class, in code after it.
NodeId Downlevel::ofClass(const ClassParts& parts, uint32_t start) {
  return identifier(start, parts.name != kNoSymbol ? parts.name : parts.alias);
}

void Downlevel::moveOut(NodeId& slot, ClassParts& parts, Move::Home home, bool isFunction) {
  if (!slot) return;
  Move move;
  move.home = home;
  move.alias = parts.alias;
  move.innerName = parts.innerName;
  if (!isFunction) {
    move.thisSymbol = parts.alias;
    this->move(slot, move, true);
  } else {
    forEachChild(ast_, slot, [&](NodeId& child) { this->move(child, move, true); });
  }
  parts.usesAlias |= move.usedAlias;
}

/// A computed key; those of fields that stood before it come first.
void Downlevel::takeKey(ClassMember& it, ClassParts& parts) {
  if (!it.has(kComputed)) return;
  lower(it.key);
  if (parts.pendingKeys.empty()) return;
  parts.pendingKeys.push_back(it.key);
  it.key = sequence(parts.pendingKeys);
  parts.pendingKeys.clear();
}

NodeId Downlevel::fieldKey(const ClassMember& it, ClassParts& parts) {
  if (!it.has(kComputed)) return keyOf(it.key);
  NodeId key = it.key;
  lower(key);
  if (kindOf(key) == NodeKind::String || kindOf(key) == NodeKind::Number) return key;
  uint32_t symbol =
      parts.usesTemporaries ? temporary("_key", it.start) : declareLocal("_key", SymbolKind::Let, it.start);
  if (!parts.usesTemporaries) parts.keys.push_back(symbol);
  parts.pendingKeys.push_back(assign(identifier(it.start, symbol), helperCall(Helper::Key, it.start, {key})));
  return identifier(it.start, symbol);
}

void Downlevel::takeField(const ClassMember& it, ClassParts& parts) {
  bool isOfClass = it.has(kStatic);
  NodeId key =
      isPrivate(it) ? identifier(it.start, class_->privates.at(as<Name>(it.key).name).storage) : fieldKey(it, parts);
  NodeId value = it.value;
  lowerInitializer(value, it.has(kComputed) ? NodeId{} : it.key);
  if (isOfClass) moveOut(value, parts, Move::Home::Static, false);
  // A class is named after its field, and a function of a static one; of the others each object would pay for it.
  bool isClass = kindOf(value) == NodeKind::Class && !as<Class>(value).name;
  bool isFunction =
      kindOf(value) == NodeKind::Arrow || (kindOf(value) == NodeKind::Function && !as<Function>(value).name);
  if ((isClass || (isFunction && isOfClass)) && !it.has(kComputed)) value = namedValue(value, nameOfKey(it.key));
  std::vector<NodeId> arguments{isOfClass ? ofClass(parts, it.start) : thisAt(it.start), key};
  if (value) arguments.push_back(value);
  Helper helper = isPrivate(it) ? Helper::PrivateAdd : Helper::PublicField;
  NodeId made = call(helperName(helper, it.start), arguments);
  if (isOfClass)
    parts.after.push_back({kNoSymbol, made});
  else
    parts.initializers.push_back(made);
}

void Downlevel::takeStaticBlock(NodeId id, ClassParts& parts) {
  lowerStaticBlock(id);
  const Block it = as<Block>(id);
  if (it.body.empty()) return;
  NodeId function = arrow(it.start, {}, it.body, functionScope_);
  moveOut(function, parts, Move::Home::Static, false);
  parts.after.push_back({kNoSymbol, call(function, {})});
}

void Downlevel::takeMember(NodeId id, ClassParts& parts) {
  if (kindOf(id) == NodeKind::StaticBlock) return takeStaticBlock(id, parts);
  auto& it = as<ClassMember>(id);
  bool isField = !it.has(kMethod | kGetter | kSetter);
  if (isField) return takeField(it, parts);
  if (isPrivate(it)) return takePrivateMethod(it, parts);
  takeKey(it, parts);
  lower(it.value);
  parts.members.push_back(id);
}

Downlevel::ClassParts Downlevel::takeClass(Class& it, bool isExpression, bool usesTemporaries) {
  ClassParts parts;
  parts.start = it.start;
  parts.usesTemporaries = usesTemporaries;
  std::string wanted = "_class";
  if (it.name) {
    const Identifier name = as<Identifier>(it.name);
    wanted = "_" + std::string(ast_.text(name.name));
    if (!isExpression) parts.name = name.symbol;
    const ScopeTree& tree = ast_.scopes();
    for (uint32_t at = tree.scopes[it.scope].firstSymbol; at != kNoSymbol; at = tree.symbols[at].next)
      if (tree.symbols[at].name == name.name) parts.innerName = at;
  }
  parts.alias = classLocal(wanted, parts);
  lower(it.heritage);
  ClassContext context{class_};
  declarePrivates(it, context, &parts);
  Temporarily restore(class_, &context);
  for (NodeId id : ast_.list(it.members)) takeMember(id, parts);
  addToConstructor(it, parts);
  it.members = list(parts.members);
  std::vector<Step> first;
  for (NodeId key : parts.pendingKeys) first.push_back({kNoSymbol, key});
  first.insert(first.end(), parts.privateFunctions.begin(), parts.privateFunctions.end());
  if (parts.staticBrand != kNoSymbol) {
    NodeId brand = identifier(it.start, parts.staticBrand);
    first.push_back({kNoSymbol, helperCall(Helper::PrivateAdd, it.start, {ofClass(parts, it.start), brand})});
  }
  parts.after.insert(parts.after.begin(), first.begin(), first.end());
  return parts;
}

// --- The constructor.

void Downlevel::addToConstructor(Class& it, ClassParts& parts) {
  std::vector<NodeId> assignments;
  if (parts.instanceBrand != kNoSymbol) {
    NodeId brand = identifier(it.start, parts.instanceBrand);
    assignments.push_back(helperCall(Helper::PrivateAdd, it.start, {thisAt(it.start), brand}));
  }
  assignments.insert(assignments.end(), parts.initializers.begin(), parts.initializers.end());
  if (assignments.empty()) return;
  for (NodeId id : parts.members) {
    if (!isConstructor(as<ClassMember>(id))) continue;
    auto& constructor = as<Function>(as<ClassMember>(id).value);
    renameClashes(constructor, assignments);
    addAssignments(constructor, bool{it.heritage}, assignments);
    return;
  }
  parts.members.insert(parts.members.begin(), makeConstructor(it.bodyStart, bool{it.heritage}, assignments));
}

bool Downlevel::isScopeWithin(uint32_t scope, uint32_t outer) const {
  const ScopeTree& tree = ast_.scopes();
  for (; scope != kNoScope && scope >= outer; scope = tree.scopes[scope].parent)
    if (scope == outer) return true;
  return false;
}

/// What the constructor declares must not be in the way of names that the fields' values use.
void Downlevel::renameClashes(Function& constructor, std::span<const NodeId> initializers) {
  std::unordered_set<Atom> names;
  for (NodeId id : initializers) collectNames(id, names);
  std::unordered_map<uint32_t, Atom> renamed;
  for (NodeId& slot : ast_.list(constructor.parameters)) renameIn(slot, names, constructor.scope, renamed);
  for (NodeId& slot : ast_.list(constructor.body)) renameIn(slot, names, constructor.scope, renamed);
  for (auto [symbol, name] : renamed) ast_.scopes().symbols[symbol].name = name;
}

void Downlevel::collectNames(NodeId id, std::unordered_set<Atom>& names) {
  if (isTooDeep()) return;
  for (; isLeftNesting(kindOf(id)); id = leftSlot(ast_, id)) {
    NodeId* left = &leftSlot(ast_, id);
    forEachChild(ast_, id, [&](NodeId& child) {
      if (&child != left) collectNames(child, names);
    });
  }
  if (kindOf(id) == NodeKind::Identifier) names.insert(as<Identifier>(id).name);
  forEachChild(ast_, id, [&](NodeId& child) { collectNames(child, names); });
}

void Downlevel::renameIn(NodeId& slot, const std::unordered_set<Atom>& names, uint32_t scope,
                         std::unordered_map<uint32_t, Atom>& renamed) {
  if (isTooDeep()) return;
  NodeId at = slot;
  for (; isLeftNesting(kindOf(at)); at = leftSlot(ast_, at)) {
    NodeId* left = &leftSlot(ast_, at);
    forEachChild(ast_, at, [&](NodeId& child) {
      if (&child != left) renameIn(child, names, scope, renamed);
    });
  }
  if (kindOf(at) == NodeKind::Property && node(at).has(kShorthand)) {
    NodeId name = as<Property>(at).value;
    if (kindOf(name) == NodeKind::AssignmentPattern || kindOf(name) == NodeKind::Assign)
      name = as<BinaryExpression>(name).left;
    Atom before = kindOf(name) == NodeKind::Identifier ? as<Identifier>(name).name : Atom::Empty;
    renameIn(as<Property>(at).value, names, scope, renamed);
    bool isRenamed = before != Atom::Empty && as<Identifier>(name).name != before;
    if (isRenamed) node(at).flags &= static_cast<uint8_t>(~kShorthand);
    return;
  }
  forEachChild(ast_, at, [&](NodeId& child) { renameIn(child, names, scope, renamed); });
  if (kindOf(at) != NodeKind::Identifier) return;
  auto& it = as<Identifier>(at);
  if (it.symbol == kNoSymbol) return;
  auto found = renamed.find(it.symbol);
  if (found == renamed.end()) {
    if (!names.contains(it.name) || !isScopeWithin(ast_.scopes().symbols[it.symbol].scope, scope)) return;
    found = renamed.emplace(it.symbol, freshName(ast_.text(it.name))).first;
  }
  it.name = found->second;
}

// --- Putting it together.

/// Does it await or yield, in the function around?
bool Downlevel::suspends(NodeId id) {
  if (!id || isTooDeep()) return false;
  if (isFunctionNode(kindOf(id))) return false;
  if (kindOf(id) == NodeKind::Await || kindOf(id) == NodeKind::Yield) return true;
  bool isFound = false;
  forEachChild(ast_, id, [&](NodeId& child) { isFound = isFound || suspends(child); });
  return isFound;
}

/// The value, with the name that it would have where it stood.
NodeId Downlevel::namedValue(NodeId value, std::string_view name) {
  uint32_t start = node(value).start;
  if (name.empty() || name == "__proto__") return sequence(std::vector<NodeId>{number(start, 0), value});
  NodeId holder =
      object(start, std::vector<NodeId>{make<Property>(NodeKind::Property, start, string(start, name), value)});
  return index(holder, string(start, name));
}

void Downlevel::emitSteps(std::span<const Step> steps, std::vector<NodeId>& out) {
  for (const Step& step : steps) {
    if (step.symbol == kNoSymbol)
      out.push_back(statement(step.value));
    else
      out.push_back(declared(VariableKind::Const, declarationOf(step.symbol), step.value));
  }
}

void Downlevel::emitBefore(const ClassParts& parts, std::vector<NodeId>& out) {
  std::vector<NodeId> keys;
  for (uint32_t key : parts.keys) keys.push_back(declarator(declarationOf(key), {}));
  if (!keys.empty()) out.push_back(variables(VariableKind::Let, parts.start, keys));
  emitSteps(parts.before, out);
}

void Downlevel::lowerClassExpression(NodeId& slot, std::string_view name) {
  auto& it = as<Class>(slot);
  ClassPlan plan = planOf(it);
  if (plan != ClassPlan::All) return lowerKeptClass(it, plan);
  uint32_t start = it.start;
  bool usesTemporaries = suspends(it.heritage);
  for (NodeId id : ast_.list(it.members))
    if (kindOf(id) == NodeKind::ClassMember && node(id).has(kComputed))
      usesTemporaries = usesTemporaries || suspends(as<ClassMember>(id).key);
  ClassParts parts = takeClass(it, true, usesTemporaries);
  if (parts.before.empty() && parts.after.empty() && parts.keys.empty() && !usesTemporaries) return;
  NodeId value = it.name ? slot : namedValue(slot, name);
  if (usesTemporaries) {
    std::vector<NodeId> items;
    auto add = [&](std::span<const Step> steps) {
      for (const Step& step : steps)
        items.push_back(step.symbol == kNoSymbol ? step.value : assign(identifier(start, step.symbol), step.value));
    };
    add(parts.before);
    items.push_back(assign(identifier(start, parts.alias), value));
    add(parts.after);
    items.push_back(identifier(start, parts.alias));
    slot = sequence(items);
    return;
  }
  std::vector<NodeId> body;
  emitBefore(parts, body);
  body.push_back(declared(VariableKind::Const, declarationOf(parts.alias), value));
  emitSteps(parts.after, body);
  body.push_back(returned(identifier(start, parts.alias)));
  slot = call(arrow(start, {}, list(body), functionScope_), {});
}

void Downlevel::lowerClassStatement(NodeId id, NodeKind exportKind, std::vector<NodeId>& out) {
  auto& it = as<Class>(id);
  ClassPlan plan = planOf(it);
  auto withExport = [&] {
    return exportKind == NodeKind::None ? id : make<UnaryExpression>(exportKind, as<Class>(id).start, id);
  };
  if (plan != ClassPlan::All) {
    lowerKeptClass(it, plan);
    return out.push_back(withExport());
  }
  ClassParts parts = takeClass(it, !it.name, false);
  emitBefore(parts, out);
  if (it.name || (parts.after.empty() && !parts.usesAlias)) {
    out.push_back(withExport());
    if (parts.usesAlias)
      out.push_back(declared(VariableKind::Const, declarationOf(parts.alias), identifier(it.start, parts.name)));
  } else {
    // Only `export default` has a class without a name.
    it.kind = NodeKind::Class;
    out.push_back(declared(VariableKind::Const, declarationOf(parts.alias), namedValue(id, "default")));
    out.push_back(exportDefaultOf(it.start, parts.alias));
  }
  emitSteps(parts.after, out);
}

}  // namespace weft::syntax
