#include "engine/realm_state.h"

#include <JavaScriptCore/DeferredWorkTimer.h>
#include <JavaScriptCore/JSGlobalLexicalEnvironment.h>
#include <JavaScriptCore/JSImmutableButterfly.h>
#include <JavaScriptCore/RegExpGlobalData.h>

#include <algorithm>
#include <deque>

#include "base/check.h"
#include "engine/async_context.h"
#include "engine/builtin_names.h"
#include "engine/native_cell.h"
#include "engine/prevent_collection.h"
#include "engine/reached_cells.h"
#include "engine/realm_jobs.h"
#include "engine/saved_cells.h"

namespace weft::js {

using namespace JSC;

namespace {

Persistent* nextOf(Persistent&);

/// As in realm.cpp: the list is nobody else's business.
template <Persistent* Persistent::* kMember>
struct NextAccess {
  friend Persistent* nextOf(Persistent& persistent) { return persistent.*kMember; }
};
template struct NextAccess<&Persistent::next_>;

/// A function of the engine's that has come to be: one that programs do not get hold of, or that is as it was made.
bool isEnginesOwn(JSC::VM& vm, JSObject* object) {
  if (object->inherits<JSModuleLoader>()) return true;
  auto* function = jsDynamicCast<JSFunction*>(object);
  if (!function) return false;
  if (function->isBuiltinFunction()) return true;
  bool isAsMade = function->isHostFunction();
  function->structure()->forEachProperty(vm, [&](const auto& entry) {
    isAsMade &= entry.key() == vm.propertyNames->name.impl() || entry.key() == vm.propertyNames->length.impl();
    return isAsMade;
  });
  return isAsMade;
}

size_t variableCount(JSSymbolTableObject* scope) {
  ConcurrentJSLocker locker(scope->symbolTable()->m_lock);
  return scope->symbolTable()->size(locker);
}

}  // namespace

struct RealmState::Contents {
  Contents(JSC::VM& vm, GlobalObject* global) : cells(vm, global), visitor(vm) {}

  SavedCells cells;
  ReferenceVisitor visitor;
  UncheckedKeyHashSet<JSCell*> reached;
  /// Keeps what was reached.
  JSC::Strong<JSImmutableButterfly> held;

  std::unordered_set<NativeCell*> natives;
  std::vector<uint64_t> persistents;
  std::vector<bool> builtins, bindings;
  std::unordered_set<const ClassSpec*> classes;
  size_t globals = 0;
  bool isHavingABadTime = false;
  std::optional<unsigned> stackTraceLimit;
  size_t scriptVariables = 0, scriptBindings = 0;
  std::array<uint8_t, sizeof(RegExpCachedResult)> lastMatch;

  bool follow(Realm&);
  static std::vector<uint64_t> persistentsOf(Realm&);
};

std::vector<uint64_t> RealmState::Contents::persistentsOf(Realm& realm) {
  std::vector<uint64_t> list;
  for (Persistent* at = realm.impl().persistents; at; at = nextOf(*at)) list.push_back(at->value().bits());
  std::sort(list.begin(), list.end());
  return list;
}

/// Everything that is reached from the realm.
bool RealmState::Contents::follow(Realm& realm) {
  Realm::Impl& impl = realm.impl();
  std::vector<JSCell*> waiting;
  auto reach = [&](JSCell* cell) {
    if (cell && reached.add(cell).isNewEntry) waiting.push_back(cell);
  };
  auto reachValue = [&](JSValue value) {
    if (value && value.isCell()) reach(value.asCell());
  };
  GlobalObject* global = impl.global.get();
  reach(global);
  for (const auto& strong : impl.builtins) reach(strong.get());
  for (const auto& strong : impl.bindings) reach(strong.get());
  for (const auto& entry : impl.classes) {
    reach(entry.second.constructor.get());
    reach(entry.second.structure.get());
  }
  reach(impl.nativeFunction.get());
  reach(impl.requireFunction.get());
  reach(impl.errorConstructor.get());
  reach(impl.bufferStructure.get());
  reach(impl.lazyStackStructure.get());
  for (uint64_t bits : persistents) reachValue(JSValue::decode(static_cast<EncodedJSValue>(bits)));

  while (!waiting.empty()) {
    JSCell* cell = waiting.back();
    waiting.pop_back();
    if (cell->type() == StructureType) {
      reachValue(jsCast<Structure*>(cell)->storedPrototype());
      continue;
    }
    // Code and what belongs to it changes as it runs, and JavaScript cannot tell.
    if (!SavedCells::isFollowed(cell)) continue;
    if (cell->type() == GlobalObjectType && cell != global) return false;
    if (SavedCells::isKnown(cell) && !cells.add(cell)) return false;
    reach(cell->structure());
    for (JSCell* other : visitor.referencesOf(cell)) reach(other);
    for (JSCell* other : weakValues(cell)) reach(other);
  }
  return true;
}

RealmState::RealmState(Realm& realm, std::unique_ptr<Contents> contents)
    : realm_(realm), contents_(std::move(contents)) {}
RealmState::~RealmState() = default;

std::unique_ptr<RealmState> RealmState::take(Realm& realm) {
  JSC::VM& vm = jscVM(realm);
  Realm::Impl& impl = realm.impl();
  GlobalObject* global = impl.global.get();
  auto contents = std::make_unique<Contents>(vm, global);
  // What a program would make of its globals it finds made: the global object keeps its form.
  for (const auto& [name, lazy] : impl.lazyGlobals)
    if (realm.isBuiltinLoaded(lazy.id)) (void)realm.globalObject().get(realm, lazy.name);
  {
    DeferGC noCollectionAtAll(vm);
    PreventCollectionScope noCollection(vm.heap);
    contents->persistents = Contents::persistentsOf(realm);
    if (!contents->follow(realm)) return nullptr;
    auto count = static_cast<unsigned>(contents->reached.size());
    auto* held = JSImmutableButterfly::tryCreate(vm, CopyOnWriteArrayWithContiguous, count);
    if (!held) return nullptr;
    unsigned at = 0;
    for (JSCell* cell : contents->reached) held->setIndex(vm, at++, cell);
    contents->held.set(vm, held);
  }
  contents->natives = NativeCell::nativesOf(realm);
  for (const auto& strong : impl.builtins) contents->builtins.push_back(static_cast<bool>(strong));
  for (const auto& strong : impl.bindings) contents->bindings.push_back(static_cast<bool>(strong));
  for (const auto& entry : impl.classes) contents->classes.insert(entry.first);
  contents->globals = impl.globals.size();
  contents->isHavingABadTime = global->isHavingABadTime();
  contents->stackTraceLimit = global->stackTraceLimit();
  contents->scriptVariables = variableCount(global);
  contents->scriptBindings = variableCount(global->globalLexicalEnvironment());
  memcpy(contents->lastMatch.data(), &global->regExpGlobalData().cachedResult(), contents->lastMatch.size());
  return std::unique_ptr<RealmState>(new RealmState(realm, std::move(contents)));
}

bool RealmState::fail(std::string obstacle) {
  obstacle_ = std::move(obstacle);
  return false;
}

std::vector<std::string> RealmState::builtinsSince() const {
  std::vector<std::string> names;
  const auto& now = realm_.impl().builtins;
  for (size_t i = 0; i < now.size(); ++i)
    if (now[i] && (i >= contents_->builtins.size() || !contents_->builtins[i])) names.emplace_back(builtinIdAt(i));
  return names;
}

bool RealmState::restore() {
  JSC::VM& vm = jscVM(realm_);
  Realm::Impl& impl = realm_.impl();
  GlobalObject* global = impl.global.get();
  Contents& before = *contents_;
  DeferGC noCollectionAtAll(vm);
  PreventCollectionScope noCollection(vm.heap);
  dropMicrotasks(realm_);
  if (impl.usesAsyncContext) setAsyncContext(realm_, Value());
  NativeCell::destroyNativesBut(realm_, before.natives);
  if (NativeCell::nativesOf(realm_).size() != before.natives.size()) return fail("a native object is gone");
  if (vm.deferredWorkTimer->hasAnyPendingWork()) return fail("work of the engine's is pending");
  if (impl.globals.size() != before.globals) return fail("there are contexts");
  if (global->isHavingABadTime() != before.isHavingABadTime) return fail("arrays have become slow");
  if (std::vector<std::string> names = builtinsSince(); !names.empty()) return fail("builtins: " + names.front());
  if (Contents::persistentsOf(realm_) != before.persistents) return fail("native code keeps something");
  if (variableCount(global) != before.scriptVariables ||
      variableCount(global->globalLexicalEnvironment()) != before.scriptBindings)
    return fail("variables of scripts");

  for (size_t i = 0; i < impl.bindings.size(); ++i)
    if (i >= before.bindings.size() || !before.bindings[i]) impl.bindings[i].clear();
  std::erase_if(impl.classes, [&](const auto& entry) { return !before.classes.contains(entry.first); });

  if (!before.cells.restore()) return fail(before.cells.obstacle());

  global->setStackTraceLimit(before.stackTraceLimit);
  memcpy(&global->regExpGlobalData().cachedResult(), before.lastMatch.data(), before.lastMatch.size());
  vm.writeBarrier(global);
  vm.clearLastException();
  // What the engine makes when it is first asked for: the program may have changed it since.
  for (JSCell* cell : before.visitor.referencesOf(global)) {
    if (before.reached.contains(cell)) continue;
    if (cell->type() == StructureType) {
      JSValue prototype = jsCast<Structure*>(cell)->storedPrototype();
      if (prototype.isCell() && !before.reached.contains(prototype.asCell())) return fail("a new prototype");
    } else if (cell->isObject()) {
      if (!isEnginesOwn(vm, asObject(cell)))
        return fail(std::string("a new ") + cell->classInfo()->className.characters());
    }
  }
  return true;
}

}  // namespace weft::js
