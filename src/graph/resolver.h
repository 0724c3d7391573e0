#pragma once

// Node's two resolution algorithms (https://nodejs.org/api/esm.html#resolution-algorithm-specification and
// https://nodejs.org/api/modules.html#all-together), as Node 22 carries them out.
//
// Parallel: any thread may ask. What was seen of the file system (stats, real paths, package.json files) is kept
// for the resolver's life; what was missing is asked again before a resolution fails, so that a file written
// meanwhile is found.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "graph/module_error.h"
#include "graph/package_json.h"

namespace weft::graph {

enum class ResolveKind : uint8_t { Import, Require };

/// Disabled: `false` in a `browser` map; stands for an empty CommonJS module.
enum class ResolvedType : uint8_t { File, Builtin, Data, Disabled };

struct Resolution {
  ResolvedType type = ResolvedType::File;
  std::string path;    // File: absolute, links resolved; Builtin: its canonical name, "node:fs"; Data: the whole URL;
                       // Disabled: the file that is left out, or the specifier where there is none
  std::string suffix;  // "?query#fragment" of an import; empty for require
  /// Where an import led to a package's `module`: the file that `require` of the same package gets. A bundler that has
  /// both takes this one for both, so that there are not two copies of the package's state.
  std::string alternative = {};

  /// What `import.meta.url` says: the file: URL with the suffix; the path itself for Builtin and Data.
  [[nodiscard]] std::string url() const;
  friend bool operator==(const Resolution&, const Resolution&) = default;
};

/// A specifier that names a builtin, and the builtin it names: {"fs", "node:fs"}, {"node:fs", "node:fs"}.
struct BuiltinName {
  std::string specifier;
  std::string canonical;
};

/// What `module` in mainFields is for: for everybody, or for imports alone, with `main` (or index.js) for `require`
/// where both are there.
enum class ModuleFieldUse : uint8_t { AsListed, ImportsOnly };
enum class BrowserMapUse : uint8_t { Off, On };

struct ResolverOptions {
  /// Every specifier that names a builtin.
  std::vector<BuiltinName> builtins;
  /// Schemes that only builtins have: a name of theirs that is not listed is ERR_UNKNOWN_BUILTIN_MODULE.
  std::vector<std::string> builtinSchemes = {"node", "bun", "weft"};
  /// Of `--conditions`, besides those of the platform, `import`/`require` and `default`.
  std::vector<std::string> conditions;
  std::vector<std::string> platformConditions = {"node", "module-sync", "node-addons"};
  /// Fields of package.json that name the file of a package without `exports`: the first that leads to one.
  std::vector<std::string> mainFields = {"main"};
  ModuleFieldUse moduleField = ModuleFieldUse::AsListed;
  /// Whether objects in `browser` of package.json map files and specifiers (browser_map.h).
  BrowserMapUse browserMaps = BrowserMapUse::Off;
  /// Whether `import` finds paths as `require` does, without their extension, and folders, as bundlers have it.
  bool importsMayOmit = false;
  /// What `require` tries after the exact path, in order.
  std::vector<std::string> extensions = {".js", ".json", ".node", ".ts", ".cts", ".mts"};
  /// Folders of NODE_PATH and Node's other global folders, absolute, for `require`.
  std::vector<std::string> globalPaths;
  /// Whether `import` looks in `globalPaths`, too.
  bool importsUseGlobalPaths = false;
  /// What folders of packages are called, in every folder above the asking file; absolute ones are looked into as they
  /// are.
  std::vector<std::string> packageFolders = {"node_modules"};
  bool preservesSymlinks = false;

  /// For code that runs in browsers: `browser`, `module`, `main`, the conditions of the same names, maps of `browser`.
  [[nodiscard]] static ResolverOptions forBrowsers();
};

struct ResolverState;
struct TsConfig;

class Resolver {
 public:
  explicit Resolver(ResolverOptions options);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// `referrer`: the absolute path of the asking file, a folder with a trailing slash (for -e, the REPL and
  /// entries), or a data: URL.
  [[nodiscard]] Result<Resolution, ModuleError> resolve(std::string_view specifier, std::string_view referrer,
                                                        ResolveKind kind);
  /// The file a command line names, seen from `workingDirectory`: as `require` finds a path (extensions, folders
  /// with a main), but never a package.
  [[nodiscard]] Result<Resolution, ModuleError> resolveEntry(std::string_view path, std::string_view workingDirectory);
  /// `require.resolve(specifier, { paths })`; `paths` are absolute.
  [[nodiscard]] Result<Resolution, ModuleError> resolveRequireFrom(std::string_view specifier,
                                                                   const std::vector<std::string>& paths);
  /// `require.resolve.paths(specifier)`: empty for a builtin (Node's null).
  [[nodiscard]] std::vector<std::string> lookupPaths(std::string_view specifier, std::string_view referrer) const;

  /// The nearest package.json above an absolute file path, never past a node_modules folder; null if there is none.
  /// An unreadable or malformed one is ERR_INVALID_PACKAGE_CONFIG.
  [[nodiscard]] Result<const PackageJson*, ModuleError> packageScope(std::string_view path);
  /// The settings that speak for a file (ts_config.h); null if there are none. A malformed tsconfig.json is
  /// ERR_INVALID_TSCONFIG.
  [[nodiscard]] Result<const TsConfig*, ModuleError> tsConfigFor(std::string_view path);
  /// The canonical name if the specifier names a builtin, else empty.
  [[nodiscard]] std::string_view builtinName(std::string_view specifier) const;
  [[nodiscard]] const ResolverOptions& options() const;
  /// What holds from now on, but for the fields that are read of package.json. No other thread may be asking.
  void setOptions(ResolverOptions options);

  /// Drops everything seen of the file system. No other thread may be asking.
  void forgetFiles();

 private:
  std::unique_ptr<ResolverState> state_;
};

}  // namespace weft::graph
