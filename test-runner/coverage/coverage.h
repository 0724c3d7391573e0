#pragma once
// What of a file has run: its statements, functions and branches as they were written, each with how often. The terms
// and what counts as what are Istanbul's, so that reports, thresholds and editors' plugins mean the same.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weft::test::coverage {

/// Lines from 1, columns from 0 in UTF-16 code units, as in Istanbul's files; the end is behind the last character.
struct Range {
  uint32_t startLine = 0, startColumn = 0, endLine = 0, endColumn = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

struct Statement {
  Range range;
  uint64_t count = 0;
};

struct Function {
  std::string name;   // "(anonymous_3)" without one
  Range declaration;  // from its first word to what stands before its body
  Range body;
  uint64_t count = 0;
};

enum class BranchKind : uint8_t { If, Conditional, Switch };

/// One arm is taken each time. An `if` without `else` has a second arm with the range of the whole.
struct Branch {
  BranchKind kind = BranchKind::If;
  Range range;
  struct Arm {
    Range range;
    uint64_t count = 0;
  };
  std::vector<Arm> arms;
};

struct FileCoverage {
  std::string path;  // absolute
  std::vector<Statement> statements;
  std::vector<Function> functions;
  std::vector<Branch> branches;

  /// How often each line that a statement begins on has run: the most of its statements.
  [[nodiscard]] std::map<uint32_t, uint64_t> lines() const;
};

/// Files by path.
using Coverage = std::map<std::string, FileCoverage>;

/// Adds what another run of files counted. Of a file that was another text then, the later stands alone.
void add(Coverage& to, FileCoverage file);

/// So many of so many.
struct Ratio {
  uint64_t covered = 0, total = 0;
  /// 100 when there is nothing; cut after two digits, so that only what is complete is 100.
  [[nodiscard]] double percent() const;
  void operator+=(const Ratio& other) {
    covered += other.covered;
    total += other.total;
  }
};

struct Summary {
  Ratio lines, statements, functions, branches;
  void operator+=(const Summary& other);
};
[[nodiscard]] Summary summarize(const FileCoverage&);
[[nodiscard]] Summary summarize(const Coverage&);

/// The files in the form in which the host tells of them.
[[nodiscard]] std::string pack(const std::vector<FileCoverage>&);
/// Nothing if the bytes are not what pack() made.
[[nodiscard]] std::vector<FileCoverage> unpack(std::string_view);

}  // namespace weft::test::coverage
