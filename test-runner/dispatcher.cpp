#include "test-runner/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <variant>

namespace weft::test {

namespace {

constexpr unsigned kMostVainHosts = 3;

double now() {
  using namespace std::chrono;
  return duration<double, std::milli>(system_clock::now().time_since_epoch()).count();
}

Fault faultOf(std::string name, std::string message, Place place = {}) {
  Fault fault;
  fault.name = std::move(name);
  fault.message = std::move(message);
  fault.place = std::move(place);
  return fault;
}

size_t endedTests(const FileResult& file) {
  return static_cast<size_t>(std::ranges::count_if(file.tests, &TestResult::isEnded));
}

}  // namespace

Dispatcher::Dispatcher(RunResult& run, std::vector<Reporter*> reporters, const std::vector<uint32_t>& order,
                       DispatchLimits limits)
    : run_(run), reporters_(std::move(reporters)), limits_(std::move(limits)), waiting_(order.begin(), order.end()) {}

template <typename Call>
void Dispatcher::tell(Call&& call) {
  for (Reporter* reporter : reporters_) call(*reporter);
}

bool Dispatcher::isDone() const {
  return waiting_.empty() && suspects_.empty() && inFlight_.empty();
}

void Dispatcher::send(uint32_t number, const std::function<void(const Order&)>& send) {
  FileResult& file = run_.files[number];
  Run order;
  order.file = number;
  order.project = file.project;
  order.path = file.path;
  for (uint32_t i = 0; i < file.tests.size(); ++i)
    if (file.tests[i].isEnded) order.reported.push_back(i);
  inFlight_[number] = {false, order.reported.size()};
  if (file.sentAt == 0) file.sentAt = now();
  send(order);
}

void Dispatcher::handOut(const std::function<void(const Order&)>& to) {
  if (!suspects_.empty()) {
    if (!inFlight_.empty()) return;
    send(suspects_.front(), to);
    suspects_.pop_front();
    return;
  }
  // One that runs and one that waits, for each thread.
  while (inFlight_.size() < size_t{limits_.threads} * 2) {
    auto next = nextWaiting();
    if (next == waiting_.end()) return;
    uint32_t number = *next;
    waiting_.erase(next);
    send(number, to);
  }
}

/// The first that may run now.
std::deque<uint32_t>::iterator Dispatcher::nextWaiting() {
  if (limits_.isSerial.empty()) return waiting_.begin();
  return std::ranges::find_if(waiting_, [&](uint32_t number) {
    uint32_t project = run_.files[number].project;
    if (project >= limits_.isSerial.size() || !limits_.isSerial[project]) return true;
    return std::ranges::none_of(inFlight_,
                                [&](const auto& flight) { return run_.files[flight.first].project == project; });
  });
}

bool Dispatcher::handle(Event event) {
  return std::visit(
      [&](auto& it) {
        if constexpr (requires { it.file; }) {
          auto flight = inFlight_.find(it.file);
          if (flight == inFlight_.end()) return false;
          bool isStart = std::is_same_v<std::decay_t<decltype(it)>, FileStarted>;
          if (!isStart && !flight->second.isStarted) return false;
          return on(it, run_.files[it.file]);
        } else {
          return false;
        }
      },
      event);
}

bool Dispatcher::replay(uint32_t number, std::vector<Event> events) {
  run_.files[number].isReplayed = true;
  return tell(number, std::move(events));
}

bool Dispatcher::tell(uint32_t number, std::vector<Event> events) {
  std::erase(waiting_, number);
  inFlight_[number] = {};
  for (Event& event : events)
    if (!handle(std::move(event))) return false;
  return run_.files[number].isEnded;
}

bool Dispatcher::on(FileStarted& event, FileResult& file) {
  inFlight_[event.file].isStarted = true;
  vainHosts_ = 0;
  if (file.isStarted) return true;  // again, after a crash
  file.isStarted = true;
  file.startedAt = now();
  tell([&](Reporter& to) { to.fileStarted(file); });
  return true;
}

bool Dispatcher::on(Collected& event, FileResult& file) {
  bool isSame = event.tests.size() >= file.tests.size();
  for (size_t i = 0; isSame && i < file.tests.size(); ++i) isSame = file.tests[i].info.names == event.tests[i].names;
  if (!isSame) {
    // What was told of them stays true; which of the new ones they are cannot be known.
    for (TestResult& test : file.tests) {
      if (!test.isEnded || test.status != Status::Failed) continue;
      for (Fault& fault : test.faults) file.faults.push_back(std::move(fault));
    }
    file.faults.push_back(faultOf("Error", "registers other tests when it is loaded again, after it was stopped"));
    file.tests.clear();
  }
  size_t known = file.tests.size();
  file.tests.resize(event.tests.size());
  for (size_t i = 0; i < event.tests.size(); ++i)
    if (i >= known || !file.tests[i].isEnded) file.tests[i].info = std::move(event.tests[i]);
  return true;
}

bool Dispatcher::on(TestStarted& event, FileResult& file) {
  if (event.test >= file.tests.size()) return false;
  TestResult& test = file.tests[event.test];
  if (test.isEnded) return false;
  test.isStarted = true;
  tell([&](Reporter& to) { to.testStarted(file, test); });
  return true;
}

bool Dispatcher::on(TestEnded& event, FileResult& file) {
  if (event.test >= file.tests.size()) return false;
  TestResult& test = file.tests[event.test];
  if (test.isEnded) return false;
  test.status = event.status;
  test.milliseconds = event.milliseconds;
  test.attempts = event.attempts;
  test.faults = std::move(event.faults);
  test.note = std::move(event.note);
  endTest(file, test);
  return true;
}

void Dispatcher::endTest(FileResult& file, TestResult& test) {
  test.isEnded = true;
  tell([&](Reporter& to) { to.testEnded(file, test); });
  failed(test.status == Status::Failed);
}

bool Dispatcher::on(Output& event, FileResult& file) {
  if (!limits_.keepsOutput) return true;
  bool isMore = !file.output.empty() && file.output.back().descriptor == event.descriptor;
  Written written{event.descriptor, std::move(event.text)};
  tell([&](Reporter& to) { to.wrote(file, written); });
  if (isMore)
    file.output.back().text += written.text;
  else
    file.output.push_back(std::move(written));
  return true;
}

bool Dispatcher::on(FileEnded& event, FileResult& file) {
  file.milliseconds += event.milliseconds;
  for (Fault& fault : event.faults) file.faults.push_back(std::move(fault));
  file.snapshots = std::move(event.snapshots);
  file.inputs = std::move(event.inputs);
  file.missing = std::move(event.missing);
  file.stamps = std::move(event.stamps);
  file.present = std::move(event.present);
  file.variables = std::move(event.variables);
  file.leftOpen = std::move(event.leftOpen);
  file.untraced = std::move(event.untraced);
  endFile(file);
  return true;
}

/// Every test has an end, or the file says why not.
void Dispatcher::endFile(FileResult& file) {
  inFlight_.erase(file.number);
  size_t left = 0;
  for (TestResult& test : file.tests) {
    if (test.isEnded) continue;
    if (test.info.mode == Mode::Run) {
      ++left;
      continue;
    }
    test.status = test.info.mode == Mode::Todo ? Status::Todo : Status::Skipped;
    endTest(file, test);
  }
  bool hasReason = !file.faults.empty() || (limits_.bail > 0 && file.count(Status::Failed) > 0);
  if (left > 0 && !hasReason) {
    auto first = std::ranges::find_if(file.tests, [](const TestResult& test) { return !test.isEnded; });
    file.faults.push_back(faultOf("Error",
                                  std::to_string(left) + (left == 1 ? " test was" : " tests were") +
                                      " registered and did not run: " + first->fullName(),
                                  first->info.place));
  }
  file.isEnded = true;
  tell([&](Reporter& to) { to.fileEnded(file); });
  file.output.clear();
  file.output.shrink_to_fit();
  failed(file.faults.size());
}

void Dispatcher::failed(size_t count) {
  failures_ += count;
  if (count > 0 && limits_.bail > 0 && failures_ >= limits_.bail && run_.end == RunEnd::Whole) abandon(RunEnd::Bailed);
}

bool Dispatcher::on(FileStopped& event, FileResult& file) {
  blame(file, "Stopped", event.reason);
  return true;
}

/// `what` happened, and this file did it.
void Dispatcher::blame(FileResult& file, const std::string& name, const std::string& what) {
  auto flight = inFlight_.find(file.number);
  size_t endedBefore = flight == inFlight_.end() ? 0 : flight->second.endedBefore;
  inFlight_.erase(file.number);
  bool hasProgress = endedTests(file) > endedBefore;
  std::vector<TestResult*> running;
  for (TestResult& test : file.tests)
    if (test.isStarted && !test.isEnded) running.push_back(&test);
  for (TestResult* test : running) {
    std::string message = what;
    if (running.size() > 1) message += ", while " + std::to_string(running.size()) + " tests ran at once";
    test->status = Status::Failed;
    test->faults.push_back(faultOf(name, std::move(message), test->info.place));
    endTest(file, *test);
  }
  if (running.empty())
    file.faults.push_back(faultOf(
        name, what + (file.tests.empty() ? ", when the file was loaded" : ", when none of the file's tests ran")));
  if (run_.end != RunEnd::Whole) return;
  bool isWhole = endedTests(file) == file.tests.size();
  if (isWhole || (running.empty() && !hasProgress)) return endFile(file);
  waiting_.push_front(file.number);
}

void Dispatcher::hostEnded(const std::string& how) {
  std::vector<uint32_t> started, others;
  for (const auto& [number, flight] : inFlight_) (flight.isStarted ? started : others).push_back(number);
  std::ranges::sort(started);
  std::ranges::sort(others, std::greater<>());
  for (uint32_t number : others) {
    waiting_.push_front(number);
    inFlight_.erase(number);
  }
  std::string what = "the process " + how;
  if (started.empty()) {
    isHopeless_ = ++vainHosts_ >= kMostVainHosts;
    if (isHopeless_) {
      run_.faults.push_back(
          faultOf("Crash", what + " before any test file ran, " + std::to_string(kMostVainHosts) + " times"));
      abandon(RunEnd::Whole);
    }
    return;
  }
  if (started.size() == 1) {
    unexplained_.clear();
    unexplainedFiles_.clear();
    blame(run_.files[started[0]], "Crash", what);
    return;
  }
  noteUnexplained();
  unexplained_ = what;
  for (uint32_t number : started) {
    inFlight_.erase(number);
    suspects_.push_back(number);
    unexplainedFiles_.push_back(run_.files[number].shownPath);
    for (TestResult& test : run_.files[number].tests)
      if (!test.isEnded) test.isStarted = false;
  }
}

void Dispatcher::noteUnexplained() {
  if (unexplained_.empty()) return;
  std::string message = unexplained_ + " while these files ran; alone, each came to its end:";
  for (const std::string& file : unexplainedFiles_) message += "\n  " + file;
  run_.faults.push_back(faultOf("Crash", std::move(message)));
  unexplained_.clear();
  unexplainedFiles_.clear();
}

void Dispatcher::abandon(RunEnd end) {
  run_.end = end;
  waiting_.clear();
  suspects_.clear();
  inFlight_.clear();
}

}  // namespace weft::test
