#pragma once

// `junit`: the XML that CI systems read: a testsuite a file, a testcase a test.

#include "test-runner/report/reporter.h"

namespace weft::test {

class JunitReporter : public DocumentReporter {
 public:
  using DocumentReporter::DocumentReporter;

 protected:
  [[nodiscard]] std::string document(const RunResult& run) override;
};

}  // namespace weft::test
