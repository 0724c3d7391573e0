#include "test-runner/report/json.h"

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

std::string_view statusName(const TestResult& test) {
  if (!test.isEnded) return "pending";
  switch (test.status) {
    case Status::Passed:
      return "passed";
    case Status::Failed:
      return "failed";
    case Status::Skipped:
      return "pending";
    case Status::Todo:
      return "todo";
  }
  return "pending";
}

void writeSnapshots(JsonWriter& out, const RunResult& run, const Counts& counts) {
  const SnapshotCounts& all = counts.snapshots;
  out.key("snapshot").open('{');
  out.number("added", all.added);
  out.boolean("failure", all.unmatched > 0);
  out.number("filesAdded", static_cast<double>(counts.snapshotFilesWritten));
  out.number("filesRemoved", static_cast<double>(counts.snapshotFilesRemoved));
  out.number("matched", all.matched);
  out.number("total", all.added + all.matched + all.unmatched + all.updated);
  out.number("unchecked", static_cast<double>(all.obsolete.size()));
  out.key("uncheckedKeysByFile").open('[');
  for (const FileResult& file : run.files) {
    if (file.snapshots.obsolete.empty()) continue;
    out.open('{');
    out.text("filePath", file.path);
    out.texts("keys", file.snapshots.obsolete);
    out.close('}');
  }
  out.close(']');
  out.number("unmatched", all.unmatched);
  out.number("updated", all.updated);
  out.number("removed", all.removed);
  out.close('}');
}

}  // namespace

void writeTestResult(JsonWriter& out, const TestResult& test, std::string_view root) {
  const std::vector<std::string>& names = test.info.names;
  out.open('{');
  out.key("ancestorTitles").open('[');
  for (size_t i = 0; i + 1 < names.size(); ++i) out.text(names[i]);
  out.close(']');
  if (test.isEnded)
    out.number("duration", test.milliseconds);
  else
    out.key("duration").null();
  out.key("failureMessages").open('[');
  for (const Fault& fault : test.faults) out.text(faultText(fault, root, "", Frame::Without, true));
  out.close(']');
  out.text("fullName", test.fullName(" "));
  out.number("invocations", test.attempts);
  if (test.info.place.line == 0) {
    out.key("location").null();
  } else {
    out.key("location").open('{');
    out.number("line", test.info.place.line);
    out.number("column", test.info.place.column);
    out.close('}');
  }
  out.text("status", statusName(test));
  out.text("title", names.empty() ? std::string_view() : std::string_view(names.back()));
  out.close('}');
}

void writeFileResult(JsonWriter& out, const FileResult& file, std::string_view root) {
  std::string message;
  for (const Fault& fault : file.faults) message += faultText(fault, root, "", Frame::With, true) + "\n";
  for (const TestResult& test : file.tests) {
    if (!test.isEnded || test.status != Status::Failed) continue;
    message += test.fullName(" › ") + "\n\n";
    for (const Fault& fault : test.faults) message += faultText(fault, root, "  ", Frame::With, true) + "\n";
  }
  out.open('{');
  out.key("assertionResults").open('[');
  for (const TestResult& test : file.tests) writeTestResult(out, test, root);
  out.close(']');
  out.number("endTime", file.startedAt + file.milliseconds);
  out.text("message", message);
  out.text("name", file.path);
  out.text("testFilePath", file.path);
  out.number("startTime", file.startedAt);
  Outcome outcome = file.outcome();
  out.text("status", outcome == Outcome::Failed ? "failed" : outcome == Outcome::NotRun ? "pending" : "passed");
  out.text("summary", "");
  out.close('}');
}

std::string JsonReporter::document(const RunResult& run) {
  return runResultJson(run) + "\n";
}

std::string runResultJson(const RunResult& run) {
  Counts counts = run.counts();
  size_t runtimeErrors = run.faults.size();
  for (const FileResult& file : run.files) runtimeErrors += !file.faults.empty() && file.count(Status::Failed) == 0;
  auto number = [](size_t count) { return static_cast<double>(count); };
  JsonWriter out;
  out.open('{');
  out.number("numFailedTestSuites", number(counts.of(Outcome::Failed)));
  out.number("numFailedTests", number(counts.of(Status::Failed)));
  out.number("numPassedTestSuites", number(counts.of(Outcome::Passed)));
  out.number("numPassedTests", number(counts.of(Status::Passed)));
  out.number("numPendingTestSuites", number(counts.of(Outcome::Skipped) + counts.of(Outcome::NotRun)));
  out.number("numPendingTests", number(counts.of(Status::Skipped) + counts.testsNotRun));
  out.number("numRuntimeErrorTestSuites", number(runtimeErrors));
  out.number("numTodoTests", number(counts.of(Status::Todo)));
  out.number("numTotalTestSuites", number(run.files.size()));
  out.number("numTotalTests", number(counts.allTests() + counts.testsNotRun));
  out.key("openHandles").open('[').close(']');
  writeSnapshots(out, run, counts);
  out.number("startTime", run.startedAt);
  out.boolean("success", !run.hasFailed() && run.end == RunEnd::Whole);
  out.key("testResults").open('[');
  for (const FileResult& file : run.files) writeFileResult(out, file, run.root);
  out.close(']');
  out.boolean("wasInterrupted", run.end == RunEnd::Interrupted);
  if (!run.faults.empty()) {
    out.key("runErrors").open('[');
    for (const Fault& fault : run.faults) out.text(faultText(fault, run.root, "", Frame::With, true));
    out.close(']');
  }
  out.close('}');
  return out.take();
}

}  // namespace weft::test
