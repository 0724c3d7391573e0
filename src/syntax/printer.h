#pragma once

// From the tree back to text. Parentheses are put where precedence asks for them, so that parsing the text gives the
// same tree; the only marks that the tree keeps of the source's parentheses are those that mean something.
// TypeScript's types are gone; its enums, namespaces and JSX are printed as they are.

#include <string>
#include <vector>

#include "syntax/ast.h"

namespace weft::syntax {

/// What begins at a byte of the printed text stood at a byte of the source.
struct Mapping {
  uint32_t generated = 0;
  uint32_t original = 0;
};

struct PrintOptions {
  std::vector<Mapping>* mappings = nullptr;  // in the order of the text: statements, names, calls, ends of blocks
  size_t stackBytes = size_t{6} << 20;       // how much of the caller's stack nesting may use
};

/// Appends to `out`. False where the tree is nested too deeply for the stack.
[[nodiscard]] bool print(const Ast& ast, const PrintOptions& options, std::string& out);

}  // namespace weft::syntax
