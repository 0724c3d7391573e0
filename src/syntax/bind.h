#pragma once

// The second pass over a tree, first half: which declaration each name refers to. Afterwards Identifier::symbol of a
// reference is a symbol of the file, or kNoSymbol where no declaration is in sight (a global, or a function that
// sloppy code hoists out of a block). The local names of `export { a }` become Identifiers.
//
// What TypeScript's namespaces export is in sight in all blocks of the namespace; members of an enum are in its blocks.

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "syntax/ast.h"

namespace weft::syntax {

/// What binding found, by symbol of the file.
struct Bindings {
  std::vector<uint32_t> uses;   // how often the file refers to it, declarations not counted
  std::vector<uint32_t> owner;  // group of the namespace or enum whose object holds it, or kNoSymbol
  std::vector<uint32_t> group;  // of an enum or namespace: blocks that make up one object have one group
  std::unordered_map<uint32_t, NodeId> typeNames;  // where a type begins: the Identifier that its metadata refers to
  bool isTooDeep = false;  // nested more deeply than the stack allows; the rest is of no use then

  [[nodiscard]] uint32_t ownerOf(uint32_t symbol) const { return symbol < owner.size() ? owner[symbol] : kNoSymbol; }
  /// Makes room for symbols declared since.
  void grow(const ScopeTree& tree);
};

struct BindOptions {
  bool hasTypeMetadata = false;         // types of decorated members are values: emitDecoratorMetadata
  size_t stackBytes = size_t{3} << 20;  // how much of the caller's stack nesting may use
};

/// `ast` must have been parsed without errors. Pure but for `ast`.
[[nodiscard]] Bindings bind(Ast& ast, const BindOptions& options);

}  // namespace weft::syntax
