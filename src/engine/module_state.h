#pragma once
// What the engine keeps of each graph node: its record, and where its evaluation stands. For the
// module_*.cpp files only.

#include <deque>
#include "engine/compiled_modules.h"

#include "engine/internal.h"
#include "engine/module_loader.h"

namespace weft::js {

enum class ModuleStatus : uint8_t { New, Recorded, Linked, Evaluating, EvaluatingAsync, Evaluated };

/// ECMA-262's Cyclic Module Record fields, by graph node (section 16.2.1.5).
struct ModuleEntry {
  JSC::Strong<JSC::AbstractModuleRecord> record;
  JSC::Strong<JSC::AbstractModuleRecord> requireFace;  // what require() gives where __esModule is added
  JSC::Strong<JSC::Unknown> evaluationError;           // empty: none
  JSC::Strong<JSC::JSPromise> capability;              // only where somebody waits: [[TopLevelCapability]]
  std::vector<graph::NodeId> asyncParents;             // [[AsyncParentModules]]
  graph::NodeId cycleRoot = graph::kNoNode;
  uint32_t dfsIndex = 0, dfsAncestorIndex = 0;
  uint32_t pendingAsyncDependencies = 0;
  uint64_t asyncOrder = 0;  // [[AsyncEvaluationOrder]]: 0 unset
  ModuleStatus status = ModuleStatus::New;
  bool hasTopLevelAwait = false;
  bool isAwaiting = false;  // its own body is suspended
  bool asyncDone = false;   // [[AsyncEvaluationOrder]] done
  bool isParsed = false;    // its record was made from its text, not from the cache on disk
  JSC::CodeFeatures codeFeatures = 0;
};

struct ModuleLoader::State {
  State(Realm& realm, graph::ModuleGraph& graph) : realm(realm), graph(graph) {}

  Realm& realm;
  graph::ModuleGraph& graph;
  std::deque<ModuleEntry> entries;  // by NodeId
  std::unordered_map<const JSC::AbstractModuleRecord*, graph::NodeId> nodeOfRecord;
  Persistent commonJsHook, importHook, resolveHook, mockHook;
  CompiledModules compiled;  // of modules that did not come from the cache on disk
  uint64_t nextAsyncOrder = 1;

  ModuleEntry& entry(graph::NodeId id) {
    if (entries.size() <= id) entries.resize(graph.size());
    return entries[id];
  }
  JSC::JSGlobalObject* global() const { return realm.global(); }
  JSC::VM& vm() const { return jscVM(realm); }

  /// Runs Evaluate() on a linked node: an error that evaluation ended with, or nothing.
  Result<void> evaluate(graph::NodeId root);
  JSC::JSPromise* capabilityOf(graph::NodeId root);

 private:
  struct Walk;
  bool enter(Walk&, graph::NodeId);
  Result<void> leave(Walk&, graph::NodeId);
  Result<void> afterDependency(graph::NodeId module, graph::NodeId dependency);
  void failWalk(Walk&, JSC::JSValue error);
  Result<void> execute(graph::NodeId);
  Result<void> executeCommonJs(graph::NodeId);
  void executeAsync(graph::NodeId);
  void step(graph::NodeId, JSC::JSValue sent, JSC::JSGenerator::ResumeMode);
  void fulfilled(graph::NodeId, JSC::JSValue);
  void rejected(graph::NodeId, JSC::JSValue error);
  void gatherAvailableAncestors(graph::NodeId, std::vector<graph::NodeId>& out);
};

/// A linked and evaluated record that re-exports `original` with `__esModule`.
Result<JSC::AbstractModuleRecord*> makeRequireFace(ModuleLoader::State&, JSC::AbstractModuleRecord* original);

/// Sets an export of a synthetic record after its environment was made.
void setSyntheticExport(JSC::JSGlobalObject*, JSC::AbstractModuleRecord*, const JSC::Identifier&, JSC::JSValue);

}  // namespace weft::js
