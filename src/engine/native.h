#pragma once
// Native functions. `fn<&f>("name")` makes a JavaScript function of a C++ one:
//
//     Result<double> readAt(Realm&, int32_t fd, Bytes into, std::optional<double> position);
//     constexpr FunctionSpec kFunctions[] = { fn<&readAt>("readAt") };
//
// Parameters are converted by convert.h, in order; a leading Realm& is passed through; a parameter
// of type Call& sees the call itself (this, all arguments, new.target). A result that is a
// Result<T> throws its error. The one trampoline is hostCall below.

#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "engine/convert.h"
#include "engine/error.h"
#include "engine/value.h"

namespace weft::js {

/// The call that a native function answers. Lives on the stack, for that call only.
class Call {
 public:
  Call(Realm& realm, const uint64_t* frame) : realm_(realm), frame_(frame) {}
  Realm& realm() const { return realm_; }
  Value thisValue() const { return Value::fromBits(frame_[kThisSlot]); }
  /// The callee; its own properties can carry data.
  Object callee() const { return Value::fromBits(frame_[kCalleeSlot]).asObject(); }
  size_t size() const { return static_cast<uint32_t>(frame_[kCountSlot]) - 1; }
  Value operator[](size_t i) const { return i < size() ? Value::fromBits(frame_[kThisSlot + 1 + i]) : Value(); }
  std::span<const Value> arguments() const { return {reinterpret_cast<const Value*>(frame_ + kThisSlot + 1), size()}; }
  /// undefined unless called by `new` (constructors only).
  Value newTarget() const { return thisValue(); }

  // The engine's call frame, in 8-byte slots; native.cpp asserts each against its headers.
  static constexpr int kCalleeSlot = 3, kCountSlot = 4, kThisSlot = 5;

 private:
  Realm& realm_;
  const uint64_t* frame_;
};

using HostFunction = int64_t (*)(JSC::JSGlobalObject*, JSC::CallFrame*);

Realm& realmOf(JSC::JSGlobalObject*);
/// Throws into JavaScript; returns what a host function then returns.
int64_t throwError(Realm&, const JsError&);

namespace detail {

template <class T>
struct IsResult : std::false_type {};
template <class T>
struct IsResult<Result<T>> : std::true_type {};

template <class R>
int64_t finish(Realm& realm, R&& result) {
  using T = std::decay_t<R>;
  if constexpr (IsResult<T>::value) {
    if (!result) [[unlikely]]
      return throwError(realm, result.error());
    if constexpr (std::is_void_v<typename T::value_type>)
      return static_cast<int64_t>(Value::kUndefined);
    else
      return static_cast<int64_t>(toJs(realm, *result).bits());
  } else {
    return static_cast<int64_t>(toJs(realm, result).bits());
  }
}

template <class T>
constexpr bool kPassedThrough = std::is_same_v<T, Realm&> || std::is_same_v<T, Call&>;

template <class... A>
constexpr int convertedCount() {
  return (0 + ... + (kPassedThrough<A> ? 0 : 1));
}

// Position of parameter I among the converted ones.
template <size_t I, class... A>
constexpr int argumentPosition() {
  constexpr bool passed[] = {kPassedThrough<A>..., true};
  int n = 0;
  for (size_t i = 0; i < I; ++i) n += passed[i] ? 0 : 1;
  return n;
}

template <class T>
struct Slot {
  using type = Result<std::decay_t<T>>;
};
template <>
struct Slot<Realm&> {
  using type = Realm&;
};
template <>
struct Slot<Call&> {
  using type = Call&;
};

template <class T>
typename Slot<T>::type fetch(Call& call, int at) {
  if constexpr (std::is_same_v<T, Realm&>)
    return call.realm();
  else if constexpr (std::is_same_v<T, Call&>)
    return call;
  else
    return FromJs<std::decay_t<T>>::get(call.realm(), call[at], at);
}
template <class T, class S>
const JsError* errorOf(const S& slot) {
  if constexpr (kPassedThrough<T>)
    return nullptr;
  else
    return slot ? nullptr : &slot.error();
}
template <class T, class S>
decltype(auto) unwrap(S& slot) {
  if constexpr (kPassedThrough<T>)
    return (slot);
  else
    return std::move(*slot);
}

/// Converts the arguments left to right, stopping at the first error, then calls `invoke`.
template <class R, class... A, class Invoke, size_t... I>
int64_t apply(Call& call, Invoke invoke, std::index_sequence<I...>) {
  const JsError* error = nullptr;
  std::tuple<typename Slot<A>::type...> slots{fetch<A>(call, argumentPosition<I, A...>())...};
  ((error = error ? error : errorOf<A>(std::get<I>(slots))), ...);
  if (error) [[unlikely]]
    return throwError(call.realm(), *error);
  if constexpr (std::is_void_v<R>) {
    invoke(unwrap<A>(std::get<I>(slots))...);
    return static_cast<int64_t>(Value::kUndefined);
  } else {
    return finish(call.realm(), invoke(unwrap<A>(std::get<I>(slots))...));
  }
}

template <auto F, class Signature>
struct HostCall;
template <auto F, class R, class... A>
struct HostCall<F, R (*)(A...)> {
  static constexpr int kLength = convertedCount<A...>();
  static int64_t call(JSC::JSGlobalObject* global, JSC::CallFrame* frame) {
    Call call(realmOf(global), reinterpret_cast<const uint64_t*>(frame));
    return apply<R, A...>(call, F, std::index_sequence_for<A...>());
  }
};

}  // namespace detail

/// A function as a binding or a class lists it.
struct FunctionSpec {
  std::string_view name;  // ASCII, static
  HostFunction function;
  int length;
};

template <auto F>
constexpr FunctionSpec fn(std::string_view name) {
  using H = detail::HostCall<F, decltype(F)>;
  return {name, &H::call, H::kLength};
}

/// A JavaScript function object for a spec. Stacks do not show it, as V8's show no API functions.
Function createFunction(Realm&, const FunctionSpec&);
/// A function that closes over native state: `body` is destroyed with the function object.
Function createClosure(Realm&, std::string_view name, int length, std::function<Result<Value>(Call&)> body);
/// Defines each function on `target`.
void defineFunctions(Realm&, Object target, std::span<const FunctionSpec>);

/// The native half of a builtin: `native("name")` in builtins/ gives an object with these functions
/// and what `extend` adds.
struct Binding {
  std::string_view name;
  std::span<const FunctionSpec> functions;
  void (*extend)(Realm&, Object exports) = nullptr;
};

}  // namespace weft::js
