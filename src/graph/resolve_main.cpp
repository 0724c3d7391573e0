// The file of a folder that is asked for as a whole: by the main fields of its package.json, else its index.

#include "base/paths.h"
#include "graph/resolve_query.h"

namespace weft::graph {

/// By the main fields alone.
bool ResolveQuery::folderMain(const PackageJson& package, const std::string& folder, ResolveResult& result) {
  for (const std::string& field : state_.options.mainFields) {
    const std::string* value = package.mainField(field);
    if (!value || value->empty() || !mainFile(folder, *value, result)) continue;
    bool isForImports = field == "module" && state_.options.moduleField == ModuleFieldUse::ImportsOnly;
    if (!isForImports) return true;
    ResolveResult required = fail(ModuleError{});
    bool hasMain = package.main && !package.main->empty();
    if (hasMain ? mainFile(folder, *package.main, required) : folderIndex(folder, required)) {
      if (isRequire())
        result = std::move(required);
      else if (required->type == ResolvedType::File && required->path != result->path)
        result->alternative = std::move(required->path);
    }
    return true;
  }
  return false;
}

bool ResolveQuery::mainFile(const std::string& folder, const std::string& main, ResolveResult& result) {
  std::string path = paths::resolve(folder, isRequire() ? main : "./" + main);
  if (mappedPath(path, result)) return true;
  return requireFile(path, result) || requireWithExtensions(path, result) || folderIndex(path, result);
}

bool ResolveQuery::folderIndex(const std::string& folder, ResolveResult& result) {
  std::string index = folder == "/" ? "/index" : folder + "/index";
  return mappedPath(index, result) || requireWithExtensions(index, result);
}

/// What errors name: the first main field that says something.
const std::string* ResolveQuery::firstMain(const PackageJson& package) const {
  for (const std::string& field : state_.options.mainFields)
    if (const std::string* value = package.mainField(field); value && !value->empty()) return value;
  return nullptr;
}

}  // namespace weft::graph
