#pragma once

// What a file is as a module: by its import attribute, else its extension, else the nearest package.json's
// `type`, else its syntax; Node's rules, plus text.

#include <cstdint>
#include <optional>
#include <string_view>

#include "graph/package_json.h"

namespace weft::graph {

enum class ModuleKind : uint8_t { EsModule, CommonJs, Json, Text, Wasm, Addon, Builtin };

/// The `type` of `with { type: "…" }`.
enum class AttributeType : uint8_t { None, Json, Text };

[[nodiscard]] std::string_view moduleKindName(ModuleKind kind);

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
