#pragma once
// By which names builtins may be imported.

#include <cstddef>
#include <optional>
#include <string_view>

namespace weft::js {

/// The name without "node:" of a builtin that may be imported by it:
/// https://nodejs.org/api/modules.html#built-in-modules-with-mandatory-node-prefix
constexpr std::optional<std::string_view> bareName(std::string_view id) {
  constexpr std::string_view kScheme = "node:";
  if (!id.starts_with(kScheme) || id == "node:test" || id.starts_with("node:test/")) return std::nullopt;
  return id.substr(kScheme.size());
}

/// How many there are.
size_t builtinCount();
/// By its place among them.
std::string_view builtinIdAt(size_t index);

}  // namespace weft::js
