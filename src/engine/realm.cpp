// The global object and its Realm: hooks from the engine, scripts, lazy globals.

#include <algorithm>

#include "base/check.h"
#include "base/environment.h"
#include "engine/async_context.h"
#include "engine/capture_stack_trace.h"
#include "engine/internal.h"
#include "engine/module_loader.h"
#include "engine/native_cell.h"
#include "engine/prevent_collection.h"
#include "engine/promise.h"
#include "engine/realm_jobs.h"
#include "engine/source_provider.h"
#include "engine/wasm_streaming.h"

#include <JavaScriptCore/DeferredWorkTimer.h>
#include <JavaScriptCore/MicrotaskQueueInlines.h>

namespace weft::js {

using namespace JSC;

const ClassInfo GlobalObject::s_info = {"global"_s, &Base::s_info, nullptr, nullptr, CREATE_METHOD_TABLE(GlobalObject)};

namespace {

Realm& realmFor(JSGlobalObject* global) {
  return jsCast<GlobalObject*>(global)->realm();
}
Realm* realmIfAny(JSGlobalObject* global) {
  return jsCast<GlobalObject*>(global)->realmIfAny();
}

JSInternalPromise* importModule(JSGlobalObject* global, JSModuleLoader*, JSString* specifier, JSValue parameters,
                                const SourceOrigin& origin) {
  Realm& realm = realmFor(global);
  CHECK(realm.modules());
  return realm.modules()->importDynamically(specifier, parameters, origin);
}

JSObject* createImportMeta(JSGlobalObject* global, JSModuleLoader*, JSValue, JSModuleRecord* record, JSValue) {
  return realmFor(global).modules()->createImportMeta(record);
}

void trackRejection(JSGlobalObject* global, JSPromise* promise, JSPromiseRejectionOperation operation) {
  Realm* realm = realmIfAny(global);
  if (!realm || !realm->host()) return;
  bool rejected = operation == JSPromiseRejectionOperation::Reject;
  realm->host()->promiseRejection(*realm, rejected ? RejectionOperation::Reject : RejectionOperation::Handle,
                                  fromJSC(promise), fromJSC(promise->result(global->vm())));
}

void reportUncaught(JSGlobalObject* global, Exception* exception) {
  Realm* realm = realmIfAny(global);
  if (realm && realm->host()) realm->host()->uncaughtException(*realm, fromJSC(exception->value()));
}

// What Intl uses unless told otherwise, as ICU reads it from the environment: de_DE.UTF-8 is de-DE.
WTF::String defaultLanguage() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    std::string language = environmentVariable(name).value_or("");
    if (language.empty()) continue;
    language.resize(std::min(language.size(), language.find_first_of(".@")));
    if (language == "C" || language == "POSIX") break;
    std::replace(language.begin(), language.end(), '_', '-');
    return toWTF(language);
  }
  return "en-US"_s;
}

/// The VM's own queue is the event loop's.
void queueEngineJob(JSGlobalObject& global, QueuedTask&& task) {
  if (!realmIfAny(&global)) return;
  captureAsyncContext(realmOf(&global), task);
  global.vm().queueMicrotask(WTFMove(task));
}

/// Of FinalizationRegistry and what else comes late.
ScriptExecutionStatus executionStatus(JSGlobalObject* global, JSObject*) {
  return realmIfAny(global) ? ScriptExecutionStatus::Running : ScriptExecutionStatus::Stopped;
}

}  // namespace

const GlobalObjectMethodTable GlobalObject::kMethodTable = {
    supportsRichSourceInfo,
    shouldInterruptScript,
    javaScriptRuntimeFlags,
    queueEngineJob,
    shouldInterruptScriptBeforeTimeout,
    importModule,
    nullptr,  // moduleLoaderResolve: the stock loader is not used
    nullptr,  // moduleLoaderFetch
    createImportMeta,
    nullptr,  // moduleLoaderEvaluate
    trackRejection,
    reportUncaught,
    currentScriptExecutionOwner,
    executionStatus,
    reportViolationForUnsafeEval,
    defaultLanguage,
    compileWasmStreaming,
    instantiateWasmStreaming,
    nullptr,  // deriveShadowRealmGlobalObject
    codeForEval,
    canCompileStrings,
    trustedScriptStructure,
};

GlobalObject::GlobalObject(JSC::VM& vm, Structure* structure, Realm& realm)
    : Base(vm, structure, &kMethodTable), realm_(&realm) {
  realm.impl().globals.push_back(this);
}

GlobalObject::~GlobalObject() {
  if (realm_) std::erase(realm_->impl().globals, this);
}

template <typename Visitor>
void GlobalObject::visitChildrenImpl(JSCell* cell, Visitor& visitor) {
  auto* self = jsCast<GlobalObject*>(cell);
  Base::visitChildren(self, visitor);
  visitor.append(self->sandbox_);
  visitor.append(self->prototype_);
}
DEFINE_VISIT_CHILDREN(GlobalObject);

GlobalObject* GlobalObject::create(JSC::VM& vm, Realm& realm) {
  Structure* structure = createStructure(vm, jsNull());
  auto* global = new (NotNull, allocateCell<GlobalObject>(vm)) GlobalObject(vm, structure, realm);
  global->finishCreation(vm);
  return global;
}

void GlobalObject::destroy(JSCell* cell) {
  static_cast<GlobalObject*>(cell)->~GlobalObject();
}

Realm& realmOf(JSGlobalObject* global) {
  return jsCast<GlobalObject*>(global)->realm();
}

Realm::Realm(VM& vm, std::unique_ptr<Impl> impl) : vm_(&vm), impl_(std::move(impl)) {}

namespace {

using MicrotaskQueueOfVM = MicrotaskQueue;
MicrotaskQueueOfVM& microtaskQueueOf(JSC::VM&);

/// As in async_context.cpp: there is no other way to it.
template <MicrotaskQueueOfVM JSC::VM::* kMember>
struct QueueAccess {
  friend MicrotaskQueueOfVM& microtaskQueueOf(JSC::VM& vm) { return vm.*kMember; }
};
template struct QueueAccess<&JSC::VM::m_defaultMicrotaskQueue>;

}  // namespace

void dropMicrotasks(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  microtaskQueueOf(vm).performMicrotaskCheckpoint(vm, [&realm](QueuedTask& task) {
    return realmIfAny(task.globalObject()) == &realm ? QueuedTask::Result::Discard : QueuedTask::Result::Suspended;
  });
}

// Its cells are the collector's to find, which it may do much later. What they hold outside of the heap ends here, and
// nothing keeps them any more.
Realm::~Realm() {
  JSC::VM& vm = jscVM(*this);
  std::erase(vm_->impl().contextRealms, this);
  PreventCollectionScope noCollection(vm.heap);
  for (GlobalObject* global : impl_->globals)
    if (global->m_weakTickets) vm.deferredWorkTimer->cancelPendingWorkSafe(global);
  dropMicrotasks(*this);
  NativeCell::destroyNatives(*this);
  while (impl_->persistents) impl_->persistents->reset();
  for (GlobalObject* global : impl_->globals) global->forgetRealm();
  impl_.reset();
}

std::unique_ptr<Realm> VM::createRealm() {
  std::unique_ptr<Realm> realm(new Realm(*this, std::make_unique<Realm::Impl>()));
  JSC::VM& vm = *impl_->vm;
  auto* global = GlobalObject::create(vm, *realm);
  // Node shows ten frames of a stack.
  global->setStackTraceLimit(10);
  defineCaptureStackTrace(vm, global);
  realm->impl_->global.set(vm, global);
  realm->global_ = global;
  installAsyncContext(vm, *global);
  return realm;
}

Object Realm::globalObject() const {
  return fromJSC(global_).asObject();
}
Object Realm::globalThis() const {
  return fromJSC(global_->globalThis()).asObject();
}

Result<Value> Realm::evaluate(std::string_view source, std::string_view fileName) {
  if (vm_->isStopped()) return fail(vm_->stopped());
  auto provider =
      SourceProvider::create(toWTF(source), originOf(fileName), toWTF(fileName), SourceProviderSourceType::Program);
  WTF::NakedPtr<Exception> thrown;
  JSValue value = JSC::evaluate(global_, SourceCode(WTFMove(provider)), JSValue(), thrown);
  if (thrown) return fail(JsError::caught(fromJSC(thrown.get())));
  return fromJSC(value);
}

namespace {

/// A microtask that calls one function and reports what it throws, as the event loop would.
class ReportingDispatcher final : public MicrotaskDispatcher {
 public:
  explicit ReportingDispatcher(Realm& realm) : MicrotaskDispatcher(Type::JavaScript), realm_(realm) {
    if (realm.impl().usesAsyncContext) context_ = Persistent(realm, asyncContext(realm));
  }
  bool isRunnable() const override { return true; }
  QueuedTask::Result run(QueuedTask& task) override {
    JSGlobalObject* global = task.globalObject();
    auto scope = DECLARE_CATCH_SCOPE(global->vm());
    if (context_) setAsyncContext(realm_, context_.value());
    JSC::call(global, task.job(), JSC::getCallData(task.job()), jsUndefined(), ArgList());
    if (Exception* exception = scope.exception(); exception && scope.clearExceptionExceptTermination())
      reportUncaught(global, exception);
    return QueuedTask::Result::Executed;
  }

 private:
  Realm& realm_;
  Persistent context_;
};

}  // namespace

void queueMicrotask(Realm& realm, Function callback) {
  QueuedTask task(adoptRef(*new ReportingDispatcher(realm)), realm.global(), toJSC(callback), {}, {}, {}, {});
  jscVM(realm).queueMicrotask(WTFMove(task));
}

}  // namespace weft::js
