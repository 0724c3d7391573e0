#include "graph/module_kind.h"

#include "base/paths.h"

namespace weft::graph {

std::string_view moduleKindName(ModuleKind kind) {
  switch (kind) {
    case ModuleKind::EsModule:
      return "module";
    case ModuleKind::CommonJs:
      return "commonjs";
    case ModuleKind::Json:
      return "json";
    case ModuleKind::Text:
      return "text";
    case ModuleKind::Wasm:
      return "wasm";
    case ModuleKind::Addon:
      return "addon";
    case ModuleKind::Builtin:
      return "builtin";
  }
  return "";
}

std::optional<ModuleKind> moduleKindByExtension(std::string_view path) {
  std::string_view extension = paths::extname(path);
  if (extension == ".mjs" || extension == ".mts") return ModuleKind::EsModule;
  if (extension == ".cjs" || extension == ".cts") return ModuleKind::CommonJs;
  if (extension == ".json" || extension == ".jsonc") return ModuleKind::Json;
  if (extension == ".txt") return ModuleKind::Text;
  if (extension == ".wasm") return ModuleKind::Wasm;
  if (extension == ".node") return ModuleKind::Addon;
  return std::nullopt;
}

bool hasUnknownExtension(std::string_view path) {
  std::string_view extension = paths::extname(path);
  bool isCode = extension == ".js" || extension == ".ts" || extension == ".tsx" || extension == ".jsx";
  return !extension.empty() && !isCode && !moduleKindByExtension(path);
}

bool isTypeScriptPath(std::string_view path) {
  std::string_view extension = paths::extname(path);
  return extension == ".ts" || extension == ".mts" || extension == ".cts" || extension == ".tsx";
}

bool isJsxPath(std::string_view path) {
  std::string_view extension = paths::extname(path);
  return extension == ".tsx" || extension == ".jsx";
}

bool isWasmBytes(std::string_view bytes) {
  return bytes.starts_with(std::string_view("\0asm", 4));
}

}  // namespace weft::graph
