#pragma once

// The errors of resolution in Node's words (lib/internal/errors.js). `base` is the asking file's path; where it
// is empty, the message does not name it.

#include <string>
#include <string_view>

#include "graph/module_error.h"
#include "graph/package_json.h"
#include "graph/ts_config.h"

namespace weft::graph::errors {

/// Cannot find module 'request' (require)
[[nodiscard]] ModuleError moduleNotFound(std::string_view request);
/// Cannot find module 'path' imported from base
[[nodiscard]] ModuleError fileNotFound(std::string_view path, std::string_view base, std::string url);
/// Cannot find package 'name' imported from base
[[nodiscard]] ModuleError packageNotFound(std::string_view name, std::string_view base);
[[nodiscard]] ModuleError unsupportedDirImport(std::string_view path, std::string_view base, std::string url);
[[nodiscard]] ModuleError invalidModuleSpecifier(std::string_view request, std::string_view reason,
                                                 std::string_view base);
[[nodiscard]] ModuleError encodedSeparator(std::string_view path, std::string_view base);
[[nodiscard]] ModuleError malformedTsConfig(const TsConfigError& cause);
/// A package.json that is not JSON.
[[nodiscard]] ModuleError malformedPackage(std::string_view path, std::string_view problem, std::string_view specifier,
                                           std::string_view base);
/// A package.json whose `exports` are not formed as they must be.
[[nodiscard]] ModuleError invalidPackageMap(std::string_view path, std::string_view base, std::string_view problem);
[[nodiscard]] ModuleError invalidPackageTarget(const PackageJson& package, std::string_view key,
                                               std::string_view target, bool isImports, std::string_view base);
[[nodiscard]] ModuleError pathNotExported(const PackageJson& package, std::string_view subpath, std::string_view base);
/// `package` may be null: there is none.
[[nodiscard]] ModuleError importNotDefined(std::string_view name, const PackageJson* package, std::string_view base);
[[nodiscard]] ModuleError unsupportedScheme(std::string_view scheme);
[[nodiscard]] ModuleError unsupportedResolveRequest(std::string_view specifier, std::string_view base);
[[nodiscard]] ModuleError unknownBuiltin(std::string_view specifier);
[[nodiscard]] ModuleError unknownExtension(std::string_view path);

}  // namespace weft::graph::errors
