#pragma once
// The statements, functions and branches of a file, as bytes of it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "syntax/ast.h"
#include "test-runner/coverage/coverage.h"

namespace weft::test::coverage {

struct FunctionPoint {
  std::string name;
  ByteRange declaration, body;
};
struct BranchPoint {
  BranchKind kind = BranchKind::If;
  ByteRange range;
  std::vector<ByteRange> arms;
  bool hasElse = true;                      // false: the last arm is what is not taken
  bool countsIf = true, countsElse = true;  // of an `if`: not left out by a comment
};

struct Points {
  std::vector<ByteRange> statements;
  std::vector<FunctionPoint> functions;
  std::vector<BranchPoint> branches;
};

/// Of a tree that was parsed, and neither lowered nor changed. In the order of the source.
[[nodiscard]] Points pointsOf(const syntax::Ast& ast);

}  // namespace weft::test::coverage
