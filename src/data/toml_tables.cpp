#include "data/toml_tables.h"

#include <functional>

namespace weft::data {

TomlTables::TomlTables() {
  makeTable(Origin::Header);
}

size_t TomlTables::SlotHash::operator()(const Slot& slot) const {
  return std::hash<std::string>()(slot.key) ^ (size_t{slot.table} * 0x9E3779B97F4A7C15u);
}

TomlTables::Node TomlTables::add(NodeData data) {
  nodes_.push_back(data);
  return static_cast<Node>(nodes_.size() - 1);
}

TomlTables::Node TomlTables::makeScalar(Value value) {
  return add({.kind = Kind::Scalar, .scalar = value});
}

TomlTables::Node TomlTables::makeArray(Kind kind) {
  return add({.kind = kind});
}

TomlTables::Node TomlTables::makeTable(Origin origin) {
  return add({.kind = Kind::Table, .origin = origin});
}

std::optional<TomlTables::Node> TomlTables::find(Node table, TextRef key) const {
  auto found = slots_.find({table, std::string(builder_.textOf(key))});
  if (found == slots_.end()) return std::nullopt;
  return found->second;
}

void TomlTables::addMember(Node table, TextRef key, Node value) {
  slots_.emplace(Slot{table, std::string(builder_.textOf(key))}, value);
  addPart(table, {key, value});
}

void TomlTables::addElement(Node array, Node value) {
  addPart(array, {{}, value});
}

void TomlTables::addPart(Node to, Part part) {
  auto index = static_cast<uint32_t>(parts_.size());
  parts_.push_back(part);
  NodeData& owner = nodes_[to];
  if (owner.firstPart == kNone) {
    owner.firstPart = index;
  } else {
    parts_[owner.lastPart].next = index;
  }
  owner.lastPart = index;
}

TomlTables::Node TomlTables::lastElement(Node array) const {
  return parts_[nodes_[array].lastPart].value;
}

void TomlTables::closeInline(Node table) {
  std::vector<Node> waiting = {table};
  while (!waiting.empty()) {
    NodeData& next = nodes_[waiting.back()];
    waiting.pop_back();
    next.origin = Origin::Inline;
    for (uint32_t at = next.firstPart; at != kNone; at = parts_[at].next) {
      const NodeData& member = nodes_[parts_[at].value];
      if (member.kind == Kind::Table && member.origin == Origin::Dotted) waiting.push_back(parts_[at].value);
    }
  }
}

Document TomlTables::finish() {
  struct Open {
    Node node;
    uint32_t nextPart;
    size_t mark;
  };
  std::vector<Open> open;
  auto enter = [&](Node node) {
    bool isTable = nodes_[node].kind == Kind::Table;
    open.push_back({node, nodes_[node].firstPart, isTable ? builder_.memberMark() : builder_.elementMark()});
  };
  auto leave = [&](ValueIndex value) {
    if (open.empty()) return;
    Open& outer = open.back();
    const Part& part = parts_[outer.nextPart];
    if (nodes_[outer.node].kind == Kind::Table) {
      builder_.addMember({part.key, value});
    } else {
      builder_.addElement(value);
    }
    outer.nextPart = part.next;
  };
  enter(root());
  while (!open.empty()) {
    Open& top = open.back();
    if (top.nextPart == kNone) {
      bool isTable = nodes_[top.node].kind == Kind::Table;
      ValueIndex closed = isTable ? builder_.closeObject(top.mark) : builder_.closeArray(top.mark);
      open.pop_back();
      leave(closed);
      continue;
    }
    Node part = parts_[top.nextPart].value;
    if (nodes_[part].kind == Kind::Scalar) {
      leave(builder_.add(nodes_[part].scalar));
    } else {
      enter(part);
    }
  }
  return builder_.finish();
}

}  // namespace weft::data
