#pragma once

// A file as a tree of JavaScript, ready for whoever links it with others: parsed, lowered, down-levelled, simplified
// if wanted, its scopes and references as the tree now has them.

#include <memory>
#include <string>

#include "base/diagnostics.h"
#include "base/source_text.h"
#include "syntax/ast.h"
#include "syntax/bind.h"
#include "syntax/drop_code.h"
#include "syntax/transform.h"

namespace weft::syntax {

struct Tree {
  Tree(std::string path, std::string text) : source(std::move(path), std::move(text)), ast(source.text(), kNothing, 0) {
    Arena unused(std::move(ast.arena()));  // until it is parsed
  }

  SourceText source;
  Ast ast;
  Bindings bindings;
  std::string helpers;      // function declarations that the tree calls (lower_helpers.h)
  bool isCommonJs = false;  // of what TransformOptions::isKindBySyntax left open

 private:
  static constexpr size_t kNothing = 64;
};

/// Parallel: pure. Fills in the rest of `tree`, which has its text; false when the file has faults, which are in `log`.
/// Of `options`, printing and names have no say, and types are not erased in place.
[[nodiscard]] bool makeTree(Tree& tree, TransformOptions options, const DropOptions& drop, Log& log);

}  // namespace weft::syntax
