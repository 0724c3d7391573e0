// Native classes: the cell that owns a Native, and the constructor and prototype of a ClassSpec.

#include "engine/class.h"

#include "engine/internal.h"
#include "engine/native_cell.h"

namespace weft::js {

using namespace JSC;

struct NativeAccess {
  static void setObject(Native& native, JSObject* object) {
    native.object_ = static_cast<uint64_t>(JSValue::encode(object));
  }
};

const ClassInfo NativeCell::s_info = {"Object"_s, &Base::s_info, nullptr, nullptr, CREATE_METHOD_TABLE(NativeCell)};

NativeCell* NativeCell::create(Realm& realm, Structure* structure, const ClassSpec& spec,
                               std::unique_ptr<Native> native) {
  JSC::VM& vm = jscVM(realm);
  size_t cost = native->memoryCost();
  auto* cell = new (NotNull, allocateCell<NativeCell>(vm)) NativeCell(vm, structure, spec, std::move(native));
  cell->finishCreation(vm);
  NativeAccess::setObject(*cell->native_, cell);
  cell->link_ = &realm.impl().natives;
  cell->next_ = std::exchange(*cell->link_, cell);
  if (cell->next_) cell->next_->link_ = &cell->next_;
  if (cost) vm.heap.reportExtraMemoryAllocated(cell, cost);
  return cell;
}

void NativeCell::destroy(JSCell* cell) {
  static_cast<NativeCell*>(cell)->~NativeCell();
}

void NativeCell::unlink() {
  if (!link_) return;
  *link_ = next_;
  if (next_) next_->link_ = link_;
  link_ = nullptr;
}

void NativeCell::destroyNatives(Realm& realm) {
  while (NativeCell* cell = realm.impl().natives) {
    cell->unlink();
    cell->native_.reset();
  }
}

void NativeCell::destroyNativesBut(Realm& realm, const std::unordered_set<NativeCell*>& kept) {
  // One that goes may take others along.
  NativeCell** link = &realm.impl().natives;
  while (NativeCell* cell = *link) {
    if (kept.contains(cell)) {
      link = &cell->next_;
      continue;
    }
    cell->unlink();
    cell->native_.reset();
    link = &realm.impl().natives;
  }
}

std::unordered_set<NativeCell*> NativeCell::nativesOf(Realm& realm) {
  std::unordered_set<NativeCell*> all;
  for (NativeCell* cell = realm.impl().natives; cell; cell = cell->next_) all.insert(cell);
  return all;
}

template <typename Visitor>
void NativeCell::visitChildrenImpl(JSCell* cell, Visitor& visitor) {
  auto* self = jsCast<NativeCell*>(cell);
  ASSERT_GC_OBJECT_INHERITS(self, info());
  Base::visitChildren(self, visitor);
  if (!self->native_) return;
  AbstractSlotVisitor& abstract = visitor;
  Tracer tracer(&abstract);
  self->native_->trace(tracer);
  visitor.reportExtraMemoryVisited(self->native_->memoryCost());
}
DEFINE_VISIT_CHILDREN(NativeCell);

void Tracer::visit(const Traced& field) {
  if (JSValue value = toJSC(field.value()); value.isCell())
    static_cast<AbstractSlotVisitor*>(visitor_)->appendUnbarriered(value);
}

void Traced::set(Native& owner, Value value) {
  __atomic_store_n(&bits_, value.bits(), __ATOMIC_RELEASE);
  JSObject* object = objectOf(owner.object());
  object->vm().writeBarrier(object, toJSC(value));
}

void Native::pin(Realm& realm) {
  if (!pins_++) self_ = Persistent(realm, object());
}
void Native::unpin() {
  if (!--pins_) self_.reset();
}

namespace {

int64_t illegalConstructor(JSGlobalObject* global, CallFrame*) {
  return throwError(realmOf(global), JsError(ErrorKind::TypeError, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor"));
}

EncodedJSValue callWithoutNew(JSGlobalObject* global, CallFrame* frame) {
  auto name = toUtf8(jsCast<JSFunction*>(frame->jsCallee())->name(global->vm()));
  return throwError(realmOf(global),
                    JsError::typeError("Class constructor " + name + " cannot be invoked without 'new'"));
}

JSObject* createPrototype(Realm& realm, const ClassSpec& spec, JSObject* constructor) {
  auto& vm = jscVM(realm);
  JSObject* prototype = constructEmptyObject(realm.global());
  for (const MemberSpec& member : spec.members) {
    Identifier name = identifier(vm, member.function.name);
    JSObject* function = objectOf(createFunction(realm, member.function));
    constexpr auto kDontEnum = static_cast<unsigned>(PropertyAttribute::DontEnum);
    constexpr auto kAccessor = static_cast<unsigned>(PropertyAttribute::Accessor);
    switch (member.kind) {
      case MemberKind::Method:
        prototype->putDirect(vm, name, function, kDontEnum);
        break;
      case MemberKind::StaticMethod:
        constructor->putDirect(vm, name, function, kDontEnum);
        break;
      case MemberKind::Getter:
      case MemberKind::Setter: {
        // A getter and a setter of one name share an accessor property.
        JSValue present = prototype->getDirect(vm, name);
        auto* pair = present && present.isGetterSetter() ? jsCast<GetterSetter*>(present) : nullptr;
        bool isGetter = member.kind == MemberKind::Getter;
        JSObject* getter = isGetter ? function : pair ? pair->getter() : nullptr;
        JSObject* setter = isGetter ? (pair ? pair->setter() : nullptr) : function;
        prototype->putDirectAccessor(realm.global(), name, GetterSetter::create(vm, realm.global(), getter, setter),
                                     kAccessor | kDontEnum);
        break;
      }
    }
  }
  prototype->putDirect(vm, vm.propertyNames->toStringTagSymbol, jsString(vm, toWTF(spec.name)),
                       PropertyAttribute::DontEnum | PropertyAttribute::ReadOnly);
  prototype->putDirect(vm, vm.propertyNames->constructor, constructor,
                       static_cast<unsigned>(PropertyAttribute::DontEnum));
  constructor->putDirect(vm, vm.propertyNames->prototype, prototype,
                         PropertyAttribute::DontEnum | PropertyAttribute::DontDelete | PropertyAttribute::ReadOnly);
  return prototype;
}

ClassEntry& entryFor(Realm& realm, const ClassSpec& spec) {
  auto& classes = realm.impl().classes;
  auto found = classes.find(&spec);
  if (found != classes.end()) return found->second;
  auto& vm = jscVM(realm);
  auto construct = spec.construct ? spec.construct : &illegalConstructor;
  auto* constructor =
      JSFunction::create(vm, realm.global(), spec.length, toWTF(spec.name), NativeFunction(callWithoutNew),
                         ImplementationVisibility::Public, NoIntrinsic, NativeFunction(construct));
  JSObject* prototype = createPrototype(realm, spec, constructor);
  Structure* structure = NativeCell::createStructure(vm, realm.global(), prototype);
  ClassEntry entry;
  entry.constructor.set(vm, constructor);
  entry.structure.set(vm, structure);
  return classes.emplace(&spec, std::move(entry)).first->second;
}

}  // namespace

Function classConstructor(Realm& realm, const ClassSpec& spec) {
  return fromJSC(entryFor(realm, spec).constructor.get()).asFunction();
}

Object wrap(Realm& realm, const ClassSpec& spec, std::unique_ptr<Native> native) {
  Structure* structure = entryFor(realm, spec).structure.get();
  return fromJSC(NativeCell::create(realm, structure, spec, std::move(native))).asObject();
}

Result<Object> wrapNew(Realm& realm, const ClassSpec& spec, std::unique_ptr<Native> native, Value newTarget) {
  auto& vm = jscVM(realm);
  ClassEntry& entry = entryFor(realm, spec);
  Structure* structure = entry.structure.get();
  if (newTarget.isObject() && toJSC(newTarget) != JSValue(entry.constructor.get())) {
    auto scope = DECLARE_CATCH_SCOPE(vm);
    structure = InternalFunction::createSubclassStructure(realm.global(), asObject(toJSC(newTarget)), structure);
    if (scope.exception()) return takeException(scope);
  }
  return fromJSC(NativeCell::create(realm, structure, spec, std::move(native))).asObject();
}

Native* unwrapNative(Value value, const ClassSpec& spec) {
  if (!value.isObject()) return nullptr;
  auto* cell = jsDynamicCast<NativeCell*>(toJSC(value));
  return cell && &cell->spec() == &spec ? cell->native() : nullptr;
}

}  // namespace weft::js
