#pragma once

// `github`: annotations in the log of GitHub Actions, which shows them at their lines.
// https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions

#include "test-runner/report/reporter.h"

namespace weft::test {

class GithubReporter : public Reporter {
 public:
  explicit GithubReporter(Console& console) : console_(console) {}
  void runEnded(const RunResult& run) override;

 private:
  Console& console_;
};

}  // namespace weft::test
