#pragma once

// What everything in the files' own scopes is called: variables of the modules that stand in them, and what the linker
// adds. In one file no two are alike, and none is like a name that its modules expect from outside. What one file takes
// from another has the same name in both. Serial.

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "bundler/chunks.h"
#include "bundler/link.h"
#include "bundler/prelude.h"

namespace weft::bundler {

struct ModuleNames {
  std::vector<std::string> symbols;  // by symbol; empty where it is not of the module's scope, or imported
  std::string require;               // of CommonJS: the function that gives module.exports
  std::string init;                  // of a lazy module, or of the view of CommonJS: the function that evaluates it
  std::string view;                  // of CommonJS: what import sees of it
  std::string exports;               // the namespace object
};

struct Names {
  std::vector<ModuleNames> modules;  // by ModuleId
  std::array<std::string, kPreludeCount> prelude;
  std::unordered_map<std::string, std::string> externals;  // by specifier: what holds all of it

  std::vector<std::vector<std::string>> exportVariables;  // by chunk: of what it exports, and has no variable for
  std::string importMeta;                                 // stands for import.meta where there is none

  [[nodiscard]] const std::string& of(Prelude function) const { return prelude[static_cast<size_t>(function)]; }
  [[nodiscard]] const std::string& of(const Reference& reference) const;
};

struct NameOptions {
  bool isMinified = false;  // short names, the most used the shortest
  /// By chunk: how many of exportVariables it needs.
  std::vector<uint32_t> exportVariables = {};
};

[[nodiscard]] Names nameAll(const Modules& modules, const Linked& linked, const Chunks& chunks,
                            const NameOptions& options);

}  // namespace weft::bundler
