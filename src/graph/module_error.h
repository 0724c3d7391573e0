#pragma once

// Why a module could not be resolved or loaded: Node's code and Node's words, and beside them, for people,
// what was tried and what to do.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace weft::graph {

enum class ModuleErrorCode : uint8_t {
  ModuleNotFound,               // MODULE_NOT_FOUND: from require
  ErrModuleNotFound,            // ERR_MODULE_NOT_FOUND: from import
  PackagePathNotExported,       // ERR_PACKAGE_PATH_NOT_EXPORTED
  PackageImportNotDefined,      // ERR_PACKAGE_IMPORT_NOT_DEFINED
  InvalidModuleSpecifier,       // ERR_INVALID_MODULE_SPECIFIER
  InvalidPackageTarget,         // ERR_INVALID_PACKAGE_TARGET
  InvalidPackageConfig,         // ERR_INVALID_PACKAGE_CONFIG
  UnsupportedDirImport,         // ERR_UNSUPPORTED_DIR_IMPORT
  UnsupportedEsmUrlScheme,      // ERR_UNSUPPORTED_ESM_URL_SCHEME
  UnsupportedResolveRequest,    // ERR_UNSUPPORTED_RESOLVE_REQUEST
  UnknownBuiltinModule,         // ERR_UNKNOWN_BUILTIN_MODULE
  UnknownFileExtension,         // ERR_UNKNOWN_FILE_EXTENSION
  UnknownModuleFormat,          // ERR_UNKNOWN_MODULE_FORMAT
  InvalidFileUrlHost,           // ERR_INVALID_FILE_URL_HOST
  InvalidUrl,                   // ERR_INVALID_URL: a data: URL without a comma
  ImportAttributeUnsupported,   // ERR_IMPORT_ATTRIBUTE_UNSUPPORTED
  ImportAttributeIncompatible,  // ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE
  InvalidTypeScriptSyntax,      // ERR_INVALID_TYPESCRIPT_SYNTAX
  InvalidSyntax,                // no code: of JavaScript that the engine does not see as it was written
  InvalidTsConfig,              // ERR_INVALID_TSCONFIG: of a tsconfig.json or jsconfig.json
  InvalidDataFile,              // no code, as that of malformed JSON: JSON5, TOML or YAML that does not parse
  System,                       // the file was found but could not be read: see `systemName`
};

enum class ErrorClass : uint8_t { Error, TypeError, RangeError, SyntaxError };

struct ModuleError {
  ModuleErrorCode code = ModuleErrorCode::ModuleNotFound;
  std::string message;              // Node's, without the require stack, which the caller knows
  std::string path;                 // Node's `error.path`, where it has one
  std::optional<LineColumn> place;  // in `path`, for a fault in its text
  std::string url;                  // Node's `error.url`, where it has one
  std::string systemName;           // "EACCES" for System
  int systemCode = 0;               // errno for System
  std::vector<std::string> tried;  // paths in the order they were asked for, each with the reason: "/x/a.js: not found"
  std::string suggestion;          // a whole sentence; empty if there is none

  /// The message with the suggestion on a line of its own: what Node says where it has a hint.
  [[nodiscard]] std::string messageWithHint() const;
  /// "ERR_MODULE_NOT_FOUND"; for System the errno's name.
  [[nodiscard]] std::string_view codeName() const;
  [[nodiscard]] ErrorClass errorClass() const;
};

}  // namespace weft::graph
