#pragma once

// The printer's state and methods: print.cpp (text and comments), print_expressions.cpp, print_literals.cpp,
// print_functions.cpp, print_jsx.cpp, print_statements.cpp, print_modules.cpp.

#include <string>
#include <vector>

#include "base/stack_limit.h"
#include "syntax/ast.h"
#include "syntax/printer.h"
#include "syntax/text_writer.h"

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

[[nodiscard]] constexpr bool isChainKind(NodeKind kind) {
  return kind == NodeKind::Member || kind == NodeKind::Index || kind == NodeKind::Call ||
         kind == NodeKind::TaggedTemplate;
}

/// A key that needs no quotes.
[[nodiscard]] bool isAsciiIdentifierName(std::string_view text);
[[nodiscard]] bool isArrayIndex(std::string_view text);

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
  void put(std::string_view text) { out_.put(text); }
  void put(char byte) { out_.put(byte); }
  void separateWord();
  void word(std::string_view text);
  void sign(std::string_view text);
  void infix(std::string_view text);
  void blank() {
    if (!isMinified_) put(' ');
  }
  void comma() {
    put(',');
    blank();
  }
  void newline();
  void semicolon();
  void flushSemicolon();
  void openBrace() {
    put('{');
    ++indent_;
  }
  void closeBrace(bool onOwnLine, uint32_t end);
  void name(Atom atom) { word(ast_.text(atom)); }
  bool isTooDeep();
  /// What is printed next stood at `original` in the source.
  void map(uint32_t original) {
    if (mappings_) mappings_->list.push_back({static_cast<uint32_t>(out_.size()), original, Mapping::kNoName});
  }
  void mapIdentifier(const Identifier& it) {
    map(it.start);
    if (mappings_) noteName(it);
  }
  void noteName(const Identifier& it);

  // Comments that are kept.
  void commentsBefore(uint32_t start) {
    if (start >= nextComment_) [[unlikely]]
      statementComments(start);
  }
  void commentsInside(uint32_t start) {
    if (start >= nextComment_) [[unlikely]]
      expressionComments(start);
  }
  void statementComments(uint32_t start);
  void expressionComments(uint32_t start);
  void statementComment(const KeptComment& comment, bool endsBlock = false);
  void forgetComments(uint32_t start);
  void advanceComment();
  void endComments();

  void expression(NodeId id, Level level, uint8_t flags = 0);
  void parenthesized(NodeId id);
  void expressionInside(NodeId id, Level level, uint8_t flags);
  void binary(NodeId id, uint8_t flags);
  void chain(NodeId id);
  [[nodiscard]] bool isNamedIndex(NodeId id) const;
  void chainLink(NodeId id);
  void unary(const UnaryExpression& unary, uint8_t flags);
  void construction(const CallExpression& call, Level level);
  void arguments(NodeList list);
  void items(NodeList list, bool isArray);
  void array(NodeId id);
  void object(NodeId id);
  void property(NodeId id);
  void key(NodeId id, bool isComputed);
  void importCall(const ImportCall& call);
  void pureComment();
  void pattern(NodeId id) { expression(id, Level::Assignment); }
  [[nodiscard]] bool isOnSeveralLines(NodeId id, NodeList list) const;
  [[nodiscard]] bool isPrintedAsUnary(NodeId id) const;
  [[nodiscard]] static Level levelOf(const Node& node);
  [[nodiscard]] NodeId leftmost(NodeId id) const;
  [[nodiscard]] NodeId withoutCasts(NodeId id) const;

  void number(const NumberLiteral& number);
  void string(std::string_view value);
  void stringExpression(std::string_view value);
  void quoted(std::string_view value, char quote);
  void templateLiteral(NodeId id);
  [[nodiscard]] std::string numberText(const NumberLiteral& number) const;

  void function(const Function& function);
  void functionRest(const Function& function);
  void parameters(NodeList list);
  void arrow(const Function& function, uint8_t flags);
  void method(NodeId key, NodeId value, uint8_t flags);
  void classLike(const Class& node);
  void classMember(NodeId id);
  void decorators(NodeList list);

  void jsx(NodeId id);
  void jsxTag(NodeId tag);
  void jsxChild(NodeId id);

  void statement(NodeId id);
  [[nodiscard]] bool leavesNothing(NodeId id) const;
  bool statements(NodeList list);
  void block(NodeList body, uint32_t end);
  void blockNode(NodeId id) { block(as<Block>(id).body, as<Block>(id).end); }
  void body(NodeId id);
  void keywordStatement(std::string_view keyword, NodeId operand);
  void labeled(NodeId id);
  void ifStatement(NodeId id);
  [[nodiscard]] bool endsWithOpenIf(NodeId id) const;
  void doWhile(const BinaryExpression& loop);
  void forStatement(const ForStatement& loop);
  void forEach(const ForEachStatement& loop);
  void variables(NodeId id, uint8_t flags);
  void tryStatement(const TryStatement& statement);
  void switchStatement(const SwitchStatement& statement);
  void expressionStatement(NodeId expression);
  void exportDefault(NodeId value);

  void moduleDeclaration(NodeId id);
  void moduleClause(const ModuleDeclaration& declaration);
  void moduleName(NodeId id);
  [[nodiscard]] bool isSameName(NodeId a, NodeId b) const;
  void attributes(NodeList list);
  void enumDeclaration(NodeId id);
  void namespaceDeclaration(NodeId id);
  void importEquals(NodeId id);

  const Ast& ast_;
  const PrintOptions& options_;
  TextWriter out_;
  size_t regExpEnd_ = SIZE_MAX;  // where the last regular expression ends
  Mappings* mappings_;
  std::vector<uint32_t> nameNumbers_;  // by atom: of mappings_->names, plus one
  const bool isMinified_;              // whitespace
  bool owesSemicolon_ = false;
  bool isTooDeep_ = false;
  unsigned indent_ = 0;
  uint32_t nextComment_ = UINT32_MAX;       // where the next kept comment begins
  size_t commentIndex_ = 0;                 // of ast_.comments
  std::vector<KeptComment> late_;           // that stood where they cannot be printed: before the next statement
  std::vector<std::string_view> atTheEnd_;  // LegalComments::EndOfFile
  StackLimit stackLimit_;
};

}  // namespace weft::syntax
