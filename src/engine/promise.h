#pragma once
// Promises made, settled and watched by native code.

#include <functional>

#include "engine/error.h"
#include "engine/handle.h"
#include "engine/value.h"

namespace weft::js {

enum class PromiseState : uint8_t { Pending, Fulfilled, Rejected };

/// A promise that native code settles later, from the loop; it keeps its promise alive.
/// Settle at most once. Destroying it unsettled leaves the promise pending.
class Deferred {
 public:
  explicit Deferred(Realm&);
  Deferred(Deferred&&) = default;
  Value promise() const { return promise_.value(); }
  Realm& realm() const { return *realm_; }
  void resolve(Value);
  void reject(const JsError&);
  void reject(Value reason);

 private:
  Realm* realm_;
  Persistent promise_;
};

bool isPromise(Value);
PromiseState promiseState(Value promise);
/// The value or reason of a settled promise, undefined while it is pending.
Value promiseResult(Value promise);
/// Marks a rejection as handled, so that it is not reported.
void markHandled(Value promise);
/// Calls one of the two when `promise` settles, in a microtask.
void whenSettled(Realm&, Value promise, std::function<void(Value)> fulfilled, std::function<void(Value)> rejected);

}  // namespace weft::js
