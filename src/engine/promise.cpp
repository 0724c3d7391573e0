// Promises from native code.

#include "engine/promise.h"

#include "engine/internal.h"

namespace weft::js {

using namespace JSC;

namespace {
JSPromise* promiseOf(Value v) {
  return jsCast<JSPromise*>(toJSC(v));
}
}  // namespace

Deferred::Deferred(Realm& realm)
    : realm_(&realm), promise_(realm, fromJSC(JSPromise::create(jscVM(realm), realm.global()->promiseStructure()))) {}

void Deferred::resolve(Value value) {
  promiseOf(promise())->resolve(realm_->global(), toJSC(value));
}
void Deferred::reject(const JsError& error) {
  reject(error.toValue(*realm_));
}
void Deferred::reject(Value reason) {
  promiseOf(promise())->reject(realm_->global(), toJSC(reason));
}

bool isPromise(Value value) {
  return value.isObject() && toJSC(value).inherits<JSPromise>();
}

PromiseState promiseState(Value promise) {
  auto* p = promiseOf(promise);
  switch (p->status(p->vm())) {
    case JSPromise::Status::Pending:
      return PromiseState::Pending;
    case JSPromise::Status::Fulfilled:
      return PromiseState::Fulfilled;
    case JSPromise::Status::Rejected:
      return PromiseState::Rejected;
  }
  return PromiseState::Pending;
}

Value promiseResult(Value promise) {
  if (promiseState(promise) == PromiseState::Pending) return Value();
  auto* p = promiseOf(promise);
  return fromJSC(p->result(p->vm()));
}

void markHandled(Value promise) {
  auto* p = promiseOf(promise);
  p->markAsHandled(p->globalObject());
}

void whenSettled(Realm& realm, Value promise, std::function<void(Value)> fulfilled,
                 std::function<void(Value)> rejected) {
  auto react = [&](std::function<void(Value)> handler) {
    return createClosure(realm, "", 1, [handler = std::move(handler)](Call& call) -> Result<Value> {
      handler(call[0]);
      return Value();
    });
  };
  Value onFulfilled = react(std::move(fulfilled)), onRejected = react(std::move(rejected));
  promiseOf(promise)->performPromiseThen(realm.global(), jsCast<JSFunction*>(toJSC(onFulfilled)),
                                         jsCast<JSFunction*>(toJSC(onRejected)), jsUndefined());
}

}  // namespace weft::js
