#pragma once
// What structured cloning (builtins/web/clone_writer.ts) asks of objects that JavaScript itself cannot ask.

#include <cstdint>

#include "engine/value.h"

namespace weft::js {

/// How an object is cloned; the numbers are those of builtins/web/clone_tags.ts.
enum class CloneKind : uint8_t {
  Ordinary,
  Array,
  DenseArray,  // no holes, and no keys but indices
  Date,
  RegExp,
  Map,
  Set,
  Error,
  ArrayBuffer,
  SharedArrayBuffer,
  TypedArray,
  DataView,
  BooleanObject,
  NumberObject,
  StringObject,
  BigIntObject,
  WasmModule,
  NumberArray,  // dense, and of numbers alone
  WasmMemory,   // shared
  None,
};
[[nodiscard]] CloneKind cloneKind(Object);

/// A further SharedArrayBuffer over the memory of one.
[[nodiscard]] Result<Object> shareBuffer(Realm&, Object sharedArrayBuffer);
/// A further WebAssembly.Memory over the memory of a shared one.
[[nodiscard]] Result<Object> shareWasmMemory(Realm&, Object memory);
/// Whether a view follows the length of its resizable buffer.
[[nodiscard]] bool isLengthTracking(Value view);
/// Whether a view's buffer was detached or became too short for it.
[[nodiscard]] bool isOutOfBounds(Value view);

}  // namespace weft::js
