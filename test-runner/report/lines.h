#pragma once

// The reporters that people watch: `default` has a line a file, `verbose` a line a test, `dots` a dot a test. Failures
// stand in full where they happen, and their names again at the end.

#include <chrono>
#include <unordered_set>

#include "test-runner/report/reporter.h"

namespace weft::test {

class LinesReporter : public Reporter {
 public:
  enum class Style : uint8_t { Default, Verbose, Dots };
  LinesReporter(Console& console, Style style) : console_(console), style_(style) {}

  void runStarted(const RunResult& run) override;
  void fileStarted(const FileResult& file) override;
  void testEnded(const FileResult& file, const TestResult& test) override;
  void wrote(const FileResult& file, const Written& written) override;
  void fileEnded(const FileResult& file) override;
  void runEnded(const RunResult& run) override;
  void tick() override { showProgress(); }

 private:
  void showProgress();
  [[nodiscard]] std::string fileLine(const FileResult& file) const;
  [[nodiscard]] std::string testLine(const TestResult& test) const;
  [[nodiscard]] std::string failures(const FileResult& file) const;
  [[nodiscard]] std::string faults(const std::vector<Fault>& faults, std::string_view indent) const;
  [[nodiscard]] std::string summary(const RunResult& run) const;
  [[nodiscard]] std::string failedNames(const RunResult& run) const;
  [[nodiscard]] std::string snapshotLine(const Counts& counts) const;

  Console& console_;
  Style style_;
  std::string root_;
  bool isStreaming_ = false;  // one file alone: what it writes is passed on at once
  bool isMidDots_ = false;
  size_t filesInAll_ = 0, filesEnded_ = 0, testsPassed_ = 0, testsFailed_ = 0;
  std::unordered_set<uint32_t> running_;
  std::string lastStarted_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace weft::test
