// ECMA-262 section 16.2.1.5.3, Evaluate() and its helpers, over graph nodes. The walk keeps its own
// stack, so that a chain of 100,000 modules is no deeper than one.

#include <algorithm>

#include "base/check.h"
#include "engine/module_state.h"

namespace weft::js {

using namespace JSC;
using graph::NodeId;

struct ModuleLoader::State::Walk {
  struct Frame {
    NodeId node;
    size_t nextEdge;
  };
  std::vector<Frame> path;      // the recursion of InnerModuleEvaluation
  std::vector<NodeId> pending;  // its `stack`: strongly connected components not yet closed
  uint32_t index = 0;
};

namespace {

std::unexpected<JsError> failWith(JSC::VM&, JSValue error) {
  return fail(JsError::thrown(fromJSC(error)));
}

}  // namespace

Result<void> ModuleLoader::State::evaluate(NodeId root) {
  ModuleEntry& entry = this->entry(root);
  if (entry.status == ModuleStatus::EvaluatingAsync || entry.status == ModuleStatus::Evaluated) {
    // A member of a cycle ends as its root does.
    const ModuleEntry& ended = entry.cycleRoot == graph::kNoNode ? entry : this->entry(entry.cycleRoot);
    if (ended.evaluationError) return failWith(vm(), ended.evaluationError.get());
    return {};
  }
  Walk walk;
  if (!enter(walk, root)) return {};
  while (!walk.path.empty()) {
    auto& frame = walk.path.back();
    NodeId id = frame.node;
    const auto& edges = graph.node(id).edges;
    if (frame.nextEdge < edges.size()) {
      NodeId dependency = edges[frame.nextEdge].target;
      ModuleEntry& required = this->entry(dependency);
      if (required.status == ModuleStatus::Linked) {
        enter(walk, dependency);  // comes back to this edge when it has left
        continue;
      }
      ++frame.nextEdge;
      if (auto r = afterDependency(id, dependency); !r) {
        failWalk(walk, toJSC(r.error().toValue(realm)));
        return r;
      }
      continue;
    }
    walk.path.pop_back();
    if (auto r = leave(walk, id); !r) {
      failWalk(walk, toJSC(r.error().toValue(realm)));
      return r;
    }
  }
  return {};
}

bool ModuleLoader::State::enter(Walk& walk, NodeId id) {
  ModuleEntry& entry = this->entry(id);
  if (entry.status != ModuleStatus::Linked) return false;
  entry.status = ModuleStatus::Evaluating;
  entry.dfsIndex = entry.dfsAncestorIndex = walk.index++;
  entry.pendingAsyncDependencies = 0;
  walk.pending.push_back(id);
  walk.path.push_back({id, 0});
  return true;
}

// InnerModuleEvaluation step 11.c: what a dependency, evaluated or being evaluated, means for `module`.
Result<void> ModuleLoader::State::afterDependency(NodeId module, NodeId dependency) {
  ModuleEntry& entry = this->entry(module);
  ModuleEntry* required = &this->entry(dependency);
  if (required->status == ModuleStatus::Evaluating) {
    entry.dfsAncestorIndex = std::min(entry.dfsAncestorIndex, required->dfsAncestorIndex);
  } else {
    if (required->cycleRoot != graph::kNoNode) required = &this->entry(required->cycleRoot);
    if (required->evaluationError) return failWith(vm(), required->evaluationError.get());
  }
  if (required->asyncOrder && !required->asyncDone && required != &entry) {
    ++entry.pendingAsyncDependencies;
    required->asyncParents.push_back(module);
  }
  return {};
}

// InnerModuleEvaluation steps 12 to 16: all dependencies are done, or wait.
Result<void> ModuleLoader::State::leave(Walk& walk, NodeId id) {
  ModuleEntry& entry = this->entry(id);
  if (entry.pendingAsyncDependencies || entry.hasTopLevelAwait) {
    entry.asyncOrder = nextAsyncOrder++;
    if (!entry.pendingAsyncDependencies) executeAsync(id);
  } else {
    WEFT_TRY_VOID(execute(id));
  }
  if (entry.dfsAncestorIndex != entry.dfsIndex) return {};
  for (;;) {
    NodeId member = walk.pending.back();
    walk.pending.pop_back();
    ModuleEntry& closed = this->entry(member);
    if (closed.status == ModuleStatus::Evaluating)
      closed.status = closed.asyncOrder && !closed.asyncDone ? ModuleStatus::EvaluatingAsync : ModuleStatus::Evaluated;
    closed.cycleRoot = id;
    if (member == id) return {};
  }
}

void ModuleLoader::State::failWalk(Walk& walk, JSValue error) {
  for (NodeId id : walk.pending) {
    ModuleEntry& entry = this->entry(id);
    entry.status = ModuleStatus::Evaluated;
    entry.evaluationError.set(vm(), error);
    entry.cycleRoot = id;
  }
}

Result<void> ModuleLoader::State::execute(NodeId id) {
  if (realm.vm().isStopped()) return fail(realm.vm().stopped());
  switch (graph.node(id).kind) {
    case graph::ModuleKind::CommonJs:
    case graph::ModuleKind::Addon:
      return executeCommonJs(id);
    case graph::ModuleKind::EsModule:
      break;
    default:
      return {};  // their values were there when they were linked
  }
  auto scope = DECLARE_CATCH_SCOPE(vm());
  entry(id).record->evaluate(global(), jsUndefined(),
                             jsNumber(static_cast<int32_t>(JSGenerator::ResumeMode::NormalMode)));
  if (scope.exception()) return takeException(scope);
  return {};
}

// The import face of a CommonJS module, as Node gives it: `default` and "module.exports" are
// module.exports; each name its analysis found has the value of that property when the module ended.
Result<void> ModuleLoader::State::executeCommonJs(NodeId id) {
  // The CommonJS loader registers itself when it is first needed.
  if (!commonJsHook) WEFT_TRY_VOID(realm.requireBuiltin("internal/cjs_loader"));
  CHECK(commonJsHook);
  const graph::Node& node = graph.node(id);
  const Value args[] = {String::fromUtf8(realm, node.location.path)};
  WEFT_TRY(exports, commonJsHook.value().asFunction().call(realm, Value(), args));
  auto scope = DECLARE_CATCH_SCOPE(vm());
  AbstractModuleRecord* record = entry(id).record.get();
  JSValue value = toJSC(exports);
  JSObject* object = value.getObject();
  std::vector<Identifier> names;
  for (auto& pair : record->exportEntries()) names.push_back(pair.value.exportName);
  for (const Identifier& name : names) {
    JSValue exported = value;
    if (name != vm().propertyNames->defaultKeyword && name != "module.exports"_s) {
      exported = object ? object->get(global(), name) : jsUndefined();
      if (scope.exception()) return takeException(scope);
    }
    setSyntheticExport(global(), record, name, exported);
  }
  return {};
}

void ModuleLoader::State::executeAsync(NodeId id) {
  entry(id).isAwaiting = true;
  step(id, jsUndefined(), JSGenerator::ResumeMode::NormalMode);
}

// One turn of an async module's body: it runs to its next await, or to its end. Its end is told in a
// microtask of its own, as the promise of an async function would.
void ModuleLoader::State::step(NodeId id, JSValue sent, JSGenerator::ResumeMode mode) {
  auto scope = DECLARE_CATCH_SCOPE(vm());
  AbstractModuleRecord* record = entry(id).record.get();
  auto settleLater = [&](JSPromise* ended) {
    if (!ended) return;  // the thread is being stopped
    auto settle = [&](void (State::*then)(NodeId, JSValue)) {
      return JSNativeStdFunction::create(vm(), global(), 1, WTF::String(),
                                         [this, id, then](JSGlobalObject*, CallFrame* frame) {
                                           (this->*then)(id, frame->argument(0));
                                           return JSValue::encode(jsUndefined());
                                         });
    };
    ended->performPromiseThen(global(), settle(&State::fulfilled), settle(&State::rejected), jsUndefined());
  };
  auto failed = [&] {
    Exception* exception = scope.exception();
    if (!scope.clearExceptionExceptTermination()) return;
    settleLater(JSPromise::rejectedPromise(global(), exception->value()));
  };
  JSValue awaited = record->evaluate(global(), sent, jsNumber(static_cast<int32_t>(mode)));
  if (scope.exception()) return failed();
  JSValue state = record->internalField(AbstractModuleRecord::Field::State).get();
  if (!state.isNumber() || state.asNumber() == static_cast<int32_t>(AbstractModuleRecord::State::Executing))
    return settleLater(JSPromise::resolvedPromise(global(), jsUndefined()));

  JSPromise* promise = JSPromise::resolvedPromise(global(), awaited);
  if (scope.exception()) return failed();
  auto resume = [&](JSGenerator::ResumeMode next) {
    return JSNativeStdFunction::create(vm(), global(), 1, WTF::String(),
                                       [this, id, next](JSGlobalObject*, CallFrame* frame) {
                                         step(id, frame->argument(0), next);
                                         return JSValue::encode(jsUndefined());
                                       });
  };
  promise->performPromiseThen(global(), resume(JSGenerator::ResumeMode::NormalMode),
                              resume(JSGenerator::ResumeMode::ThrowMode), jsUndefined());
}

// AsyncModuleExecutionFulfilled
void ModuleLoader::State::fulfilled(NodeId id, JSValue) {
  ModuleEntry& entry = this->entry(id);
  entry.isAwaiting = false;
  if (entry.status == ModuleStatus::Evaluated && entry.evaluationError) return;
  entry.asyncDone = true;
  entry.status = ModuleStatus::Evaluated;
  if (entry.capability) entry.capability->resolve(global(), jsUndefined());
  std::vector<NodeId> ready;
  gatherAvailableAncestors(id, ready);
  std::sort(ready.begin(), ready.end(),
            [&](NodeId a, NodeId b) { return this->entry(a).asyncOrder < this->entry(b).asyncOrder; });
  for (NodeId next : ready) {
    ModuleEntry& ancestor = this->entry(next);
    if (ancestor.status == ModuleStatus::Evaluated) continue;  // failed meanwhile
    if (ancestor.hasTopLevelAwait) {
      executeAsync(next);
    } else if (auto r = execute(next); !r) {
      rejected(next, toJSC(r.error().toValue(realm)));
    } else {
      ancestor.asyncDone = true;
      ancestor.status = ModuleStatus::Evaluated;
      if (ancestor.capability) ancestor.capability->resolve(global(), jsUndefined());
    }
  }
}

// GatherAvailableAncestors, without recursion.
void ModuleLoader::State::gatherAvailableAncestors(NodeId id, std::vector<NodeId>& out) {
  std::vector<NodeId> work{id};
  while (!work.empty()) {
    NodeId next = work.back();
    work.pop_back();
    for (NodeId parent : entry(next).asyncParents) {
      ModuleEntry& ancestor = entry(parent);
      bool failed = ancestor.cycleRoot != graph::kNoNode && entry(ancestor.cycleRoot).evaluationError;
      if (failed || std::find(out.begin(), out.end(), parent) != out.end()) continue;
      if (--ancestor.pendingAsyncDependencies) continue;
      out.push_back(parent);
      if (!ancestor.hasTopLevelAwait) work.push_back(parent);
    }
  }
}

// AsyncModuleExecutionRejected
void ModuleLoader::State::rejected(NodeId id, JSValue error) {
  std::vector<NodeId> work{id};
  while (!work.empty()) {
    NodeId next = work.back();
    work.pop_back();
    ModuleEntry& entry = this->entry(next);
    entry.isAwaiting = false;
    if (entry.evaluationError || (entry.status == ModuleStatus::Evaluated && entry.asyncDone)) continue;
    entry.evaluationError.set(vm(), error);
    entry.status = ModuleStatus::Evaluated;
    entry.asyncDone = true;
    if (entry.capability) entry.capability->reject(global(), error);
    work.insert(work.end(), entry.asyncParents.rbegin(), entry.asyncParents.rend());
  }
}

// The promise of an evaluation that goes on after evaluate() returned.
JSPromise* ModuleLoader::State::capabilityOf(NodeId root) {
  ModuleEntry* entry = &this->entry(root);
  if (entry->cycleRoot != graph::kNoNode) entry = &this->entry(entry->cycleRoot);
  if (!entry->capability) {
    entry->capability.set(vm(), JSPromise::create(vm(), global()->promiseStructure()));
    if (entry->evaluationError)
      entry->capability->reject(global(), entry->evaluationError.get());
    else if (entry->status == ModuleStatus::Evaluated)
      entry->capability->resolve(global(), jsUndefined());
  }
  return entry->capability.get();
}

}  // namespace weft::js
