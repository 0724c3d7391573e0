#pragma once
// A VM is one JavaScript heap and its thread; a Realm is one global object in it. Every call here
// is for the thread that made the VM, unless it says otherwise.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "engine/error.h"
#include "engine/handle.h"
#include "engine/native.h"
#include "engine/value.h"

namespace weft::js {

class ModuleLoader;

struct HeapStatistics {
  size_t used, capacity, external;
  size_t objectCount;
};

class VM {
 public:
  /// Process-wide engine set-up, done once; reads WEFT_JSC_OPTIONS (`useJIT=false collectContinuously=true`).
  static void initialise();
  static std::unique_ptr<VM> create();
  ~VM();
  VM(const VM&) = delete;

  std::unique_ptr<Realm> createRealm();
  /// Runs queued microtasks until none is left.
  void drainMicrotasks();
  /// A full collection now.
  void collect();
  HeapStatistics heapStatistics() const;
  /// `onReached` is called once, from any thread, when more than so many bytes are alive after a full collection.
  void setHeapLimit(size_t bytes, std::function<void()> onReached);
  /// Whether stacks follow the source maps that files bring along (`//# sourceMappingURL=`).
  void setSourceMapsEnabled(bool enabled);
  bool sourceMapsEnabled() const;
  /// The stack of an error whose Error.prepareStackTrace throws: in the default form. Empty if it has none.
  std::string defaultStack(Realm&, Object error) const;
  /// The text of a source that a stack has shown, if its map carries it.
  std::optional<std::string> originalText(std::string_view source) const;

  /// Stops JavaScript for good: what runs ends as soon as it can, wherever it is, and nothing begins any more. From
  /// any thread, while the VM exists.
  void stop();
  bool isStopped() const;
  /// What a call gives that JavaScript must not outlive, after stop(): nothing catches it.
  JsError stopped();

  /// The collector's timers, finalisers and wasm compilation run in runDeferredWork on this thread.
  /// `wake` is called from any thread when there is some, or when the time to the next changed.
  void setWakeUp(std::function<void()> wake);
  /// Seconds until deferred work is due, 0 when it is, nullopt when there is none.
  std::optional<double> secondsUntilDeferredWork() const;
  void runDeferredWork();
  /// True while work is pending that will call JavaScript later and so keeps the process alive
  /// (Atomics.waitAsync with a waiter, asynchronous wasm compilation).
  bool hasPendingWork() const;

  /// Held around a blocking poll: the collector may run without this thread.
  class IdleScope {
   public:
    explicit IdleScope(VM&);
    ~IdleScope();

   private:
    VM& vm_;
  };

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  explicit VM(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

/// A global that is an export of a builtin. All strings are static.
struct LazyGlobal {
  std::string_view name, id, exportName;
  bool isEnumerable = false;
};

enum class RejectionOperation : uint8_t { Reject, Handle };

/// What a realm asks of its embedder.
class RealmHost {
 public:
  virtual ~RealmHost() = default;
  /// A promise was rejected without a handler, or got one later.
  virtual void promiseRejection(Realm&, RejectionOperation, Value promise, Value reason) = 0;
  /// An exception that no JavaScript caught left a microtask.
  virtual void uncaughtException(Realm&, Value error) = 0;
};

class Realm {
 public:
  ~Realm();
  Realm(const Realm&) = delete;

  VM& vm() const { return *vm_; }
  JSC::JSGlobalObject* global() const { return global_; }
  /// The object that holds the global properties; JavaScript sees it as globalThis().
  Object globalObject() const;
  Object globalThis() const;
  void setHost(RealmHost* host) { host_ = host; }
  RealmHost* host() const { return host_; }
  ModuleLoader* modules() const { return modules_; }
  void setModules(ModuleLoader* modules) { modules_ = modules; }

  /// Runs a classic script in the global scope and gives its completion value.
  Result<Value> evaluate(std::string_view source, std::string_view fileName);
  /// The embedder's own per-realm state.
  template <class T>
  T& state() const {
    return *static_cast<T*>(state_);
  }
  void setState(void* state) { state_ = state; }

  /// Builtins (builtins/): the exports of one by its id, run at first use.
  Result<Value> requireBuiltin(std::string_view id);
  bool isBuiltinLoaded(std::string_view id) const;
  /// Makes `globalThis[name]` load its builtin at its first use.
  void defineLazyGlobal(const LazyGlobal&);
  /// The native half of builtins; every binding is registered before the first builtin runs.
  void setBindings(std::span<const Binding* const> bindings) { bindings_ = bindings; }
  std::span<const Binding* const> bindings() const { return bindings_; }

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  friend class VM;
  Realm(VM&, std::unique_ptr<Impl>);
  VM* vm_;
  JSC::JSGlobalObject* global_ = nullptr;
  RealmHost* host_ = nullptr;
  ModuleLoader* modules_ = nullptr;
  void* state_ = nullptr;
  std::span<const Binding* const> bindings_;
  std::unique_ptr<Impl> impl_;
};

/// The embedded builtins: an image made by tools/mkbuiltins. Set once, before the first realm.
void setBuiltinImage(std::span<const uint8_t> image);
bool hasBuiltin(std::string_view id);
/// Ids of public modules without `internal/` and `web/`: "node:fs", …
std::vector<std::string_view> publicBuiltins();

}  // namespace weft::js
