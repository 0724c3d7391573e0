#pragma once
// Looking into objects without running their code: what kind they are, what a proxy, a promise, a collection or an
// iterator holds. For util.inspect and util.types (builtins/internal/util_binding.ts).

#include "engine/value.h"

namespace weft::js {

/// What an object was made as, whatever its prototype claims. The numbers are those of `kinds` in
/// builtins/internal/util_binding.ts.
enum class ObjectKind : uint8_t {
  Ordinary,
  Array,
  Function,
  Proxy,
  Map,
  Set,
  MapIterator,
  SetIterator,
  WeakMap,
  WeakSet,
  Promise,
  Date,
  RegExp,
  Error,
  ArrayBuffer,
  SharedArrayBuffer,
  DataView,
  TypedArray,
  Arguments,
  Namespace,
  Generator,
  NumberObject,
  StringObject,
  BooleanObject,
  BigIntObject,
  SymbolObject,
};

/// Ordinary for what is no object.
[[nodiscard]] ObjectKind objectKind(Value);

struct ProxyParts {
  Value target, handler;  // null once it is revoked
};
/// `proxy` is an ObjectKind::Proxy.
[[nodiscard]] ProxyParts proxyParts(Object proxy);

struct PromiseView {
  int state;  // 0 pending, 1 fulfilled, 2 rejected
  Value result;
};
/// `promise` is an ObjectKind::Promise.
[[nodiscard]] PromiseView promiseView(Object promise);

struct EntryPreview {
  Array entries;  // flat: key, value, key, value when keyed
  bool keyed;
  uint32_t total;
};
/// At most `limit` entries of a Map, a Set, or of what their iterators have not given yet; none of weak collections.
[[nodiscard]] Result<EntryPreview> previewEntries(Realm&, Object collection, uint32_t limit);

enum class KeyFilter : uint8_t { All, Enumerable };
/// Own keys but for array indices, strings before symbols.
[[nodiscard]] Result<Array> ownNonIndexKeys(Realm&, Object, KeyFilter);
/// True only if an ordinary object or array has no own properties but for its indices (and an array's length). Cheap;
/// false may also mean that there were some once.
[[nodiscard]] bool hasOnlyIndices(Object);

/// The class the engine gave the object: "Map", "Object".
[[nodiscard]] std::string_view className(Object);

struct FunctionKind {
  bool isGenerator, isAsync, isClass;
};
[[nodiscard]] FunctionKind functionKind(Value);

}  // namespace weft::js
