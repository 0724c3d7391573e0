// Error.captureStackTrace(object, function): the stack of now, without the function and what it called.

#include "engine/capture_stack_trace.h"

#include "engine/error_stack.h"
#include "engine/lazy_stack.h"

#include <JavaScriptCore/Interpreter.h>

namespace weft::js {

using namespace JSC;

namespace {

constexpr size_t kThisFunction = 1;

bool canHaveStack(JSGlobalObject* global, JSObject* object) {
  JSC::VM& vm = global->vm();
  unsigned attributes = 0;
  PropertyOffset offset = object->structure()->get(vm, vm.propertyNames->stack, attributes);
  if (isValidOffset(offset)) return !(attributes & PropertyAttribute::DontDelete);
  return object->isExtensible(global);
}

// A proxy is told what it gets, as of any property that is defined on it.
EncodedJSValue defineOnProxy(JSGlobalObject* global, JSObject* proxy, const WTF::Vector<StackFrame>& frames) {
  JSC::VM& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  WTF::String text = stackText(vm, proxy, recordFrames(vm, frames));
  PropertyDescriptor descriptor(jsString(vm, WTFMove(text)), static_cast<unsigned>(PropertyAttribute::DontEnum));
  proxy->methodTable()->defineOwnProperty(proxy, global, vm.propertyNames->stack, descriptor, true);
  RETURN_IF_EXCEPTION(scope, {});
  return JSValue::encode(jsUndefined());
}

JSC_DECLARE_HOST_FUNCTION(captureStackTrace);
JSC_DEFINE_HOST_FUNCTION(captureStackTrace, (JSGlobalObject * global, CallFrame* call)) {
  auto& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  JSObject* object = call->argument(0).getObject();
  if (!object) {
    throwTypeError(global, scope, "captureStackTrace expects the first argument to be an object"_s);
    return {};
  }
  if (object->type() == GlobalProxyType) object = jsCast<JSGlobalProxy*>(object)->target();
  bool isProxy = object->type() == ProxyObjectType;
  bool isPossible = isProxy || canHaveStack(global, object);
  RETURN_IF_EXCEPTION(scope, {});
  if (!isPossible) {
    throwTypeError(global, scope, "Cannot define property stack, object is not extensible"_s);
    return {};
  }
  auto limit = global->stackTraceLimit();
  if (!limit && !isProxy) {
    replaceStack(vm, object, jsUndefined());
    return JSValue::encode(jsUndefined());
  }
  JSValue function = call->argument(1);
  WTF::Vector<StackFrame> frames;
  vm.interpreter.getStackTrace(object, frames, kThisFunction, limit.value_or(0),
                               function.isCallable() ? function.asCell() : nullptr);
  if (isProxy) RELEASE_AND_RETURN(scope, defineOnProxy(global, object, frames));
  forgetStack(vm, object);
  LazyStack::define(global, object, WTFMove(frames));
  return JSValue::encode(jsUndefined());
}

}  // namespace

void defineCaptureStackTrace(JSC::VM& vm, JSGlobalObject* global) {
  JSObject* constructor = asObject(global->errorPrototype()->getDirect(vm, vm.propertyNames->constructor));
  Realm::Impl& realm = realmOf(global).impl();
  realm.errorConstructor.set(vm, constructor);
  realm.lazyStackStructure.set(vm, LazyStack::createStructure(vm));
  auto* function =
      JSFunction::create(vm, global, 2, "captureStackTrace"_s, captureStackTrace, ImplementationVisibility::Public);
  // What the realm is set to; the engine wrote its own default.
  constructor->putDirect(vm, vm.propertyNames->stackTraceLimit, jsNumber(global->stackTraceLimit().value_or(0)));
  constructor->putDirect(vm, vm.propertyNames->captureStackTrace, function,
                         static_cast<unsigned>(PropertyAttribute::DontEnum));
}

}  // namespace weft::js
