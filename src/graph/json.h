#pragma once

// Strict JSON as a light tree, for the configuration files the graph reads. simdjson stays inside json.cpp.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weft::graph {

enum class JsonKind : uint8_t { Null, Boolean, Number, String, Array, Object };

struct JsonMember;

/// A value whose members keep their order, as resolution by `exports` needs it.
struct JsonValue {
  JsonKind kind = JsonKind::Null;
  bool boolean = false;
  double number = 0;
  std::string string;
  std::vector<JsonValue> elements;
  std::vector<JsonMember> members;  // a repeated key holds its last value, in its first place, as JSON.parse does

  [[nodiscard]] bool is(JsonKind wanted) const { return kind == wanted; }
  /// Null when this is no object or has no such member.
  [[nodiscard]] const JsonValue* find(std::string_view key) const;
  /// As JSON.stringify words it, without spaces.
  [[nodiscard]] std::string stringify() const;
};

struct JsonMember {
  std::string key;
  JsonValue value;
};

struct JsonError {
  std::string message;
};

/// Parses `text` (a byte order mark is skipped). At most 1,024 levels deep.
[[nodiscard]] Result<JsonValue, JsonError> parseJson(std::string_view text);
/// As parseJson, but of a top-level object only the members named in `keys` are kept.
[[nodiscard]] Result<JsonValue, JsonError> parseJsonMembers(std::string_view text,
                                                            std::span<const std::string_view> keys);

/// Appends `text` as a JSON string literal.
void appendJsonString(std::string& out, std::string_view text);

}  // namespace weft::graph
