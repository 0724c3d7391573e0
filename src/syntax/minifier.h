#pragma once

// The state and methods of minifySyntax(). One walk from the leaves to the root; each rule has its before and after in
// the file that it is in:
//   minify_syntax.cpp       the walk
//   minify_constants.cpp    values that are known, and folding them
//   minify_expressions.cpp  expressions for their value, for their truth, for their effects
//   minify_statements.cpp   lists of statements
//   minify_inline.cpp       variables that are used once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "syntax/minify_syntax.h"
#include "syntax/tree_builder.h"
#include "syntax/tree_walk.h"

namespace weft::syntax {

class Minifier : private TreeBuilder {
 public:
  Minifier(Ast& ast, Bindings& bindings, const MinifySyntaxOptions& options, Log& log);
  bool run();

 private:
  /// What a list of statements is the body of: what happens at its end.
  enum class ListKind : uint8_t { Block, FunctionBody, Program };

  // --- The walk.
  void visit(NodeId& slot);
  void visitSpine(NodeId& slot);
  void visitChildren(NodeId id);
  void visitFunction(Function& it);
  void visitTargets(NodeId id);
  void noteAssignments();
  void noteTarget(NodeId target);
  void substatement(NodeId& slot);

  // --- Constants.
  struct Constant {
    enum class Kind : uint8_t { Undefined, Null, Boolean, Number, String } kind = Kind::Undefined;
    bool boolean = false;
    double number = 0;
    std::string_view text;
  };
  enum class Type : uint8_t { Unknown, Undefined, Null, Boolean, Number, String, BigInt, Mixed };
  [[nodiscard]] std::optional<Constant> constantOf(NodeId id) const;
  [[nodiscard]] static bool truthOf(const Constant& value);
  [[nodiscard]] std::optional<bool> truthOf(NodeId id) const;
  /// How far down an expression questions about it look: what lies deeper is taken for anything.
  static constexpr unsigned kDeepestLook = 64;
  [[nodiscard]] Type typeOf(NodeId id, unsigned depth = 0) const;
  [[nodiscard]] bool isPrimitive(NodeId id) const;
  [[nodiscard]] std::string textOf(const Constant& value) const;
  [[nodiscard]] NodeId literal(uint32_t start, double value);
  [[nodiscard]] bool isUndefined(NodeId id) const;
  void foldUnary(NodeId& slot);
  void foldBinary(NodeId& slot);
  void foldConcatenation(NodeId& slot);
  void foldEquality(NodeId& slot);

  // --- Expressions.
  [[nodiscard]] bool isSame(NodeId a, NodeId b) const;
  [[nodiscard]] bool isIdentifier(NodeId id) const;
  [[nodiscard]] bool hasNoEffect(NodeId id, unsigned depth = 0) const;
  [[nodiscard]] bool hasNoEffect(NodeList list, unsigned depth = 0) const;
  [[nodiscard]] bool isPropertyWithoutEffect(NodeId id, unsigned depth) const;
  [[nodiscard]] bool isClassWithoutEffect(const Class& it, unsigned depth) const;
  [[nodiscard]] NodeId joined(NodeId a, NodeId b);
  [[nodiscard]] NodeId joined(const std::vector<NodeId>& list);
  [[nodiscard]] NodeId inverted(NodeId id);
  [[nodiscard]] bool invertsForFree(NodeId id) const;
  [[nodiscard]] NodeId forEffects(NodeId id);
  [[nodiscard]] NodeId forTruth(NodeId id);
  void flatten(NodeId id, std::vector<NodeId>& out) const;
  void logical(NodeId& slot);
  void conditional(NodeId& slot);
  void assignment(NodeId& slot);
  void sequence(NodeId& slot);
  void computedKey(NodeId key, uint8_t& flags, bool isClass);
  [[nodiscard]] NodeId makeConditional(NodeId test, NodeId consequent, NodeId alternate);
  [[nodiscard]] NodeId makeLogical(TokenKind op, NodeId left, NodeId right);

  // --- Statements.
  [[nodiscard]] NodeList statements(NodeList list, ListKind kind);
  void addStatements(NodeList list, std::vector<NodeId>& out, bool& isDead);
  [[nodiscard]] bool isPlainBlock(NodeId id) const;
  void add(NodeId statement, std::vector<NodeId>& out);
  void addIf(NodeId statement, std::vector<NodeId>& out);
  void addExpression(NodeId expression, std::vector<NodeId>& out);
  void addSimplified(NodeId expression, std::vector<NodeId>& out);
  void addVariables(NodeId statement, std::vector<NodeId>& out);
  void addJump(NodeId statement, std::vector<NodeId>& out);
  void addLoop(NodeId statement, std::vector<NodeId>& out);
  void addDead(NodeId statement, std::vector<NodeId>& out);
  void foldReturns(std::vector<NodeId>& out, ListKind kind);
  void append(NodeList& items, std::span<const NodeId> more);
  [[nodiscard]] NodeId takeExpression(std::vector<NodeId>& out);
  [[nodiscard]] NodeId simplifiedIf(NodeId id);
  [[nodiscard]] bool declaresLexically(NodeId id) const;
  [[nodiscard]] bool isJump(NodeId id) const;
  [[nodiscard]] NodeId asStatement(const std::vector<NodeId>& list, uint32_t start);
  [[nodiscard]] NodeId expressionOf(NodeId statement) const;
  void hoistedNames(NodeId id, std::vector<NodeId>& names);

  // --- Variables that are used once.
  enum class Search : uint8_t { GoOn, Stop, Done };
  struct Replacement {
    uint32_t symbol;
    NodeId value;
    bool isFixed;  // it may be evaluated later: nothing that happens in between can change it, or be changed by it
  };
  [[nodiscard]] bool inlineInto(NodeId declaration, NodeId statement);
  [[nodiscard]] NodeId* firstExpression(NodeId statement);
  [[nodiscard]] Search replace(NodeId& slot, const Replacement& it);
  [[nodiscard]] Search replaceIn(NodeList list, const Replacement& it);
  [[nodiscard]] bool isFixed(NodeId id) const;
  [[nodiscard]] bool isNeverAssigned(uint32_t symbol) const;

  const MinifySyntaxOptions& options_;
  std::vector<bool> isAssigned_;                 // by symbol: anywhere but in its declaration
  std::unordered_map<uint32_t, uint32_t> room_;  // of lists made by append(), by their place
  bool isAsyncGenerator_ = false;                // the function around
  bool hasEval_ = false;
};

}  // namespace weft::syntax
