#include "graph/module_error.h"

namespace weft::graph {

namespace {

struct CodeFacts {
  std::string_view name;
  ErrorClass errorClass;
};

CodeFacts factsOf(ModuleErrorCode code) {
  using enum ErrorClass;
  switch (code) {
    case ModuleErrorCode::ModuleNotFound:
      return {"MODULE_NOT_FOUND", Error};
    case ModuleErrorCode::ErrModuleNotFound:
      return {"ERR_MODULE_NOT_FOUND", Error};
    case ModuleErrorCode::PackagePathNotExported:
      return {"ERR_PACKAGE_PATH_NOT_EXPORTED", Error};
    case ModuleErrorCode::PackageImportNotDefined:
      return {"ERR_PACKAGE_IMPORT_NOT_DEFINED", TypeError};
    case ModuleErrorCode::InvalidModuleSpecifier:
      return {"ERR_INVALID_MODULE_SPECIFIER", TypeError};
    case ModuleErrorCode::InvalidPackageTarget:
      return {"ERR_INVALID_PACKAGE_TARGET", Error};
    case ModuleErrorCode::InvalidPackageConfig:
      return {"ERR_INVALID_PACKAGE_CONFIG", Error};
    case ModuleErrorCode::UnsupportedDirImport:
      return {"ERR_UNSUPPORTED_DIR_IMPORT", Error};
    case ModuleErrorCode::UnsupportedEsmUrlScheme:
      return {"ERR_UNSUPPORTED_ESM_URL_SCHEME", Error};
    case ModuleErrorCode::UnsupportedResolveRequest:
      return {"ERR_UNSUPPORTED_RESOLVE_REQUEST", TypeError};
    case ModuleErrorCode::UnknownBuiltinModule:
      return {"ERR_UNKNOWN_BUILTIN_MODULE", Error};
    case ModuleErrorCode::UnknownFileExtension:
      return {"ERR_UNKNOWN_FILE_EXTENSION", TypeError};
    case ModuleErrorCode::UnknownModuleFormat:
      return {"ERR_UNKNOWN_MODULE_FORMAT", RangeError};
    case ModuleErrorCode::InvalidFileUrlHost:
      return {"ERR_INVALID_FILE_URL_HOST", TypeError};
    case ModuleErrorCode::InvalidUrl:
      return {"ERR_INVALID_URL", TypeError};
    case ModuleErrorCode::ImportAttributeUnsupported:
      return {"ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", TypeError};
    case ModuleErrorCode::ImportAttributeIncompatible:
      return {"ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE", TypeError};
    case ModuleErrorCode::InvalidTsConfig:
      return {"ERR_INVALID_TSCONFIG", Error};
    case ModuleErrorCode::InvalidTypeScriptSyntax:
      return {"ERR_INVALID_TYPESCRIPT_SYNTAX", SyntaxError};
    case ModuleErrorCode::InvalidSyntax:
    case ModuleErrorCode::InvalidDataFile:
      return {"", SyntaxError};
    case ModuleErrorCode::System:
      return {"", Error};
  }
  return {"", Error};
}

}  // namespace

std::string_view ModuleError::codeName() const {
  return code == ModuleErrorCode::System ? std::string_view(systemName) : factsOf(code).name;
}

ErrorClass ModuleError::errorClass() const {
  return factsOf(code).errorClass;
}

std::string ModuleError::messageWithHint() const {
  return suggestion.empty() ? message : message + "\n" + suggestion;
}

}  // namespace weft::graph
