#pragma once

// Making nodes: what the passes that change a tree have in common. Names that they invent are like no other of the
// file, so that they can be put into any scope.

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostics.h"
#include "base/stack_limit.h"
#include "syntax/ast.h"
#include "syntax/bind.h"
#include "syntax/lower_helpers.h"

namespace weft::syntax {

/// Gives a place another value for as long as it lives.
template <typename T>
class Temporarily {
 public:
  Temporarily(T& place, T now) : place_(place), value_(place) { place = now; }
  ~Temporarily() { place_ = value_; }
  Temporarily(const Temporarily&) = delete;
  Temporarily& operator=(const Temporarily&) = delete;

 private:
  T& place_;
  T value_;
};

class TreeBuilder {
 protected:
  TreeBuilder(Ast& ast, Bindings& bindings, std::string_view path, Log& log, size_t stackBytes);

  template <typename T>
  [[nodiscard]] T& as(NodeId id) const {
    return ast_.as<T>(id);
  }
  [[nodiscard]] Node& node(NodeId id) const { return ast_.node(id); }
  [[nodiscard]] NodeKind kindOf(NodeId id) const { return ast_.kindOf(id); }
  [[nodiscard]] bool isTooDeep();
  void error(const char* id, ByteRange range, std::string message);

  // What is built stands where the source at `start` stood.
  template <typename T, typename... Fields>
  NodeId make(NodeKind kind, uint32_t start, Fields... fields) {
    T* made = ast_.arena().make<T>(Node{kind, 0, TokenKind::Eof, 0, start}, fields...);
    return {ast_.arena().unitOf(made)};
  }
  NodeList list(std::span<const NodeId> items);
  NodeList list(std::initializer_list<NodeId> items) { return list(std::span(items.begin(), items.size())); }
  Text text(std::string_view value);
  NodeId identifier(uint32_t start, uint32_t symbol);
  NodeId global(uint32_t start, std::string_view name);
  NodeId string(uint32_t start, std::string_view value);
  NodeId number(uint32_t start, double value);
  NodeId boolean(uint32_t start, bool value);
  NodeId undefined(uint32_t start);
  NodeId unary(TokenKind op, uint32_t start, NodeId operand);
  NodeId binary(TokenKind op, NodeId left, NodeId right);
  NodeId assign(NodeId target, NodeId value);
  NodeId member(NodeId object, Atom name, uint32_t nameStart);
  NodeId member(NodeId object, std::string_view name);
  NodeId index(NodeId object, NodeId key);
  NodeId call(NodeId callee, std::span<const NodeId> arguments);
  NodeId call(NodeId callee, std::initializer_list<NodeId> arguments) {
    return call(callee, std::span(arguments.begin(), arguments.size()));
  }
  NodeId helperName(Helper helper, uint32_t start);
  NodeId helperCall(Helper helper, uint32_t start, std::initializer_list<NodeId> arguments);
  NodeId array(uint32_t start, std::span<const NodeId> items);
  NodeId object(uint32_t start, std::span<const NodeId> properties);
  NodeId property(std::string_view key, NodeId value);
  NodeId arrow(uint32_t start, NodeList parameters, NodeList body, uint32_t scope);
  NodeId statement(NodeId expression);
  NodeId returned(NodeId expression);
  NodeId declared(VariableKind kind, NodeId target, NodeId value);
  NodeId exported(NodeId declaration);
  /// A name that nothing in the file has, like `wanted`.
  Atom freshName(std::string_view wanted);
  /// The module's own symbol of that name, or kNoSymbol.
  [[nodiscard]] uint32_t moduleSymbol(std::string_view name) const;
  /// A binding of a symbol, not a use.
  [[nodiscard]] NodeId declarationOf(uint32_t symbol);
  uint32_t declareSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start);
  /// A `var` of the function (or module) around, declared at its head.
  uint32_t temporary(std::string_view wanted, uint32_t start);
  /// `var` for what temporary() gave out, after the directives.
  [[nodiscard]] NodeList withTemporaries(NodeList body);
  [[nodiscard]] NodeId thisAt(uint32_t start);
  [[nodiscard]] NodeId copyOfIdentifier(NodeId id);

  // Classes (tree_builder_classes.cpp)
  [[nodiscard]] bool isConstructor(const ClassMember& it) const;
  [[nodiscard]] NodeId staticBlock(uint32_t start, std::initializer_list<NodeId> statements);
  [[nodiscard]] NodeId method(uint32_t start, NodeId key, uint8_t flags, NodeList parameters, NodeList body);
  void replaceSuperCalls(NodeId& slot, std::span<const NodeId> assignments);
  void addAssignments(Function& constructor, bool isDerived, std::span<const NodeId> assignments);
  [[nodiscard]] NodeId makeConstructor(uint32_t start, bool isDerived, std::span<const NodeId> assignments);
  [[nodiscard]] NodeId exportDefaultOf(uint32_t start, uint32_t symbol);

  Ast& ast_;
  Bindings& bindings_;
  std::string path_;
  Log& log_;
  StackLimit stackLimit_;
  bool isTooDeep_ = false;
  HelperSet helpers_;
  std::vector<NodeId>* temporaries_ = nullptr;  // declarators of the function around
  uint32_t functionScope_ = 0;
  std::unordered_map<std::string, unsigned> usedNames_;  // with the last number that freshName() put after it
};

}  // namespace weft::syntax
