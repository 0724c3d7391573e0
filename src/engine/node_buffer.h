#pragma once
// Node's Buffer as native code makes it: an instance of the subclass of Uint8Array that builtins
// register (builtins/internal/buffer_create.ts). Before that, a plain Uint8Array.

#include "engine/buffer.h"

namespace weft::js {

/// Buffers of this realm are instances of `constructor` from now on.
Result<void> registerBufferClass(Realm&, Function constructor);
/// Uninitialised memory; write all of it before JavaScript sees it.
Result<FreshBytes> createBuffer(Realm&, size_t size);
/// Memory of zeros.
Result<Object> createZeroedBuffer(Realm&, size_t size);
/// Takes over `data`, which `release` frees.
Object adoptBuffer(Realm&, std::span<uint8_t> data, std::function<void(void*)> release);
/// A Buffer over part of a view's memory; undefined when that memory can change its size.
Result<Value> createBufferView(Realm&, Value view, size_t start, size_t end);
/// The most bytes an ArrayBuffer can have.
size_t maxBufferSize();

}  // namespace weft::js
