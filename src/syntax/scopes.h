#pragma once

// Scopes and the symbols that they declare. ScopeTree is the result, by index; ScopeBuilder is the first pass' view:
// it knows for each name the innermost declaration in sight, so declaring and finding a conflict take constant time.
//
// The builder keeps one chain of bindings a name, innermost first, and takes a scope's bindings off when it closes.
// A `var` leaves a passing mark in every block between its statement and its function, so that a later
// `let` of the same name in one of these blocks finds the conflict.

#include <cstdint>
#include <vector>

#include "syntax/atoms.h"

namespace weft::syntax {

inline constexpr uint32_t kNoSymbol = UINT32_MAX;
inline constexpr uint32_t kNoScope = UINT32_MAX;

/// A symbol among all files of a graph.
struct Ref {
  uint32_t file = 0;
  uint32_t index = kNoSymbol;
  friend bool operator==(const Ref&, const Ref&) = default;
};

enum class ScopeKind : uint8_t {
  Script,
  Module,
  FunctionName,
  Parameters,
  FunctionBody,
  Block,
  Catch,
  Class,
  ClassStaticBlock,
  Namespace,
};

enum class SymbolKind : uint8_t {
  Var,
  Parameter,
  TopLevelFunction,  // function-scoped
  Let,
  Const,
  Class,
  BlockFunction,
  BlockGenerator,
  Import,
  Catch,
  SimpleCatch,
  Enum,
  Namespace,
  FunctionName,
  EnumMember,
  TypeOnly,  // of TypeScript: never conflicts
};

struct Symbol {
  Atom name;
  SymbolKind kind;
  uint32_t scope;
  uint32_t next;   // in its scope
  uint32_t start;  // of its first declaration
};

struct Scope {
  ScopeKind kind;
  bool isStrict;
  bool hasDirectEval;
  uint32_t parent;
  uint32_t firstSymbol;
};

struct ScopeTree {
  std::vector<Scope> scopes;    // in order of opening
  std::vector<Symbol> symbols;  // in order of declaration
};

class ScopeBuilder {
 public:
  explicit ScopeBuilder(ScopeTree& tree) : tree_(tree) {}

  uint32_t open(ScopeKind kind, bool isStrict);
  void close();
  [[nodiscard]] uint32_t current() const { return open_.back().scope; }
  [[nodiscard]] ScopeKind currentKind() const { return tree_.scopes[open_.back().scope].kind; }

  struct Declared {
    uint32_t symbol;
    uint32_t conflict;  // the symbol in the way, or kNoSymbol
  };
  /// In strict code, functions in blocks conflict too; in TypeScript, enums and namespaces join what has their name.
  [[nodiscard]] Declared declare(Atom name, SymbolKind kind, uint32_t start, bool isStrict, bool isTypeScript);

  /// Has the current function (or module, or script) scope a declaration of that name?
  [[nodiscard]] bool isDeclaredHere(Atom name) const;

  /// Scopes that were opened since `mark` below the current scope move below `child`, which was opened after them:
  /// they turned out to be parts of an arrow function's parameters.
  void adopt(uint32_t mark, uint32_t child);
  [[nodiscard]] uint32_t scopeCount() const { return static_cast<uint32_t>(tree_.scopes.size()); }
  [[nodiscard]] uint32_t symbolCount() const { return static_cast<uint32_t>(tree_.symbols.size()); }
  /// Forgets what a given-up attempt at parsing opened and declared. All of it must be closed.
  void rewind(uint32_t scopeCount, uint32_t symbolCount);

 private:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Binding {
    Atom name;
    uint32_t symbol;
    uint32_t depth;
    uint32_t outer;  // the next binding of the name
    uint32_t nextInScope;
    bool isPassing;
  };
  struct Open {
    uint32_t scope;
    uint32_t firstBinding;
    uint32_t varDepth;  // of the scope that a `var` here belongs to
  };

  [[nodiscard]] uint32_t depth() const { return static_cast<uint32_t>(open_.size()) - 1; }
  [[nodiscard]] uint32_t& headOf(Atom name);
  [[nodiscard]] uint32_t addSymbol(Atom name, SymbolKind kind, uint32_t scope, uint32_t start);
  void addBinding(Atom name, uint32_t symbol, uint32_t depth, bool isPassing);
  Declared declareVar(Atom name, SymbolKind kind, uint32_t start);
  Declared declareLexical(Atom name, SymbolKind kind, uint32_t start, bool isStrict, bool isTypeScript);

  ScopeTree& tree_;
  std::vector<Open> open_;
  std::vector<Binding> bindings_;
  std::vector<uint32_t> heads_;  // by atom
};

}  // namespace weft::syntax
