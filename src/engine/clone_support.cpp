#include "engine/clone_support.h"

#include <algorithm>

#include "engine/inspection.h"
#include "engine/internal.h"
#include "engine/wasm_memory.h"

#include <JavaScriptCore/JSWebAssemblyModule.h>
#include <JavaScriptCore/ObjectPrototype.h>

namespace weft::js {

namespace {

/// Objects without internal slots: what literals, classes and Object.create make.
bool isPlain(JSC::JSObject* object) {
  return object->type() == JSC::FinalObjectType || object->inherits<JSC::ObjectPrototype>();
}

/// Whether the elements fill their storage without holes; a shape that isn't plain storage counts as having some.
bool isDense(JSC::JSArray* array) {
  unsigned length = array->length();
  JSC::Butterfly* butterfly = array->butterfly();
  switch (array->indexingType() & JSC::IndexingShapeMask) {
    case JSC::UndecidedShape:
    case JSC::NoIndexingShape:
      return !length;
    case JSC::Int32Shape:
    case JSC::ContiguousShape: {
      const auto* elements = butterfly->contiguous().data();
      return std::none_of(elements, elements + length, [](const auto& element) { return element.get().isEmpty(); });
    }
    case JSC::DoubleShape: {
      const double* elements = butterfly->contiguousDouble().data();
      return std::none_of(elements, elements + length, [](double element) { return element != element; });
    }
    default:
      return false;
  }
}

CloneKind arrayKind(JSC::JSObject* object) {
  auto* array = JSC::jsDynamicCast<JSC::JSArray*>(object);
  bool hasKeys = !array || array->structure()->maxOffset() != JSC::invalidOffset;
  if (hasKeys || !isDense(array)) return CloneKind::Array;
  auto shape = array->indexingType() & JSC::IndexingShapeMask;
  return shape == JSC::Int32Shape || shape == JSC::DoubleShape ? CloneKind::NumberArray : CloneKind::DenseArray;
}

CloneKind rareKind(JSC::JSObject* object) {
  if (object->isCallable()) return CloneKind::None;
  if (isPlain(object)) return CloneKind::Ordinary;
  if (object->inherits<JSC::JSWebAssemblyModule>()) return CloneKind::WasmModule;
  auto* memory = JSC::jsDynamicCast<JSC::JSWebAssemblyMemory*>(object);
  return memory && memory->sharingMode() == JSC::MemorySharingMode::Shared ? CloneKind::WasmMemory : CloneKind::None;
}

}  // namespace

CloneKind cloneKind(Object value) {
  JSC::JSObject* object = objectOf(value);
  if (object->type() == JSC::FinalObjectType) return CloneKind::Ordinary;
  switch (objectKind(value)) {
    case ObjectKind::Ordinary:
      return rareKind(object);
    case ObjectKind::Array:
      return arrayKind(object);
    case ObjectKind::Arguments:
      return CloneKind::Ordinary;
    case ObjectKind::Date:
      return CloneKind::Date;
    case ObjectKind::RegExp:
      return CloneKind::RegExp;
    case ObjectKind::Map:
      return CloneKind::Map;
    case ObjectKind::Set:
      return CloneKind::Set;
    case ObjectKind::Error:
      return CloneKind::Error;
    case ObjectKind::ArrayBuffer:
      return CloneKind::ArrayBuffer;
    case ObjectKind::SharedArrayBuffer:
      return CloneKind::SharedArrayBuffer;
    case ObjectKind::TypedArray:
      return CloneKind::TypedArray;
    case ObjectKind::DataView:
      return CloneKind::DataView;
    case ObjectKind::BooleanObject:
      return CloneKind::BooleanObject;
    case ObjectKind::NumberObject:
      return CloneKind::NumberObject;
    case ObjectKind::StringObject:
      return CloneKind::StringObject;
    case ObjectKind::BigIntObject:
      return CloneKind::BigIntObject;
    default:
      return CloneKind::None;
  }
}

Result<Object> shareBuffer(Realm& realm, Object sharedArrayBuffer) {
  auto* buffer = JSC::jsDynamicCast<JSC::JSArrayBuffer*>(toJSC(sharedArrayBuffer));
  if (!buffer || !buffer->isShared()) return fail(JsError::typeError("The value is no SharedArrayBuffer"));
  JSC::ArrayBufferContents contents;
  if (!buffer->impl()->shareWith(contents)) return fail(JsError::typeError("The memory cannot be shared"));
  auto* structure = realm.global()->arrayBufferStructure(JSC::ArrayBufferSharingMode::Shared);
  auto* other = JSC::JSArrayBuffer::create(jscVM(realm), structure, JSC::ArrayBuffer::create(WTFMove(contents)));
  return fromJSC(other).asObject();
}

Result<Object> shareWasmMemory(Realm& realm, Object memory) {
  auto* shared = JSC::jsDynamicCast<JSC::JSWebAssemblyMemory*>(toJSC(memory));
  if (!shared || shared->sharingMode() != JSC::MemorySharingMode::Shared)
    return fail(JsError::typeError("The memory cannot be shared"));
  return fromJSC(wasmMemoryOver(realm, shared->memory().shared())).asObject();
}

bool isLengthTracking(Value view) {
  auto* object = JSC::jsDynamicCast<JSC::JSArrayBufferView*>(toJSC(view));
  return object && object->isAutoLength();
}

bool isOutOfBounds(Value view) {
  auto* object = JSC::jsDynamicCast<JSC::JSArrayBufferView*>(toJSC(view));
  return object && (object->isDetached() || object->isOutOfBounds());
}

}  // namespace weft::js
