#pragma once

// Interned names of one file: equal text, equal Atom. The names that the parser itself knows have fixed numbers,
// reserved words first and in TokenKind's order, so that looking a word up also tells which keyword it is.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "syntax/token_kinds.h"

#define WEFT_RESERVED_WORDS(X)                                                                                      \
  X(Break, "break")                                                                                                 \
  X(Case, "case")                                                                                                   \
  X(Catch, "catch") X(Class, "class") X(Const, "const") X(Continue, "continue") X(Debugger, "debugger")             \
      X(Default, "default") X(Delete, "delete") X(Do, "do") X(Else, "else") X(Enum, "enum") X(Export, "export")     \
          X(Extends, "extends") X(False, "false") X(Finally, "finally") X(For, "for") X(Function, "function")       \
              X(If, "if") X(Import, "import") X(In, "in") X(Instanceof, "instanceof") X(New, "new") X(Null, "null") \
                  X(Return, "return") X(Super, "super") X(Switch, "switch") X(This, "this") X(Throw, "throw")       \
                      X(True, "true") X(Try, "try") X(Typeof, "typeof") X(Var, "var") X(Void, "void")               \
                          X(While, "while") X(With, "with")

// Reserved in strict mode, and `let` first among them: a range.
#define WEFT_STRICT_WORDS(X)                                                                        \
  X(Let, "let")                                                                                     \
  X(Static, "static")                                                                               \
  X(Implements, "implements") X(Interface, "interface") X(Package, "package") X(Private, "private") \
      X(Protected, "protected") X(Public, "public") X(Yield, "yield")

#define WEFT_KNOWN_NAMES(X)                                                                                         \
  X(Await, "await")                                                                                                 \
  X(Async, "async")                                                                                                 \
  X(Of, "of") X(Get, "get") X(Set, "set") X(From, "from") X(As, "as") X(Using, "using") X(Defer, "defer")           \
      X(Source, "source") X(Meta, "meta") X(Target, "target") X(Arguments, "arguments") X(Eval, "eval")             \
          X(Constructor, "constructor") X(Prototype, "prototype") X(Proto, "__proto__") X(Accessor, "accessor")     \
              X(UseStrict, "use strict") X(Star, "*default*") X(Undefined, "undefined") X(Type, "type")             \
                  X(Declare, "declare") X(Abstract, "abstract") X(Readonly, "readonly") X(Override, "override")     \
                      X(Namespace, "namespace") X(Module, "module") X(Global, "global") X(Satisfies, "satisfies")   \
                          X(Is, "is") X(Asserts, "asserts") X(Keyof, "keyof") X(Unique, "unique") X(Infer, "infer") \
                              X(Out, "out") X(Require, "require") X(Any, "any") X(Unknown, "unknown")               \
                                  X(Never, "never") X(Object, "object") X(String, "string") X(Number, "number")     \
                                      X(Boolean, "boolean") X(Symbol, "symbol") X(Bigint, "bigint")                 \
                                          X(Intrinsic, "intrinsic")

namespace weft::syntax {

enum class Atom : uint32_t {
  Empty,
#define X(name, text) name,
  WEFT_RESERVED_WORDS(X) WEFT_STRICT_WORDS(X) WEFT_KNOWN_NAMES(X)
#undef X
      KnownCount,
};

constexpr bool isReservedAtom(Atom atom) {
  return atom >= Atom::Break && atom <= Atom::With;
}
constexpr bool isStrictReservedAtom(Atom atom) {
  return atom >= Atom::Let && atom <= Atom::Yield;
}
constexpr TokenKind keywordOf(Atom reserved) {
  return static_cast<TokenKind>(static_cast<uint32_t>(kFirstReservedWord) + static_cast<uint32_t>(reserved) - 1);
}

class AtomTable {
 public:
  explicit AtomTable(size_t expectedNames);

  /// `text` must live as long as the table: it lies in the source.
  [[nodiscard]] Atom intern(std::string_view text) { return internHashed(text, hashOf(text)); }
  /// For text that does not live that long.
  [[nodiscard]] Atom internCopy(std::string_view text);
  [[nodiscard]] std::string_view text(Atom atom) const {
    const Entry& entry = entries_[static_cast<uint32_t>(atom)];
    return {entry.data, entry.length};
  }
  [[nodiscard]] uint32_t size() const { return static_cast<uint32_t>(entries_.size()); }

  [[nodiscard]] static uint32_t hashOf(std::string_view text);

 private:
  struct Known {};
  AtomTable(size_t slots, Known);
  void fill(size_t slots);

  struct Entry {
    const char* data;
    uint32_t length;
    uint32_t hash;
  };
  struct Slot {
    uint32_t hash;
    uint32_t atom;  // plus one; 0: free
  };

  [[nodiscard]] Atom internHashed(std::string_view text, uint32_t hash);
  [[nodiscard]] Atom add(std::string_view text, uint32_t hash, uint32_t slot);
  void grow();

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;
  std::deque<std::string> copies_;
  uint32_t mask_ = 0;
};

}  // namespace weft::syntax
