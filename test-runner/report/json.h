#pragma once

// `json`: the run in the shape of Jest's --json (https://jestjs.io/docs/configuration#testresultsprocessor-string).

#include "test-runner/report/reporter.h"

namespace weft::test {

class JsonReporter : public DocumentReporter {
 public:
  using DocumentReporter::DocumentReporter;

 protected:
  [[nodiscard]] std::string document(const RunResult& run) override;
};

}  // namespace weft::test
