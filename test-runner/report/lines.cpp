#include "test-runner/report/lines.h"

#include "test-runner/report/text.h"

namespace weft::test {

namespace {

constexpr double kSlowTest = 300;  // milliseconds: from here on the default report names a test that passed

/// "1 failed, 2 passed"; with colours.
class CountList {
 public:
  explicit CountList(const Console& console) : console_(console) {}
  void add(size_t count, std::string_view what, Paint paint) {
    if (count == 0) return;
    text_ += (text_.empty() ? "" : ", ") + console_.paint(paint, std::to_string(count) + " " + std::string(what));
  }
  [[nodiscard]] std::string text() const { return text_.empty() ? "none" : text_; }

 private:
  const Console& console_;
  std::string text_;
};

}  // namespace

void LinesReporter::runStarted(const RunResult& run) {
  root_ = run.root;
  filesInAll_ = run.files.size();
  filesEnded_ = testsPassed_ = testsFailed_ = 0;
  isStreaming_ = filesInAll_ == 1;
  running_.clear();
  started_ = std::chrono::steady_clock::now();
}

void LinesReporter::fileStarted(const FileResult& file) {
  running_.insert(file.number);
  lastStarted_ = file.shownPath;
  showProgress();
}

void LinesReporter::testEnded(const FileResult& file, const TestResult& test) {
  testsPassed_ += test.status == Status::Passed;
  testsFailed_ += test.status == Status::Failed;
  if (style_ == Style::Dots) {
    isMidDots_ = true;
    switch (test.status) {
      case Status::Passed:
        return console_.report(console_.paint(Paint::Dim, "."));
      case Status::Failed:
        return console_.report(console_.paint(Paint::Red, "✗"));
      default:
        return console_.report(console_.paint(Paint::Yellow, "-"));
    }
  }
  if (style_ == Style::Verbose && isStreaming_ && test.status != Status::Failed)
    console_.report("  " + testLine(test) + "\n");
  (void)file;
  showProgress();
}

void LinesReporter::wrote(const FileResult&, const Written& written) {
  if (!isStreaming_) return;
  if (isMidDots_) console_.report("\n");
  isMidDots_ = false;
  console_.pass(written.descriptor, written.text);
}

void LinesReporter::fileEnded(const FileResult& file) {
  ++filesEnded_;
  running_.erase(file.number);
  if (!isStreaming_ && !file.output.empty()) {
    if (isMidDots_) console_.report("\n");
    isMidDots_ = false;
    console_.report(console_.paint(Paint::Dim, oneLine(file.shownPath) + " wrote:") + "\n");
    for (const Written& written : file.output) console_.pass(written.descriptor, written.text);
  }
  std::string text;
  if (style_ != Style::Dots || file.hasFailed()) text += fileLine(file);
  if (style_ == Style::Verbose) {
    for (const TestResult& test : file.tests)
      if (test.isEnded && test.status != Status::Failed && !isStreaming_) text += "  " + testLine(test) + "\n";
  } else if (style_ == Style::Default && !file.isReplayed) {
    for (const TestResult& test : file.tests)
      if (test.isEnded && test.status == Status::Passed && (test.milliseconds >= kSlowTest || test.attempts > 1))
        text += "  " + testLine(test) + "\n";
  }
  text += failures(file);
  if (!text.empty()) {
    if (isMidDots_) text = "\n" + text;
    isMidDots_ = false;
    console_.report(text);
  }
  showProgress();
}

std::string LinesReporter::fileLine(const FileResult& file) const {
  Outcome outcome = file.outcome();
  std::string mark = outcome == Outcome::Failed    ? console_.paint(Paint::Red, "✗")
                     : outcome == Outcome::Skipped ? console_.paint(Paint::Yellow, "-")
                     : outcome == Outcome::NotRun  ? console_.paint(Paint::Yellow, "?")
                                                   : console_.paint(Paint::Green, "✓");
  std::string line = mark + " ";
  if (!file.projectName.empty()) line += console_.paint(Paint::Cyan, "[" + oneLine(file.projectName) + "]") + " ";
  line += outcome == Outcome::Failed ? console_.paint(Paint::Bold, oneLine(file.shownPath)) : oneLine(file.shownPath);
  std::string counts = countText(file.tests.size(), "test");
  if (size_t failed = file.count(Status::Failed)) counts += ", " + std::to_string(failed) + " failed";
  if (size_t skipped = file.count(Status::Skipped)) counts += ", " + std::to_string(skipped) + " skipped";
  if (size_t todo = file.count(Status::Todo)) counts += ", " + std::to_string(todo) + " todo";
  if (size_t left = file.notRun()) counts += ", " + std::to_string(left) + " not run";
  line += console_.paint(Paint::Dim, " (" + counts + ")");
  line += console_.paint(Paint::Dim, file.isReplayed ? " unchanged" : " " + durationText(file.milliseconds));
  return line + "\n";
}

std::string LinesReporter::testLine(const TestResult& test) const {
  std::string line;
  switch (test.status) {
    case Status::Passed:
      line = console_.paint(Paint::Green, "✓") + " ";
      break;
    case Status::Failed:
      line = console_.paint(Paint::Red, "✗") + " ";
      break;
    case Status::Skipped:
      line = console_.paint(Paint::Yellow, "- skipped") + " ";
      break;
    case Status::Todo:
      line = console_.paint(Paint::Yellow, "- todo") + " ";
      break;
  }
  line += shownName(test);
  if (test.status == Status::Passed || test.status == Status::Failed)
    line += console_.paint(Paint::Dim, " " + durationText(test.milliseconds));
  if (test.attempts > 1) line += console_.paint(Paint::Yellow, " (attempt " + std::to_string(test.attempts) + ")");
  if (!test.note.empty()) line += console_.paint(Paint::Dim, " " + oneLine(test.note));
  return line;
}

std::string LinesReporter::faults(const std::vector<Fault>& faults, std::string_view indent) const {
  std::string text;
  for (const Fault& fault : faults) text += faultText(fault, root_, indent, Frame::With, console_.isColoured());
  return text;
}

std::string LinesReporter::failures(const FileResult& file) const {
  std::string text = faults(file.faults, "  ");
  for (const TestResult& test : file.tests) {
    if (!test.isEnded || test.status != Status::Failed) continue;
    text += "  " + testLine(test) + "\n" + faults(test.faults, "    ");
    if (test.faults.empty()) text += "    failed, and says nothing of why\n";
  }
  if (!file.leftOpen.empty() && file.hasFailed()) {
    std::string open;
    for (const std::string& name : file.leftOpen) open += (open.empty() ? "" : ", ") + name;
    text += console_.paint(Paint::Dim, "  left open: " + oneLine(open)) + "\n";
  }
  return text.empty() ? text : text + "\n";
}

void LinesReporter::showProgress() {
  if (!console_.hasProgress()) return;
  using namespace std::chrono;
  double elapsed = duration<double, std::milli>(steady_clock::now() - started_).count();
  std::string text = console_.paint(Paint::Cyan, "▸ ") + std::to_string(filesEnded_) + "/" +
                     countText(filesInAll_, "file") + "  " +
                     console_.paint(Paint::Green, std::to_string(testsPassed_) + " passed");
  if (testsFailed_) text += "  " + console_.paint(Paint::Red, std::to_string(testsFailed_) + " failed");
  text += "  " + durationText(elapsed);
  if (!running_.empty()) text += "  " + console_.paint(Paint::Dim, oneLine(lastStarted_));
  console_.setProgress(filesEnded_ == filesInAll_ ? "" : std::move(text));
}

std::string LinesReporter::failedNames(const RunResult& run) const {
  std::string list;
  size_t count = 0;
  for (const FileResult& file : run.files) {
    if (!file.faults.empty()) {
      list += "  " + oneLine(file.shownPath) + "\n";
      ++count;
    }
    for (const TestResult& test : file.tests) {
      if (!test.isEnded || test.status != Status::Failed) continue;
      list += "  " + oneLine(file.shownPath) + " > " + shownName(test) + "\n";
      ++count;
    }
  }
  // With one failure, it stands just above.
  if (count < 2) return {};
  return console_.paint(Paint::Red, "failed:") + "\n" + list + "\n";
}

std::string LinesReporter::snapshotLine(const Counts& counts) const {
  CountList list(console_);
  list.add(counts.snapshots.unmatched, "failed", Paint::Red);
  list.add(counts.snapshots.obsolete.size(), "obsolete", Paint::Yellow);
  list.add(counts.snapshots.added, "written", Paint::Green);
  list.add(counts.snapshots.updated, "updated", Paint::Green);
  list.add(counts.snapshots.removed, "removed", Paint::Green);
  std::string text = list.text();
  if (text == "none") return {};
  if (!counts.snapshots.obsolete.empty()) text += console_.paint(Paint::Dim, " (-u removes obsolete ones)");
  return console_.paint(Paint::Dim, "snapshots ") + text + "\n";
}

std::string LinesReporter::summary(const RunResult& run) const {
  Counts counts = run.counts();
  CountList files(console_);
  files.add(counts.of(Outcome::Failed), "failed", Paint::Red);
  files.add(counts.of(Outcome::Passed), "passed", Paint::Green);
  files.add(counts.of(Outcome::Skipped), "skipped", Paint::Yellow);
  files.add(counts.of(Outcome::NotRun), "not run", Paint::Yellow);
  CountList tests(console_);
  tests.add(counts.of(Status::Failed), "failed", Paint::Red);
  tests.add(counts.of(Status::Passed), "passed", Paint::Green);
  tests.add(counts.of(Status::Skipped), "skipped", Paint::Yellow);
  tests.add(counts.of(Status::Todo), "todo", Paint::Yellow);
  tests.add(counts.testsNotRun, "not run", Paint::Yellow);
  tests.add(counts.retried, "passed only when tried again", Paint::Yellow);
  std::string text = console_.paint(Paint::Dim, "files     ") + files.text() + "\n";
  text += console_.paint(Paint::Dim, "tests     ") + tests.text() + "\n";
  text += snapshotLine(counts);
  text += console_.paint(Paint::Dim, "time      ") + durationText(run.milliseconds);
  if (run.isRandom) text += console_.paint(Paint::Dim, "  --seed=" + std::to_string(run.seed));
  return text + "\n";
}

void LinesReporter::runEnded(const RunResult& run) {
  console_.setProgress("");
  std::string text;
  if (isMidDots_) text += "\n";
  isMidDots_ = false;
  // What broke off in the middle has not been shown.
  for (const FileResult& file : run.files)
    if (file.isStarted && !file.isEnded) text += fileLine(file) + failures(file);
  for (const Fault& fault : run.faults)
    text += console_.paint(Paint::Red, "✗") + " " + faults({fault}, "").substr(0) + "\n";
  text += "\n" + failedNames(run);
  if (run.end == RunEnd::Bailed) text += console_.paint(Paint::Yellow, "stopped after failures, as --bail says") + "\n";
  if (run.end == RunEnd::Interrupted) text += console_.paint(Paint::Yellow, "interrupted") + "\n";
  console_.report(text + summary(run));
}

}  // namespace weft::test
