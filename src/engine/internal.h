#pragma once
// Between the light handles and JavaScriptCore's own types. For .cpp files of src/engine only.

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/builtin_code.h"
#include "engine/class.h"
#include "engine/error.h"
#include "engine/held_bytecode.h"
#include "engine/jsc.h"
#include "engine/kept_stacks.h"
#include "engine/native_owners.h"
#include "engine/vm.h"

namespace weft::graph {
class SourceMap;
}

namespace weft::js {

class CoveredSources;

inline JSC::JSValue toJSC(Value v) {
  return JSC::JSValue::decode(static_cast<JSC::EncodedJSValue>(v.bits()));
}
inline Value fromJSC(JSC::JSValue v) {
  return Value::fromBits(static_cast<uint64_t>(JSC::JSValue::encode(v)));
}
inline JSC::JSObject* objectOf(Object o) {
  return JSC::asObject(toJSC(o));
}

/// UTF-8 (or ASCII) text as a WTF string; invalid bytes become U+FFFD.
WTF::String toWTF(std::string_view utf8);
std::string toUtf8(WTF::StringView);
inline std::span<const LChar> latin1(std::string_view s) {
  return {reinterpret_cast<const LChar*>(s.data()), s.size()};
}
inline JSC::Identifier identifier(JSC::VM& vm, std::string_view name) {
  return JSC::Identifier::fromString(vm, toWTF(name));
}

/// Clears the pending exception and carries it as a JsError.
template <class Scope>
std::unexpected<JsError> takeException(Scope& scope) {
  JSC::Exception* exception = scope.exception();
  if (!scope.vm().isTerminationException(exception)) scope.clearException();
  return fail(JsError::caught(fromJSC(exception)));
}

class NativeCell;

/// The global object: JavaScriptCore's own, with a way back to its Realm. That of a context (script_context.cpp)
/// belongs to the realm that made it, too, and stands in front of an object of the program.
class GlobalObject : public JSC::JSGlobalObject {
 public:
  using Base = JSC::JSGlobalObject;
  /// Its prototype may be changed, as Node's may.
  static constexpr unsigned StructureFlags = Base::StructureFlags & ~JSC::IsImmutablePrototypeExoticObject;

  template <typename CellType, JSC::SubspaceAccess>
  static JSC::GCClient::IsoSubspace* subspaceFor(JSC::VM& vm);
  static GlobalObject* create(JSC::VM&, Realm&);
  static JSC::Structure* createStructure(JSC::VM& vm, JSC::JSValue prototype) {
    return JSC::Structure::create(vm, nullptr, prototype, JSC::TypeInfo(JSC::GlobalObjectType, StructureFlags), info());
  }
  static void destroy(JSC::JSCell*);
  DECLARE_INFO;
  DECLARE_VISIT_CHILDREN;

  Realm& realm() const { return *realm_; }
  /// Null when the realm is at its end: nothing of it runs any more, but the collector may not have found out.
  Realm* realmIfAny() const { return realm_; }
  void forgetRealm() { realm_ = nullptr; }
  /// Null but for a context.
  JSC::JSObject* sandbox() const { return sandbox_.get(); }

 protected:
  GlobalObject(JSC::VM&, JSC::Structure*, Realm&);
  ~GlobalObject();
  JSC::WriteBarrier<JSC::JSObject> sandbox_;
  /// What a context's prototype has been set to; empty before.
  JSC::WriteBarrier<JSC::Unknown> prototype_;

 private:
  static const JSC::GlobalObjectMethodTable kMethodTable;
  Realm* realm_;
};

/// Lives in JSC::VM::clientData: the subspaces must outlive the last sweep.
struct ClientData final : JSC::VM::ClientData {
  ClientData(JSC::VM&, VM&);
  WTF::String overrideSourceURL(const JSC::StackFrame&, const WTF::String&) const override { return {}; }
  VM& owner;
  JSC::IsoHeapCellType globalCellType;
  JSC::IsoSubspace globalSpace;
  JSC::GCClient::IsoSubspace globalClientSpace;
  JSC::IsoHeapCellType lazyStackCellType;
  JSC::IsoSubspace lazyStackSpace;
  JSC::GCClient::IsoSubspace lazyStackClientSpace;
  HeldBytecode heldBytecode;
  BuiltinCode builtinCode;
  NativeOwnerNames nativeOwners;
  KeptStacks keptStacks;
  JSC::Identifier prepareStackTrace;
  /// Error.prepareStackTrace runs: stacks that it reads have the default form.
  bool isPreparingStack = false;
  /// Error.captureStackTrace is about to give an error another stack than its own.
  bool isReplacingStack = false;
};

class HeapLimit final : public JSC::HeapObserver {
 public:
  HeapLimit(JSC::VM& vm, size_t bytes, std::function<void()> onReached)
      : vm_(vm), bytes_(bytes), onReached_(std::move(onReached)) {
    vm_.heap.addObserver(this);
  }
  ~HeapLimit() override { vm_.heap.removeObserver(this); }
  void willGarbageCollect() override {}
  void didGarbageCollect(JSC::CollectionScope scope) override {
    if (scope != JSC::CollectionScope::Full || vm_.heap.size() + vm_.heap.extraMemorySize() <= bytes_) return;
    if (auto tell = std::exchange(onReached_, nullptr)) tell();
  }

 private:
  JSC::VM& vm_;
  size_t bytes_;
  std::function<void()> onReached_;
};

struct VM::Impl {
  WTF::RefPtr<JSC::VM> vm;
  bool sourceMapsEnabled = false;
  std::set<std::shared_ptr<const graph::SourceMap>> shownMaps;  // that stacks have been shown with
  /// What other threads call, and this one changes.
  struct WakeUp {
    std::mutex mutex;
    std::function<void()> wake;
  };
  std::shared_ptr<WakeUp> wakeUp = std::make_shared<WakeUp>();
  bool hasWakeUp = false;
  std::atomic<bool> isStopped{false};
  std::unique_ptr<HeapLimit> heapLimit;
  std::shared_ptr<CoveredSources> covered;  // null unless enableCoverage()
  std::vector<Realm*> contextRealms;        // that have had an async context
};

/// What a ClassSpec became in a realm.
struct ClassEntry {
  JSC::Strong<JSC::JSFunction> constructor;
  JSC::Strong<JSC::Structure> structure;
};

struct Realm::Impl {
  JSC::Strong<GlobalObject> global;
  std::unordered_map<const ClassSpec*, ClassEntry> classes;
  /// Exports of builtins that ran, by their index in the image; and objects of bindings by index.
  std::vector<JSC::Strong<JSC::JSObject>> builtins;
  std::vector<JSC::Strong<JSC::JSObject>> bindings;
  JSC::Strong<JSC::JSFunction> nativeFunction, requireFunction;
  bool usesAsyncContext = false;
  /// The globals that are not collected: the realm's own, and those of contexts.
  std::vector<GlobalObject*> globals;
  Persistent* persistents = nullptr;
  NativeCell* natives = nullptr;
  /// Of Node's Buffer; null until builtins register it.
  JSC::Strong<JSC::Structure> bufferStructure;
  JSC::Strong<JSC::Structure> lazyStackStructure;
  /// The realm's own Error, whatever the program makes of the global.
  JSC::Strong<JSC::JSObject> errorConstructor;
  std::unordered_map<WTF::UniquedStringImpl*, LazyGlobal> lazyGlobals;
  std::vector<WTF::String> lazyNames;  // keeps the keys alive
};

template <typename CellType, JSC::SubspaceAccess>
JSC::GCClient::IsoSubspace* GlobalObject::subspaceFor(JSC::VM& vm) {
  return &static_cast<ClientData*>(vm.clientData)->globalClientSpace;
}

inline JSC::VM& jscVM(Realm& realm) {
  return *realm.vm().impl().vm;
}
inline ClientData& clientData(JSC::VM& vm) {
  return *static_cast<ClientData*>(vm.clientData);
}

}  // namespace weft::js
