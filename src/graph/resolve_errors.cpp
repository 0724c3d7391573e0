#include "graph/resolve_errors.h"

#include "base/paths.h"
#include "graph/json.h"

namespace weft::graph::errors {

namespace {

ModuleError make(ModuleErrorCode code, std::string message) {
  ModuleError error;
  error.code = code;
  error.message = std::move(message);
  return error;
}

std::string importedFrom(std::string_view base) {
  return base.empty() ? std::string() : " imported from " + std::string(base);
}

std::string quoted(std::string_view text) {
  std::string out;
  appendJsonString(out, text);
  return out;
}

/// The keys a package does export, for people who mistyped one.
std::string listOfKeys(const JsonValue& map) {
  constexpr size_t kShown = 12;
  std::string list;
  size_t shown = 0;
  for (const JsonMember& member : map.members) {
    if (shown == kShown) return list + ", …";
    list.append(shown++ ? ", " : "").append(quoted(member.key));
  }
  return list;
}

}  // namespace

ModuleError moduleNotFound(std::string_view request) {
  return make(ModuleErrorCode::ModuleNotFound, "Cannot find module '" + std::string(request) + "'");
}

ModuleError fileNotFound(std::string_view path, std::string_view base, std::string url) {
  ModuleError error =
      make(ModuleErrorCode::ErrModuleNotFound, "Cannot find module '" + std::string(path) + "'" + importedFrom(base));
  error.url = std::move(url);
  return error;
}

ModuleError packageNotFound(std::string_view name, std::string_view base) {
  return make(ModuleErrorCode::ErrModuleNotFound,
              "Cannot find package '" + std::string(name) + "'" + importedFrom(base));
}

ModuleError unsupportedDirImport(std::string_view path, std::string_view base, std::string url) {
  ModuleError error =
      make(ModuleErrorCode::UnsupportedDirImport,
           "Directory import '" + std::string(path) + "' is not supported resolving ES modules" + importedFrom(base));
  error.url = std::move(url);
  return error;
}

ModuleError invalidModuleSpecifier(std::string_view request, std::string_view reason, std::string_view base) {
  return make(ModuleErrorCode::InvalidModuleSpecifier,
              "Invalid module \"" + std::string(request) + "\" " + std::string(reason) + importedFrom(base));
}

ModuleError encodedSeparator(std::string_view path, std::string_view base) {
  return invalidModuleSpecifier(path, "must not include encoded \"/\" or \"\\\" characters", base);
}

ModuleError malformedTsConfig(const TsConfigError& cause) {
  ModuleError error = make(ModuleErrorCode::InvalidTsConfig, "Cannot read " + cause.path + ": " + cause.problem);
  error.path = cause.path;
  return error;
}

ModuleError malformedPackage(std::string_view path, std::string_view problem, std::string_view specifier,
                             std::string_view base) {
  std::string message = "Invalid package config " + std::string(path);
  if (!base.empty()) message.append(" while importing \"").append(specifier).append("\" from ").append(base);
  ModuleError error = make(ModuleErrorCode::InvalidPackageConfig, message + ".");
  error.path = path;
  error.suggestion = "The file is not valid JSON: " + std::string(problem);
  return error;
}

ModuleError invalidPackageMap(std::string_view path, std::string_view base, std::string_view problem) {
  std::string message = "Invalid package config " + std::string(path);
  if (!base.empty()) message.append(" while importing ").append(paths::toFileUrl(base));
  return make(ModuleErrorCode::InvalidPackageConfig, message + ". " + std::string(problem));
}

ModuleError invalidPackageTarget(const PackageJson& package, std::string_view key, std::string_view target,
                                 bool isImports, std::string_view base) {
  bool lacksDot = !isImports && !target.empty() && !target.starts_with("./");
  std::string message = "Invalid \"" + std::string(isImports ? "imports" : "exports") + "\" ";
  if (key == ".") {
    message.append("main target ").append(quoted(target)).append(" defined in the package config ");
  } else {
    message.append("target ").append(quoted(target)).append(" defined for '").append(key);
    message.append("' in the package config ");
  }
  message.append(package.path).append(importedFrom(base));
  if (lacksDot) message.append("; targets must start with \"./\"");
  return make(ModuleErrorCode::InvalidPackageTarget, std::move(message));
}

ModuleError pathNotExported(const PackageJson& package, std::string_view subpath, std::string_view base) {
  std::string message = subpath == "."
                            ? "No \"exports\" main defined in "
                            : "Package subpath '" + std::string(subpath) + "' is not defined by \"exports\" in ";
  ModuleError error = make(ModuleErrorCode::PackagePathNotExported, message + package.path + importedFrom(base));
  bool listsSubpaths = !package.exports->members.empty() && package.exports->members.front().key.starts_with('.');
  if (listsSubpaths) error.suggestion = "The package exports " + listOfKeys(*package.exports) + ".";
  return error;
}

ModuleError importNotDefined(std::string_view name, const PackageJson* package, std::string_view base) {
  std::string message = "Package import specifier \"" + std::string(name) + "\" is not defined";
  if (package) message.append(" in package ").append(package->path);
  ModuleError error = make(ModuleErrorCode::PackageImportNotDefined, message + importedFrom(base));
  if (package && package->imports && !package->imports->members.empty())
    error.suggestion = "The package defines " + listOfKeys(*package->imports) + ".";
  return error;
}

ModuleError unsupportedScheme(std::string_view scheme) {
  return make(ModuleErrorCode::UnsupportedEsmUrlScheme,
              "Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received "
              "protocol '" +
                  std::string(scheme) + ":'");
}

ModuleError unsupportedResolveRequest(std::string_view specifier, std::string_view base) {
  return make(ModuleErrorCode::UnsupportedResolveRequest,
              "Failed to resolve module specifier \"" + std::string(specifier) + "\" from \"" + std::string(base) +
                  "\": Invalid relative URL or base scheme is not hierarchical.");
}

ModuleError unknownBuiltin(std::string_view specifier) {
  return make(ModuleErrorCode::UnknownBuiltinModule, "No such built-in module: " + std::string(specifier));
}

ModuleError unknownExtension(std::string_view path) {
  return make(ModuleErrorCode::UnknownFileExtension,
              "Unknown file extension \"" + std::string(paths::extname(path)) + "\" for " + std::string(path));
}

}  // namespace weft::graph::errors
