#include "engine/lazy_stack.h"

#include "engine/call_site.h"
#include "engine/error_stack.h"

#include <wtf/Scope.h>

namespace weft::js {

using namespace JSC;

const ClassInfo LazyStack::s_info = {"CustomGetterSetter"_s, &Base::s_info, nullptr, nullptr,
                                     CREATE_METHOD_TABLE(LazyStack)};

LazyStack::LazyStack(JSC::VM& vm, Structure* structure) : Base(vm, structure, read, replace) {}

void LazyStack::destroy(JSCell* cell) {
  static_cast<LazyStack*>(cell)->~LazyStack();
}

template <typename Visitor>
void LazyStack::visitChildrenImpl(JSCell* cell, Visitor& visitor) {
  auto* self = jsCast<LazyStack*>(cell);
  Base::visitChildren(self, visitor);
  Locker locker{self->cellLock()};
  for (StackFrame& frame : self->frames_) frame.visitAggregate(visitor);
  visitor.reportExtraMemoryVisited(self->frames_.capacity() * sizeof(StackFrame));
}
DEFINE_VISIT_CHILDREN(LazyStack);

LazyStack* LazyStack::create(JSGlobalObject* global) {
  JSC::VM& vm = global->vm();
  Structure* structure = realmOf(global).impl().lazyStackStructure.get();
  auto* stack = new (NotNull, allocateCell<LazyStack>(vm)) LazyStack(vm, structure);
  stack->finishCreation(vm);
  return stack;
}

void LazyStack::putOn(JSC::VM& vm, JSObject* object) {
  object->putDirectCustomAccessor(vm, vm.propertyNames->stack, this,
                                  PropertyAttribute::DontEnum | PropertyAttribute::CustomValue);
}

void LazyStack::define(JSGlobalObject* global, JSObject* object, WTF::Vector<StackFrame>&& frames) {
  JSC::VM& vm = global->vm();
  LazyStack* stack = create(global);
  frames.shrinkToFit();
  size_t bytes = frames.capacity() * sizeof(StackFrame);
  {
    Locker locker{stack->cellLock()};
    stack->frames_ = WTFMove(frames);
  }
  vm.writeBarrier(stack);
  vm.heap.reportExtraMemoryAllocated(stack, bytes);
  stack->putOn(vm, object);
}

void LazyStack::define(JSGlobalObject* global, JSObject* object, std::vector<FrameRecord>&& records) {
  LazyStack* stack = create(global);
  stack->records_ = WTFMove(records);
  stack->putOn(global->vm(), object);
}

namespace {

LazyStack* lazyStackOf(JSC::VM& vm, JSObject* object) {
  unsigned attributes = 0;
  PropertyOffset offset = object->structure()->get(vm, vm.propertyNames->stack, attributes);
  if (!isValidOffset(offset) || !(attributes & PropertyAttribute::CustomValue)) return nullptr;
  return jsDynamicCast<LazyStack*>(object->getDirect(offset));
}

JSObject* errorConstructor(JSGlobalObject* global) {
  return realmOf(global).impl().errorConstructor.get();
}

// Makes the property an ordinary one, unless the program has deleted it or made an accessor of it meanwhile.
void settle(JSC::VM& vm, JSObject* object, JSValue value) {
  constexpr unsigned kAccessor = PropertyAttribute::Accessor | PropertyAttribute::CustomAccessor;
  unsigned attributes = 0;
  PropertyOffset offset = object->structure()->get(vm, vm.propertyNames->stack, attributes);
  if (!isValidOffset(offset) || (attributes & kAccessor)) return;
  object->putDirect(vm, vm.propertyNames->stack, value, attributes & ~PropertyAttribute::CustomValue);
}

}  // namespace

JSObject* stackPreparer(JSGlobalObject* global) {
  JSC::VM& vm = global->vm();
  if (clientData(vm).isPreparingStack) return nullptr;
  JSObject* constructor = errorConstructor(global);
  unsigned attributes = 0;
  PropertyOffset offset = constructor->structure()->get(vm, clientData(vm).prepareStackTrace, attributes);
  if (!isValidOffset(offset) || (attributes & PropertyAttribute::AccessorOrCustomAccessorOrValue)) return nullptr;
  JSValue value = constructor->getDirect(offset);
  return value.isCallable() ? asObject(value) : nullptr;
}

JSValue LazyStack::evaluate(JSGlobalObject* global, JSObject* object) {
  JSC::VM& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  std::vector<JSObject*> functions;
  std::vector<FrameRecord> records = records_.empty() ? recordFrames(vm, frames_, functions) : records_;
  JSObject* prepare = stackPreparer(global);
  if (!prepare) RELEASE_AND_RETURN(scope, jsString(vm, stackText(vm, object, records)));
  JSArray* sites = createCallSites(global, records, functions);
  RETURN_IF_EXCEPTION(scope, {});
  MarkedArgumentBuffer arguments;
  arguments.append(object);
  arguments.append(sites);
  clientData(vm).isPreparingStack = true;
  auto done = WTF::makeScopeExit([&] { clientData(vm).isPreparingStack = false; });
  RELEASE_AND_RETURN(scope, call(global, prepare, JSC::getCallData(prepare), errorConstructor(global), arguments));
}

EncodedJSValue LazyStack::read(JSGlobalObject* global, EncodedJSValue encoded, PropertyName) {
  JSC::VM& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  JSObject* object = JSValue::decode(encoded).getObject();
  LazyStack* stack = object ? lazyStackOf(vm, object) : nullptr;
  if (!stack) return JSValue::encode(jsUndefined());
  EnsureStillAliveScope keepAlive(stack);
  bool isNested = clientData(vm).isPreparingStack;
  JSValue value = stack->evaluate(global, object);
  RETURN_IF_EXCEPTION(scope, {});
  // What is read while the program prepares a stack is not its last word.
  if (!isNested) settle(vm, object, value);
  return JSValue::encode(value);
}

bool LazyStack::replace(JSGlobalObject* global, EncodedJSValue encoded, EncodedJSValue value, PropertyName) {
  if (JSObject* object = JSValue::decode(encoded).getObject()) settle(global->vm(), object, JSValue::decode(value));
  return true;
}

}  // namespace weft::js
