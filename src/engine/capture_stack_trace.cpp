// Error.captureStackTrace(object, function): the stack of now, without the function and what it called.

#include "engine/capture_stack_trace.h"

#include "engine/error_stack.h"

#include <JavaScriptCore/Interpreter.h>

namespace weft::js {

using namespace JSC;

namespace {

JSC_DECLARE_HOST_FUNCTION(captureStackTrace);
JSC_DEFINE_HOST_FUNCTION(captureStackTrace, (JSGlobalObject * global, CallFrame* call)) {
  auto& vm = global->vm();
  auto scope = DECLARE_THROW_SCOPE(vm);
  JSObject* object = call->argument(0).getObject();
  if (!object) {
    throwTypeError(global, scope, "captureStackTrace expects the first argument to be an object"_s);
    return {};
  }
  JSValue function = call->argument(1);
  WTF::Vector<StackFrame> frames;
  constexpr size_t kThisFunction = 1;
  vm.interpreter.getStackTrace(object, frames, kThisFunction, global->stackTraceLimit().value_or(0),
                               function.isCallable() ? function.asCell() : nullptr);
  WTF::String text = formatErrorStack(vm, frames, object);
  // What an error would show at its first read must not replace what is stored now.
  if (auto* error = jsDynamicCast<ErrorInstance*>(object)) error->materializeErrorInfoIfNeeded(vm);
  object->putDirect(vm, vm.propertyNames->stack, jsString(vm, WTFMove(text)),
                    static_cast<unsigned>(PropertyAttribute::DontEnum));
  return JSValue::encode(jsUndefined());
}

}  // namespace

void defineCaptureStackTrace(JSC::VM& vm, JSGlobalObject* global) {
  JSObject* constructor = asObject(global->errorPrototype()->getDirect(vm, vm.propertyNames->constructor));
  auto* function =
      JSFunction::create(vm, global, 2, "captureStackTrace"_s, captureStackTrace, ImplementationVisibility::Public);
  // What the realm is set to; the engine wrote its own default.
  constructor->putDirect(vm, vm.propertyNames->stackTraceLimit, jsNumber(global->stackTraceLimit().value_or(0)));
  constructor->putDirect(vm, vm.propertyNames->captureStackTrace, function,
                         static_cast<unsigned>(PropertyAttribute::DontEnum));
}

}  // namespace weft::js
