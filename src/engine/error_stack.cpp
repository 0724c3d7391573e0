// The text of Error.stack, and what the engine is told when it asks for one. It can ask at the end of a collection,
// so nothing here calls JavaScript: only data properties are read.

#include "engine/error_stack.h"

#include "engine/lazy_stack.h"

namespace weft::js {

using namespace JSC;

namespace {

// A string data property of the object or its prototypes; getters and other values count as absent.
// getDirect(vm, name) could materialise a property table, which is a cell.
WTF::String directString(JSObject* object, PropertyName name) {
  for (; object; object = object->getPrototypeDirect().getObject()) {
    if (object->type() == ProxyObjectType) return {};
    unsigned attributes = 0;
    PropertyOffset offset = object->structure()->getConcurrently(name.uid(), attributes);
    if (offset == invalidOffset) continue;
    JSValue value = object->getDirect(offset);
    if (!value || !value.isString()) return {};
    return asString(value)->tryGetValue().data;  // flattens a rope: memory, but no cell
  }
  return {};
}

}  // namespace

// ECMA-262's Error.prototype.toString over data properties.
WTF::String errorHeader(JSC::VM& vm, JSObject* error) {
  if (!error) return "Error"_s;
  WTF::String name = directString(error, vm.propertyNames->name);
  WTF::String message = directString(error, vm.propertyNames->message);
  if (name.isNull()) name = "Error"_s;
  if (message.isEmpty()) return name;
  if (name.isEmpty()) return message;
  return makeString(name, ": "_s, message);
}

WTF::String stackText(JSC::VM& vm, JSObject* error, const std::vector<FrameRecord>& frames) {
  VM::Impl& owner = clientData(vm).owner.impl();
  SourceMaps maps = owner.sourceMapsEnabled ? SourceMaps::Follow : SourceMaps::Ignore;
  WTF::StringBuilder out;
  out.append(errorHeader(vm, error));
  for (size_t i = 0; i < frames.size(); ++i) out.append("\n    at "_s, describeFrame(frames, i, maps));
  if (maps == SourceMaps::Ignore) return out.toString();
  for (const FrameRecord& frame : frames)
    if (auto map = frame.positions ? frame.positions->sourceMap() : nullptr) owner.shownMaps.insert(std::move(map));
  return out.toString();
}

void forgetStack(JSC::VM& vm, JSObject* object) {
  auto* error = jsDynamicCast<ErrorInstance*>(object);
  if (!error) return;
  clientData(vm).isReplacingStack = true;
  error->materializeErrorInfoIfNeeded(vm);
  clientData(vm).isReplacingStack = false;
}

void replaceStack(JSC::VM& vm, JSObject* object, JSValue value) {
  forgetStack(vm, object);
  object->putDirect(vm, vm.propertyNames->stack, value, static_cast<unsigned>(PropertyAttribute::DontEnum));
}

// A null string leaves the error without a text: what is to be its `stack` has then been said otherwise.
WTF::String formatErrorStack(JSC::VM& vm, const WTF::Vector<StackFrame>& frames, JSObject* object) {
  auto* error = jsDynamicCast<ErrorInstance*>(object);
  if (!error) return stackText(vm, object, recordFrames(vm, frames));
  ClientData& data = clientData(vm);
  if (vm.heap.worldIsStopped()) {
    data.keptStacks.keep(error, recordFrames(vm, frames));
    return {};
  }
  auto kept = data.keptStacks.take(error);
  if (data.isReplacingStack) return {};
  JSGlobalObject* global = error->globalObject();
  if (!kept && !error->stackTrace() && !global->stackTraceLimit()) {
    // Made while Error.stackTraceLimit was no number.
    error->putDirect(vm, vm.propertyNames->stack, jsUndefined(), static_cast<unsigned>(PropertyAttribute::DontEnum));
    return {};
  }
  if (stackPreparer(global)) {
    if (kept)
      LazyStack::define(global, error, WTFMove(*kept));
    else
      LazyStack::define(global, error, WTF::Vector<StackFrame>(frames));
    return {};
  }
  return stackText(vm, error, kept ? *kept : recordFrames(vm, frames));
}

}  // namespace weft::js
