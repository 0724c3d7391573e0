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
  static constexpr uint32_t kNoName = UINT32_MAX;
  uint32_t generated = 0;
  uint32_t original = 0;
  uint32_t name = kNoName;  // of Mappings::names: what an identifier was called, where it has a new name
};

struct Mappings {
  std::vector<Mapping> list;       // in the order of the text: statements, names, calls, ends of blocks
  std::vector<std::string> names;  // each once
};

/// Where comments with a licence go (`/*! … */`, `@license`, `@preserve`).
enum class LegalComments : uint8_t { Inline, EndOfFile, None };

struct PrintOptions {
  Mappings* mappings = nullptr;   // filled, if it is there
  bool minifyWhitespace = false;  // nothing that the meaning does not need; of comments, licences stay
  bool minifySyntax = false;      // the shortest of equal ways to write a literal or a key
  bool mayUseTemplates = true;    // with minifySyntax: strings may become template literals
  LegalComments legalComments = LegalComments::Inline;
  size_t stackBytes = size_t{6} << 20;  // how much of the caller's stack nesting may use
};

/// Appends to `out`. False where the tree is nested too deeply for the stack.
[[nodiscard]] bool print(const Ast& ast, const PrintOptions& options, std::string& out);

}  // namespace weft::syntax
