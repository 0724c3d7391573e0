#pragma once

// What a data file (JSON5, TOML, YAML) says: its values in one flat array. An array's elements and an object's members
// stand before it, so that one loop can make of them whatever is wanted, and no value contains itself. A value may be
// part of several others (YAML's aliases). Immutable once built.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weft::data {

enum class ValueKind : uint8_t { Null, Boolean, Number, String, Array, Object };

/// Bytes of Document::text.
struct TextRef {
  uint32_t begin = 0;
  uint32_t size = 0;
};

/// Of an array: entries of Document::elements; of an object: of Document::members.
struct PartsRef {
  uint32_t begin = 0;
  uint32_t count = 0;
};

struct Value {
  ValueKind kind = ValueKind::Null;
  bool boolean = false;
  union {
    double number = 0;
    TextRef text;
    PartsRef parts;
  };

  [[nodiscard]] static Value null() { return {}; }
  [[nodiscard]] static Value of(bool value) { return {.kind = ValueKind::Boolean, .boolean = value, .number = 0}; }
  [[nodiscard]] static Value of(double value) { return {.kind = ValueKind::Number, .number = value}; }
  [[nodiscard]] static Value of(TextRef value) { return {.kind = ValueKind::String, .text = value}; }
  [[nodiscard]] bool isScalar() const { return kind < ValueKind::Array; }
};

using ValueIndex = uint32_t;

struct Member {
  TextRef key;
  ValueIndex value = 0;
};

struct Document {
  std::vector<Value> values;  // the last is the whole
  std::vector<ValueIndex> elements;
  std::vector<Member> members;  // of an object: each key once, in the order in which they were first written
  std::string text;             // UTF-8, in which lone surrogates keep their value (WTF-8)

  [[nodiscard]] const Value& root() const { return values.back(); }
  [[nodiscard]] std::string_view textOf(TextRef ref) const {
    return std::string_view(text).substr(ref.begin, ref.size);
  }
  /// The keys of an object.
  [[nodiscard]] std::vector<std::string_view> keysOf(const Value& object) const;
  /// As JSON with NaN, Infinity and -0 as JavaScript writes them, and no spaces; parts of several values repeat.
  [[nodiscard]] std::string describe() const;
};

/// Makes a document from inside out: parts wait in a list until what they belong to is closed.
class DocumentBuilder {
 public:
  [[nodiscard]] TextRef addText(std::string_view text);
  /// For text that is made piece by piece: everything appended to `text()` since.
  [[nodiscard]] uint32_t textMark() const { return static_cast<uint32_t>(document_.text.size()); }
  [[nodiscard]] TextRef textSince(uint32_t mark) const { return {mark, textMark() - mark}; }
  [[nodiscard]] std::string& text() { return document_.text; }
  [[nodiscard]] std::string_view textOf(TextRef ref) const { return document_.textOf(ref); }

  ValueIndex add(Value value);
  [[nodiscard]] const Value& value(ValueIndex index) const { return document_.values[index]; }
  [[nodiscard]] std::vector<Member> membersOf(ValueIndex object) const;
  [[nodiscard]] std::vector<ValueIndex> elementsOf(ValueIndex array) const;

  [[nodiscard]] size_t elementMark() const { return elements_.size(); }
  void addElement(ValueIndex value) { elements_.push_back(value); }
  /// The array of the elements added since.
  ValueIndex closeArray(size_t mark);

  [[nodiscard]] size_t memberMark() const { return members_.size(); }
  void addMember(Member member) { members_.push_back(member); }
  /// The object of the members added since: of those with one key, the last counts, in the place of the first.
  ValueIndex closeObject(size_t mark);

  /// Nothing may be open, and the whole must be the last value that was added.
  [[nodiscard]] Document finish() { return std::move(document_); }

 private:
  Document document_;
  std::vector<ValueIndex> elements_;
  std::vector<Member> members_;
};

}  // namespace weft::data
