#pragma once

// `json`: the run in the shape of Jest's --json (https://jestjs.io/docs/configuration#testresultsprocessor-string).

#include "test-runner/report/json_writer.h"
#include "test-runner/report/reporter.h"

namespace weft::test {

class JsonReporter : public DocumentReporter {
 public:
  using DocumentReporter::DocumentReporter;

 protected:
  [[nodiscard]] std::string document(const RunResult& run) override;
};

/// An entry of assertionResults.
void writeTestResult(JsonWriter& out, const TestResult& test, std::string_view root);
/// An entry of testResults.
void writeFileResult(JsonWriter& out, const FileResult& file, std::string_view root);
[[nodiscard]] std::string runResultJson(const RunResult& run);

}  // namespace weft::test
