#pragma once
// Comments that leave code out of coverage: those of Istanbul, c8 and v8.
//
//     /* istanbul ignore next */   the statement, function or class member that follows
//     /* istanbul ignore if */     (or else) the arm of the `if` that follows
//     /* istanbul ignore file */   the file
//     /* v8 ignore next 3 */       so many lines that follow
//     /* v8 ignore start */ … /* v8 ignore stop */

#include <cstdint>
#include <vector>

#include "syntax/ast.h"

namespace weft::test::coverage {

class Ignored {
 public:
  explicit Ignored(const syntax::Ast& ast);

  [[nodiscard]] bool isWholeFile() const { return isWholeFile_; }
  /// Whether what begins at this byte is left out, with all that is in it.
  [[nodiscard]] bool startsAt(uint32_t offset) const;
  [[nodiscard]] bool hasNoConsequent(uint32_t ifStart) const { return isHinted(ifStart, Hint::If); }
  [[nodiscard]] bool hasNoAlternate(uint32_t ifStart) const { return isHinted(ifStart, Hint::Else); }

 private:
  enum class Hint : uint8_t { Next, If, Else };
  struct Hinted {
    uint32_t offset;  // of the first character behind the comment and blanks
    Hint hint;
  };
  [[nodiscard]] bool isHinted(uint32_t offset, Hint hint) const;

  bool isWholeFile_ = false;
  std::vector<Hinted> hinted_;
  std::vector<ByteRange> stretches_;
};

}  // namespace weft::test::coverage
