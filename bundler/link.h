#pragma once

// How modules hang together: which export every import means, and which statements are needed at all. When each is
// evaluated is in evaluation.h. Serial.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "bundler/module.h"
#include "bundler/scan.h"

namespace weft::bundler {

/// What a name of a module is in the end.
struct Target {
  enum class Kind : uint8_t {
    None,       // the module has no such name
    Ambiguous,  // two `export *` give it, differently
    Symbol,     // of an ES module: `symbol` of `module`
    Namespace,  // of an ES module: the object of all its exports
    View,       // of CommonJS or data: `name` of what import sees of `module`; kNamespaceName: all of it
    External,   // `name` of a module that is not in the bundle; kNamespaceName: all of it
  };
  Kind kind = Kind::None;
  ModuleId module = kNoModule;
  uint32_t symbol = kNoSymbol;
  std::string name = {};
  std::string external = {};
  std::vector<ModuleId> through = {};  // modules that pass it on, and are evaluated with it

  [[nodiscard]] bool isSame(const Target& other) const {
    return kind == other.kind && module == other.module && symbol == other.symbol && name == other.name &&
           external == other.external;
  }
};

enum class Wrap : uint8_t {
  None,      // its statements stand in the output's own scope
  CommonJs,  // a function that is called with exports and module, once
  Lazy,      // an ES module whose statements run when it is first asked for: by require() or import()
};

struct LinkedModule {
  Wrap wrap = Wrap::None;
  bool isAsync = false;  // it, or what it imports, awaits at the top level
  bool isLive = false;
  bool needsNamespace = false;  // the object of all its exports
  bool needsView = false;       // of CommonJS: what import sees of it
  std::vector<bool> isPartLive;
  std::vector<bool> isRequestLive;  // of require() and import(): a part that is needed makes it
  std::vector<ModuleId> needs;      // modules that it has variables of, besides those that it asks for; sorted
  /// What has to be evaluated before: what it imports statically, or, where that is left out, what that imports.
  std::vector<ModuleId> dependencies;
  /// By require() of an ES module: what must not be running then, because it would be run again.
  std::map<uint32_t, std::vector<ModuleId>> cycles;
  std::vector<Target> imports;                                 // by Facts::imports
  std::map<std::pair<uint32_t, std::string>, Target> members;  // of namespaces: by import and name, where it is known
};

struct Linked {
  std::vector<LinkedModule> modules;     // by ModuleId
  std::vector<ModuleId> dynamicEntries;  // what import() asks for, sorted
};

struct LinkOptions {
  bool treeShaking = true;  // without it everything is needed
};

class Linker {
 public:
  Linker(const Modules& modules, Log& log) : modules_(modules), log_(log) {}

  [[nodiscard]] Linked link(const LinkOptions& options);
  /// What `import { name } from module` means.
  [[nodiscard]] const Target& resolveExport(ModuleId module, const std::string& name);
  /// All names that can be imported of a module, sorted: "default" among them, not kNamespaceName.
  [[nodiscard]] std::vector<std::string> namesOf(ModuleId module);
  /// Of a request: where it leads, which may be outside of the bundle, or nowhere.
  [[nodiscard]] Target targetOf(const Request& request, const std::string& name);

 private:
  using Seen = std::vector<std::pair<ModuleId, std::string>>;

  Target findExport(ModuleId module, const std::string& name, Seen& seen);
  Target follow(const Request& request, const std::string& name, Seen& seen);
  Target exportOf(const Module& module, const Export& found, Seen& seen);
  const std::vector<std::string>& commonJsNames(ModuleId module);
  const std::vector<std::string>& exportNames(ModuleId module);
  void collectNames(ModuleId module, std::vector<std::string>& names, std::vector<ModuleId>& seen, bool isStar);
  [[nodiscard]] const Export* exportNamed(const Module& module, std::string_view name);
  void bindImports(ModuleId module);
  void missing(const Module& module, const Request& request, const std::string& name, bool isAmbiguous);

  void includeAll(ModuleId module);
  void includeModule(ModuleId module);
  [[nodiscard]] bool doesNothing(const Module& module, const Part& part) const;
  void includePart(ModuleId module, uint32_t part);
  void includeSymbol(ModuleId module, uint32_t symbol);
  void includeTarget(const Target& target);
  void need(ModuleId module, const Target& target);
  void finish(ModuleId module);
  void includeRequest(ModuleId module, uint32_t request);
  void drain();

  const Modules& modules_;
  Log& log_;
  Linked linked_;  // moved out at the end of link()
  std::vector<std::vector<std::string>> exportNames_;
  LinkOptions options_;
  std::vector<std::unordered_map<std::string, Target>> exportCache_;
  std::vector<std::optional<std::vector<std::string>>> commonJsNames_;
  /// By module, of those with many exports: which has a name.
  std::vector<std::unordered_map<std::string_view, uint32_t>> exportsByName_;
  std::vector<std::pair<ModuleId, uint32_t>> waitingParts_;
};

}  // namespace weft::bundler
