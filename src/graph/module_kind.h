#pragma once

// What a file is as a module: by its import attribute, else its extension, else the nearest package.json's
// `type`, else its syntax; Node's rules, plus text and data files.

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/data_format.h"
#include "graph/package_json.h"

namespace weft::graph {

/// The numbers are known to builtins/internal/cjs_loader.ts and to the cache on disk. Mock: what a test has put in a
/// module's place; no file is one.
enum class ModuleKind : uint8_t { EsModule, CommonJs, Json, Text, Wasm, Addon, Builtin, Json5, Toml, Yaml, Mock };

/// The `type` of `with { type: "…" }`.
enum class AttributeType : uint8_t { None, Json, Text, Json5, Toml, Yaml };

[[nodiscard]] std::string_view moduleKindName(ModuleKind kind);
/// Of a data file.
[[nodiscard]] std::optional<data::DataFormat> dataFormatOf(ModuleKind kind);
[[nodiscard]] ModuleKind kindOfData(data::DataFormat format);
/// Nothing for a type that is not known.
[[nodiscard]] std::optional<AttributeType> attributeTypeNamed(std::string_view name);
/// What a file of that type is; nothing for None.
[[nodiscard]] std::optional<ModuleKind> moduleKindOf(AttributeType type);

/// What the path alone says; nothing for .js, for no extension and for unknown extensions.
[[nodiscard]] std::optional<ModuleKind> moduleKindByExtension(std::string_view path);
/// True for an extension that is none of ours: `import` refuses it, `require` reads it as .js.
[[nodiscard]] bool hasUnknownExtension(std::string_view path);
/// True for .ts, .mts, .cts and .tsx.
[[nodiscard]] bool isTypeScriptPath(std::string_view path);
/// True for .tsx and .jsx.
[[nodiscard]] bool isJsxPath(std::string_view path);
/// True for the four bytes that begin a WebAssembly module.
[[nodiscard]] bool isWasmBytes(std::string_view bytes);

}  // namespace weft::graph
