#pragma once
// The statements, functions and branches of a file, as bytes of it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/source_text.h"
#include "syntax/ast.h"
#include "test-runner/coverage/coverage.h"

namespace weft::test::coverage {

/// Where to look in what has run: `at`, or (in a text that was printed) the nearest place before or behind it that is
/// known to have come from the source.
struct Probe {
  uint32_t at = 0;
  bool isBefore = false;
};

struct StatementPoint {
  ByteRange range;
  Probe probe;
};
struct FunctionPoint {
  std::string name;
  ByteRange declaration, body;
  Probe probe;
};
struct BranchPoint {
  BranchKind kind = BranchKind::If;
  ByteRange range;
  std::vector<ByteRange> arms;
  bool hasElse = true;  // false: the last arm is what is not taken
  // Of an `if`: not left out by a comment.
  bool countsIf = true, countsElse = true;
};
/// `if (…) continue;`: the engine makes one jump of it, and counts the way past.
struct JumpPoint {
  size_t branch = 0;     // indices
  size_t statement = 0;  // the jump
};

struct Points {
  std::vector<StatementPoint> statements;
  std::vector<FunctionPoint> functions;
  std::vector<BranchPoint> branches;
  std::vector<JumpPoint> jumps;
};

/// Of a tree that was parsed, and neither lowered nor changed. In the order of the source.
[[nodiscard]] Points pointsOf(const syntax::Ast& ast);

}  // namespace weft::test::coverage
