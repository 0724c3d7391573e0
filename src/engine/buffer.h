#pragma once
// Bytes that JavaScript and native code share without copying.

#include <cstdint>
#include <functional>
#include <span>

#include "engine/value.h"

namespace weft::js {

enum class ElementType : uint8_t {
  Int8,
  Uint8,
  Uint8Clamped,
  Int16,
  Uint16,
  Int32,
  Uint32,
  Float16,
  Float32,
  Float64,
  BigInt64,
  BigUint64,
  DataView,
  ArrayBuffer
};

/// The bytes of an ArrayBuffer, SharedArrayBuffer, typed array or DataView, borrowed for the call;
/// nullopt-like `valid == false` for anything else. Detached memory has size 0.
struct Bytes {
  bool valid = false;
  uint8_t* data = nullptr;
  size_t size = 0;
  ElementType type = ElementType::ArrayBuffer;
  std::span<uint8_t> span() const { return {data, size}; }
};
Bytes bytesOf(Value);

/// New zeroed or uninitialised memory, or a RangeError when it cannot be had.
Result<Object> createArrayBuffer(Realm&, size_t size);
/// Takes over `data`, which `release` frees when the collector or a detach lets go of it.
Object adoptArrayBuffer(Realm&, std::span<uint8_t> data, std::function<void(void*)> release);
/// Copies the bytes.
Result<Object> createUint8Array(Realm&, std::span<const uint8_t>);
/// A Uint8Array over uninitialised memory of its own; write all of it before JavaScript sees it.
struct FreshBytes {
  Object array;
  uint8_t* data;
};
Result<FreshBytes> createUninitialisedUint8Array(Realm&, size_t size);
/// A Uint8Array over adopted memory.
Object adoptUint8Array(Realm&, std::span<uint8_t> data, std::function<void(void*)> release);
/// Keeps the memory of `view` in place while a thread works on it; release with the returned call.
std::function<void()> pinBytes(Realm&, Value view);
/// Tells the collector of `bytes` of memory outside its heap that live as long as `owner`.
void reportExternalMemory(Realm&, Object owner, size_t bytes);

}  // namespace weft::js
