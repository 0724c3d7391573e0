#include "bundler/link.h"

#include <algorithm>
#include <set>

#include "graph/suggestions.h"

namespace weft::bundler {

using graph::ModuleKind;
using syntax::RequestKind;

namespace {

Target view(ModuleId module, std::string name) {
  return {Target::Kind::View, module, kNoSymbol, std::move(name), {}};
}

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

}  // namespace

// --- Names: ECMA-262's ResolveExport and GetExportedNames, over all kinds of modules.
// https://tc39.es/ecma262/#sec-resolveexport

const Target& Linker::resolveExport(ModuleId module, const std::string& name) {
  if (exportCache_.empty()) exportCache_.resize(modules_.size());
  auto known = exportCache_[module].find(name);
  if (known != exportCache_[module].end()) return known->second;
  Seen seen;
  Target found = findExport(module, name, seen);
  return exportCache_[module][name] = std::move(found);
}

Target Linker::targetOf(const Request& request, const std::string& name) {
  if (request.target != kNoModule) return resolveExport(request.target, name);
  Seen seen;
  return follow(request, name, seen);
}

Target Linker::follow(const Request& request, const std::string& name, Seen& seen) {
  if (request.target != kNoModule) return findExport(request.target, name, seen);
  if (request.external.empty()) return {};
  return {Target::Kind::External, kNoModule, kNoSymbol, name, request.external};
}

Target Linker::exportOf(const Module& module, const Export& found, Seen& seen) {
  if (found.request != UINT32_MAX) return follow(module.facts.requests[found.request], found.imported, seen);
  // import { a } from "x"; export { a };
  for (const ImportBinding& import : module.facts.imports)
    if (import.symbol == found.symbol) return follow(module.facts.requests[import.request], import.name, seen);
  return {Target::Kind::Symbol, module.id, found.symbol, {}, {}};
}

Target Linker::findExport(ModuleId id, const std::string& name, Seen& seen) {
  const Module& module = modules_[id];
  if (!module.isEsModule()) {
    if (name == "default" || name == "module.exports" || name == kNamespaceName) return view(id, name);
    const std::vector<std::string>& names = commonJsNames(id);
    return std::ranges::binary_search(names, name) ? view(id, name) : Target{};
  }
  if (name == kNamespaceName) return {Target::Kind::Namespace, id, kNoSymbol, {}, {}};
  if (std::ranges::find(seen, std::pair(id, name)) != seen.end()) return {};
  seen.emplace_back(id, name);
  for (const Export& candidate : module.facts.exports)
    if (candidate.name == name) {
      Target target = exportOf(module, candidate, seen);
      if (target.module != id) target.through.push_back(id);
      return target;
    }
  if (name == "default") return {};
  Target found;
  for (uint32_t star : module.facts.exportStars) {
    const Request& request = module.facts.requests[star];
    if (name == "module.exports" && request.target != kNoModule && !modules_[request.target].isEsModule()) continue;
    Target candidate = follow(request, name, seen);
    if (candidate.kind == Target::Kind::None) continue;
    if (candidate.kind == Target::Kind::Ambiguous) return candidate;
    // Of a module that is not here, it may have the name: what is known to have it comes first.
    bool isFirst = found.kind == Target::Kind::None || found.kind == Target::Kind::External;
    if (candidate.kind == Target::Kind::External && found.kind != Target::Kind::None) continue;
    if (!isFirst && !candidate.isSame(found)) return {Target::Kind::Ambiguous, kNoModule, kNoSymbol, {}, {}};
    found = std::move(candidate);
  }
  found.through.push_back(id);
  return found;
}

/// Its own, and those of the modules whose exports it passes on; sorted.
const std::vector<std::string>& Linker::commonJsNames(ModuleId id) {
  if (commonJsNames_.empty()) commonJsNames_.resize(modules_.size());
  if (commonJsNames_[id]) return *commonJsNames_[id];
  commonJsNames_[id].emplace();  // a cycle finds nothing more
  const Module& module = modules_[id];
  std::set<std::string> names(module.commonJsExports.begin(), module.commonJsExports.end());
  for (const std::string& specifier : module.commonJsReexports) {
    for (const Request& request : module.facts.requests) {
      if (request.kind != RequestKind::Require || request.specifier != specifier || request.target == kNoModule)
        continue;
      const Module& target = modules_[request.target];
      const std::vector<std::string>& more = target.isEsModule() ? exportNames(target.id) : commonJsNames(target.id);
      names.insert(more.begin(), more.end());
    }
  }
  names.erase("default");
  return *(commonJsNames_[id] = std::vector<std::string>(names.begin(), names.end()));
}

const std::vector<std::string>& Linker::exportNames(ModuleId id) {
  exportNames_.resize(modules_.size());
  std::vector<std::string>& names = exportNames_[id];
  if (!names.empty()) return names;
  std::vector<ModuleId> seen;
  std::vector<std::string> found;
  collectNames(id, found, seen, false);
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  std::erase_if(found, [&](const std::string& name) {
    const Target& target = resolveExport(id, name);
    return target.kind == Target::Kind::None || target.kind == Target::Kind::Ambiguous;
  });
  return names = std::move(found);
}

std::vector<std::string> Linker::namesOf(ModuleId id) {
  if (modules_[id].isEsModule()) return exportNames(id);
  std::vector<std::string> names = commonJsNames(id);
  names.emplace_back("default");
  names.emplace_back("module.exports");
  std::ranges::sort(names);
  return names;
}

void Linker::collectNames(ModuleId id, std::vector<std::string>& names, std::vector<ModuleId>& seen, bool isStar) {
  const Module& module = modules_[id];
  if (std::ranges::find(seen, id) != seen.end()) return;
  seen.push_back(id);
  if (!module.isEsModule()) {
    const std::vector<std::string>& own = commonJsNames(id);
    names.insert(names.end(), own.begin(), own.end());
    if (!isStar) {
      names.emplace_back("default");
      names.emplace_back("module.exports");
    }
    return;
  }
  for (const Export& it : module.facts.exports)
    if (!isStar || it.name != "default") names.push_back(it.name);
  for (uint32_t star : module.facts.exportStars)
    if (ModuleId target = module.facts.requests[star].target; target != kNoModule)
      collectNames(target, names, seen, true);
}

void Linker::bindImports(ModuleId id) {
  const Module& module = modules_[id];
  LinkedModule& linked = linked_.modules[id];
  for (const ImportBinding& import : module.facts.imports) {
    const Request& request = module.facts.requests[import.request];
    Target target = targetOf(request, import.name);
    bool isLost = target.kind == Target::Kind::None || target.kind == Target::Kind::Ambiguous;
    if (isLost && request.target != kNoModule && !modules_[request.target].facts.isTooDeep)
      missing(module, request, import.name, target.kind == Target::Kind::Ambiguous);
    linked.imports.push_back(std::move(target));
  }
  for (const Export& it : module.facts.exports) {
    if (it.request == UINT32_MAX || it.imported == kNamespaceName) continue;
    const Request& request = module.facts.requests[it.request];
    if (request.target == kNoModule) continue;
    const Target& target = resolveExport(request.target, it.imported);
    if (target.kind == Target::Kind::None || target.kind == Target::Kind::Ambiguous)
      missing(module, request, it.imported, target.kind == Target::Kind::Ambiguous);
  }
}

void Linker::missing(const Module& module, const Request& request, const std::string& name, bool isAmbiguous) {
  const Module& target = modules_[request.target];
  std::string message =
      isAmbiguous ? "Two modules that \"" + target.shownPath + "\" re-exports have an export named \"" + name + "\""
                  : "\"" + target.shownPath + "\" has no export named \"" + name + "\"";
  std::string suggestion;
  if (!isAmbiguous) {
    const std::vector<std::string>& names = target.isEsModule() ? exportNames(target.id) : commonJsNames(target.id);
    if (std::string nearest = graph::nearestName(name, names); !nearest.empty())
      suggestion = "Did you mean \"" + nearest + "\"?";
  }
  log_.add({Severity::Error,
            "missing-export",
            module.location.path,
            request.range,
            std::move(message),
            {},
            std::move(suggestion)});
}

/// An import is not to be assigned to. A `const` neither, which throws by itself where it stays one.
void Linker::refuseAssignments() {
  for (const Module& module : modules_.list) {
    const LinkedModule& linked = linked_.modules[module.id];
    for (const BadAssignment& it : module.facts.badAssignments) {
      if (!linked.isLive || (!it.isImport && linked.wrap != Wrap::Lazy)) continue;
      const syntax::Ast& ast = module.tree->ast;
      std::string name(ast.text(ast.scopes().symbols[it.symbol].name));
      log_.add({Severity::Error,
                it.isImport ? "assigned-import" : "assigned-constant",
                module.location.path,
                it.range,
                "\"" + name + (it.isImport ? "\" is an import" : "\" is a constant") + ", which cannot be assigned to",
                {},
                {}});
    }
  }
}

// --- When each module is evaluated.

void Linker::wrapModules() {
  for (const Module& module : modules_.list)
    if (!module.isEsModule()) linked_.modules[module.id].wrap = Wrap::CommonJs;
  for (const Module& module : modules_.list)
    for (const Request& request : module.facts.requests)
      if (!request.isStatic() && request.target != kNoModule) wrapLazily(request.target);
}

/// With all ES modules that it imports: they would be evaluated too early otherwise.
void Linker::wrapLazily(ModuleId first) {
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
void Linker::findAsync() {
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

void Linker::orderFrom(ModuleId entry) {
  struct Visit {
    ModuleId module;
    size_t next = 0;
  };
  std::vector<bool> seen(modules_.size());
  std::vector<Visit> path;
  auto enter = [&](ModuleId id) {
    if (seen[id]) return;
    seen[id] = true;
    path.push_back({id});
  };
  enter(entry);
  while (!path.empty()) {
    Visit& visit = path.back();
    const std::vector<Request>& requests = modules_[visit.module].facts.requests;
    bool goesOn = modules_[visit.module].isEsModule() && linked_.modules[visit.module].wrap == Wrap::None;
    while (goesOn && visit.next < requests.size() &&
           (!requests[visit.next].isStatic() || requests[visit.next].target == kNoModule))
      ++visit.next;
    if (goesOn && visit.next < requests.size()) {
      enter(requests[visit.next++].target);
      continue;
    }
    linked_.order.push_back(visit.module);
    path.pop_back();
  }
}

/// What has to be evaluated before a module: what it imports statically, or, where that is left out, what that imports.
std::vector<ModuleId> Linker::dependenciesOf(ModuleId id) const {
  std::vector<ModuleId> out;
  std::vector<bool> seen(modules_.size());
  auto visit = [&](auto& self, ModuleId module) -> void {
    for (const Request& request : modules_[module].facts.requests) {
      if (!request.isStatic() || request.target == kNoModule || seen[request.target]) continue;
      seen[request.target] = true;
      if (linked_.modules[request.target].isLive)
        out.push_back(request.target);
      else if (modules_[request.target].isEsModule())
        self(self, request.target);
    }
  };
  visit(visit, id);
  return out;
}

/// What require() of an ES module would have to evaluate, and may be running: it is below the module that asks, and
/// above it.
void Linker::findCycles() {
  std::vector<uint32_t> group = strongComponents(modules_);
  for (const Module& module : modules_.list) {
    for (uint32_t i = 0; i < module.facts.requests.size(); ++i) {
      const Request& request = module.facts.requests[i];
      if (request.kind != RequestKind::Require || request.target == kNoModule) continue;
      if (!modules_[request.target].isEsModule() || group[request.target] != group[module.id]) continue;
      std::vector<ModuleId>& cycle = linked_.modules[module.id].cycles[i];
      std::vector<bool> seen(modules_.size());
      std::vector<ModuleId> waiting = {request.target};
      while (!waiting.empty()) {
        ModuleId id = waiting.back();
        waiting.pop_back();
        if (seen[id] || group[id] != group[module.id]) continue;
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

/// Whether modules that wait one after the other do what the language says: that a module waits for what it imports
/// alone, while the others go on. They do where everything after a module that awaits waits for it anyway.
bool Linker::isOrderKept() const {
  std::vector<size_t> placeOf(modules_.size(), SIZE_MAX);
  for (size_t i = 0; i < linked_.order.size(); ++i) placeOf[linked_.order[i]] = i;
  size_t last = SIZE_MAX;  // that awaits
  for (size_t i = 0; i < linked_.order.size(); ++i) {
    ModuleId id = linked_.order[i];
    const LinkedModule& linked = linked_.modules[id];
    bool waits = last == SIZE_MAX;
    if (!waits && linked.wrap == Wrap::None) {
      for (ModuleId needed : dependenciesOf(id))
        waits |= placeOf[needed] != SIZE_MAX && placeOf[needed] >= last && placeOf[needed] < i;
    }
    if (!waits) return false;
    bool awaits = linked.wrap == Wrap::None ? modules_[id].facts.hasTopLevelAwait : linked.isAsync;
    if (awaits) last = i;
  }
  return true;
}

// --- What is needed.

void Linker::includeModule(ModuleId id) {
  LinkedModule& linked = linked_.modules[id];
  if (linked.isLive) return;
  linked.isLive = true;
  const Module& module = modules_[id];
  linked.isPartLive.resize(module.facts.parts.size());
  bool isWhole = !treeShaking_ || !module.isEsModule() || module.facts.hasDirectEval;
  for (uint32_t i = 0; i < module.facts.parts.size(); ++i)
    if (isWhole || !module.facts.parts[i].canBeRemovedIfUnused) includePart(id, i);
  for (uint32_t i = 0; i < module.facts.requests.size(); ++i) {
    const Request& request = module.facts.requests[i];
    if (!request.isStatic() || request.target == kNoModule) continue;
    if (!treeShaking_ || modules_[request.target].hasSideEffects) includeModule(request.target);
  }
}

void Linker::includePart(ModuleId id, uint32_t part) {
  LinkedModule& linked = linked_.modules[id];
  if (linked.isPartLive[part]) return;
  linked.isPartLive[part] = true;
  waitingParts_.emplace_back(id, part);
}

void Linker::drain() {
  while (!waitingParts_.empty()) {
    auto [id, index] = waitingParts_.back();
    waitingParts_.pop_back();
    const Module& module = modules_[id];
    const Part& part = module.facts.parts[index];
    for (uint32_t symbol : part.uses) includeSymbol(id, symbol);
    for (uint32_t symbol : part.declares) includeSymbol(id, symbol);
    for (const MemberUse& use : part.members) {
      const Target& target = linked_.modules[id].imports[use.import];
      if (target.kind != Target::Kind::Namespace) {
        includeTarget(target);
        continue;
      }
      const Target& member = resolveExport(target.module, use.name);
      bool isThere = member.kind != Target::Kind::None && member.kind != Target::Kind::Ambiguous;
      includeTarget(isThere ? member : target);
      if (isThere) linked_.modules[id].members.try_emplace({use.import, use.name}, member);
    }
    for (uint32_t request : part.requests) includeRequest(id, request);
  }
}

void Linker::includeSymbol(ModuleId id, uint32_t symbol) {
  auto import = importOfSymbol_[id].find(symbol);
  if (import != importOfSymbol_[id].end()) return includeTarget(linked_.modules[id].imports[import->second]);
  includeModule(id);
  auto parts = declaringParts_[id].find(symbol);
  if (parts == declaringParts_[id].end()) return;
  for (uint32_t part : parts->second) includePart(id, part);
}

void Linker::includeTarget(const Target& target) {
  for (ModuleId id : target.through) includeModule(id);
  switch (target.kind) {
    case Target::Kind::Symbol:
      return includeSymbol(target.module, target.symbol);
    case Target::Kind::Namespace:
      return includeAll(target.module);
    case Target::Kind::View:
      linked_.modules[target.module].needsView = true;
      return includeModule(target.module);
    default:
      return;
  }
}

/// The object of all its exports, or what CommonJS exports.
void Linker::includeAll(ModuleId id) {
  LinkedModule& linked = linked_.modules[id];
  includeModule(id);
  if (!modules_[id].isEsModule() || linked.needsNamespace) return;
  linked.needsNamespace = true;
  for (const std::string& name : exportNames(id)) includeTarget(resolveExport(id, name));
}

void Linker::includeRequest(ModuleId id, uint32_t index) {
  const Request& request = modules_[id].facts.requests[index];
  if (request.target == kNoModule) return;
  if (request.kind == RequestKind::DynamicImport && !modules_[request.target].isEsModule())
    linked_.modules[request.target].needsView = true;
  includeAll(request.target);
}

Linked Linker::link(ModuleId entry, bool treeShaking) {
  treeShaking_ = treeShaking;
  linked_.modules.resize(modules_.size());
  declaringParts_.resize(modules_.size());
  importOfSymbol_.resize(modules_.size());
  for (const Module& module : modules_.list) bindImports(module.id);
  if (log_.hasErrors()) return std::move(linked_);
  for (const Module& module : modules_.list) {
    for (uint32_t i = 0; i < module.facts.imports.size(); ++i)
      importOfSymbol_[module.id][module.facts.imports[i].symbol] = i;
    for (uint32_t i = 0; i < module.facts.parts.size(); ++i)
      for (uint32_t symbol : module.facts.parts[i].declares) declaringParts_[module.id][symbol].push_back(i);
  }
  wrapModules();
  findAsync();
  orderFrom(entry);
  linked_.modules[entry].needsView = !modules_[entry].isEsModule();
  includeAll(entry);
  drain();
  auto isDead = [&](ModuleId id) { return !linked_.modules[id].isLive; };
  std::erase_if(linked_.order, isDead);
  if (!isOrderKept()) {
    wrapLazily(entry);
    linked_.order = {entry};
  }
  for (const Module& module : modules_.list) {
    LinkedModule& linked = linked_.modules[module.id];
    if (!linked.isLive || linked.wrap == Wrap::None) continue;
    linked_.wrapped.push_back(module.id);
    if (linked.wrap == Wrap::Lazy) linked.dependencies = dependenciesOf(module.id);
  }
  findCycles();
  refuseAssignments();
  return std::move(linked_);
}

}  // namespace weft::bundler
