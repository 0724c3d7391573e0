#pragma once

// Short names for what no one outside can see: variables, functions, classes, parameters, labels, private members. The
// names that are used most become the shortest, and are made of the letters that the rest of the text has most of.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "syntax/ast.h"

namespace weft::syntax {

/// Short names, the first of each length before the later ones: made of letters that `frequency`, by byte, has most of.
/// Words of the language are among them.
class NameMaker {
 public:
  NameMaker() = default;
  explicit NameMaker(const std::array<uint32_t, 256>& frequency);
  [[nodiscard]] std::string name(size_t index) const;

 private:
  std::string heads_ = "etnriaoscludfpmhg_vybxSCwTEDOkAjMNPFILRzBVHUWGKqJYXZQ$";
  std::string tails_ = heads_ + "1024368579";
};

struct MinifyNamesOptions {
  bool renamesTopLevel = false;  // the file's own variables too: not for scripts, which share theirs
  /// Names are made of the letters that this file has most of. For files that go together, the same letters for all
  /// are better: what is alike in them stays alike, and compresses.
  bool countsLetters = true;
  size_t stackBytes = size_t{3} << 20;  // how much of the caller's stack nesting may use
};

/// Changes the tree's names in place. Its symbols must be those of declareScopes() and bind() on the tree as it is.
/// What a direct eval or a `with` may see keeps its name, and so do exported declarations. False where the tree is
/// nested too deeply.
[[nodiscard]] bool minifyNames(Ast& ast, const MinifyNamesOptions& options);

}  // namespace weft::syntax
