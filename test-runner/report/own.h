#pragma once

// A reporter of one's own: a module that the configuration names, with methods of Jest's reporters
// (https://jestjs.io/docs/configuration#reporters-arraymodulename--modulename-options): onRunStart, onTestFileStart,
// onTestCaseStart, onTestCaseResult, onTestFileResult, onRunComplete, getLastError. It lives in the host's setup realm,
// which calls them in this order (builtins/internal/test_own_reporters.ts).

#include <functional>

#include "test-runner/report/reporter.h"

namespace weft::test {

class OwnReporter : public Reporter {
 public:
  /// Asks the host to call the method with these arguments (a JSON list); does not wait.
  using Call = std::function<void(std::string method, std::string arguments)>;
  explicit OwnReporter(Call call) : call_(std::move(call)) {}

  void runStarted(const RunResult& run) override;
  void fileStarted(const FileResult& file) override;
  void testStarted(const FileResult& file, const TestResult& test) override;
  void testEnded(const FileResult& file, const TestResult& test) override;
  void fileEnded(const FileResult& file) override;
  void runEnded(const RunResult& run) override;

 private:
  Call call_;
  const RunResult* run_ = nullptr;
};

}  // namespace weft::test
