// What the `browser` maps of package.json change (browser_map.h), where they are asked for. As in esbuild, a map is
// looked into before files are: with the path of a relative request, the specifier of a package, the path inside of a
// package without `exports`, a main field, a folder's index. Where it leads is not looked up in it again.

#include <algorithm>

#include "base/paths.h"
#include "graph/browser_map.h"
#include "graph/resolve_errors.h"
#include "graph/resolve_query.h"

namespace weft::graph {

namespace {

/// Whether a package boundary lies between a folder and one above it.
bool isOwnCode(std::string_view folder, std::string_view above) {
  std::string inside(folder.substr(std::min(above.size(), folder.size())));
  return (inside + "/").find("/node_modules/") == std::string::npos;
}

}  // namespace

bool ResolveQuery::isRequire() const {
  return conditions_ == &state_.requireConditions;
}

/// True if a map speaks of the absolute `path`. One that names no file is passed over.
bool ResolveQuery::mappedPath(std::string path, ResolveResult& result) {
  if (state_.options.browserMaps == BrowserMapUse::Off) return false;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  const PackageJson* scope = state_.files.browserScopeOf(paths::dirname(path));
  if (!scope) return false;
  std::string name = paths::relative(scope->directory.empty() ? "/" : scope->directory, path);
  auto target = findInBrowserMap(*scope->browserMap, name, state_.browserKeyExtensions, RelativeKeys::Try);
  if (!target) return false;
  if (!target->isDisabled) return mappedTo(*scope, target->specifier, result);
  ResolveResult file = fail(ModuleError{});
  bool isThere =
      requireFile(path, file) || requireWithExtensions(path, file) || requireWithExtensions(path + "/index", file);
  result = Resolution{ResolvedType::Disabled, isThere ? file->path : path, {}};
  return true;
}

/// True if a map speaks of the specifier, which is no path.
bool ResolveQuery::mappedSpecifier(ResolveResult& result) {
  if (isMapped_ || state_.options.browserMaps == BrowserMapUse::Off) return false;
  const PackageJson* scope = state_.files.browserScopeOf(directory_);
  if (!scope) return false;
  RelativeKeys relative = isOwnCode(directory_, scope->directory) ? RelativeKeys::Try : RelativeKeys::Skip;
  auto target = findInBrowserMap(*scope->browserMap, specifier_, state_.browserKeyExtensions, relative);
  if (!target) return false;
  if (target->isDisabled) {
    ResolveQuery query(state_, specifier_, referrer_, false);
    query.isMapped_ = true;
    ResolveResult found = isRequire() ? query.require() : query.import();
    bool isFile = found && found->type == ResolvedType::File;
    result = Resolution{ResolvedType::Disabled, isFile ? found->path : std::string(specifier_), {}};
    return true;
  }
  if (!mappedTo(*scope, target->specifier, result) && result.error().message.empty()) {
    ModuleError error = errors::moduleNotFound(paths::resolve(scope->directory, target->specifier));
    error.path = scope->path;
    error.suggestion = "The \"browser\" field of " + scope->path + " leads there.";
    result = fail(explained(std::move(error)));
  }
  return true;
}

/// What a map leads to, seen from its package: a file, whose extension may be missing, or a package.
bool ResolveQuery::mappedTo(const PackageJson& scope, const std::string& target, ResolveResult& result) {
  ResolveQuery query(state_, target, scope.path, traces_);
  query.isMapped_ = true;
  query.conditions_ = conditions_;
  bool isPath = target.starts_with('/') || isRelativeRequest(target);
  if (isPath) {
    bool isFound = query.requirePath(paths::resolve(scope.directory, target), false, result);
    tried_.insert(tried_.end(), query.tried_.begin(), query.tried_.end());
    return isFound;
  }
  result = isRequire() ? query.require() : query.import();
  return result.has_value();
}

}  // namespace weft::graph
