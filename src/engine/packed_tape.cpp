#include "engine/packed_tape.h"

#include "base/check.h"
#include "engine/internal.h"
#include "engine/wasm_memory.h"

#include <JavaScriptCore/JSWebAssemblyModule.h>
#include <JavaScriptCore/WasmModule.h>

namespace weft::js {

using namespace JSC;

namespace {

enum class Item : uint8_t {
  Undefined,
  Null,
  True,
  False,
  Int32,
  Double,
  Latin1,
  Utf16,
  BigInt,
  Buffer,
  WasmMemory,
  WasmModule,
  Numbers,
};

}  // namespace

struct PackedTape::Impl {
  std::vector<uint8_t> bytes;
  uint32_t count = 0;
  std::vector<ArrayBufferContents> buffers;
  std::vector<Ref<Wasm::Module>> modules;
  std::vector<RefPtr<SharedArrayBufferContents>> memories;  // of shared WebAssembly.Memory; null: without a page
};

PackedTape::PackedTape() : impl_(std::make_unique<Impl>()) {}
PackedTape::~PackedTape() = default;

namespace {

class Packer {
 public:
  Packer(Realm& realm, std::vector<uint8_t>& bytes) : realm_(realm), bytes_(bytes) {}

  void put(Item item) { bytes_.push_back(static_cast<uint8_t>(item)); }
  template <class T>
  void number(T value) {
    raw(&value, sizeof value);
  }
  void raw(const void* data, size_t size) {
    const auto* from = static_cast<const uint8_t*>(data);
    bytes_.insert(bytes_.end(), from, from + size);
  }
  Result<void> string(String text) {
    WEFT_TRY(chars, text.chars(realm_));
    put(chars.is8Bit ? Item::Latin1 : Item::Utf16);
    number(static_cast<uint32_t>(chars.length));
    if (chars.is8Bit)
      raw(chars.latin1, chars.length);
    else
      raw(chars.utf16, chars.length * sizeof(char16_t));
    return {};
  }
  void bigInt(JSBigInt* value) {
    put(Item::BigInt);
    number(static_cast<uint8_t>(value->sign()));
    number(static_cast<uint32_t>(value->length()));
    for (unsigned i = 0; i < value->length(); ++i) number(value->digit(i));
  }
  Result<void> numbers(Object array) {
    auto* list = jsDynamicCast<JSArray*>(toJSC(array));
    if (!list) return fail(JsError::typeError("The tape holds what cannot leave its realm"));
    put(Item::Numbers);
    unsigned length = list->length();
    number(static_cast<uint32_t>(length));
    for (unsigned i = 0; i < length; ++i) {
      WEFT_TRY(element, array.getIndex(realm_, i));
      if (!element.isNumber()) return fail(JsError::typeError("The tape holds what cannot leave its realm"));
      number(element.asNumber());
    }
    return {};
  }

 private:
  Realm& realm_;
  std::vector<uint8_t>& bytes_;
};

/// Reads what a Packer wrote; the bytes are our own, so they are well-formed.
class Unpacker {
 public:
  Unpacker(Realm& realm, std::span<const uint8_t> bytes) : realm_(realm), at_(bytes.data()) {}

  Item item() { return static_cast<Item>(*at_++); }
  template <class T>
  T number() {
    T value;
    memcpy(&value, take(sizeof value), sizeof value);
    return value;
  }
  Value latin1() {
    auto length = number<uint32_t>();
    return String::fromLatin1(realm_, {take(length), length});
  }
  Value utf16() {
    auto length = number<uint32_t>();
    std::u16string units(length, u'\0');
    memcpy(units.data(), take(length * sizeof(char16_t)), length * sizeof(char16_t));
    return String::fromUtf16(realm_, units);
  }
  Result<Value> bigInt() {
    bool isNegative = number<uint8_t>();
    auto length = number<uint32_t>();
    auto scope = DECLARE_CATCH_SCOPE(jscVM(realm_));
    JSBigInt* value = JSBigInt::createWithLength(realm_.global(), length);
    if (scope.exception()) return takeException(scope);
    value->setSign(isNegative);
    for (unsigned i = 0; i < length; ++i) value->setDigit(i, number<JSBigInt::Digit>());
    return fromJSC(value);
  }
  Result<Value> numbers() {
    auto length = number<uint32_t>();
    auto scope = DECLARE_CATCH_SCOPE(jscVM(realm_));
    JSArray* array = constructEmptyArray(realm_.global(), nullptr, length);
    if (scope.exception()) return takeException(scope);
    Object out = fromJSC(array).asObject();
    for (unsigned i = 0; i < length; ++i) WEFT_TRY_VOID(out.setIndex(realm_, i, Value::number(number<double>())));
    return out;
  }

 private:
  const uint8_t* take(size_t size) { return std::exchange(at_, at_ + size); }
  Realm& realm_;
  const uint8_t* at_;
};

Result<ArrayBufferContents> contentsOf(Realm& realm, JSArrayBuffer* buffer) {
  ArrayBufferContents contents;
  ArrayBuffer* memory = buffer->impl();
  bool taken = memory->isShared() ? memory->shareWith(contents) : memory->transferTo(jscVM(realm), contents);
  if (!taken) return fail(JsError::rangeError("Array buffer allocation failed"));
  return contents;
}

Value bufferOver(Realm& realm, ArrayBufferContents&& contents) {
  auto mode = contents.isShared() ? ArrayBufferSharingMode::Shared : ArrayBufferSharingMode::Default;
  auto* structure = realm.global()->arrayBufferStructure(mode);
  return fromJSC(JSArrayBuffer::create(jscVM(realm), structure, ArrayBuffer::create(WTFMove(contents))));
}

/// A further hold on shared memory, or a copy.
Result<Value> bufferLike(Realm& realm, const ArrayBufferContents& original) {
  auto& contents = const_cast<ArrayBufferContents&>(original);  // neither call changes it
  ArrayBufferContents other;
  if (contents.isShared()) {
    contents.shareWith(other);
  } else {
    std::optional<size_t> limit;
    if (contents.isResizableOrGrowableShared()) limit = contents.maxByteLength();
    auto copy = ArrayBuffer::tryCreate(contents.sizeInBytes(), 1, limit);
    if (!copy) return fail(JsError::rangeError("Array buffer allocation failed"));
    if (contents.sizeInBytes()) memcpy(copy->data(), contents.data(), contents.sizeInBytes());
    auto* structure = realm.global()->arrayBufferStructure(ArrayBufferSharingMode::Default);
    return fromJSC(JSArrayBuffer::create(jscVM(realm), structure, WTFMove(copy)));
  }
  return bufferOver(realm, WTFMove(other));
}

template <class MakeBuffer>
Result<Object> readTape(Realm& realm, std::span<const uint8_t> bytes, uint32_t count,
                        std::span<const Ref<Wasm::Module>> modules,
                        std::span<const RefPtr<SharedArrayBufferContents>> memories, MakeBuffer makeBuffer) {
  Unpacker reader(realm, bytes);
  auto scope = DECLARE_CATCH_SCOPE(jscVM(realm));
  JSArray* array = constructEmptyArray(realm.global(), nullptr, 0);
  if (scope.exception()) return takeException(scope);
  Object tape = fromJSC(array).asObject();
  for (uint32_t i = 0; i < count; ++i) {
    Result<Value> value = Value();
    switch (reader.item()) {
      case Item::Undefined:
        break;
      case Item::Null:
        value = Value::null();
        break;
      case Item::True:
        value = Value::boolean(true);
        break;
      case Item::False:
        value = Value::boolean(false);
        break;
      case Item::Int32:
        value = Value::int32(reader.number<int32_t>());
        break;
      case Item::Double:
        value = Value::number(reader.number<double>());
        break;
      case Item::Latin1:
        value = reader.latin1();
        break;
      case Item::Utf16:
        value = reader.utf16();
        break;
      case Item::BigInt:
        value = reader.bigInt();
        break;
      case Item::Buffer:
        value = makeBuffer(reader.number<uint32_t>());
        break;
      case Item::WasmModule: {
        auto* structure = realm.global()->webAssemblyModuleStructure();
        Ref<Wasm::Module> module = modules[reader.number<uint32_t>()];
        value = fromJSC(JSWebAssemblyModule::create(jscVM(realm), structure, WTFMove(module)));
        break;
      }
      case Item::WasmMemory:
        value = fromJSC(wasmMemoryOver(realm, memories[reader.number<uint32_t>()].get()));
        break;
      case Item::Numbers:
        value = reader.numbers();
        break;
    }
    if (!value) return std::unexpected(std::move(value).error());
    WEFT_TRY_VOID(tape.setIndex(realm, i, *value));
  }
  return tape;
}

}  // namespace

Result<std::shared_ptr<PackedTape>> PackedTape::pack(Realm& realm, Object tape) {
  std::shared_ptr<PackedTape> packed(new PackedTape());
  Impl& impl = *packed->impl_;
  Packer packer(realm, impl.bytes);
  auto* array = jsDynamicCast<JSArray*>(toJSC(tape));
  CHECK(array);
  impl.count = array->length();
  for (uint32_t i = 0; i < impl.count; ++i) {
    WEFT_TRY(value, tape.getIndex(realm, i));
    if (value.isUndefined()) {
      packer.put(Item::Undefined);
    } else if (value.isNull()) {
      packer.put(Item::Null);
    } else if (value.isBoolean()) {
      packer.put(value.isTrue() ? Item::True : Item::False);
    } else if (value.isInt32()) {
      packer.put(Item::Int32);
      packer.number(value.asInt32());
    } else if (value.isNumber()) {
      packer.put(Item::Double);
      packer.number(value.asNumber());
    } else if (value.isString()) {
      WEFT_TRY_VOID(packer.string(value.asString()));
    } else if (auto* number = jsDynamicCast<JSBigInt*>(toJSC(value))) {
      packer.bigInt(number);
    } else if (auto* buffer = jsDynamicCast<JSArrayBuffer*>(toJSC(value))) {
      WEFT_TRY(contents, contentsOf(realm, buffer));
      packer.put(Item::Buffer);
      packer.number(static_cast<uint32_t>(impl.buffers.size()));
      impl.buffers.push_back(WTFMove(contents));
    } else if (auto* module = jsDynamicCast<JSWebAssemblyModule*>(toJSC(value))) {
      packer.put(Item::WasmModule);
      packer.number(static_cast<uint32_t>(impl.modules.size()));
      impl.modules.push_back(module->module());
    } else if (auto* memory = jsDynamicCast<JSWebAssemblyMemory*>(toJSC(value))) {
      packer.put(Item::WasmMemory);
      packer.number(static_cast<uint32_t>(impl.memories.size()));
      impl.memories.push_back(memory->memory().shared());
    } else {
      if (!value.isObject()) return fail(JsError::typeError("The tape holds what cannot leave its realm"));
      WEFT_TRY_VOID(packer.numbers(value.asObject()));
    }
  }
  return packed;
}

Result<Object> PackedTape::unpack(Realm& realm) {
  return readTape(realm, impl_->bytes, impl_->count, impl_->modules, impl_->memories,
                  [&](uint32_t i) -> Result<Value> { return bufferOver(realm, WTFMove(impl_->buffers[i])); });
}

Result<Object> PackedTape::unpackCopy(Realm& realm) const {
  const Impl& impl = *impl_;
  return readTape(realm, impl.bytes, impl.count, impl.modules, impl.memories,
                  [&](uint32_t i) -> Result<Value> { return bufferLike(realm, impl.buffers[i]); });
}

}  // namespace weft::js
