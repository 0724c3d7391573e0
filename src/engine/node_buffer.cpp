// Buffers made natively.

#include "engine/node_buffer.h"

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {

Structure* bufferStructure(Realm& realm) {
  if (Structure* structure = realm.impl().bufferStructure.get()) return structure;
  return realm.global()->typedArrayStructure(TypeUint8, false);
}

}  // namespace

Result<void> registerBufferClass(Realm& realm, Function constructor) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto* base = realm.global()->typedArrayStructure(TypeUint8, false);
  auto* structure = InternalFunction::createSubclassStructure(realm.global(), objectOf(constructor), base);
  if (scope.exception()) return takeException(scope);
  realm.impl().bufferStructure.set(jscVM(realm), structure);
  return {};
}

Result<FreshBytes> createBuffer(Realm& realm, size_t size) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto* array = JSUint8Array::createUninitialized(realm.global(), bufferStructure(realm), size);
  if (scope.exception()) return takeException(scope);
  return FreshBytes{fromJSC(array).asObject(), static_cast<uint8_t*>(array->vector())};
}

Result<Object> createZeroedBuffer(Realm& realm, size_t size) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto* array = JSUint8Array::create(realm.global(), bufferStructure(realm), size);
  if (scope.exception()) return takeException(scope);
  return fromJSC(array).asObject();
}

Object adoptBuffer(Realm& realm, std::span<uint8_t> data, std::function<void(void*)> release) {
  auto destroy = createSharedTask<void(void*)>([release = std::move(release)](void* p) { release(p); });
  auto buffer = ArrayBuffer::createFromBytes(data, WTFMove(destroy));
  return fromJSC(JSUint8Array::create(realm.global(), bufferStructure(realm), WTFMove(buffer), 0, data.size()))
      .asObject();
}

Result<Value> createBufferView(Realm& realm, Value view, size_t start, size_t end) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto* source = jsDynamicCast<JSArrayBufferView*>(toJSC(view));
  if (!source) return fail(JsError::argType("buffer", "an instance of Buffer or Uint8Array", view));
  RefPtr<ArrayBuffer> memory = source->possiblySharedBuffer();
  if (!memory) return fail(JsError::rangeError("Out of memory"));
  if (memory->isResizableOrGrowableShared()) return Value();
  end = std::min(end, source->byteLength());
  start = std::min(start, end);
  auto* array = JSUint8Array::create(realm.global(), bufferStructure(realm), WTFMove(memory),
                                     source->byteOffset() + start, end - start);
  if (scope.exception()) return takeException(scope);
  return fromJSC(array);
}

size_t maxBufferSize() {
  return MAX_ARRAY_BUFFER_SIZE;
}

}  // namespace weft::js
