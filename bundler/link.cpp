#include "bundler/link.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "graph/suggestions.h"

namespace weft::bundler {

using graph::ModuleKind;
using syntax::RequestKind;

namespace {

Target view(ModuleId module, std::string name) {
  return {Target::Kind::View, module, kNoSymbol, std::move(name), {}};
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
  return exportCache_[module].insert_or_assign(name, std::move(found)).first->second;
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
  if (uint32_t index = module.facts.importOf(found.symbol); index != Facts::kNoImport) {
    const ImportBinding& import = module.facts.imports[index];
    return follow(module.facts.requests[import.request], import.name, seen);
  }
  return {Target::Kind::Symbol, module.id, found.symbol, {}, {}};
}

const Export* Linker::exportNamed(const Module& module, std::string_view name) {
  constexpr size_t kFew = 8;
  const std::vector<Export>& exports = module.facts.exports;
  if (exports.size() <= kFew) {
    auto found = std::ranges::find(exports, name, &Export::name);
    return found == exports.end() ? nullptr : &*found;
  }
  if (exportsByName_.empty()) exportsByName_.resize(modules_.size());
  std::unordered_map<std::string_view, uint32_t>& byName = exportsByName_[module.id];
  if (byName.empty())
    for (uint32_t i = 0; i < exports.size(); ++i) byName.try_emplace(exports[i].name, i);
  auto found = byName.find(name);
  return found == byName.end() ? nullptr : &exports[found->second];
}

Target Linker::findExport(ModuleId id, const std::string& name, Seen& seen) {
  const Module& module = modules_[id];
  if (!module.isEsModule()) {
    if (name == "default" || name == kNamespaceName) return view(id, name);
    if (name == "module.exports") return module.tree ? view(id, name) : Target{};
    const std::vector<std::string>& names = commonJsNames(id);
    return std::ranges::binary_search(names, name) ? view(id, name) : Target{};
  }
  if (name == kNamespaceName) return {Target::Kind::Namespace, id, kNoSymbol, {}, {}};
  if (std::ranges::find(seen, std::pair(id, name)) != seen.end()) return {};
  seen.emplace_back(id, name);
  if (const Export* own = exportNamed(module, name)) {
    Target target = exportOf(module, *own, seen);
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
  if (modules_[id].tree) names.emplace_back("module.exports");
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
      if (module.tree) names.emplace_back("module.exports");
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

// --- What is needed.

void Linker::includeModule(ModuleId id) {
  LinkedModule& linked = linked_.modules[id];
  if (linked.isLive) return;
  linked.isLive = true;
  const Module& module = modules_[id];
  linked.isPartLive.resize(module.facts.parts.size());
  linked.isRequestLive.resize(module.facts.requests.size());
  bool isWhole = !options_.treeShaking || !module.isEsModule() || module.facts.hasDirectEval;
  for (uint32_t i = 0; i < module.facts.parts.size(); ++i)
    if (isWhole || !(module.facts.parts[i].canBeRemovedIfUnused || doesNothing(module, module.facts.parts[i])))
      includePart(id, i);
  for (uint32_t i = 0; i < module.facts.requests.size(); ++i) {
    const Request& request = module.facts.requests[i];
    if (!request.isStatic() || request.target == kNoModule) continue;
    if (!options_.treeShaking || modules_[request.target].hasSideEffects) includeModule(request.target);
  }
}

/// `import("x");` of what has no side effects.
bool Linker::doesNothing(const Module& module, const Part& part) const {
  if (!part.isImportForNothing) return false;
  ModuleId target = module.facts.requests[part.requests[0]].target;
  return target != kNoModule && !modules_[target].hasSideEffects;
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
    for (uint32_t symbol : part.uses) {
      uint32_t import = module.facts.importOf(symbol);
      if (import != Facts::kNoImport) need(id, linked_.modules[id].imports[import]);
      includeSymbol(id, symbol);
    }
    for (uint32_t symbol : part.declares) includeSymbol(id, symbol);
    for (const MemberUse& use : part.members) {
      const Target& target = linked_.modules[id].imports[use.import];
      if (target.kind != Target::Kind::Namespace) {
        need(id, target);
        includeTarget(target);
        continue;
      }
      const Target& member = resolveExport(target.module, use.name);
      bool isThere = member.kind != Target::Kind::None && member.kind != Target::Kind::Ambiguous;
      need(id, isThere ? member : target);
      includeTarget(isThere ? member : target);
      if (isThere) linked_.modules[id].members.try_emplace({use.import, use.name}, member);
    }
    for (uint32_t request : part.requests) includeRequest(id, request);
  }
}

void Linker::includeSymbol(ModuleId id, uint32_t symbol) {
  const Facts& facts = modules_[id].facts;
  uint32_t import = facts.importOf(symbol);
  if (import != Facts::kNoImport) return includeTarget(linked_.modules[id].imports[import]);
  includeModule(id);
  auto parts = std::ranges::equal_range(facts.partsBySymbol, symbol, {}, &std::pair<uint32_t, uint32_t>::first);
  for (const auto& [of, part] : parts) includePart(id, part);
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
  for (const std::string& name : exportNames(id)) {
    need(id, resolveExport(id, name));
    includeTarget(resolveExport(id, name));
  }
}

void Linker::includeRequest(ModuleId id, uint32_t index) {
  const Request& request = modules_[id].facts.requests[index];
  linked_.modules[id].isRequestLive[index] = true;
  if (request.target == kNoModule) return;
  if (request.kind == RequestKind::DynamicImport) linked_.dynamicEntries.push_back(request.target);
  if (request.kind == RequestKind::DynamicImport && !modules_[request.target].isEsModule())
    linked_.modules[request.target].needsView = true;
  includeAll(request.target);
}

/// A module's variables stand beside it, or it takes them from where they are.
void Linker::need(ModuleId id, const Target& target) {
  std::vector<ModuleId>& needs = linked_.modules[id].needs;
  if (target.module != kNoModule && target.module != id) needs.push_back(target.module);
  for (ModuleId through : target.through)
    if (through != id) needs.push_back(through);
}

void Linker::finish(ModuleId id) {
  LinkedModule& linked = linked_.modules[id];
  std::ranges::sort(linked.needs);
  linked.needs.erase(std::ranges::unique(linked.needs).begin(), linked.needs.end());
  std::unordered_set<ModuleId> seen;
  auto visit = [&](auto& self, ModuleId module) -> void {
    for (const Request& request : modules_[module].facts.requests) {
      ModuleId target = request.target;
      if (!request.isStatic() || target == kNoModule || !seen.insert(target).second) continue;
      if (!linked_.modules[target].isLive) {
        if (modules_[target].isEsModule()) self(self, target);
      } else if (module == id || std::ranges::binary_search(linked.needs, target)) {
        linked.dependencies.push_back(target);
      }
    }
  };
  visit(visit, id);
}

Linked Linker::link(const LinkOptions& options) {
  options_ = options;
  linked_.modules.resize(modules_.size());
  for (const Module& module : modules_.list) bindImports(module.id);
  if (log_.hasErrors()) return std::move(linked_);
  for (ModuleId entry : modules_.entries) {
    if (!modules_[entry].isEsModule()) linked_.modules[entry].needsView = true;
    includeAll(entry);
  }
  drain();
  for (const Module& module : modules_.list)
    if (linked_.modules[module.id].isLive) finish(module.id);
  std::ranges::sort(linked_.dynamicEntries);
  linked_.dynamicEntries.erase(std::ranges::unique(linked_.dynamicEntries).begin(), linked_.dynamicEntries.end());
  return std::move(linked_);
}

}  // namespace weft::bundler
