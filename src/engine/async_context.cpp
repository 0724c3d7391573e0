#include "engine/async_context.h"

#include <JavaScriptCore/JSMicrotask.h>
#include <JavaScriptCore/UnlinkedFunctionExecutable.h>

#include "engine/builtin_names.h"
#include "engine/internal.h"

namespace JSC {

// Of BuiltinExecutables.h, which is not among the engine's installed headers.
class BuiltinExecutables {
 public:
  static UnlinkedFunctionExecutable* createExecutable(VM&, const SourceCode&, const Identifier&,
                                                      ImplementationVisibility, ConstructorKind, ConstructAbility,
                                                      InlineAttribute, NeedsClassFieldInitializer,
                                                      PrivateBrandRequirement);
};

}  // namespace JSC

namespace weft::js {

using namespace JSC;

namespace {

using LinkTimeConstants = FixedVector<LazyProperty<JSGlobalObject, JSCell>>;
LinkTimeConstants& linkTimeConstantsOf(JSGlobalObject&);

/// An explicit instantiation may name a private member: there is no other way to the engine's table.
template <LinkTimeConstants JSGlobalObject::* kMember>
struct TableAccess {
  friend LinkTimeConstants& linkTimeConstantsOf(JSGlobalObject& global) { return global.*kMember; }
};
template struct TableAccess<&JSGlobalObject::m_linkTimeConstants>;

// In the engine's own dialect of builtins: names with @ are private names, intrinsics and built-in functions.

/// As PromiseOperations.js has it, but for the second paragraph. The handlers are not wrapped in place: a function
/// whose variables a closure captures allocates at every call.
constexpr ASCIILiteral kPerformPromiseThen =
    R"js((function (promise, onFulfilled, onRejected, promiseOrCapability, context)
{
    "use strict";

    if (!@isCallable(onFulfilled))
        onFulfilled = @promiseEmptyOnFulfilled;
    if (!@isCallable(onRejected))
        onRejected = @promiseEmptyOnRejected;

    var asyncContext = @performPromiseThen.@context;
    if (asyncContext !== @undefined) {
        onFulfilled = @performPromiseThen.@defer(onFulfilled, asyncContext);
        onRejected = @performPromiseThen.@defer(onRejected, asyncContext);
    }

    var reactionsOrResult = @getPromiseInternalField(promise, @promiseFieldReactionsOrResult);
    var flags = @getPromiseInternalField(promise, @promiseFieldFlags);
    var state = flags & @promiseStateMask;
    if (state === @promiseStatePending)
        @pushNewPromiseReaction(promise, reactionsOrResult, promiseOrCapability, onFulfilled, onRejected, context);
    else {
        var handler;
        if (state === @promiseStateRejected) {
            handler = onRejected;
            if (!(flags & @promiseFlagsIsHandled))
                @hostPromiseRejectionTracker(promise, @promiseRejectionHandle);
        } else
            handler = onFulfilled;
        @enqueueJob(@promiseReactionJob, promiseOrCapability, handler, reactionsOrResult, context);
    }
    @putPromiseInternalField(promise, @promiseFieldFlags, @getPromiseInternalField(promise, @promiseFieldFlags) | @promiseFlagsIsHandled);
}))js"_s;

/// The same, for what `await` waits for.
constexpr ASCIILiteral kResolveForAwait = R"js((function (resolution, onFulfilled, onRejected, context)
{
    "use strict";

    if (@isPromise(resolution)) {
        try {
            var { constructor } = resolution;
        } catch (error) {
            onRejected(error, context);
            return;
        }
        if (constructor === @Promise || constructor === @InternalPromise)
            return @performPromiseThen(resolution, onFulfilled, onRejected, @undefined, context);
    }

    var asyncContext = @performPromiseThen.@context;
    if (asyncContext !== @undefined) {
        onFulfilled = @performPromiseThen.@defer(onFulfilled, asyncContext);
        onRejected = @performPromiseThen.@defer(onRejected, asyncContext);
    }
    return @resolveWithoutPromise(resolution, onFulfilled, onRejected, context);
}))js"_s;

/// A handler that runs with a context. It is all there is in its job, so the context stays for what comes of the
/// result; the end of the job takes it away.
constexpr ASCIILiteral kBindHandler = R"js((function (handler, asyncContext)
{
    "use strict";

    return (argument, context) => {
        @performPromiseThen.@context = asyncContext;
        return context ? handler(argument, context) : handler(argument);
    };
}))js"_s;

constexpr ASCIILiteral kGet = R"js((function ()
{
    "use strict";

    return @performPromiseThen.@context;
}))js"_s;

constexpr ASCIILiteral kSet = R"js((function (value)
{
    "use strict";

    @performPromiseThen.@context = value;
}))js"_s;

/// Each has a place behind the builtins among what a VM compiles once.
enum class OwnCode : uint8_t { PerformPromiseThen, ResolveForAwait, BindHandler, Get, Set };

JSFunction* compile(JSC::VM& vm, JSGlobalObject* global, OwnCode which, ASCIILiteral text, ASCIILiteral name) {
  BuiltinCode::Entry& code = clientData(vm).builtinCode.at(builtinCount() + static_cast<size_t>(which));
  if (!code.function) {
    code.source = makeSource(WTF::String(text), SourceOrigin(), SourceTaintedOrigin::Untainted);
    code.function.set(vm, BuiltinExecutables::createExecutable(
                              vm, code.source, Identifier::fromString(vm, name), ImplementationVisibility::Private,
                              ConstructorKind::None, ConstructAbility::CannotConstruct, InlineAttribute::None,
                              NeedsClassFieldInitializer::No, PrivateBrandRequirement::None));
  }
  return JSFunction::create(vm, global, code.function->link(vm, nullptr, code.source), global);
}

/// The function that has the context as a property.
JSFunction* holderOf(Realm& realm) {
  return jsCast<JSFunction*>(realm.global()->linkTimeConstant(LinkTimeConstant::performPromiseThen));
}

/// Runs an engine's job with a context; the end of the job takes it away.
class ContextDispatcher final : public MicrotaskDispatcher {
 public:
  explicit ContextDispatcher(Realm& realm)
      : MicrotaskDispatcher(Type::JavaScript), realm_(realm), context_(realm, asyncContext(realm)) {}
  bool isRunnable() const override { return true; }
  QueuedTask::Result run(QueuedTask& task) override {
    setAsyncContext(realm_, context_.value());
    runJSMicrotask(task.globalObject(), task.identifier(), task.job(), task.arguments());
    return QueuedTask::Result::Executed;
  }

 private:
  Realm& realm_;
  Persistent context_;
};

}  // namespace

void installAsyncContext(JSC::VM& vm, GlobalObject& global) {
  const auto& names = vm.propertyNames->builtinNames();
  JSFunction* then = compile(vm, &global, OwnCode::PerformPromiseThen, kPerformPromiseThen, "performPromiseThen"_s);
  JSFunction* resolve =
      compile(vm, &global, OwnCode::ResolveForAwait, kResolveForAwait, "resolveWithoutPromiseForAsyncAwait"_s);
  then->putDirect(vm, names.contextPrivateName(), jsUndefined());
  then->putDirect(vm, names.deferPrivateName(),
                  compile(vm, &global, OwnCode::BindHandler, kBindHandler, "bindHandler"_s));
  auto& constants = linkTimeConstantsOf(global);
  constants[static_cast<unsigned>(LinkTimeConstant::performPromiseThen)].set(vm, &global, then);
  constants[static_cast<unsigned>(LinkTimeConstant::resolveWithoutPromiseForAsyncAwait)].set(vm, &global, resolve);
}

void useAsyncContext(Realm& realm) {
  if (realm.impl().usesAsyncContext) return;
  realm.impl().usesAsyncContext = true;
  auto& realms = realm.vm().impl().contextRealms;
  realms.push_back(&realm);
  jscVM(realm).setOnEachMicrotaskTick([&realms](JSC::VM&) {
    for (Realm* user : realms) setAsyncContext(*user, Value());
  });
}

AsyncContextFunctions asyncContextFunctions(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  return {fromJSC(compile(vm, realm.global(), OwnCode::Get, kGet, "getAsyncContext"_s)),
          fromJSC(compile(vm, realm.global(), OwnCode::Set, kSet, "setAsyncContext"_s))};
}

Value asyncContext(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  return fromJSC(holderOf(realm)->getDirect(vm, vm.propertyNames->builtinNames().contextPrivateName()));
}

void setAsyncContext(Realm& realm, Value value) {
  if (asyncContext(realm).bits() == value.bits()) return;
  JSC::VM& vm = jscVM(realm);
  holderOf(realm)->putDirect(vm, vm.propertyNames->builtinNames().contextPrivateName(), toJSC(value));
}

void captureAsyncContext(Realm& realm, QueuedTask& task) {
  if (!realm.impl().usesAsyncContext || asyncContext(realm).isUndefined()) return;
  // The handlers of reactions have been given the contexts in which they were registered.
  JSGlobalObject* global = realm.global();
  JSCell* job = task.job().asCell();
  if (job == global->linkTimeConstant(LinkTimeConstant::promiseReactionJob) ||
      job == global->linkTimeConstant(LinkTimeConstant::promiseReactionJobWithoutPromise))
    return;
  task.setDispatcher(adoptRef(*new ContextDispatcher(realm)));
}

}  // namespace weft::js
