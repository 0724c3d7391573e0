#pragma once
// Native classes. A class declares its JavaScript face in one block:
//
//     class Hash : public js::Native {
//      public:
//       static js::Result<std::unique_ptr<Hash>> construct(js::Realm&, std::string algorithm);
//       void update(js::Bytes data);
//       double size() const;
//       static constexpr js::MemberSpec kMembers[] = {
//           js::method<&Hash::update>("update"), js::getter<&Hash::size>("size")};
//       static constexpr js::ClassSpec kClass = js::classOf<Hash, &Hash::construct>("Hash", kMembers);
//     };
//
// Conversions, arity, brand checks (`TypeError ERR_INVALID_THIS`), error text and tracing follow.
// Classes cannot be extended natively; JavaScript can extend them.

#include <memory>
#include <type_traits>

#include "engine/handle.h"
#include "engine/native.h"

namespace weft::js {

struct ClassSpec;

/// The C++ half of an object. Owned by its JavaScript object: destroyed when that is collected.
class Native {
 public:
  virtual ~Native() = default;
  /// Visit every Traced field. May run on a collector thread, beside JavaScript.
  virtual void trace(Tracer&) {}
  /// Bytes outside the collector's heap that this object holds.
  virtual size_t memoryCost() const { return 0; }
  /// Keeps the JavaScript object alive while work is in flight; calls nest.
  void pin(Realm&);
  void unpin();
  /// The JavaScript object; empty before wrap().
  Object object() const { return Value::fromBits(object_).asObject(); }

 private:
  friend struct NativeAccess;
  uint64_t object_ = 0;
  int pins_ = 0;
  Persistent self_;
};

enum class MemberKind : uint8_t { Method, Getter, Setter, StaticMethod };

struct MemberSpec {
  MemberKind kind;
  FunctionSpec function;
};

struct ClassSpec {
  std::string_view name;
  HostFunction construct;  // null: `new` throws ERR_ILLEGAL_CONSTRUCTOR
  int length;
  std::span<const MemberSpec> members;
};

/// The constructor function of a class in this realm, made at first use.
Function classConstructor(Realm&, const ClassSpec&);
/// A JavaScript object that owns `native`.
Object wrap(Realm&, const ClassSpec&, std::unique_ptr<Native>);
/// As wrap, with the prototype of `newTarget` (a subclass in JavaScript).
Result<Object> wrapNew(Realm&, const ClassSpec&, std::unique_ptr<Native>, Value newTarget);
/// The native half if `value` is an instance of `spec`, else null.
Native* unwrapNative(Value value, const ClassSpec& spec);

template <class T>
T* unwrap(Value value) {
  return static_cast<T*>(unwrapNative(value, T::kClass));
}
template <class T>
Object wrap(Realm& realm, std::unique_ptr<T> native) {
  return wrap(realm, T::kClass, std::move(native));
}

/// A pointer parameter takes an instance of that class.
template <class T>
  requires std::is_base_of_v<Native, T>
struct FromJs<T*> {
  static Result<T*> get(Realm&, Value v, int at) {
    if (T* native = unwrap<T>(v)) return native;
    return fail(
        JsError::argType("argument " + std::to_string(at + 1), "an instance of " + std::string(T::kClass.name), v));
  }
};
template <class T>
  requires std::is_base_of_v<Native, T>
Value toJs(Realm& realm, std::unique_ptr<T>& native) {
  return wrap<T>(realm, std::move(native));
}

JsError invalidThis(std::string_view className);

namespace detail {

template <auto F, class Signature>
struct MethodCall;
template <auto F, class T, class R, class... A>
struct MethodCallOf {
  static constexpr int kLength = convertedCount<A...>();
  static int64_t call(JSC::JSGlobalObject* global, JSC::CallFrame* frame) {
    Call call(realmOf(global), reinterpret_cast<const uint64_t*>(frame));
    T* self = unwrap<T>(call.thisValue());
    if (!self) [[unlikely]]
      return throwError(call.realm(), invalidThis(T::kClass.name));
    auto invoke = [self](auto&&... a) -> R { return (self->*F)(std::forward<decltype(a)>(a)...); };
    return apply<R, A...>(call, invoke, std::index_sequence_for<A...>());
  }
};
template <auto F, class T, class R, class... A>
struct MethodCall<F, R (T::*)(A...)> : MethodCallOf<F, T, R, A...> {};
template <auto F, class T, class R, class... A>
struct MethodCall<F, R (T::*)(A...) const> : MethodCallOf<F, T, R, A...> {};

template <class T, auto F, class Signature>
struct ConstructCall;
template <class T, auto F, class... A>
struct ConstructCall<T, F, Result<std::unique_ptr<T>> (*)(A...)> {
  static constexpr int kLength = convertedCount<A...>();
  static int64_t call(JSC::JSGlobalObject* global, JSC::CallFrame* frame) {
    Call call(realmOf(global), reinterpret_cast<const uint64_t*>(frame));
    auto invoke = [&call](auto&&... a) -> Result<Object> {
      auto native = F(std::forward<decltype(a)>(a)...);
      if (!native) return std::unexpected(std::move(native).error());
      return wrapNew(call.realm(), T::kClass, std::move(*native), call.newTarget());
    };
    return apply<Result<Object>, A...>(call, invoke, std::index_sequence_for<A...>());
  }
};

}  // namespace detail

template <auto F>
constexpr MemberSpec method(std::string_view name) {
  using H = detail::MethodCall<F, decltype(F)>;
  return {MemberKind::Method, {name, &H::call, H::kLength}};
}
template <auto F>
constexpr MemberSpec getter(std::string_view name) {
  using H = detail::MethodCall<F, decltype(F)>;
  return {MemberKind::Getter, {name, &H::call, 0}};
}
template <auto F>
constexpr MemberSpec setter(std::string_view name) {
  using H = detail::MethodCall<F, decltype(F)>;
  return {MemberKind::Setter, {name, &H::call, 1}};
}
template <auto F>
constexpr MemberSpec staticMethod(std::string_view name) {
  return {MemberKind::StaticMethod, fn<F>(name)};
}
template <class T, auto F>
constexpr ClassSpec classOf(std::string_view name, std::span<const MemberSpec> members) {
  using H = detail::ConstructCall<T, F, decltype(F)>;
  return {name, &H::call, H::kLength, members};
}
template <class T>
constexpr ClassSpec classWithoutConstructor(std::string_view name, std::span<const MemberSpec> members) {
  return {name, nullptr, 0, members};
}

}  // namespace weft::js
