#pragma once

// What is known of a run: files, their tests, and what became of them. The supervisor fills it in, reporters read it.

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "test-runner/protocol.h"

namespace weft::test {

struct TestResult {
  TestInfo info;
  bool isStarted = false;
  bool isEnded = false;  // what follows is only then known
  Status status = Status::Passed;
  double milliseconds = 0;
  uint32_t attempts = 1;
  std::vector<Fault> faults;
  std::string note;

  /// Blocks and name with `separator` between.
  [[nodiscard]] std::string fullName(std::string_view separator = " > ") const;
};

struct Written {
  uint8_t descriptor = 1;
  std::string text;
};

enum class Outcome : uint8_t { Passed, Failed, Skipped, NotRun };

struct FileResult {
  uint32_t number = 0;   // its place in RunResult::files
  uint32_t project = 0;  // index
  std::string projectName;
  std::string path;       // absolute
  std::string shownPath;  // as people see it: relative to where they are
  bool isStarted = false;
  bool isEnded = false;
  bool checksTypes = false;  // of --typecheck: its types are checked, and nothing runs
  bool isReplayed = false;   // from the cache of results
  double sentAt = 0;         // to the host, the first time; this and the next in milliseconds since the epoch
  double startedAt = 0;
  double milliseconds = 0;
  std::vector<TestResult> tests;
  std::vector<Fault> faults;
  std::vector<Written> output;  // until the file has been reported
  SnapshotCounts snapshots;
  std::vector<std::string> inputs, missing, stamps, present, variables, leftOpen, untraced;

  [[nodiscard]] Outcome outcome() const;
  [[nodiscard]] bool hasFailed() const { return outcome() == Outcome::Failed; }
  [[nodiscard]] size_t count(Status status) const;
  /// Tests that were to run and did not.
  [[nodiscard]] size_t notRun() const;
};

struct Counts {
  size_t files[4] = {};  // by Outcome
  size_t tests[4] = {};  // by Status
  size_t testsNotRun = 0;
  size_t retried = 0;  // passed after a failure
  SnapshotCounts snapshots;
  size_t snapshotFilesWritten = 0, snapshotFilesRemoved = 0;

  [[nodiscard]] size_t of(Outcome outcome) const { return files[static_cast<size_t>(outcome)]; }
  [[nodiscard]] size_t of(Status status) const { return tests[static_cast<size_t>(status)]; }
  [[nodiscard]] size_t allTests() const { return tests[0] + tests[1] + tests[2] + tests[3]; }
};

enum class RunEnd : uint8_t { Whole, Bailed, Interrupted };

struct RunResult {
  std::string root;
  std::deque<FileResult> files;
  std::vector<Fault> faults;  // of no file: a crash that nobody can be blamed for, a global set-up
  RunEnd end = RunEnd::Whole;
  uint32_t seed = 0;  // shown if isRandom
  bool isRandom = false;
  double startedAt = 0;  // milliseconds since the epoch
  double milliseconds = 0;

  [[nodiscard]] Counts counts() const;
  [[nodiscard]] bool hasFailed() const;
};

}  // namespace weft::test
