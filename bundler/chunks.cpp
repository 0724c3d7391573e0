#include "bundler/chunks.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace weft::bundler {

using syntax::RequestKind;

namespace {

class Divider {
 public:
  Divider(const Modules& modules, const Linked& linked, bool splits)
      : modules_(modules), linked_(linked), splits_(splits) {}

  Chunks run() {
    findRoots();
    std::vector<std::string> keys(modules_.size());
    for (uint32_t root = 0; root < out_.roots.size(); ++root) mark(root, keys);
    out_.chunkOf.assign(modules_.size(), kNoChunk);
    std::unordered_map<std::string, uint32_t> chunkOfKey;
    for (uint32_t root = 0; root < out_.roots.size(); ++root) {
      chunkOfKey.emplace(keyOf(root), root);
      out_.firstRoot.push_back(root);
    }
    for (ModuleId id = 0; id < modules_.size(); ++id) {
      if (keys[id].empty()) continue;
      auto [known, isNew] = chunkOfKey.try_emplace(keys[id], static_cast<uint32_t>(out_.list.size()));
      if (isNew) {
        out_.list.emplace_back();
        out_.firstRoot.push_back(firstOf(keys[id]));
      }
      out_.chunkOf[id] = known->second;
      out_.list[known->second].modules.push_back(id);
    }
    return std::move(out_);
  }

 private:
  void addRoot(ModuleId id, bool isGiven) {
    if (std::ranges::find(out_.roots, id) != out_.roots.end()) return;
    out_.roots.push_back(id);
    out_.list.emplace_back();
    out_.list.back().entry = id;
    out_.list.back().isGiven = isGiven;
  }

  void findRoots() {
    for (ModuleId id : modules_.entries) addRoot(id, true);
    if (!splits_) return;
    std::vector<bool> isGiven(modules_.size());
    for (ModuleId id : out_.roots) isGiven[id] = true;
    for (ModuleId id : linked_.dynamicEntries) {
      if (isGiven[id]) continue;
      out_.roots.push_back(id);
      out_.list.emplace_back();
      out_.list.back().entry = id;
    }
  }

  // A key has a bit for each root.

  std::string keyOf(uint32_t root) const {
    std::string key((out_.roots.size() + 7) / 8, '\0');
    setBit(key, root);
    return key;
  }

  static void setBit(std::string& key, uint32_t bit) {
    key[bit / 8] = static_cast<char>(static_cast<uint8_t>(key[bit / 8]) | (1u << (bit % 8)));
  }

  static bool hasBit(const std::string& key, uint32_t bit) {
    return (static_cast<uint8_t>(key[bit / 8]) >> (bit % 8) & 1u) != 0;
  }

  static uint32_t firstOf(const std::string& key) {
    uint32_t bit = 0;
    while (!hasBit(key, bit)) ++bit;
    return bit;
  }

  /// All that a root needs.
  void mark(uint32_t root, std::vector<std::string>& keys) const {
    std::vector<ModuleId> waiting;
    auto reach = [&](ModuleId id) {
      if (!linked_.modules[id].isLive) return;
      if (keys[id].empty()) keys[id].assign((out_.roots.size() + 7) / 8, '\0');
      if (hasBit(keys[id], root)) return;
      setBit(keys[id], root);
      waiting.push_back(id);
    };
    reach(out_.roots[root]);
    while (!waiting.empty()) {
      ModuleId id = waiting.back();
      waiting.pop_back();
      const LinkedModule& linked = linked_.modules[id];
      for (ModuleId needed : linked.dependencies) reach(needed);
      for (ModuleId needed : linked.needs) reach(needed);
      const std::vector<Request>& requests = modules_[id].facts.requests;
      for (size_t i = 0; i < requests.size(); ++i) {
        if (requests[i].isStatic() || requests[i].target == kNoModule || !linked.isRequestLive[i]) continue;
        if (requests[i].kind != RequestKind::DynamicImport || !splits_) reach(requests[i].target);
      }
    }
  }

  const Modules& modules_;
  const Linked& linked_;
  bool splits_;
  Chunks out_;
};

class Connector {
 public:
  Connector(const Modules& modules, Linker& linker, const Linked& linked, bool isEsModule, Chunks& chunks)
      : modules_(modules), linker_(linker), linked_(linked), isEsModule_(isEsModule), chunks_(chunks) {}

  void run() {
    if (chunks_.list.size() == 1) return;
    for (at_ = 0; at_ < chunks_.list.size(); ++at_) {
      for (ModuleId id : chunks_.list[at_].modules) addModule(modules_[id]);
      for (ModuleId id : chunks_.list[at_].steps) addEvaluator(id);
      if (chunks_.list[at_].entry != kNoModule) addExports(modules_[chunks_.list[at_].entry]);
    }
  }

 private:
  void add(ModuleId module, uint32_t what) {
    uint32_t from = chunks_.chunkOf[module];
    if (from == at_ || from == kNoChunk) return;
    if (!chunks_.list[at_].takes.insert({module, what}).second) return;
    chunks_.list[from].gives.insert({module, what});
    std::vector<uint32_t>& imports = chunks_.list[at_].imports;
    if (std::ranges::find(imports, from) == imports.end()) imports.push_back(from);
  }

  void add(const Target& target) {
    switch (target.kind) {
      case Target::Kind::Symbol:
        return add(target.module, target.symbol);
      case Target::Kind::Namespace:
        return add(target.module, Reference::kExports);
      case Target::Kind::View:
        return add(target.module, Reference::kView);
      default:
        return;
    }
  }

  void addEvaluator(ModuleId id) {
    const LinkedModule& linked = linked_.modules[id];
    if (linked.wrap == Wrap::None) return;
    bool isItself = linked.wrap == Wrap::CommonJs && !linked.needsView;
    add(id, isItself ? Reference::kRequire : Reference::kInit);
  }

  void addModule(const Module& module) {
    const LinkedModule& linked = linked_.modules[module.id];
    for (size_t i = 0; i < module.facts.parts.size(); ++i)
      if (linked.isPartLive[i]) addPart(module.facts, module.facts.parts[i], linked);
    if (linked.needsNamespace)
      for (const std::string& name : linker_.namesOf(module.id)) add(linker_.resolveExport(module.id, name));
    if (linked.wrap == Wrap::Lazy)
      for (ModuleId id : linked.dependencies) addEvaluator(id);
    for (uint32_t i = 0; i < module.facts.requests.size(); ++i) {
      const Request& request = module.facts.requests[i];
      if (request.kind != RequestKind::Require || request.target == kNoModule || !linked.isRequestLive[i]) continue;
      addRequired(request.target);
      auto cycle = linked.cycles.find(i);
      if (cycle == linked.cycles.end()) continue;
      for (ModuleId id : cycle->second)
        add(id, linked_.modules[id].wrap == Wrap::CommonJs ? Reference::kRequire : Reference::kInit);
    }
  }

  void addPart(const Facts& facts, const Part& part, const LinkedModule& linked) {
    for (uint32_t symbol : part.uses)
      if (uint32_t import = facts.importOf(symbol); import != Facts::kNoImport) add(linked.imports[import]);
    for (const MemberUse& use : part.members) {
      auto member = linked.members.find({use.import, use.name});
      add(member == linked.members.end() ? linked.imports[use.import] : member->second);
    }
  }

  void addRequired(ModuleId id) {
    if (linked_.modules[id].wrap == Wrap::CommonJs) return add(id, Reference::kRequire);
    if (linked_.modules[id].isAsync) return;
    add(id, Reference::kInit);
    add(id, Reference::kExports);
  }

  void addExports(const Module& entry) {
    if (!isEsModule_) return;
    for (const std::string& name : linker_.namesOf(entry.id)) add(linker_.resolveExport(entry.id, name));
  }

  const Modules& modules_;
  Linker& linker_;
  const Linked& linked_;
  bool isEsModule_;
  Chunks& chunks_;
  uint32_t at_ = 0;
};

}  // namespace

Chunks divide(const Modules& modules, const Linked& linked, bool splits) {
  return Divider(modules, linked, splits).run();
}

void connect(const Modules& modules, Linker& linker, const Linked& linked, bool isEsModule, Chunks& chunks) {
  Connector(modules, linker, linked, isEsModule, chunks).run();
}

}  // namespace weft::bundler
