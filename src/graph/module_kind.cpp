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
    case ModuleKind::Json5:
      return "json5";
    case ModuleKind::Toml:
      return "toml";
    case ModuleKind::Yaml:
      return "yaml";
    case ModuleKind::Mock:
      return "mock";
  }
  return "";
}

std::optional<data::DataFormat> dataFormatOf(ModuleKind kind) {
  if (kind == ModuleKind::Json5) return data::DataFormat::Json5;
  if (kind == ModuleKind::Toml) return data::DataFormat::Toml;
  if (kind == ModuleKind::Yaml) return data::DataFormat::Yaml;
  return std::nullopt;
}

ModuleKind kindOfData(data::DataFormat format) {
  switch (format) {
    case data::DataFormat::Json5:
      return ModuleKind::Json5;
    case data::DataFormat::Toml:
      return ModuleKind::Toml;
    case data::DataFormat::Yaml:
      break;
  }
  return ModuleKind::Yaml;
}

std::optional<ModuleKind> moduleKindOf(AttributeType type) {
  switch (type) {
    case AttributeType::None:
      break;
    case AttributeType::Json:
      return ModuleKind::Json;
    case AttributeType::Text:
      return ModuleKind::Text;
    case AttributeType::Json5:
      return ModuleKind::Json5;
    case AttributeType::Toml:
      return ModuleKind::Toml;
    case AttributeType::Yaml:
      return ModuleKind::Yaml;
  }
  return std::nullopt;
}

std::optional<AttributeType> attributeTypeNamed(std::string_view name) {
  using enum AttributeType;
  for (AttributeType type : {Json, Text, Json5, Toml, Yaml})
    if (moduleKindName(*moduleKindOf(type)) == name) return type;
  return std::nullopt;
}

std::optional<ModuleKind> moduleKindByExtension(std::string_view path) {
  std::string_view extension = paths::extname(path);
  if (extension == ".mjs" || extension == ".mts") return ModuleKind::EsModule;
  if (extension == ".cjs" || extension == ".cts") return ModuleKind::CommonJs;
  if (extension == ".json" || extension == ".jsonc") return ModuleKind::Json;
  if (extension == ".txt") return ModuleKind::Text;
  if (extension == ".json5") return ModuleKind::Json5;
  if (extension == ".toml") return ModuleKind::Toml;
  if (extension == ".yaml" || extension == ".yml") return ModuleKind::Yaml;
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
