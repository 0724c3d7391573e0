#include "bundler/packed_tree.h"

#include <cstring>
#include <utility>

#include "base/arena.h"

namespace weft::bundler {

namespace {

// Names of one letter may become calls of members.
constexpr size_t kAddedBytesPerSourceByte = 64;
constexpr size_t kAddedBytes = size_t{1} << 16;
// Unit 0 is nothing.
constexpr size_t kFirst = 4;

/// The arena's memory goes to whoever is next.
void release(Arena& arena) {
  Arena gone(std::move(arena));
}

}  // namespace

void packNodes(Module& module) {
  if (!module.tree) return;
  Arena& arena = module.tree->ast.arena();
  module.nodeBytes = arena.usedBytes();
  module.nodes = std::make_unique_for_overwrite<char[]>(module.nodeBytes);
  std::memcpy(module.nodes.get(), arena.base(), module.nodeBytes);
  release(arena);
}

void unpackNodes(Module& module) {
  if (!module.nodes) return;
  size_t source = module.tree->source.text().size();
  Arena arena(module.nodeBytes + source * kAddedBytesPerSourceByte + kAddedBytes);
  std::memcpy(arena.allocate(module.nodeBytes - kFirst), module.nodes.get() + kFirst, module.nodeBytes - kFirst);
  module.tree->ast.arena() = std::move(arena);
  module.nodes.reset();
}

void dropNodes(Module& module) {
  if (!module.tree) return;
  syntax::Ast& ast = module.tree->ast;
  release(ast.arena());
  syntax::AtomTable names(std::move(ast.atoms()));
  ast.scopes() = {};
  module.tree->bindings = {};
}

}  // namespace weft::bundler
