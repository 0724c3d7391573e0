#include "bundler/evaluation.h"

#include <algorithm>
#include <unordered_map>

namespace weft::bundler {

using syntax::RequestKind;
using syntax::SymbolKind;

namespace {

/// By module, a number that those share who reach each other by whatever requests. Tarjan's algorithm.
std::vector<uint32_t> strongComponents(const Modules& modules) {
  struct Visit {
    ModuleId module;
    size_t next = 0;
  };
  constexpr uint32_t kNone = UINT32_MAX;
  std::vector<uint32_t> group(modules.size(), kNone), index(modules.size(), kNone), low(modules.size());
  std::vector<ModuleId> stack;
  std::vector<Visit> path;
  uint32_t count = 0;
  auto enter = [&](ModuleId id) {
    index[id] = low[id] = count++;
    stack.push_back(id);
    path.push_back({id});
  };
  for (const Module& root : modules.list) {
    if (index[root.id] == kNone) enter(root.id);
    while (!path.empty()) {
      Visit& visit = path.back();
      ModuleId id = visit.module;
      const std::vector<Request>& requests = modules[id].facts.requests;
      if (visit.next < requests.size()) {
        ModuleId target = requests[visit.next++].target;
        if (target == kNoModule) continue;
        if (index[target] == kNone)
          enter(target);
        else if (group[target] == kNone)
          low[id] = std::min(low[id], index[target]);
        continue;
      }
      path.pop_back();
      if (!path.empty()) low[path.back().module] = std::min(low[path.back().module], low[id]);
      if (low[id] != index[id]) continue;
      ModuleId member = kNoModule;
      while (member != id) {
        member = stack.back();
        stack.pop_back();
        group[member] = id;
      }
    }
  }
  return group;
}

class Planner {
 public:
  Planner(const Modules& modules, Linked& linked, Chunks& chunks, bool splits, Log& log)
      : modules_(modules), linked_(linked), chunks_(chunks), splits_(splits), log_(log) {}

  void run() {
    group_ = strongComponents(modules_);
    wrapWhatIsAskedFor();
    findAsync();
    for (ModuleId root : chunks_.roots) orders_.push_back(orderFrom(root));
    findEffects();
    do arrange();
    while (!areOrdersKept());
    findCycles();
    refuseAssignments();
  }

 private:
  using Order = std::vector<ModuleId>;

  LinkedModule& of(ModuleId id) { return linked_.modules[id]; }

  // --- What is not evaluated with those who load it.

  void wrapWhatIsAskedFor() {
    for (const Module& module : modules_.list)
      if (!module.isEsModule()) of(module.id).wrap = Wrap::CommonJs;
    for (const Module& module : modules_.list) {
      if (!of(module.id).isLive) continue;
      for (size_t i = 0; i < module.facts.requests.size(); ++i) {
        const Request& request = module.facts.requests[i];
        if (request.isStatic() || request.target == kNoModule || !of(module.id).isRequestLive[i]) continue;
        if (request.kind != RequestKind::DynamicImport || !splits_) wrapLazily(request.target);
      }
    }
  }

  /// With all ES modules that it imports: they would be evaluated too early otherwise.
  void wrapLazily(ModuleId first) {
    std::vector<ModuleId> waiting = {first};
    while (!waiting.empty()) {
      ModuleId id = waiting.back();
      waiting.pop_back();
      LinkedModule& linked = linked_.modules[id];
      if (linked.wrap != Wrap::None) continue;
      linked.wrap = Wrap::Lazy;
      for (const Request& request : modules_[id].facts.requests)
        if (request.isStatic() && request.target != kNoModule) waiting.push_back(request.target);
    }
  }

  /// Who imports statically what awaits has to wait, too.
  void findAsync() {
    std::vector<std::vector<ModuleId>> importers(modules_.size());
    std::vector<ModuleId> waiting;
    for (const Module& module : modules_.list) {
      for (const Request& request : module.facts.requests)
        if (request.isStatic() && request.target != kNoModule) importers[request.target].push_back(module.id);
      if (module.isEsModule() && module.facts.hasTopLevelAwait) waiting.push_back(module.id);
    }
    while (!waiting.empty()) {
      ModuleId id = waiting.back();
      waiting.pop_back();
      if (linked_.modules[id].isAsync) continue;
      linked_.modules[id].isAsync = true;
      waiting.insert(waiting.end(), importers[id].begin(), importers[id].end());
    }
  }

  // --- The order that the program has.

  /// Of what is evaluated when `root` is: static imports before those who import them.
  Order orderFrom(ModuleId root) {
    struct Visit {
      ModuleId module;
      size_t next = 0;
    };
    Order order;
    std::vector<bool> seen(modules_.size());
    std::vector<Visit> path = {{root}};
    seen[root] = true;
    while (!path.empty()) {
      Visit& visit = path.back();
      const std::vector<ModuleId>& dependencies = of(visit.module).dependencies;
      if (modules_[visit.module].isEsModule() && visit.next < dependencies.size()) {
        ModuleId next = dependencies[visit.next++];
        if (seen[next]) continue;
        seen[next] = true;
        path.push_back({next});
        continue;
      }
      order.push_back(visit.module);
      path.pop_back();
    }
    return order;
  }

  /// Modules that one can see the place of: what they do has effects, or depends on when it is done.
  void findEffects() {
    std::vector<uint32_t> groupSize(modules_.size());
    for (uint32_t group : group_) ++groupSize[group];
    hasPlace_.resize(modules_.size());
    for (const Module& module : modules_.list) {
      if (!of(module.id).isLive) continue;
      if (module.isEsModule())
        hasPlace_[module.id] = hasPlace(module, groupSize[group_[module.id]] > 1);
      else
        hasPlace_[module.id] = module.tree != nullptr;
    }
  }

  bool hasPlace(const Module& module, bool isInCycle) {
    const LinkedModule& linked = of(module.id);
    for (size_t i = 0; i < module.facts.parts.size(); ++i) {
      const Part& part = module.facts.parts[i];
      if (!linked.isPartLive[i]) continue;
      if (part.isFunction) continue;
      if (!part.isTimeless || isInCycle || !part.members.empty()) return true;
      for (uint32_t symbol : part.uses)
        if (uint32_t import = module.facts.importOf(symbol);
            import != Facts::kNoImport && mayChange(linked.imports[import]))
          return true;
    }
    return false;
  }

  bool mayChange(const Target& target) const {
    if (target.kind != Target::Kind::Symbol) return target.kind != Target::Kind::Namespace;
    SymbolKind kind = modules_[target.module].tree->ast.scopes().symbols[target.symbol].kind;
    return kind != SymbolKind::Const && kind != SymbolKind::Class && kind != SymbolKind::TopLevelFunction;
  }

  // --- The order that the files have.

  void arrange() {
    for (uint32_t index = 0; index < chunks_.list.size(); ++index) {
      Chunk& chunk = chunks_.list[index];
      chunk.steps.clear();
      chunk.imports.clear();
      std::vector<bool> isCalled(modules_.size()), isImported(chunks_.list.size());
      auto import = [&](ModuleId id) {
        if (uint32_t from = chunks_.chunkOf[id]; from != index && from != kNoChunk) isImported[from] = true;
      };
      for (ModuleId id : chunk.modules) findNeeded(id, isCalled, import);
      if (chunk.entry != kNoModule) {
        import(chunk.entry);
        isCalled[chunk.entry] = true;
        for (ModuleId id : of(chunk.entry).needs) import(id);
      }
      for (ModuleId id : orders_[chunks_.firstRoot[index]]) {
        uint32_t from = chunks_.chunkOf[id];
        if (of(id).wrap == Wrap::None ? from == index : isCalled[id]) chunk.steps.push_back(id);
        if (from == kNoChunk || !isImported[from]) continue;
        isImported[from] = false;
        chunk.imports.push_back(from);
      }
      for (uint32_t from = 0; from < isImported.size(); ++from)
        if (isImported[from]) chunk.imports.push_back(from);
    }
  }

  template <typename Import>
  void findNeeded(ModuleId id, std::vector<bool>& isCalled, Import import) {
    const LinkedModule& linked = of(id);
    for (ModuleId needed : linked.dependencies) {
      import(needed);
      if (linked.wrap == Wrap::None) isCalled[needed] = true;
    }
    for (ModuleId needed : linked.needs) import(needed);
    const std::vector<Request>& requests = modules_[id].facts.requests;
    for (size_t i = 0; i < requests.size(); ++i)
      if (requests[i].kind == RequestKind::Require && requests[i].target != kNoModule && linked.isRequestLive[i])
        import(requests[i].target);
  }

  /// A module that was evaluated, and the step that led to it.
  struct Event {
    ModuleId module;
    uint32_t chunk;
    ModuleId step;
  };

  /// What happens when the file of an entry is loaded.
  struct Trial {
    std::vector<bool> seenChunks;
    std::vector<bool> hasRun;
    std::vector<Event> events;
    bool awaitsOutside = false;  // in a file that others do not wait for as the modules did
    bool awaits = false;
  };

  bool awaits(ModuleId id) {
    if (of(id).wrap == Wrap::CommonJs) return false;
    return of(id).wrap == Wrap::Lazy ? of(id).isAsync : modules_[id].facts.hasTopLevelAwait;
  }

  void load(uint32_t index, uint32_t root, Trial& trial) {
    if (trial.seenChunks[index]) return;
    trial.seenChunks[index] = true;
    for (uint32_t import : chunks_.list[index].imports) load(import, root, trial);
    for (ModuleId step : chunks_.list[index].steps) {
      if (awaits(step)) (index == root ? trial.awaits : trial.awaitsOutside) = true;
      evaluate({step, index, step}, trial);
    }
  }

  void evaluate(const Event& event, Trial& trial) {
    if (trial.hasRun[event.module]) return;
    trial.hasRun[event.module] = true;
    if (of(event.module).wrap == Wrap::Lazy)
      for (ModuleId needed : of(event.module).dependencies)
        if (of(needed).wrap != Wrap::None) evaluate({needed, event.chunk, event.step}, trial);
    trial.events.push_back(event);
  }

  /// False when more was wrapped to keep them.
  bool areOrdersKept() {
    bool isKept = true;
    for (uint32_t root = 0; root < chunks_.roots.size(); ++root) isKept &= isOrderKept(root);
    return isKept;
  }

  bool isOrderKept(uint32_t root) {
    Trial trial;
    trial.seenChunks.resize(chunks_.list.size());
    trial.hasRun.resize(modules_.size());
    load(root, root, trial);
    if (trial.awaitsOutside || (trial.awaits && !doAllWait(trial.events))) return !wrapWhole(root);
    std::vector<uint32_t> placeOf(modules_.size());
    for (uint32_t i = 0; i < orders_[root].size(); ++i) placeOf[orders_[root][i]] = i;
    uint32_t next = UINT32_MAX;
    bool isLate = false, isWrapped = false;
    for (size_t i = trial.events.size(); i-- > 0;) {
      const Event& event = trial.events[i];
      if (!hasPlace_[event.module]) continue;
      if (placeOf[event.module] > next) {
        isLate = true;
        isWrapped |= wrapStep(event);
      }
      next = std::min(next, placeOf[event.module]);
    }
    if (!isLate) return true;
    if (!isWrapped) return !wrapWhole(root);
    return false;
  }

  bool wrap(ModuleId id) {
    if (of(id).wrap != Wrap::None) return false;
    of(id).wrap = Wrap::Lazy;
    return true;
  }

  /// What happens too early shall wait until it is called; so shall who calls it.
  bool wrapStep(const Event& event) {
    if (of(event.step).wrap == Wrap::None) return wrap(event.step);
    bool isWrapped = false;
    for (ModuleId id : chunks_.list[event.chunk].modules) {
      const std::vector<ModuleId>& dependencies = of(id).dependencies;
      if (of(id).wrap == Wrap::None && std::ranges::find(dependencies, event.step) != dependencies.end())
        isWrapped |= wrap(id);
    }
    return isWrapped;
  }

  /// Whether there was something to wrap.
  bool wrapWhole(uint32_t root) {
    bool isWrapped = false;
    for (ModuleId id : orders_[root])
      if (modules_[id].isEsModule()) isWrapped |= wrap(id);
    return isWrapped;
  }

  /// Whether modules that wait one after the other do what the language says: that a module waits for what it imports
  /// alone, while the others go on. They do where everything after a module that awaits waits for it anyway.
  bool doAllWait(const std::vector<Event>& events) {
    std::vector<size_t> placeOf(modules_.size(), SIZE_MAX);
    for (size_t i = 0; i < events.size(); ++i) placeOf[events[i].module] = i;
    size_t last = SIZE_MAX;  // that awaits
    for (size_t i = 0; i < events.size(); ++i) {
      ModuleId id = events[i].module;
      bool waits = last == SIZE_MAX;
      if (!waits && of(id).wrap == Wrap::None) {
        for (ModuleId needed : of(id).dependencies)
          waits |= placeOf[needed] != SIZE_MAX && placeOf[needed] >= last && placeOf[needed] < i;
      }
      if (!waits) return false;
      if (awaits(id)) last = i;
    }
    return true;
  }

  // --- When all is settled.

  /// What require() of an ES module would have to evaluate, and may be running: it is below the module that asks, and
  /// above it.
  void findCycles() {
    for (const Module& module : modules_.list) {
      for (uint32_t i = 0; i < module.facts.requests.size(); ++i) {
        const Request& request = module.facts.requests[i];
        if (request.kind != RequestKind::Require || request.target == kNoModule) continue;
        if (!modules_[request.target].isEsModule() || group_[request.target] != group_[module.id]) continue;
        std::vector<ModuleId>& cycle = linked_.modules[module.id].cycles[i];
        std::vector<bool> seen(modules_.size());
        std::vector<ModuleId> waiting = {request.target};
        while (!waiting.empty()) {
          ModuleId id = waiting.back();
          waiting.pop_back();
          if (seen[id] || group_[id] != group_[module.id]) continue;
          seen[id] = true;
          if (linked_.modules[id].isLive) cycle.push_back(id);
          if (!modules_[id].isEsModule()) continue;
          for (const Request& each : modules_[id].facts.requests)
            if (each.isStatic() && each.target != kNoModule) waiting.push_back(each.target);
        }
        std::ranges::sort(cycle);
      }
    }
  }

  /// An import is not to be assigned to. A `const` neither, which throws by itself where it stays one.
  void refuseAssignments() {
    for (const Module& module : modules_.list) {
      const LinkedModule& linked = linked_.modules[module.id];
      for (const BadAssignment& it : module.facts.badAssignments) {
        if (!linked.isLive || (!it.isImport && linked.wrap != Wrap::Lazy)) continue;
        const syntax::Ast& ast = module.tree->ast;
        std::string name(ast.text(ast.scopes().symbols[it.symbol].name));
        log_.add(
            {Severity::Error,
             it.isImport ? "assigned-import" : "assigned-constant",
             module.location.path,
             it.range,
             "\"" + name + (it.isImport ? "\" is an import" : "\" is a constant") + ", which cannot be assigned to",
             {},
             {}});
      }
    }
  }

  const Modules& modules_;
  Linked& linked_;
  Chunks& chunks_;
  bool splits_;
  Log& log_;
  std::vector<uint32_t> group_;  // by module: those who reach each other have the same
  std::vector<Order> orders_;    // by root
  std::vector<bool> hasPlace_;   // by module
};

}  // namespace

void planEvaluation(const Modules& modules, Linked& linked, Chunks& chunks, bool splits, Log& log) {
  Planner(modules, linked, chunks, splits, log).run();
}

}  // namespace weft::bundler
