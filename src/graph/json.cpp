// The one file that sees simdjson.

#include "graph/json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/hash.h"
#include "base/utf.h"

namespace weft::graph {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// Objects with more members than this look repeated keys up in a table.
constexpr size_t kManyMembers = 16;

class TreeBuilder {
 public:
  /// Depth is bounded by the parser, which refuses deeper texts.
  JsonValue build(element from) {
    JsonValue value;
    switch (from.type()) {
      case element_type::NULL_VALUE:
        break;
      case element_type::BOOL:
        value.kind = JsonKind::Boolean;
        (void)from.get(value.boolean);
        break;
      case element_type::STRING: {
        std::string_view text;
        (void)from.get(text);
        value.kind = JsonKind::String;
        value.string = text;
        break;
      }
      case element_type::ARRAY:
        buildArray(from, value);
        break;
      case element_type::OBJECT:
        buildObject(from, value, {});
        break;
      case element_type::INT64:
      case element_type::UINT64:
      case element_type::DOUBLE:
        value.kind = JsonKind::Number;
        (void)from.get(value.number);
        break;
    }
    return value;
  }

  /// `keys` empty: all members.
  void buildObject(element from, JsonValue& value, std::span<const std::string_view> keys) {
    value.kind = JsonKind::Object;
    simdjson::dom::object object;
    if (from.get(object)) return;
    std::unordered_map<std::string_view, size_t> places;
    bool isLarge = object.size() > kManyMembers;
    for (simdjson::dom::key_value_pair field : object) {
      if (!keys.empty() && std::ranges::find(keys, field.key) == keys.end()) continue;
      size_t place = isLarge ? places.try_emplace(field.key, value.members.size()).first->second
                             : placeOf(value.members, field.key);
      if (place == value.members.size()) {
        value.members.push_back({std::string(field.key), build(field.value)});
      } else {
        value.members[place].value = build(field.value);
      }
    }
  }

 private:
  static size_t placeOf(const std::vector<JsonMember>& members, std::string_view key) {
    auto found = std::ranges::find(members, key, &JsonMember::key);
    return static_cast<size_t>(found - members.begin());
  }

  void buildArray(element from, JsonValue& value) {
    value.kind = JsonKind::Array;
    simdjson::dom::array array;
    if (from.get(array)) return;
    value.elements.reserve(array.size());
    for (element item : array) value.elements.push_back(build(item));
  }
};

Result<JsonValue, JsonError> parse(std::string_view text, std::span<const std::string_view> keys) {
  if (text.starts_with(kUtf8ByteOrderMark)) text.remove_prefix(kUtf8ByteOrderMark.size());
  simdjson::dom::parser parser;
  element root;
  if (auto error = parser.parse(text.data(), text.size(), true).get(root))
    return fail(JsonError{simdjson::error_message(error)});
  TreeBuilder builder;
  if (keys.empty() || root.type() != element_type::OBJECT) return builder.build(root);
  JsonValue value;
  builder.buildObject(root, value, keys);
  return value;
}

void appendNumber(std::string& out, double number) {
  char text[32];
  auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out.append(text, end);
}

void appendValue(std::string& out, const JsonValue& value) {
  switch (value.kind) {
    case JsonKind::Null:
      out.append("null");
      break;
    case JsonKind::Boolean:
      out.append(value.boolean ? "true" : "false");
      break;
    case JsonKind::Number:
      appendNumber(out, value.number);
      break;
    case JsonKind::String:
      appendJsonString(out, value.string);
      break;
    case JsonKind::Array:
      out.push_back('[');
      for (const JsonValue& element : value.elements) {
        if (&element != &value.elements.front()) out.push_back(',');
        appendValue(out, element);
      }
      out.push_back(']');
      break;
    case JsonKind::Object:
      out.push_back('{');
      for (const JsonMember& member : value.members) {
        if (&member != &value.members.front()) out.push_back(',');
        appendJsonString(out, member.key);
        out.push_back(':');
        appendValue(out, member.value);
      }
      out.push_back('}');
      break;
  }
}

}  // namespace

Result<JsonValue, JsonError> parseJson(std::string_view text) {
  return parse(text, {});
}

Result<JsonValue, JsonError> parseJsonMembers(std::string_view text, std::span<const std::string_view> keys) {
  return parse(text, keys);
}

const JsonValue* JsonValue::find(std::string_view key) const {
  auto found = std::ranges::find(members, key, &JsonMember::key);
  return found == members.end() ? nullptr : &found->value;
}

std::string JsonValue::stringify() const {
  std::string out;
  appendValue(out, *this);
  return out;
}

void appendJsonString(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out.push_back('"');
  for (char character : text) {
    switch (character) {
      case '"':
        out.append("\\\"");
        break;
      case '\\':
        out.append("\\\\");
        break;
      case '\n':
        out.append("\\n");
        break;
      case '\r':
        out.append("\\r");
        break;
      case '\t':
        out.append("\\t");
        break;
      case '\b':
        out.append("\\b");
        break;
      case '\f':
        out.append("\\f");
        break;
      default:
        if (static_cast<unsigned char>(character) < 0x20) {
          out.append("\\u00").append(1, kDigits[character >> 4]).append(1, kDigits[character & 15]);
        } else {
          out.push_back(character);
        }
    }
  }
  out.push_back('"');
}

}  // namespace weft::graph
