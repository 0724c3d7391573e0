#pragma once

// YAML's core schema: which scalars are null, booleans and numbers, and what tags ask for (chapter 10.3).

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/document.h"

namespace weft::data {

/// The tags that decide what a node is; Other stands for those that say nothing to us, `!` among them.
enum class YamlTag : uint8_t { None, Other, String, Null, Boolean, Integer, Float, Sequence, Mapping };

/// Of a whole tag, "tag:yaml.org,2002:str".
[[nodiscard]] YamlTag yamlTagOf(std::string_view tag);
/// "!!str"; for messages.
[[nodiscard]] std::string_view yamlTagName(YamlTag tag);

/// What a plain scalar without a tag is; nothing for a string.
[[nodiscard]] std::optional<Value> resolvePlain(std::string_view text);
/// What a scalar with such a tag is; nothing if it can't be that. Not for tags of strings and collections.
[[nodiscard]] std::optional<Value> resolveTagged(YamlTag tag, std::string_view text);

}  // namespace weft::data
