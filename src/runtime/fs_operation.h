#pragma once
// How native("fs") makes JavaScript functions of system calls. An operation is a plain function that
// touches no JavaScript:
//
//     SysResult<double> read(int fd, js::Bytes into, …);
//     constexpr js::FunctionSpec kFunctions[] = { fsOperation<&read>("read") };
//
// The JavaScript function takes its parameters and then how to answer (builtins/internal/fs_native.ts):
// undefined runs it here and now; a function or `true` runs it on the thread pool, and calls back from
// the loop or settles a promise. Bytes stay in place meanwhile.

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "engine/native.h"
#include "engine/promise.h"
#include "runtime/fs_values.h"
#include "runtime/runtime.h"

namespace weft::runtime {

namespace detail {

/// Keeps the memory of a call's arguments where it is while a thread works on it.
class Pins {
 public:
  Pins() = default;
  Pins(const Pins&) = delete;
  ~Pins() {
    for (auto& release : releases_) release();
  }
  void add(js::Realm& realm, js::Value value);

 private:
  std::vector<std::function<void()>> releases_;
};

template <class T>
constexpr bool kHoldsBytes = false;
template <>
inline constexpr bool kHoldsBytes<js::Bytes> = true;
template <>
inline constexpr bool kHoldsBytes<BytesList> = true;
template <>
inline constexpr bool kHoldsBytes<WriteData> = true;

/// The paths of a call, for its error: an empty path is shown, where SysError has none.
struct CallPaths {
  const std::string* path = nullptr;
  const std::string* destination = nullptr;
  void add(const NativePath& p) { (path ? destination : path) = &p.bytes; }
  void add(const FileRef& file) {
    if (file.fd < 0) path = &file.path;
  }
  template <class T>
  void add(const T&) {}
};
template <class Arguments>
CallPaths pathsOf(const Arguments& arguments) {
  CallPaths out;
  std::apply([&](const auto&... a) { (out.add(a), ...); }, arguments);
  return out;
}
js::JsError errorOf(js::Realm& realm, const SysError& error, const CallPaths& paths);

/// Answers the two asynchronous ways.
class Answer {
 public:
  Answer(js::Realm& realm, js::Value reply);
  /// What the call returns: a promise, or undefined.
  js::Value result() const { return promise_ ? promise_->promise() : js::Value(); }
  void succeed(std::optional<js::Value> value);
  void fail(const js::JsError& error);
  js::Realm& realm() { return realm_; }

 private:
  void callBack(std::span<const js::Value> args);
  js::Realm& realm_;
  std::optional<js::Deferred> promise_;
  js::Persistent callback_, context_;
};

template <class R, class... A>
struct Request {
  Request(js::Call& call) : answer(call.realm(), call[sizeof...(A)]) {}
  Pins pins;
  Answer answer;
  std::optional<std::tuple<A...>> arguments;
  std::optional<SysResult<R>> result;

  void finish() {
    if (!*result) return answer.fail(errorOf(answer.realm(), result->error(), pathsOf(*arguments)));
    if constexpr (std::is_void_v<R>) {
      answer.succeed(std::nullopt);
    } else {
      js::Result<js::Value> value = toValue(answer.realm(), std::move(**result));
      if (value)
        answer.succeed(*value);
      else
        answer.fail(value.error());
    }
  }
};

template <auto F, class Signature>
struct FsCall;

template <auto F, class R, class... A>
struct FsCall<F, SysResult<R> (*)(A...)> {
  using Arguments = std::tuple<std::decay_t<A>...>;

  template <size_t... I>
  static js::Result<Arguments> parse(js::Call& call, std::index_sequence<I...>) {
    // Braces: from left to right.
    std::tuple<js::Result<std::decay_t<A>>...> parsed{
        js::FromJs<std::decay_t<A>>::get(call.realm(), call[I], int(I))...};
    const js::JsError* error = nullptr;
    ((error = error || std::get<I>(parsed) ? error : &std::get<I>(parsed).error()), ...);
    if (error) return std::unexpected(*error);
    return Arguments(std::move(*std::get<I>(parsed))...);
  }

  static js::Result<js::Value> now(js::Call& call) {
    WEFT_TRY(arguments, parse(call, std::index_sequence_for<A...>()));
    SysResult<R> result = std::apply(F, arguments);
    if (!result) return js::fail(errorOf(call.realm(), result.error(), pathsOf(arguments)));
    if constexpr (std::is_void_v<R>)
      return js::Value();
    else
      return toValue(call.realm(), std::move(*result));
  }

  template <size_t... I>
  static void pin(js::Call& call, Pins& pins, std::index_sequence<I...>) {
    ((kHoldsBytes<std::decay_t<A>> ? pins.add(call.realm(), call[I]) : void()), ...);
  }

  static js::Result<js::Value> call(js::Call& call) {
    constexpr auto kIndices = std::index_sequence_for<A...>();
    if (call[sizeof...(A)].isUndefined()) return now(call);
    auto request = std::make_unique<Request<R, std::decay_t<A>...>>(call);
    // Pinning may move small arrays, so their addresses are read after it.
    pin(call, request->pins, kIndices);
    WEFT_TRY(arguments, parse(call, kIndices));
    request->arguments.emplace(std::move(arguments));
    js::Value promise = request->answer.result();
    auto work = [r = request.get()] { r->result.emplace(std::apply(F, *r->arguments)); };
    auto done = [r = std::move(request)] { r->finish(); };
    Runtime::of(call.realm()).loop().queueWork(std::move(work), std::move(done));
    return promise;
  }
};

}  // namespace detail

template <auto F>
constexpr js::FunctionSpec fsOperation(std::string_view name) {
  return js::fn<&detail::FsCall<F, decltype(F)>::call>(name);
}

}  // namespace weft::runtime
