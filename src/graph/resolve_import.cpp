// ESM_RESOLVE of https://nodejs.org/api/esm.html#resolution-algorithm-specification: specifiers are URLs, no
// extension is ever added, a folder is an error.

#include <algorithm>

#include "base/paths.h"
#include "graph/resolve_errors.h"
#include "graph/resolve_query.h"
#include "graph/url_path.h"

namespace weft::graph {

namespace {

bool isPathLike(std::string_view specifier) {
  return specifier.starts_with('/') || specifier == "." || specifier == ".." || specifier.starts_with("./") ||
         specifier.starts_with("../");
}

}  // namespace

ResolveResult ResolveQuery::import() {
  bool isDataReferrer = referrer_.starts_with("data:");
  if (isPathLike(specifier_)) {
    if (isDataReferrer) return fail(errors::unsupportedResolveRequest(specifier_, referrer_));
    return importPath();
  }
  bool isUrl = specifier_.starts_with("data:") || specifier_.starts_with("file:");
  if (ResolveResult result = fail(ModuleError{}); !isUrl && !isDataReferrer && mappedSpecifier(result)) return result;
  if (specifier_.starts_with('#') && !isDataReferrer) return importInternal();
  auto known = state_.builtins.find(specifier_);
  if (known != state_.builtins.end()) return builtin(known->second);
  if (std::string_view scheme = urlScheme(specifier_); !scheme.empty()) return importUrl(scheme);
  if (isDataReferrer) return fail(errors::unsupportedResolveRequest(specifier_, referrer_));
  if (ResolveResult result = fail(ModuleError{}); configured(result)) return result;
  return importPackage(specifier_, directory_, referrer_);
}

ResolveResult ResolveQuery::importPath() {
  if (ResolveResult result = fail(ModuleError{}); !specifier_.starts_with('/') && !isMapped_) {
    UrlPath url = joinUrlPath(directory_.empty() ? "/" : directory_, specifier_);
    if (!url.hasEncodedSeparator && mappedPath(url.path, result)) {
      if (result->type == ResolvedType::File) result->suffix = std::move(url.suffix);
      return result;
    }
  }
  return finishImport(directory_, specifier_);
}

ResolveResult ResolveQuery::importUrl(std::string_view scheme) {
  if (scheme == "data") return Resolution{ResolvedType::Data, std::string(specifier_), {}};
  if (scheme == "file") return importFileUrl();
  const std::vector<std::string>& schemes = state_.options.builtinSchemes;
  if (std::ranges::find(schemes, scheme) != schemes.end()) return fail(unknownBuiltin());
  return fail(errors::unsupportedScheme(scheme));
}

ResolveResult ResolveQuery::importFileUrl() {
  Result<std::string, paths::FileUrlError> path = paths::fromFileUrl(specifier_);
  if (!path && std::string_view(path.error().code) == "ERR_INVALID_FILE_URL_HOST") {
    ModuleError error;
    error.code = ModuleErrorCode::InvalidFileUrlHost;
    error.message = std::move(path.error().message);
    return fail(std::move(error));
  }
  std::string_view rest = specifier_.substr(std::string_view("file:").size());
  if (rest.starts_with("//")) rest.remove_prefix(std::min(rest.find('/', 2), rest.size()));  // an empty host
  return finishImport("/", rest.empty() ? "/" : rest);
}

/// "#name", by the `imports` of the referrer's own package.
ResolveResult ResolveQuery::importInternal() {
  if (specifier_ == "#" || specifier_.starts_with("#/") || specifier_.ends_with('/'))
    return fail(
        errors::invalidModuleSpecifier(specifier_, "is not a valid internal imports specifier name", referrer_));
  auto package = packageOf(state_.files.scopeOf(directory_));
  if (!package) return fail(std::move(package.error()));
  if (!*package) return fail(errors::importNotDefined(specifier_, nullptr, referrer_));
  MapTarget target = resolveImports({**package, *conditions_, referrer_}, specifier_);
  if (target.kind == MapTarget::Kind::Failed) return fail(std::move(target.error));
  if (target.kind == MapTarget::Kind::Specifier)
    return importPackage(target.value, (*package)->directory, (*package)->path);
  return finishImport((*package)->directory, target.value, false);
}

Result<PackageSpecifier, ModuleError> ResolveQuery::parsePackage(std::string_view specifier,
                                                                 std::string_view base) const {
  size_t separator = specifier.find('/');
  bool isValid = !specifier.empty();
  if (specifier.starts_with('@')) {
    isValid = separator != std::string_view::npos;
    if (isValid) separator = specifier.find('/', separator + 1);
  }
  std::string_view name = specifier.substr(0, separator);
  if (name.starts_with('.') || name.find_first_of("%\\") != std::string_view::npos) isValid = false;
  if (!isValid) return fail(errors::invalidModuleSpecifier(specifier, "is not a valid package name", base));
  PackageSpecifier parts{name, "."};
  if (separator != std::string_view::npos) parts.subpath.append(specifier.substr(separator));
  return parts;
}

/// PACKAGE_RESOLVE from the folder `from`; `base` asks: the referrer, or the package.json whose `imports` led here.
ResolveResult ResolveQuery::importPackage(std::string_view specifier, std::string_view from, std::string_view base) {
  auto known = state_.builtins.find(specifier);
  if (known != state_.builtins.end()) return builtin(known->second);
  Result<PackageSpecifier, ModuleError> parts = parsePackage(specifier, base);
  if (!parts) return fail(std::move(parts.error()));
  auto self = packageOf(state_.files.scopeOf(from.empty() ? "/" : from));
  if (!self) return fail(std::move(self.error()));
  if (*self && (*self)->exports && (*self)->name == parts->name) return importExports(**self, parts->subpath, base);

  ResolveResult result = fail(ModuleError{});
  if (state_.options.packageFolders.size() == 1 && state_.options.packageFolders[0] == "node_modules") {
    for (std::string_view at = from.empty() ? "/" : from;; at = paths::dirname(at)) {
      std::string folder(at == "/" ? "" : at);
      if (importFromFolder(folder.append("/node_modules"), *parts, base, result)) return result;
      if (at == "/") break;
    }
  } else {
    for (const std::string& folder : packageFolders(state_.options, from.empty() ? "/" : from)) {
      if (!folder.ends_with("/node_modules") && importPathIn(folder, specifier, result)) return result;
      if (importFromFolder(folder, *parts, base, result)) return result;
    }
  }
  if (state_.options.importsUseGlobalPaths) {
    for (const std::string& folder : state_.options.globalPaths)
      if (importPathIn(folder, specifier, result) || importFromFolder(folder, *parts, base, result)) return result;
  }
  return fail(explained(errors::packageNotFound(parts->name, base)));
}

/// Where a folder has a file of the specifier's own name: "utils/x" for src/utils/x.js.
bool ResolveQuery::importPathIn(const std::string& folder, std::string_view specifier, ResolveResult& result) {
  if (!state_.files.isDirectory(folder)) return false;
  std::string path = paths::resolve(folder, specifier);
  if (requireFile(path, result)) return true;
  return importLikeRequire(std::move(path), result);
}

/// The package of a folder of packages; false if it is not there.
bool ResolveQuery::importFromFolder(const std::string& packages, const PackageSpecifier& parts, std::string_view base,
                                    ResolveResult& result) {
  bool exists = state_.files.isDirectory(packages);
  std::string folder = packages + "/" + std::string(parts.name);
  if (!exists || !state_.files.isDirectory(folder)) {
    tried(folder, exists ? "no such folder" : "no node_modules folder");
    return false;
  }
  auto package = packageOf(state_.files.packageIn(folder));
  if (!package) {
    result = fail(std::move(package.error()));
  } else if (*package && (*package)->exports) {
    result = importExports(**package, parts.subpath, base);
  } else if (parts.subpath != ".") {
    if (!mappedPath(joinUrlPath(folder, parts.subpath).path, result)) result = finishImport(folder, parts.subpath);
  } else {
    const PackageJson none{};
    result = importLegacyMain(*package ? **package : none, folder, parts.name, base);
  }
  return true;
}

ResolveResult ResolveQuery::importExports(const PackageJson& package, std::string_view subpath, std::string_view base) {
  MapTarget target = resolveExports({package, *conditions_, base}, subpath);
  if (target.kind == MapTarget::Kind::Failed) return fail(std::move(target.error));
  return finishImport(package.directory, target.value, false);
}

/// `main` with CommonJS's extensions, else index: what Node still does for a package without `exports`.
ResolveResult ResolveQuery::importLegacyMain(const PackageJson& package, std::string_view directory,
                                             std::string_view name, std::string_view base) {
  ResolveResult result = fail(ModuleError{});
  std::string folder(directory);
  if (folderMain(package, folder, result) || folderIndex(folder, result)) return result;
  const std::string* main = firstMain(package);
  ModuleError error = errors::packageNotFound(folder + "/" + (main ? *main : "index.js"), base);
  error.suggestion = "The package " + std::string(name) +
                     (main ? " has a \"main\" that names no file." : " has neither \"main\" nor index.js.");
  return fail(explained(std::move(error)));
}

/// The checks that end every resolution to a file.
ResolveResult ResolveQuery::finishImport(std::string_view directory, std::string_view relative, bool mayOmit) {
  UrlPath url = joinUrlPath(directory.empty() ? "/" : directory, relative);
  if (url.hasEncodedSeparator) return fail(errors::encodedSeparator(url.encodedPath, referrer_));
  bool namesFolder = url.path.ends_with('/');
  FileKind kind = namesFolder ? FileKind::Directory : state_.files.kind(url.path);
  ResolveResult typeScript = fail(ModuleError{});
  bool isMissing = kind == FileKind::Directory || kind == FileKind::Missing;
  if (isMissing && importTypeScript(url.path, typeScript)) {
    typeScript->suffix = std::move(url.suffix);
    return typeScript;
  }
  if (isMissing && mayOmit && state_.options.importsMayOmit && importLikeRequire(url.path, typeScript))
    return typeScript;
  if (kind == FileKind::Directory) {
    tried(url.path, "is a folder");
    return fail(
        withCommonJsHint(errors::unsupportedDirImport(url.path, referrer_, paths::toFileUrl(url.path) + url.suffix)));
  }
  if (kind == FileKind::Missing) {
    tried(url.path, "no such file");
    return fail(withCommonJsHint(errors::fileNotFound(url.path, referrer_, paths::toFileUrl(url.path) + url.suffix)));
  }
  return Resolution{ResolvedType::File, realPath(url.path), std::move(url.suffix)};
}

bool ResolveQuery::importLikeRequire(std::string path, ResolveResult& result) {
  bool mustBeFolder = path.ends_with('/');
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  if (!mustBeFolder && requireWithExtensions(path, result)) return true;
  return state_.files.isDirectory(path) && requireFolder(path, result);
}

/// "Did you mean to import "./x.js"?", when `require` would have found a file.
ModuleError ResolveQuery::withCommonJsHint(ModuleError error) {
  if (!traces_) return error;
  std::string_view request = specifier_;
  std::string fromUrl;
  if (request.starts_with("file:")) {
    fromUrl = paths::fromFileUrl(request).value_or(std::string(request));
    request = fromUrl;
  }
  ResolveResult found = ResolveQuery(state_, request, referrer_, false).require();
  if (!found || found->type != ResolvedType::File) return explained(std::move(error));
  std::string hint;
  if (isRelativeRequest(request)) {
    hint = paths::relative(directory_, found->path);
    if (!hint.starts_with("../")) hint.insert(0, "./");
  } else if (request.starts_with('/')) {
    hint = found->path;
  } else {
    std::string package(request.substr(0, request.find('/')));
    size_t at = found->path.rfind("/node_modules/" + package + "/");
    hint = at == std::string::npos ? paths::toFileUrl(found->path)
                                   : found->path.substr(at + std::string_view("/node_modules/").size());
  }
  if (hint != request) {
    std::string literal;
    appendJsonString(literal, hint);
    error.suggestion = "Did you mean to import " + literal + "?";
  }
  return explained(std::move(error));
}

}  // namespace weft::graph
