// `require(X) from module at path Y` of https://nodejs.org/api/modules.html#all-together: paths, extensions are
// tried, folders have a main.

#include <algorithm>

#include "base/paths.h"
#include "graph/resolve_errors.h"
#include "graph/resolve_query.h"
#include "graph/url_path.h"

namespace weft::graph {

namespace {

/// "x/", ".", "x/..": the request wants a folder.
bool namesFolder(std::string_view request) {
  return request == "." || request == ".." || request.ends_with('/') || request.ends_with("/.") ||
         request.ends_with("/..");
}

/// "name" or "@scope/name" and the rest, by the pattern /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/.
bool splitPackage(std::string_view request, std::string_view& name, std::string_view& rest) {
  size_t nameStart = 0;
  if (request.starts_with('@')) {
    size_t slash = request.find('/');
    if (slash == std::string_view::npos || slash == 1) return false;
    nameStart = slash + 1;
  }
  size_t end = std::min(request.find('/', nameStart), request.size());
  name = request.substr(0, end);
  rest = request.substr(end);
  std::string_view last = name.substr(nameStart);
  return !last.empty() && last.front() != '.' && name.find_first_of("\\%") == std::string_view::npos;
}

}  // namespace

ResolveResult ResolveQuery::require() {
  conditions_ = &state_.requireConditions;
  ResolveResult result = fail(ModuleError{});
  bool isPath = specifier_.starts_with('/') || isRelativeRequest(specifier_);
  if (!isPath && mappedSpecifier(result)) return result;
  auto known = state_.builtins.find(specifier_);
  if (known != state_.builtins.end()) return builtin(known->second);
  std::string_view scheme = urlScheme(specifier_);
  const std::vector<std::string>& schemes = state_.options.builtinSchemes;
  if (!scheme.empty() && std::ranges::find(schemes, scheme) != schemes.end()) return fail(unknownBuiltin());
  if (specifier_.starts_with('#')) {
    auto package = packageOf(state_.files.scopeOf(directory_));
    if (!package) return fail(std::move(package.error()));
    if (*package && (*package)->imports) return requireInternal(**package);
  }
  if (!isPath && !specifier_.starts_with('#') && configured(result)) return result;
  if (requireSelf(result)) return result;
  if (specifier_.starts_with('/')) return requireFrom({""});
  bool isRelative = specifier_ == "." || specifier_.starts_with("./") || specifier_.starts_with("..");
  if (isRelative) return requireFrom({std::string(directory_)});
  std::vector<std::string> folders = packageFolders(state_.options, directory_);
  folders.insert(folders.end(), state_.options.globalPaths.begin(), state_.options.globalPaths.end());
  return requireFrom(folders);
}

/// The folders node_modules (or what they are called) of a folder and all above it, nearest first; then those that are
/// named as they are.
std::vector<std::string> ResolveQuery::packageFolders(const ResolverOptions& options, std::string_view directory) {
  std::vector<std::string> folders;
  for (std::string_view at = directory;; at = paths::dirname(at)) {
    for (const std::string& name : options.packageFolders)
      if (!paths::isAbsolute(name) && paths::basename(at) != name)
        folders.push_back((at == "/" ? "" : std::string(at)) + "/" + name);
    if (at == "/" || at.empty()) break;
  }
  for (const std::string& name : options.packageFolders)
    if (paths::isAbsolute(name)) folders.push_back(name);
  return folders;
}

bool ResolveQuery::isRelativeRequest(std::string_view specifier) {
  return specifier == "." || specifier == ".." || specifier.starts_with("./") || specifier.starts_with("../");
}

ResolveResult ResolveQuery::requireFrom(const std::vector<std::string>& folders) {
  conditions_ = &state_.requireConditions;
  bool isAbsolute = specifier_.starts_with('/');
  bool mayBeMapped = !isAbsolute && !(isMapped_ && isRelativeRequest(specifier_));
  bool staysInside = !isRelativeRequest(specifier_) || !paths::normalize(specifier_).starts_with("..");
  ResolveResult result = fail(ModuleError{});
  for (const std::string& folder : folders) {
    if (staysInside && !folder.empty() && !state_.files.isDirectory(folder)) {
      tried(folder, "no such folder");
      continue;
    }
    if (!isAbsolute && requireExports(folder, result)) return result;
    std::string path = isAbsolute ? paths::resolve("/", specifier_) : paths::resolve(folder, specifier_);
    if (mayBeMapped && mappedPath(path, result)) return result;
    if (requirePath(path, namesFolder(specifier_), result)) return result;
  }
  return fail(explained(errors::moduleNotFound(specifier_)));
}

/// "#name" in CommonJS.
ResolveResult ResolveQuery::requireInternal(const PackageJson& package) {
  if (specifier_ == "#" || specifier_.starts_with("#/") || specifier_.ends_with('/'))
    return fail(
        errors::invalidModuleSpecifier(specifier_, "is not a valid internal imports specifier name", referrer_));
  MapTarget target = resolveImports({package, *conditions_, referrer_}, specifier_);
  if (target.kind == MapTarget::Kind::Failed) return fail(std::move(target.error));
  if (target.kind != MapTarget::Kind::Specifier) return finishExports(package, target, referrer_);
  // A package that `imports` names is found by the rules of import, with the conditions of require.
  ResolveResult result = importPackage(target.value, package.directory, package.path);
  if (result) {
    result->suffix.clear();
    return result;
  }
  bool isMissing = result.error().code == ModuleErrorCode::ErrModuleNotFound ||
                   result.error().code == ModuleErrorCode::UnsupportedDirImport;
  if (!isMissing) return result;
  ModuleError error = errors::moduleNotFound(specifier_);
  error.tried = std::move(result.error().tried);
  error.suggestion = std::move(result.error().suggestion);
  return fail(std::move(error));
}

/// A package that names itself; false if this is no such request.
bool ResolveQuery::requireSelf(ResolveResult& result) {
  if (specifier_.starts_with('.') || specifier_.starts_with('/')) return false;
  auto package = packageOf(state_.files.scopeOf(directory_));
  if (!package) {
    result = fail(std::move(package.error()));
    return true;
  }
  if (!*package || !(*package)->exports || !(*package)->name) return false;
  const std::string& name = *(*package)->name;
  bool isSelf = specifier_.starts_with(name) && (specifier_.size() == name.size() || specifier_[name.size()] == '/');
  if (!isSelf) return false;
  std::string subpath = "." + std::string(specifier_.substr(name.size()));
  MapTarget target = resolveExports({**package, *conditions_, referrer_}, subpath);
  result = finishExports(**package, target, referrer_);
  return true;
}

/// By the `exports` of a package in `folder`; false if there are none.
bool ResolveQuery::requireExports(const std::string& folder, ResolveResult& result) {
  std::string_view name;
  std::string_view rest;
  if (!splitPackage(specifier_, name, rest)) return false;
  std::string directory = folder + "/" + std::string(name);
  if (!state_.files.isDirectory(directory)) return false;
  auto package = packageOf(state_.files.packageIn(directory));
  if (!package) {
    result = fail(std::move(package.error()));
    return true;
  }
  if (!*package || !(*package)->exports) return false;
  MapTarget target = resolveExports({**package, *conditions_, {}}, "." + std::string(rest));
  result = finishExports(**package, target, {});
  return true;
}

ResolveResult ResolveQuery::finishExports(const PackageJson& package, const MapTarget& target, std::string_view base) {
  if (target.kind == MapTarget::Kind::Failed) return fail(target.error);
  UrlPath url = joinUrlPath(package.directory.empty() ? "/" : package.directory, target.value);
  if (url.hasEncodedSeparator) return fail(errors::encodedSeparator("file://" + url.encodedPath, base));
  if (isFile(url.path)) return Resolution{ResolvedType::File, realPath(url.path), {}};
  ModuleError error = errors::moduleNotFound(url.path);
  error.path = package.path;
  return fail(explained(std::move(error)));
}

/// LOAD_AS_FILE, then LOAD_AS_DIRECTORY. False if there is neither.
bool ResolveQuery::requirePath(const std::string& path, bool mustBeFolder, ResolveResult& result) {
  if (!mustBeFolder && (requireFile(path, result) || requireWithExtensions(path, result))) return true;
  if (!mustBeFolder && requireTypeScript(path, result)) return true;
  return state_.files.isDirectory(path) && requireFolder(path, result);
}

bool ResolveQuery::requireFolder(const std::string& folder, ResolveResult& result) {
  auto package = packageOf(state_.files.packageIn(folder));
  if (!package) {
    result = fail(std::move(package.error()));
    return true;
  }
  if (*package && folderMain(**package, folder, result)) return true;
  if (folderIndex(folder, result)) return true;
  const std::string* main = *package ? firstMain(**package) : nullptr;
  if (!main) return false;
  ModuleError error = errors::moduleNotFound(paths::resolve(folder, *main));
  error.message.append(". Please verify that the package.json has a valid \"main\" entry");
  error.path = (*package)->path;
  result = fail(explained(std::move(error)));
  return true;
}

bool ResolveQuery::requireFile(const std::string& path, ResolveResult& result) {
  if (!isFile(path)) return false;
  result = Resolution{ResolvedType::File, realPath(path), {}};
  return true;
}

bool ResolveQuery::requireWithExtensions(const std::string& path, ResolveResult& result) {
  for (const std::string& extension : state_.options.extensions)
    if (requireFile(path + extension, result)) return true;
  return false;
}

}  // namespace weft::graph
