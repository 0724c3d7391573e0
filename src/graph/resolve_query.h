#pragma once

// One question to the resolver: what both algorithms share. A query is asked plainly first; if that fails, again
// with `trace`, so that only failures pay for the account of what was tried.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/exports_map.h"
#include "graph/file_cache.h"
#include "graph/resolver.h"

namespace weft::graph {

/// What Resolver::options() gives, with what belongs to it (file_trace.h).
struct HeldOptions : ResolverOptions {
  FileCache& files;
};

struct ResolverState {
  explicit ResolverState(ResolverOptions options);
  /// Derives what follows from `options`.
  void apply();

  HeldOptions options;
  std::unordered_map<std::string, std::string, StringHash, std::equal_to<>> builtins;  // specifier → canonical
  std::vector<std::string> importConditions;
  std::vector<std::string> requireConditions;
  std::vector<std::string> browserKeyExtensions;  // what a specifier may leave out of a key in a `browser` map
  FileCache files;
};

using ResolveResult = Result<Resolution, ModuleError>;

/// A package specifier's parts: "@scope/name" and "./sub/path" or ".".
struct PackageSpecifier {
  std::string_view name;
  std::string subpath;
};

class ResolveQuery {
 public:
  ResolveQuery(ResolverState& state, std::string_view specifier, std::string_view referrer, bool traces);

  [[nodiscard]] ResolveResult import();
  [[nodiscard]] ResolveResult require();
  /// `require` of an absolute path, or from given folders.
  [[nodiscard]] ResolveResult requireFrom(const std::vector<std::string>& folders);

  [[nodiscard]] static std::vector<std::string> packageFolders(const ResolverOptions& options,
                                                               std::string_view directory);
  [[nodiscard]] static bool isRelativeRequest(std::string_view specifier);

 private:
  // Shared
  [[nodiscard]] ResolveResult builtin(std::string_view canonical) const;
  [[nodiscard]] ModuleError unknownBuiltin() const;
  [[nodiscard]] Result<const PackageJson*, ModuleError> packageOf(const PackageEntry* entry) const;
  [[nodiscard]] bool isFile(const std::string& path);
  [[nodiscard]] std::string realPath(const std::string& path);
  void tried(std::string_view path, std::string_view outcome);
  [[nodiscard]] ModuleError explained(ModuleError error);

  // resolve_typescript.cpp
  [[nodiscard]] bool isFromTypeScript() const;
  [[nodiscard]] bool swapExtension(const std::string& path, ResolveResult& result);
  [[nodiscard]] bool addExtension(const std::string& path, ResolveResult& result);
  [[nodiscard]] bool requireTypeScript(const std::string& path, ResolveResult& result);
  [[nodiscard]] bool importTypeScript(const std::string& path, ResolveResult& result);

  // resolve_ts_config.cpp
  [[nodiscard]] bool configured(ResolveResult& result);
  [[nodiscard]] bool configuredFile(const std::string& path, ResolveResult& result);

  // resolve_browser.cpp
  [[nodiscard]] bool isRequire() const;
  [[nodiscard]] bool mappedPath(std::string path, ResolveResult& result);
  [[nodiscard]] bool mappedSpecifier(ResolveResult& result);
  [[nodiscard]] bool mappedTo(const PackageJson& scope, const std::string& target, ResolveResult& result);

  // resolve_main.cpp
  [[nodiscard]] bool folderMain(const PackageJson& package, const std::string& folder, ResolveResult& result);
  [[nodiscard]] bool mainFile(const std::string& folder, const std::string& main, ResolveResult& result);
  [[nodiscard]] bool folderIndex(const std::string& folder, ResolveResult& result);
  [[nodiscard]] const std::string* firstMain(const PackageJson& package) const;

  // resolve_import.cpp
  [[nodiscard]] ResolveResult importPath();
  [[nodiscard]] ResolveResult importUrl(std::string_view scheme);
  [[nodiscard]] ResolveResult importFileUrl();
  [[nodiscard]] ResolveResult importInternal();
  [[nodiscard]] ResolveResult importPackage(std::string_view specifier, std::string_view from, std::string_view base);
  [[nodiscard]] bool importFromFolder(const std::string& folder, const PackageSpecifier& parts, std::string_view base,
                                      ResolveResult& result);
  [[nodiscard]] bool importPathIn(const std::string& folder, std::string_view specifier, ResolveResult& result);
  [[nodiscard]] ResolveResult importExports(const PackageJson& package, std::string_view subpath,
                                            std::string_view base);
  [[nodiscard]] ResolveResult importLegacyMain(const PackageJson& package, std::string_view directory,
                                               std::string_view name, std::string_view base);
  [[nodiscard]] ResolveResult finishImport(std::string_view directory, std::string_view relative, bool mayOmit = true);
  [[nodiscard]] Result<PackageSpecifier, ModuleError> parsePackage(std::string_view specifier,
                                                                   std::string_view base) const;
  [[nodiscard]] bool importLikeRequire(std::string path, ResolveResult& result);
  [[nodiscard]] ModuleError withCommonJsHint(ModuleError error);

  // resolve_require.cpp
  [[nodiscard]] ResolveResult requireInternal(const PackageJson& package);
  [[nodiscard]] bool requireSelf(ResolveResult& result);
  [[nodiscard]] bool requireExports(const std::string& folder, ResolveResult& result);
  [[nodiscard]] ResolveResult finishExports(const PackageJson& package, const MapTarget& target, std::string_view base);
  [[nodiscard]] bool requirePath(const std::string& path, bool mustBeFolder, ResolveResult& result);
  [[nodiscard]] bool requireFolder(const std::string& folder, ResolveResult& result);
  [[nodiscard]] bool requireFile(const std::string& path, ResolveResult& result);
  [[nodiscard]] bool requireWithExtensions(const std::string& path, ResolveResult& result);

  ResolverState& state_;
  std::string_view specifier_;
  std::string_view referrer_;                   // as given
  std::string_view directory_;                  // of the referrer
  const std::vector<std::string>* conditions_;  // of the algorithm that asks
  bool traces_;
  bool isMapped_ = false;  // where a `browser` map led: it is not looked into again
  std::vector<std::string> tried_;
};

}  // namespace weft::graph
