#pragma once
// Conversions between C++ types and JavaScript values, as native functions (native.h) and classes
// (class.h) use them for their parameters and results. Unknown types fail to compile.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/buffer.h"
#include "engine/error.h"
#include "engine/value.h"

namespace weft::js {

/// FromJs<T>::get(realm, value, position) -> Result<T>; `position` counts arguments from 0 and
/// serves the error text.
template <class T>
struct FromJs;

template <>
struct FromJs<Value> {
  static Result<Value> get(Realm&, Value v, int) { return v; }
};
template <>
struct FromJs<bool> {
  static Result<bool> get(Realm& realm, Value v, int) { return v.toBoolean(realm); }
};
template <>
struct FromJs<int32_t> {
  static Result<int32_t> get(Realm& realm, Value v, int) {
    if (v.isInt32()) return v.asInt32();
    return v.toInt32(realm);
  }
};
template <>
struct FromJs<uint32_t> {
  static Result<uint32_t> get(Realm& realm, Value v, int at) {
    auto n = FromJs<int32_t>::get(realm, v, at);
    if (!n) return std::unexpected(std::move(n).error());
    return static_cast<uint32_t>(*n);
  }
};
template <>
struct FromJs<double> {
  static Result<double> get(Realm& realm, Value v, int) {
    if (v.isNumber()) return v.asNumber();
    return v.toNumber(realm);
  }
};
/// Truncates a number, saturating; NaN is 0. Also takes a BigInt.
template <>
struct FromJs<int64_t> {
  static Result<int64_t> get(Realm&, Value v, int);
};
template <>
struct FromJs<std::string> {
  static Result<std::string> get(Realm& realm, Value v, int) { return v.toUtf8(realm); }
};
template <>
struct FromJs<String> {
  static Result<String> get(Realm& realm, Value v, int) {
    if (v.isString()) return v.asString();
    return v.toString(realm);
  }
};
template <>
struct FromJs<Object> {
  static Result<Object> get(Realm&, Value v, int at) {
    if (v.isObject()) return v.asObject();
    return fail(JsError::argType("argument " + std::to_string(at + 1), "an object", v));
  }
};
template <>
struct FromJs<Function> {
  static Result<Function> get(Realm&, Value v, int at) {
    if (v.isCallable()) return v.asFunction();
    return fail(JsError::argType("argument " + std::to_string(at + 1), "of type function", v));
  }
};
/// Borrowed bytes of an ArrayBuffer or a view.
template <>
struct FromJs<Bytes> {
  static Result<Bytes> get(Realm&, Value v, int at) {
    if (auto b = bytesOf(v); b.valid) return b;
    return fail(JsError::argType("argument " + std::to_string(at + 1), "an instance of ArrayBuffer or a view", v));
  }
};
template <class T>
struct FromJs<std::optional<T>> {
  static Result<std::optional<T>> get(Realm& realm, Value v, int at) {
    if (v.isNullish()) return std::optional<T>();
    auto r = FromJs<T>::get(realm, v, at);
    if (!r) return std::unexpected(std::move(r).error());
    return std::optional<T>(std::move(*r));
  }
};

inline Value toJs(Realm&, Value v) {
  return v;
}
inline Value toJs(Realm&, bool b) {
  return Value::boolean(b);
}
inline Value toJs(Realm&, int32_t n) {
  return Value::int32(n);
}
inline Value toJs(Realm&, uint32_t n) {
  return Value::number(n);
}
inline Value toJs(Realm&, int64_t n) {
  return Value::number(static_cast<double>(n));
}
inline Value toJs(Realm&, uint64_t n) {
  return Value::number(static_cast<double>(n));
}
inline Value toJs(Realm&, double n) {
  return Value::number(n);
}
inline Value toJs(Realm& realm, std::string_view s) {
  return String::fromUtf8(realm, s);
}
inline Value toJs(Realm& realm, const std::string& s) {
  return String::fromUtf8(realm, s);
}
inline Value toJs(Realm& realm, const char* s) {
  return String::fromUtf8(realm, s);
}
/// A BigInt with the value of `n`.
Value bigInt(Realm&, int64_t n);
Value bigIntUnsigned(Realm&, uint64_t n);

template <class T>
Value toJs(Realm& realm, const std::optional<T>& v) {
  return v ? toJs(realm, *v) : Value::undefined();
}
template <class T>
Value toJs(Realm& realm, const std::vector<T>& list) {
  Array array = Array::create(realm);
  for (uint32_t i = 0; i < list.size(); ++i) (void)array.setIndex(realm, i, toJs(realm, list[i]));
  return array;
}

}  // namespace weft::js
