#pragma once

// Types of test files, which the project's own TypeScript checks in the host (builtins/internal/test_typecheck.ts).
// What it finds becomes events, as if the files had run.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "test-runner/protocol.h"

namespace weft::test {

/// *.test-d.ts and *.spec-d.ts, which are not run.
[[nodiscard]] bool isTypeTest(std::string_view path);
/// Whether the compiler can say something of it.
[[nodiscard]] bool hasTypes(std::string_view path);

/// What to ask. `config`: tsconfig.json; empty: looked for.
[[nodiscard]] std::string typeCheckRequest(const std::string& root, const std::string& config,
                                           const std::vector<std::string>& files);

struct CheckedTypes {
  /// By file, in the order of the request; the number in them is 0.
  std::vector<std::vector<Event>> files;
  std::vector<Fault> faults;  // of no file
};
[[nodiscard]] Result<CheckedTypes, std::string> parseCheckedTypes(std::string_view json);

}  // namespace weft::test
