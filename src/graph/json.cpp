// The one file that sees simdjson.

#include "graph/json.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
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

/// What follows the backslash that stands for a byte; 0: it stands for itself.
constexpr auto kLetters = [] {
  std::array<char, 256> table{};
  for (size_t c = 0; c < 0x20; ++c) table[c] = 'u';
  table['\n'] = 'n', table['\r'] = 'r', table['\t'] = 't', table['\b'] = 'b', table['\f'] = 'f';
  table['"'] = '"', table['\\'] = '\\';
  return table;
}();

/// The first byte from `at` on that does not stand for itself; the text's end if all do.
size_t findEscaped(std::string_view text, size_t at) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = kOnes * 0x80;
  auto hasZero = [](uint64_t bytes) { return (bytes - kOnes) & ~bytes & kHighs; };
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t bytes;
    std::memcpy(&bytes, text.data() + at, 8);
    uint64_t isControl = (bytes - kOnes * 0x20) & ~bytes & kHighs;
    if (isControl | hasZero(bytes ^ kOnes * '"') | hasZero(bytes ^ kOnes * '\\')) break;
  }
  while (at < text.size() && !kLetters[static_cast<unsigned char>(text[at])]) ++at;
  return at;
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
  out.reserve(out.size() + text.size() + text.size() / 16 + 2);
  out.push_back('"');
  size_t begin = 0;
  for (size_t at = findEscaped(text, 0); at < text.size(); begin = at + 1, at = findEscaped(text, begin)) {
    out.append(text, begin, at - begin);
    char character = text[at];
    char letter = kLetters[static_cast<unsigned char>(character)];
    out.push_back('\\');
    if (letter != 'u')
      out.push_back(letter);
    else
      out.append("u00").append(1, kDigits[character >> 4]).append(1, kDigits[character & 15]);
  }
  out.append(text, begin);
  out.push_back('"');
}

}  // namespace weft::graph
