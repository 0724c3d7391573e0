#pragma once

// The printer's state and methods: print_expressions.cpp, print_statements.cpp, print_modules.cpp.

#include <string>

#include "syntax/ast.h"
#include "syntax/printer.h"

namespace weft::syntax {

/// What may stand in a place without parentheses: an expression of at least this level.
enum class Level : uint8_t {
  Lowest,
  Comma,
  Assignment,
  Conditional,
  Nullish,
  Or,
  And,
  BitOr,
  BitXor,
  BitAnd,
  Equality,
  Relational,
  Shift,
  Additive,
  Multiplicative,
  Power,
  Prefix,
  Postfix,
  New,
  Call,
  Member,
};

enum PrintFlags : uint8_t { kNoIn = 1, kHasNonOptionalChainParent = 2 };

class Printer {
 public:
  Printer(const Ast& ast, const PrintOptions& options, std::string& out);
  bool run();

 private:
  template <typename T>
  [[nodiscard]] T& as(NodeId id) const {
    return ast_.as<T>(id);
  }
  [[nodiscard]] Node& node(NodeId id) const { return ast_.node(id); }
  [[nodiscard]] NodeKind kindOf(NodeId id) const { return ast_.kindOf(id); }

  // Text. Two tokens that would run together get a blank between them.
  void put(std::string_view text) { out_.append(text); }
  void put(char byte) { out_.push_back(byte); }
  void word(std::string_view text);
  void sign(std::string_view text);
  void newline();
  void semicolon() { put(";"); }
  void name(Atom atom) { word(ast_.text(atom)); }
  void string(std::string_view value);
  bool isTooDeep();
  /// What is printed next stood at `original` in the source.
  void map(uint32_t original) {
    if (mappings_) mappings_->push_back({static_cast<uint32_t>(out_.size()), original});
  }

  void expression(NodeId id, Level level, uint8_t flags = 0);
  void parenthesized(NodeId id);
  void expressionInside(NodeId id, Level level, uint8_t flags);
  void binary(NodeId id, uint8_t flags);
  void chain(NodeId id);
  void chainLink(NodeId id);
  void unary(const UnaryExpression& unary, uint8_t flags);
  void construction(const CallExpression& call);
  void arguments(NodeList list);
  void items(NodeList list, bool isArray);
  void object(const ListNode& object);
  void property(NodeId id);
  void key(NodeId id, bool isComputed);
  void templateLiteral(NodeId id);
  void importCall(const ImportCall& call);
  void number(const NumberLiteral& number);
  void pattern(NodeId id);
  void function(const Function& function, std::string_view keyword);
  void functionRest(const Function& function);
  void parameters(NodeList list);
  void arrow(const Function& function, uint8_t flags);
  void method(NodeId key, NodeId value, uint8_t flags);
  void classLike(const Class& node);
  void classMember(NodeId id);
  void decorators(NodeList list);
  void jsx(NodeId id);
  void jsxChild(NodeId id);
  [[nodiscard]] static Level levelOf(const Node& node);
  [[nodiscard]] NodeId leftmost(NodeId id) const;

  void statement(NodeId id);
  [[nodiscard]] bool leavesNothing(NodeId id) const;
  bool statements(NodeList list);
  void block(NodeList body);
  void body(NodeId id);
  void ifStatement(NodeId id);
  [[nodiscard]] bool endsWithOpenIf(NodeId id) const;
  void forStatement(const ForStatement& loop);
  void forEach(const ForEachStatement& loop);
  void variables(NodeId id, uint8_t flags);
  void tryStatement(const TryStatement& statement);
  void switchStatement(const SwitchStatement& statement);
  void expressionStatement(NodeId expression);
  void moduleDeclaration(NodeId id);
  void moduleName(NodeId id);
  [[nodiscard]] bool isSameName(NodeId a, NodeId b) const;
  void attributes(NodeList list);
  void enumDeclaration(NodeId id);

  const Ast& ast_;
  std::string& out_;
  std::vector<Mapping>* mappings_;
  uintptr_t stackLimit_;
  unsigned indent_ = 0;
  bool isTooDeep_ = false;
};

}  // namespace weft::syntax
