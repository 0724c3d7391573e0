// Memory shared with JavaScript.

#include "engine/buffer.h"

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {

ElementType elementType(TypedArrayType type) {
  switch (type) {
    case TypeInt8:
      return ElementType::Int8;
    case TypeUint8:
      return ElementType::Uint8;
    case TypeUint8Clamped:
      return ElementType::Uint8Clamped;
    case TypeInt16:
      return ElementType::Int16;
    case TypeUint16:
      return ElementType::Uint16;
    case TypeInt32:
      return ElementType::Int32;
    case TypeUint32:
      return ElementType::Uint32;
    case TypeFloat16:
      return ElementType::Float16;
    case TypeFloat32:
      return ElementType::Float32;
    case TypeFloat64:
      return ElementType::Float64;
    case TypeBigInt64:
      return ElementType::BigInt64;
    case TypeBigUint64:
      return ElementType::BigUint64;
    default:
      return ElementType::DataView;
  }
}

std::unexpected<JsError> tooLarge() {
  return fail(JsError::rangeError("Array buffer allocation failed"));
}

Object uint8ArrayOver(Realm& realm, Ref<ArrayBuffer>&& buffer) {
  size_t size = buffer->byteLength();
  return fromJSC(JSUint8Array::create(realm.global(), realm.global()->typedArrayStructure(TypeUint8, false),
                                      WTFMove(buffer), 0, size))
      .asObject();
}

Ref<ArrayBuffer> adopt(std::span<uint8_t> data, std::function<void(void*)> release) {
  auto destroy = createSharedTask<void(void*)>([release = std::move(release)](void* p) { release(p); });
  return ArrayBuffer::createFromBytes(data, WTFMove(destroy));
}

}  // namespace

Bytes bytesOf(Value value) {
  Bytes out;
  if (!value.isObject()) return out;
  JSValue v = toJSC(value);
  if (auto* view = jsDynamicCast<JSArrayBufferView*>(v)) {
    out = {true, static_cast<uint8_t*>(view->vector()), view->isDetached() ? 0 : view->byteLength(),
           elementType(typedArrayType(view->type()))};
  } else if (auto* buffer = jsDynamicCast<JSArrayBuffer*>(v)) {
    out = {true, static_cast<uint8_t*>(buffer->impl()->data()), buffer->impl()->byteLength(), ElementType::ArrayBuffer};
  }
  return out;
}

Result<Object> createArrayBuffer(Realm& realm, size_t size) {
  auto buffer = ArrayBuffer::tryCreate(size, 1);
  if (!buffer) return tooLarge();
  auto* structure = realm.global()->arrayBufferStructure(ArrayBufferSharingMode::Default);
  return fromJSC(JSArrayBuffer::create(jscVM(realm), structure, WTFMove(buffer))).asObject();
}

Object adoptArrayBuffer(Realm& realm, std::span<uint8_t> data, std::function<void(void*)> release) {
  auto* structure = realm.global()->arrayBufferStructure(ArrayBufferSharingMode::Default);
  return fromJSC(JSArrayBuffer::create(jscVM(realm), structure, adopt(data, std::move(release)))).asObject();
}

Object adoptUint8Array(Realm& realm, std::span<uint8_t> data, std::function<void(void*)> release) {
  return uint8ArrayOver(realm, adopt(data, std::move(release)));
}

Result<FreshBytes> createUninitialisedUint8Array(Realm& realm, size_t size) {
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  auto* array =
      JSUint8Array::createUninitialized(realm.global(), realm.global()->typedArrayStructure(TypeUint8, false), size);
  if (scope.exception()) return takeException(scope);
  return FreshBytes{fromJSC(array).asObject(), static_cast<uint8_t*>(array->vector())};
}

Result<Object> createUint8Array(Realm& realm, std::span<const uint8_t> bytes) {
  WEFT_TRY(fresh, createUninitialisedUint8Array(realm, bytes.size()));
  if (!bytes.empty()) memcpy(fresh.data, bytes.data(), bytes.size());
  return fresh.array;
}

std::function<void()> pinBytes(Realm& realm, Value view) {
  RefPtr<ArrayBuffer> buffer;
  if (auto* v = jsDynamicCast<JSArrayBufferView*>(toJSC(view)))
    buffer = v->possiblySharedBuffer();  // moves small arrays out of the collector's heap
  else if (auto* b = jsDynamicCast<JSArrayBuffer*>(toJSC(view)))
    buffer = b->impl();
  if (!buffer) return [] {};
  buffer->pin();
  // The closure must be copyable for std::function; the buffer itself is counted.
  auto keep = std::make_shared<Persistent>(realm, view);
  return [buffer, keep] {
    buffer->unpin();
    keep->reset();
  };
}

void reportExternalMemory(Realm& realm, Object owner, size_t bytes) {
  jscVM(realm).heap.reportExtraMemoryAllocated(objectOf(owner), bytes);
}

}  // namespace weft::js
