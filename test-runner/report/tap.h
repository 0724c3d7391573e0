#pragma once

// `tap`: the Test Anything Protocol, version 14, a line a test as it ends.
// https://testanything.org/tap-version-14-specification.html

#include "test-runner/report/reporter.h"

namespace weft::test {

class TapReporter : public DocumentReporter {
 public:
  using DocumentReporter::DocumentReporter;

 protected:
  [[nodiscard]] std::string document(const RunResult& run) override;
};

}  // namespace weft::test
