// `paths` and `baseUrl` of the tsconfig.json that speaks for the asking file: tried before packages, for specifiers
// that are neither relative nor absolute. What they name is found as TypeScript finds files; if nothing is there,
// resolution goes on as if they did not exist.

#include "base/paths.h"
#include "graph/resolve_errors.h"
#include "graph/resolve_query.h"

namespace weft::graph {

/// True if `result` is the answer, which may be an error of the configuration.
bool ResolveQuery::configured(ResolveResult& result) {
  const TsConfigEntry* entry = state_.files.tsConfigOf(directory_);
  if (!entry) return false;
  if (!entry->config) {
    result = fail(errors::malformedTsConfig(entry->error));
    return true;
  }
  const TsConfig& config = configFor(*entry->config, referrer_);
  for (const std::string& target : mapPath(config, specifier_)) {
    if (configuredFile(target, result)) return true;
    tried(target, "no such file (paths of " + config.path + ")");
  }
  if (config.baseUrl.empty()) return false;
  std::string path = paths::resolve(config.baseUrl, specifier_);
  if (configuredFile(path, result)) return true;
  tried(path, "no such file (baseUrl of " + config.path + ")");
  return false;
}

bool ResolveQuery::configuredFile(const std::string& path, ResolveResult& result) {
  if (requireFile(path, result) || swapExtension(path, result) || addExtension(path, result)) return true;
  if (!state_.files.isDirectory(path)) return false;
  const PackageEntry* package = state_.files.packageIn(path);
  for (const std::string& field : state_.options.mainFields) {
    const std::string* value = package->package ? package->package->mainField(field) : nullptr;
    if (!value) continue;
    std::string main = paths::resolve(path, *value);
    if (requireFile(main, result) || addExtension(main, result)) return true;
  }
  return addExtension(path + "/index", result);
}

}  // namespace weft::graph
