// The VM: set-up, collection, deferred work.

#include "engine/vm.h"

#include <signal.h>
#include <stdlib.h>
#include <mutex>

#include "base/check.h"
#include "engine/async_context.h"
#include "engine/error_stack.h"
#include "engine/internal.h"
#include "engine/lazy_stack.h"
#include "graph/source_map.h"

#include <JavaScriptCore/DeferredWorkTimer.h>
#include <JavaScriptCore/JSBasePrivate.h>

namespace weft::js {

using namespace JSC;

namespace {

void initialiseEngine() {
  // The engine stops threads by a signal: one that programs do not use, in place of SIGUSR1.
  JSConfigureSignalForGC(SIGRTMIN + 3);
  WTF::initializeMainThread();
  Options::initialize();
  {
    Options::AllowUnfinalizedAccessScope scope;
    Options::useSharedArrayBuffer() = true;
    Options::useExplicitResourceManagement() = true;
    // As in V8: a call in tail position keeps its caller on the stack, where people look for it.
    Options::useTailCalls() = false;
    if (const char* options = getenv("WEFT_JSC_OPTIONS")) Options::setOptions(options);
    Options::notifyOptionsChanged();
  }
  JSC::initialize();
}

}  // namespace

void VM::initialise() {
  // The options are frozen by the first call.
  static std::once_flag once;
  std::call_once(once, initialiseEngine);
}

ClientData::ClientData(JSC::VM& vm, VM& vmOwner)
    : owner(vmOwner),
      globalCellType(IsoHeapCellType::Args<GlobalObject>()),
      globalSpace ISO_SUBSPACE_INIT(vm.heap, globalCellType, GlobalObject),
      globalClientSpace(globalSpace),
      lazyStackCellType(IsoHeapCellType::Args<LazyStack>()),
      lazyStackSpace ISO_SUBSPACE_INIT(vm.heap, lazyStackCellType, LazyStack),
      lazyStackClientSpace(lazyStackSpace),
      nativeOwners(vm),
      keptStacks(vm),
      prepareStackTrace(identifier(vm, "prepareStackTrace")) {}

VM::VM(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::unique_ptr<VM> VM::create() {
  auto impl = std::make_unique<Impl>();
  impl->vm = JSC::VM::create(HeapType::Large, &WTF::RunLoop::currentSingleton());
  std::unique_ptr<VM> vm(new VM(std::move(impl)));
  JSC::VM& jsc = *vm->impl_->vm;
  // The thread keeps the lock for its life: only this thread enters the VM.
  jsc.apiLock().lock();
  jsc.clientData = new ClientData(jsc, *vm);
  jsc.setErrorStackFormatter(formatErrorStack);
  // stop() comes from other threads, which cannot make it.
  jsc.ensureTerminationException();
  return vm;
}

VM::~VM() {
  JSC::VM* jsc = impl_->vm.get();
  impl_->heapLimit = nullptr;
  clientData(*jsc).builtinCode = BuiltinCode();
  RefPtr<JSLock> lock(&jsc->apiLock());
  impl_->vm = nullptr;
  lock->unlock();
}

void VM::drainMicrotasks() {
  for (Realm* realm : impl_->contextRealms) setAsyncContext(*realm, Value());
  impl_->vm->drainMicrotasks();
}

void VM::collect() {
  sanitizeStackForVM(*impl_->vm);
  impl_->vm->heap.collectNow(Sync, CollectionScope::Full);
}

HeapStatistics VM::heapStatistics() const {
  Heap& heap = impl_->vm->heap;
  // Before the first collection nobody has counted.
  return {heap.size() ? heap.size() : heap.capacity(), heap.capacity(), heap.extraMemorySize(), heap.objectCount()};
}

void VM::setHeapLimit(size_t bytes, std::function<void()> onReached) {
  impl_->heapLimit = std::make_unique<HeapLimit>(*impl_->vm, bytes, std::move(onReached));
}

void VM::setSourceMapsEnabled(bool enabled) {
  impl_->sourceMapsEnabled = enabled;
}
bool VM::sourceMapsEnabled() const {
  return impl_->sourceMapsEnabled;
}

std::string VM::defaultStack(Realm& realm, Object error) const {
  bool& isPreparing = clientData(*impl_->vm).isPreparingStack;
  bool before = std::exchange(isPreparing, true);
  auto stack = error.get(realm, "stack");
  isPreparing = before;
  return stack && stack->isString() ? stack->asString().utf8(realm) : std::string();
}

std::optional<std::string> VM::originalText(std::string_view source) const {
  for (const auto& map : impl_->shownMaps)
    if (const std::string* text = map->contentOf(source)) return *text;
  return std::nullopt;
}

void VM::stop() {
  if (impl_->isStopped.exchange(true)) return;
  impl_->vm->forbidExecutionOnTermination();
  impl_->vm->notifyNeedTermination();
}
bool VM::isStopped() const {
  return impl_->isStopped.load(std::memory_order_relaxed);
}

JsError VM::stopped() {
  JSC::VM& vm = *impl_->vm;
  vm.ensureTerminationException();
  vm.setExecutionForbidden();
  if (!vm.hasPendingTerminationException()) {
    vm.setHasTerminationRequest();
    vm.throwTerminationException();
  }
  return JsError::caught(fromJSC(vm.terminationException()));
}

void VM::setWakeUp(std::function<void()> wake) {
  {
    std::lock_guard lock(impl_->wakeUp->mutex);
    impl_->wakeUp->wake = std::move(wake);
  }
  // Other threads may be calling it: it is set once, and knows what to do from what both sides share.
  if (std::exchange(impl_->hasWakeUp, true)) return;
  WTF::RunLoop::setWakeUpCallback([shared = impl_->wakeUp] {
    std::lock_guard lock(shared->mutex);
    if (shared->wake) shared->wake();
  });
}

std::optional<double> VM::secondsUntilDeferredWork() const {
  auto seconds = WTF::RunLoop::currentSingleton().secondsUntilNextTimer();
  if (!seconds) return std::nullopt;
  return seconds->seconds();
}

void VM::runDeferredWork() {
  WTF::RunLoop::cycle();
}

bool VM::hasPendingWork() const {
  return impl_->vm->deferredWorkTimer->hasAnyPendingWork();
}

VM::IdleScope::IdleScope(VM& vm) : vm_(vm) {
  vm_.impl().vm->heap.releaseAccess();
}
VM::IdleScope::~IdleScope() {
  vm_.impl().vm->heap.acquireAccess();
}

}  // namespace weft::js
