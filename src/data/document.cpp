#include "data/document.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>

#include "base/number.h"

namespace weft::data {

namespace {

/// Objects with more members than this look repeated keys up in a table.
constexpr size_t kManyMembers = 16;

void describeText(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  out.push_back('"');
  for (char byte : text) {
    auto code = static_cast<unsigned char>(byte);
    if (byte == '"' || byte == '\\') {
      out.append(1, '\\').append(1, byte);
    } else if (byte == '\n') {
      out.append("\\n");
    } else if (code < 0x20) {
      out.append("\\u00").append(1, kDigits[code >> 4]).append(1, kDigits[code & 15]);
    } else {
      out.push_back(byte);
    }
  }
  out.push_back('"');
}

std::string describeScalar(const Document& document, const Value& value) {
  switch (value.kind) {
    case ValueKind::Boolean:
      return value.boolean ? "true" : "false";
    case ValueKind::Number:
      return value.number == 0 && std::signbit(value.number) ? "-0" : numberToString(value.number);
    case ValueKind::String: {
      std::string out;
      describeText(out, document.textOf(value.text));
      return out;
    }
    case ValueKind::Null:
    case ValueKind::Array:
    case ValueKind::Object:
      break;
  }
  return "null";
}

}  // namespace

std::vector<std::string_view> Document::keysOf(const Value& object) const {
  std::vector<std::string_view> keys;
  if (object.kind != ValueKind::Object) return keys;
  keys.reserve(object.parts.count);
  for (uint32_t i = 0; i < object.parts.count; ++i) keys.push_back(textOf(members[object.parts.begin + i].key));
  return keys;
}

std::string Document::describe() const {
  struct Open {
    const Value* value;
    uint32_t next;
  };
  std::string out;
  std::vector<Open> open;
  auto enter = [&](const Value& value) {
    if (value.isScalar()) {
      out.append(describeScalar(*this, value));
    } else {
      out.push_back(value.kind == ValueKind::Array ? '[' : '{');
      open.push_back({&value, 0});
    }
  };
  enter(root());
  while (!open.empty()) {
    Open& top = open.back();
    const Value& value = *top.value;
    bool isArray = value.kind == ValueKind::Array;
    if (top.next == value.parts.count) {
      out.push_back(isArray ? ']' : '}');
      open.pop_back();
      continue;
    }
    if (top.next > 0) out.push_back(',');
    uint32_t part = value.parts.begin + top.next++;
    if (isArray) {
      enter(values[elements[part]]);
    } else {
      describeText(out, textOf(members[part].key));
      out.push_back(':');
      enter(values[members[part].value]);
    }
  }
  return out;
}

TextRef DocumentBuilder::addText(std::string_view text) {
  uint32_t mark = textMark();
  document_.text.append(text);
  return textSince(mark);
}

ValueIndex DocumentBuilder::add(Value value) {
  document_.values.push_back(value);
  return static_cast<ValueIndex>(document_.values.size() - 1);
}

std::vector<Member> DocumentBuilder::membersOf(ValueIndex object) const {
  PartsRef parts = value(object).parts;
  auto first = document_.members.begin() + parts.begin;
  return {first, first + parts.count};
}

std::vector<ValueIndex> DocumentBuilder::elementsOf(ValueIndex array) const {
  PartsRef parts = value(array).parts;
  auto first = document_.elements.begin() + parts.begin;
  return {first, first + parts.count};
}

ValueIndex DocumentBuilder::closeArray(size_t mark) {
  PartsRef parts{static_cast<uint32_t>(document_.elements.size()), static_cast<uint32_t>(elements_.size() - mark)};
  document_.elements.insert(document_.elements.end(), elements_.begin() + static_cast<std::ptrdiff_t>(mark),
                            elements_.end());
  elements_.resize(mark);
  return add({.kind = ValueKind::Array, .parts = parts});
}

ValueIndex DocumentBuilder::closeObject(size_t mark) {
  std::vector<Member>& all = document_.members;
  size_t begin = all.size();
  bool isLarge = members_.size() - mark > kManyMembers;
  std::unordered_map<std::string_view, size_t> places;
  auto placeOf = [&](std::string_view key) {
    if (isLarge) return places.try_emplace(key, all.size()).first->second;
    auto isSame = [&](const Member& member) { return textOf(member.key) == key; };
    auto found = std::find_if(all.begin() + static_cast<std::ptrdiff_t>(begin), all.end(), isSame);
    return static_cast<size_t>(found - all.begin());
  };
  for (size_t i = mark; i < members_.size(); ++i) {
    size_t place = placeOf(textOf(members_[i].key));
    if (place == all.size()) {
      all.push_back(members_[i]);
    } else {
      all[place].value = members_[i].value;
    }
  }
  members_.resize(mark);
  PartsRef parts{static_cast<uint32_t>(begin), static_cast<uint32_t>(all.size() - begin)};
  return add({.kind = ValueKind::Object, .parts = parts});
}

}  // namespace weft::data
