#include "bundler/names.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "bundler/identifiers.h"
#include "syntax/minify_names.h"

namespace weft::bundler {

namespace {

/// Words that no variable can have for a name, or that mean something in the functions around modules.
constexpr std::string_view kReserved[] = {
    "arguments", "async",    "await",         "break",     "case",   "catch",    "class",  "const",
    "continue",  "debugger", "default",       "delete",    "do",     "else",     "enum",   "eval",
    "export",    "extends",  "false",         "finally",   "for",    "function", "if",     "implements",
    "import",    "in",       "instanceof",    "interface", "let",    "new",      "null",   "of",
    "package",   "private",  "protected",     "public",    "return", "static",   "super",  "switch",
    "this",      "throw",    "true",          "try",       "typeof", "var",      "void",   "while",
    "with",      "yield",    "undefined",     "exports",   "module", "require",  "Object", "Symbol",
    "Promise",   "Error",    "$createRequire"};

class Namer {
 public:
  Namer(const Modules& modules, const Linked& linked, const Chunks& chunks, const NameOptions& options)
      : modules_(modules), linked_(linked), chunks_(chunks), options_(options), isMinified_(options.isMinified) {}

  Names run() {
    names_.modules.resize(modules_.size());
    names_.exportVariables.resize(chunks_.list.size());
    taken_.resize(chunks_.list.size());
    for (uint32_t i = 0; i < chunks_.list.size(); ++i) everywhere_.push_back(i);
    for (std::unordered_set<std::string>& taken : taken_)
      for (std::string_view word : kReserved) taken.emplace(word);
    for (uint32_t i : everywhere_)
      for (ModuleId id : chunks_.list[i].modules)
        taken_[i].insert(modules_[id].facts.freeNames.begin(), modules_[id].facts.freeNames.end());
    for (uint32_t i : everywhere_)
      for (ModuleId id : chunks_.list[i].modules)
        if (modules_[id].facts.hasDirectEval) keep(modules_[id], taken_[i]);
    for (home_ = 0; home_ < chunks_.list.size(); ++home_) collectChunk(home_);
    home_ = kNoChunk;
    for (size_t i = 0; i < kPreludeCount; ++i) want(names_.prelude[i], preludeName(static_cast<Prelude>(i)), 2);
    collectExternals();
    want(names_.importMeta, "import_meta", 1);
    findTakers();
    if (isMinified_) countImports();
    isMinified_ ? nameShortly() : nameAsWritten();
    return std::move(names_);
  }

 private:
  struct Wanted {
    std::string* place;
    std::string name;
    uint64_t uses;
    uint32_t home;  // the file that it stands in; kNoChunk: all may have it
  };

  void want(std::string& place, std::string_view name, uint64_t uses) {
    wanted_.push_back({&place, std::string(name), uses, home_});
  }

  void collectChunk(uint32_t chunk) {
    for (ModuleId id : chunks_.list[chunk].modules) collect(modules_[id]);
    if (chunk >= options_.exportVariables.size()) return;
    names_.exportVariables[chunk].resize(options_.exportVariables[chunk]);
    for (std::string& place : names_.exportVariables[chunk]) want(place, "$export", 2);
  }

  void collect(const Module& module) {
    const LinkedModule& linked = linked_.modules[module.id];
    ModuleNames& names = names_.modules[module.id];
    std::string stem = stemOf(module.location.path);
    if (linked.wrap == Wrap::CommonJs) {
      want(names.require, "require_" + stem, 2);
      if (linked.needsView) {
        want(names.view, "import_" + stem, 4);
        want(names.init, "init_" + stem, 2);
      }
      return;
    }
    if (linked.wrap == Wrap::Lazy) want(names.init, "init_" + stem, 2);
    if (linked.needsNamespace) want(names.exports, stem + "_exports", 2);
    const syntax::ScopeTree& tree = module.tree->ast.scopes();
    names.symbols.resize(tree.symbols.size());
    std::vector<uint32_t> declared;
    for (size_t i = 0; i < module.facts.parts.size(); ++i)
      if (linked.isPartLive[i])
        declared.insert(declared.end(), module.facts.parts[i].declares.begin(), module.facts.parts[i].declares.end());
    std::ranges::sort(declared);
    declared.erase(std::ranges::unique(declared).begin(), declared.end());
    for (uint32_t symbol : declared) {
      if (!names.symbols[symbol].empty()) continue;
      bool isCounted = symbol < module.tree->bindings.uses.size();
      want(names.symbols[symbol], module.tree->ast.text(tree.symbols[symbol].name),
           1 + (isCounted ? module.tree->bindings.uses[symbol] : 0));
    }
  }

  /// A direct eval may name what it sees: that keeps its names, and nothing else has them.
  void keep(const Module& module, std::unordered_set<std::string>& taken) {
    const syntax::ScopeTree& tree = module.tree->ast.scopes();
    ModuleNames& names = names_.modules[module.id];
    names.symbols.resize(tree.symbols.size());
    for (uint32_t i = 0; i < tree.symbols.size(); ++i) {
      std::string name(module.tree->ast.text(tree.symbols[i].name));
      bool isFree = taken.insert(name).second;
      bool isOwn = tree.symbols[i].scope == 0 && module.isEsModule() && isFree;
      if (isOwn && tree.symbols[i].kind != syntax::SymbolKind::Import) names.symbols[i] = std::move(name);
    }
  }

  void collectExternals() {
    for (const Module& module : modules_.list) {
      if (!linked_.modules[module.id].isLive) continue;
      for (const Request& request : module.facts.requests)
        if (!request.external.empty()) names_.externals.try_emplace(request.external);
    }
    std::vector<std::string> specifiers;
    for (const auto& [specifier, name] : names_.externals) specifiers.push_back(specifier);
    std::ranges::sort(specifiers);
    for (const std::string& specifier : specifiers) {
      std::string_view stem = specifier;
      if (stem.starts_with("node:")) stem.remove_prefix(5);
      want(names_.externals[specifier], "import_" + identifierLike(stem), 4);
    }
  }

  /// What other modules import is used there, too.
  void countImports() {
    std::unordered_map<const std::string*, size_t> wantedOf;
    for (size_t i = 0; i < wanted_.size(); ++i) wantedOf[wanted_[i].place] = i;
    auto add = [&](const Target& target, uint64_t uses) {
      auto found = wantedOf.find(placeOf(target));
      if (found != wantedOf.end()) wanted_[found->second].uses += uses;
    };
    for (const Module& module : modules_.list) {
      const LinkedModule& linked = linked_.modules[module.id];
      if (!linked.isLive || !module.tree) continue;
      const std::vector<uint32_t>& uses = module.tree->bindings.uses;
      for (size_t i = 0; i < linked.imports.size(); ++i)
        if (uint32_t symbol = module.facts.imports[i].symbol; symbol < uses.size())
          add(linked.imports[i], uses[symbol]);
      for (const auto& [use, target] : linked.members) add(target, 1);
    }
  }

  const std::string* placeOf(const Target& target) {
    switch (target.kind) {
      case Target::Kind::Symbol: {
        std::vector<std::string>& symbols = names_.modules[target.module].symbols;
        return target.symbol < symbols.size() ? &symbols[target.symbol] : nullptr;
      }
      case Target::Kind::Namespace:
        return &names_.modules[target.module].exports;
      case Target::Kind::View:
        return &names_.modules[target.module].view;
      case Target::Kind::External:
        return &names_.externals[target.external];
      default:
        return nullptr;
    }
  }

  /// The files that take a name from where it stands.
  void findTakers() {
    for (uint32_t i : everywhere_) {
      for (const Reference& reference : chunks_.list[i].takes) {
        const std::string& name = names_.of(reference);
        if (name.empty())
          takers_[&name].push_back(i);
        else
          taken_[i].insert(name);  // it was kept
      }
    }
  }

  /// Where no other thing may have the name.
  std::vector<uint32_t> scopesOf(const Wanted& wanted) const {
    if (wanted.home == kNoChunk) return everywhere_;
    std::vector<uint32_t> scopes = {wanted.home};
    if (auto takers = takers_.find(wanted.place); takers != takers_.end())
      scopes.insert(scopes.end(), takers->second.begin(), takers->second.end());
    return scopes;
  }

  bool take(const std::string& name, const std::vector<uint32_t>& scopes) {
    for (uint32_t scope : scopes)
      if (taken_[scope].contains(name)) return false;
    for (uint32_t scope : scopes) taken_[scope].insert(name);
    return true;
  }

  void nameAsWritten() {
    std::unordered_map<uint32_t, std::unordered_map<std::string, unsigned>> last;
    for (Wanted& wanted : wanted_) {
      std::string name = wanted.name;
      unsigned& number = last[wanted.home][wanted.name];
      if (number == 0) number = 1;
      const std::vector<uint32_t> scopes = scopesOf(wanted);
      while (!take(name, scopes)) name = wanted.name + std::to_string(++number);
      *wanted.place = std::move(name);
    }
  }

  void nameShortly() {
    std::vector<uint32_t> order(wanted_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, std::greater(), [&](uint32_t i) { return std::pair(wanted_[i].uses, UINT32_MAX - i); });
    syntax::NameMaker maker;
    std::vector<size_t> next(chunks_.list.size());
    for (uint32_t index : order) {
      const std::vector<uint32_t> scopes = scopesOf(wanted_[index]);
      size_t at = 0;
      for (uint32_t scope : scopes) at = std::max(at, next[scope]);
      std::string name = maker.name(at);
      while (!take(name, scopes)) name = maker.name(++at);
      for (uint32_t scope : scopes)
        if (scopes.size() == 1 || next[scope] == at) next[scope] = at + 1;
      *wanted_[index].place = std::move(name);
    }
  }

  const Modules& modules_;
  const Linked& linked_;
  const Chunks& chunks_;
  const NameOptions& options_;
  bool isMinified_;
  Names names_;
  uint32_t home_ = kNoChunk;
  std::vector<uint32_t> everywhere_;                    // all files
  std::vector<std::unordered_set<std::string>> taken_;  // by file
  std::unordered_map<const std::string*, std::vector<uint32_t>> takers_;
  std::vector<Wanted> wanted_;
};

}  // namespace

const std::string& Names::of(const Reference& reference) const {
  const ModuleNames& names = modules[reference.module];
  switch (reference.what) {
    case Reference::kExports:
      return names.exports;
    case Reference::kView:
      return names.view;
    case Reference::kInit:
      return names.init;
    case Reference::kRequire:
      return names.require;
    default:
      return names.symbols[reference.what];
  }
}

Names nameAll(const Modules& modules, const Linked& linked, const Chunks& chunks, const NameOptions& options) {
  return Namer(modules, linked, chunks, options).run();
}

}  // namespace weft::bundler
