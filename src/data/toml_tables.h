#pragma once

// TOML's tables while a document is read: a table may go on after others have been written, so values are kept as a
// tree of lists, which is put in a document's order at the end. Who may still add to a table is the reader's to say.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "data/document.h"

namespace weft::data {

class TomlTables {
 public:
  using Node = uint32_t;

  enum class Kind : uint8_t { Scalar, Array, Table, TableArray };

  /// How a table came to be, which decides what may add to it.
  enum class Origin : uint8_t {
    Implicit,  // of a [header] that names something in it
    Header,    // its own [header]
    Dotted,    // of a dotted key
    Inline,    // {…}, with all in it: closed
  };

  TomlTables();

  [[nodiscard]] static Node root() { return 0; }
  [[nodiscard]] Kind kindOf(Node node) const { return nodes_[node].kind; }
  [[nodiscard]] Origin originOf(Node table) const { return nodes_[table].origin; }
  void setOrigin(Node table, Origin origin) { nodes_[table].origin = origin; }

  Node makeScalar(Value value);
  Node makeArray(Kind kind);
  Node makeTable(Origin origin);

  [[nodiscard]] std::optional<Node> find(Node table, TextRef key) const;
  /// The table must not have the key.
  void addMember(Node table, TextRef key, Node value);
  void addElement(Node array, Node value);
  /// Of an array that is not empty.
  [[nodiscard]] Node lastElement(Node array) const;
  /// The table and what dotted keys made in it become Inline.
  void closeInline(Node table);

  [[nodiscard]] DocumentBuilder& texts() { return builder_; }
  [[nodiscard]] Document finish();

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct NodeData {
    Kind kind;
    Origin origin = Origin::Inline;
    uint32_t firstPart = kNone;
    uint32_t lastPart = kNone;
    Value scalar = {};
  };
  struct Part {
    TextRef key;  // of a table's
    Node value;
    uint32_t next = kNone;
  };
  struct Slot {
    Node table;
    std::string key;
    friend bool operator==(const Slot&, const Slot&) = default;
  };
  struct SlotHash {
    size_t operator()(const Slot& slot) const;
  };

  Node add(NodeData data);
  void addPart(Node to, Part part);

  DocumentBuilder builder_;
  std::vector<NodeData> nodes_;
  std::vector<Part> parts_;
  std::unordered_map<Slot, Node, SlotHash> slots_;
};

}  // namespace weft::data
