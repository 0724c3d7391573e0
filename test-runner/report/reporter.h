#pragma once

// The interface of reporters. Several may listen to one run; each is told everything, in the order of events.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "test-runner/report/console.h"
#include "test-runner/results.h"

namespace weft::test {

class Reporter {
 public:
  Reporter() = default;
  virtual ~Reporter() = default;
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  /// The files are known; none has run.
  virtual void runStarted(const RunResult&) {}
  virtual void fileStarted(const FileResult&) {}
  virtual void testStarted(const FileResult&, const TestResult&) {}
  virtual void testEnded(const FileResult&, const TestResult&) {}
  /// It is in the file's `output`, too.
  virtual void wrote(const FileResult&, const Written&) {}
  virtual void fileEnded(const FileResult&) {}
  virtual void runEnded(const RunResult&) {}
  /// Some time has passed, and perhaps nothing has happened.
  virtual void tick() {}
};

/// One that makes a text at the end, of the whole run.
class DocumentReporter : public Reporter {
 public:
  /// To the file, or to stdout if the path is empty.
  DocumentReporter(Console& console, std::string outputFile) : console_(console), outputFile_(std::move(outputFile)) {}
  void runEnded(const RunResult& run) final;

 protected:
  [[nodiscard]] virtual std::string document(const RunResult& run) = 0;

 private:
  Console& console_;
  std::string outputFile_;
};

/// The names that --reporter knows.
[[nodiscard]] std::vector<std::string> reporterNames();
/// Writes a document to stdout unless it has a file, which leaves no room there for anything else.
[[nodiscard]] bool isDocument(std::string_view name);

struct ReporterRequest {
  std::string name;
  std::string outputFile;   // absolute; empty: the console
  std::string module = {};  // of one's own, in place of `name`
};
/// Null for a name that is none.
[[nodiscard]] std::unique_ptr<Reporter> makeReporter(const ReporterRequest& request, Console& console);

}  // namespace weft::test
