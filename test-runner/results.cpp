#include "test-runner/results.h"

#include <algorithm>

namespace weft::test {

std::string TestResult::fullName(std::string_view separator) const {
  std::string name;
  for (const std::string& part : info.names) {
    if (!name.empty()) name += separator;
    name += part;
  }
  return name;
}

Outcome FileResult::outcome() const {
  if (!faults.empty() || count(Status::Failed) > 0) return Outcome::Failed;
  if (!isEnded) return Outcome::NotRun;
  return count(Status::Passed) == 0 && !tests.empty() ? Outcome::Skipped : Outcome::Passed;
}

size_t FileResult::count(Status status) const {
  return static_cast<size_t>(
      std::ranges::count_if(tests, [&](const TestResult& test) { return test.isEnded && test.status == status; }));
}

size_t FileResult::notRun() const {
  return static_cast<size_t>(std::ranges::count_if(tests, [](const TestResult& test) { return !test.isEnded; }));
}

Counts RunResult::counts() const {
  Counts all;
  for (const FileResult& file : files) {
    ++all.files[static_cast<size_t>(file.outcome())];
    for (const TestResult& test : file.tests) {
      if (!test.isEnded) {
        ++all.testsNotRun;
        continue;
      }
      ++all.tests[static_cast<size_t>(test.status)];
      if (test.attempts > 1 && test.status == Status::Passed) ++all.retried;
    }
    const SnapshotCounts& from = file.snapshots;
    all.snapshots.added += from.added;
    all.snapshots.matched += from.matched;
    all.snapshots.unmatched += from.unmatched;
    all.snapshots.updated += from.updated;
    all.snapshots.removed += from.removed;
    all.snapshotFilesWritten += from.fileWritten;
    all.snapshotFilesRemoved += from.fileRemoved;
    all.snapshots.obsolete.insert(all.snapshots.obsolete.end(), from.obsolete.begin(), from.obsolete.end());
  }
  return all;
}

bool RunResult::hasFailed() const {
  return !faults.empty() || std::ranges::any_of(files, [](const FileResult& file) { return file.hasFailed(); });
}

}  // namespace weft::test
