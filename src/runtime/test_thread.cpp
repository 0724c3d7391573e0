#include "runtime/test_thread.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <utility>

#include "base/environment.h"
#include "base/file.h"
#include "engine/collections.h"
#include "engine/coverage.h"
#include "graph/artifact.h"
#include "runtime/kept_realm.h"
#include "test-runner/coverage/measure.h"

namespace weft::runtime {

namespace {

constexpr size_t kStackBytes = size_t{8} << 20;
constexpr double kNanoseconds = 1e6;  // of a millisecond
// Beyond its own limit, since JavaScript that is only slow fails by itself.
constexpr double kPatience = 10'000;
// After that, what was told to stop is stuck in a call of the system's.
constexpr double kStopPatience = 5'000;
// What files leave for the collector, by a rough measure: one whose realm goes on counts as 1.
constexpr unsigned kRealmCost = 8;
constexpr unsigned kCollectedAt = 32;
// After so many files in a row whose realms cannot be made what they were, only one in so many is tried.
constexpr unsigned kHopeless = 8;
// How long a thread without work waits before it makes a realm for what may come.
constexpr auto kShortWait = std::chrono::milliseconds(30);
// A worker of the file that is stuck so keeps the end waiting.
constexpr double kEndPatience = 10'000;

std::string seconds(double milliseconds) {
  std::string text = std::to_string(milliseconds / 1000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + " s";
}

mode_t readFileModeMask() {
  mode_t mask = umask(0);
  umask(mask);
  return mask;
}

}  // namespace

TestWork::TestWork(TestChannel& channel, RuntimeOptions options, size_t heapBytes)
    : channel(channel),
      options(std::move(options)),
      heapBytes(heapBytes),
      environment(environmentVariables()),
      workingDirectory(currentDirectory().value_or("/")),
      fileModeMask(readFileModeMask()) {}

void TestWork::add(TestJob job) {
  ++unfinished_;
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

TestWork::Next TestWork::next(unsigned& told, Wait wait) {
  std::unique_lock lock(mutex_);
  auto hasNews = [&] { return !jobs_.empty() || told != coverageRounds_; };
  if (wait == Wait::Long)
    changed_.wait(lock, hasNews);
  else if (!changed_.wait_for(lock, kShortWait, hasNews))
    return {Next::Kind::Nothing, {}};
  if (jobs_.empty()) {
    told = coverageRounds_;
    return {Next::Kind::TellCoverage, {}};
  }
  Next next{Next::Kind::Run, std::move(jobs_.front())};
  jobs_.pop_front();
  return next;
}

bool TestWork::hasWaiting() {
  std::lock_guard lock(mutex_);
  return !jobs_.empty();
}

void TestWork::done() {
  --unfinished_;
}

void TestWork::startCoverage(std::string root) {
  coverageRoot_ = std::move(root) + "/";
}

bool TestWork::isCovered(std::string_view path) const {
  return path.starts_with(coverageRoot_) && path.find("/node_modules/", coverageRoot_.size() - 1) == path.npos;
}

void TestWork::tellCoverage(size_t threads) {
  {
    std::lock_guard lock(mutex_);
    tellers_ = threads;
    ++coverageRounds_;
  }
  changed_.notify_all();
}

bool TestWork::coverageTold() {
  std::lock_guard lock(mutex_);
  return --tellers_ == 0;
}

Result<void, SysError> startTestThread(void* (*main)(void*), void* argument, const char* name) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals are the main thread's, but for those that the engine sends to this one.
  sigset_t all, before;
  sigfillset(&all);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGPIPE, SIGRTMIN + 3}) sigdelset(&all, signal);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_t thread;
  int status = pthread_create(&thread, &attributes, main, argument);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (status != 0) return fail(SysError{status, "pthread_create", {}, {}});
  pthread_setname_np(thread, name);
  return {};
}

/// A realm without a file, on a VM that may run one.
struct TestThread::Prepared {
  Prepared(TestWork& work, TestChannel::Gathered& out, TestWatch& watch, js::VM& vm)
      : realm(out, watch, work.claims), runtime(optionsOf(work, realm), nullptr, &vm) {}

  static RuntimeOptions optionsOf(const TestWork& work, TestRealm& realm) {
    RuntimeOptions options = work.options;
    options.test = &realm;
    options.environment = std::make_shared<ThreadEnvironment>(work.environment);
    return options;
  }

  /// Whether the file may run here: nothing has, or nothing is left of what has, or what shares a realm with it.
  bool fits(const TestJob& job) {
    const TestJob& before = realm.job();
    if (before.path.empty()) return true;
    if (realm.kept() && realm.kept()->isRestored())
      return job.settings == before.settings && !job.isTraced && job.sharing == 0;
    return job.sharing != 0 && job.sharing == before.sharing && job.settings == before.settings;
  }

  TestRealm realm;
  Runtime runtime;
};

TestThread::~TestThread() = default;

TestThread::TestThread(TestWork& work, uint32_t number) : work_(work), number_(number), out_(work.channel.gather()) {}

Result<void, SysError> TestThread::start() {
  return startTestThread(main, this, "weft-test");
}

void* TestThread::main(void* self) {
  static_cast<TestThread*>(self)->run();
  return nullptr;
}

/// A thread that has nothing to do makes a realm for the file that comes next, which then need not wait for it.
void TestThread::run() {
  warmUp();
  for (;;) {
    TestWork::Next next = work_.next(coverageTold_, prepared_ ? TestWork::Wait::Long : TestWork::Wait::Short);
    switch (next.kind) {
      case TestWork::Next::Kind::Nothing:
        warmUp();
        break;
      case TestWork::Next::Kind::TellCoverage:
        tellCoverage();
        break;
      case TestWork::Next::Kind::Run:
        runFile(std::move(next.job));
        break;
    }
    std::lock_guard lock(mutex_);
    // It has come back too late: another thread has taken its place.
    if (isGivenUp_) return;
  }
}

void TestThread::prepare() {
  bool isMeasured = work_.measuresCoverage();
  if (prepared_ && isMeasured == isMeasured_) return;
  prepared_.reset();
  if (!vm_ || vm_->isStopped() || isMeasured != isMeasured_) {
    keepCoverage();
    vm_.reset();
    vm_ = js::VM::create();
    isMeasured_ = isMeasured;
    if (isMeasured) js::enableCoverage(*vm_);
    if (work_.heapBytes > 0)
      vm_->setHeapLimit(work_.heapBytes,
                        [this] { stop("used more than " + std::to_string(work_.heapBytes >> 20) + " MB of memory"); });
  }
  prepared_ = std::make_unique<Prepared>(work_, out_, watch_, *vm_);
}

void TestThread::prepareFor(const TestJob& job) {
  if (prepared_ && !prepared_->fits(job)) prepared_.reset();
  prepare();
  TestRealm& realm = prepared_->realm;
  bool isHopeless = givenUp_ >= kHopeless && givenUp_ % kHopeless != 0;
  if (isHopeless) ++givenUp_;
  bool isWorthKeeping =
      work_.hasWaiting() && !work_.measuresCoverage() && !isHopeless && !job.isTraced && job.sharing == 0;
  realm.setKeeping(isWorthKeeping ? std::optional(work_.needed.list()) : std::nullopt);
}

void TestThread::warmUp() {
  prepare();
  prepared_->runtime.prepareTest();
}

void TestThread::keepCoverage() {
  if (!vm_ || !isMeasured_) return;
  for (const js::ExecutedSource& source : js::executedSources(*vm_)) {
    if (!work_.isCovered(source.artifact->source.path())) continue;
    std::vector<test::coverage::Block> blocks;
    for (const js::ExecutedBlock& block : source.blocks) blocks.push_back({block.begin, block.end, block.count});
    covered_.push_back(test::coverage::measure(*source.artifact, blocks));
  }
}

void TestThread::tellCoverage() {
  keepCoverage();
  out_.send(test::Covered{test::coverage::pack(std::exchange(covered_, {})), false});
  out_.flush();
  if (!work_.coverageTold()) return;
  out_.send(test::Covered{{}, true});
  out_.flush();
}

void TestThread::runFile(TestJob job) {
  uint64_t begun = loop::Loop::hrtime();
  out_.send(test::FileStarted{job.file, number_});
  watch_.limit = TestRealm::kFileLimit;
  prepareFor(job);
  Runtime& runtime = prepared_->runtime;
  runtime.setArguments({job.path});
  {
    std::lock_guard lock(mutex_);
    runtime_ = &runtime;
    file_ = job.file;
  }
  prepared_->realm.begin(std::move(job), runtime);
  runtime.run({Program::Type::Test, {}});
  if (!vm_->isStopped()) runtime.saveCompiled();
  if (auto now = currentDirectory(); !now || *now != work_.workingDirectory)
    if (chdir(work_.workingDirectory.c_str()) == 0) runtime.workingDirectoryChanged();
  umask(work_.fileModeMask);
  bool isOver = prepared_->realm.job().sharing == 0 || vm_->isStopped();
  tellEnd(prepared_->realm, begun);
  bool isKept = isOver && keepRealm();
  if (isOver && !isKept) prepared_.reset();
  collectSometimes(isKept ? 1 : kRealmCost);
  std::lock_guard lock(mutex_);
  endingSince_ = 0;
}

/// Whether another file may run in the realm: it is as it was before the one that has ended.
bool TestThread::keepRealm() {
  TestRealm& realm = prepared_->realm;
  if (!realm.kept()) return false;
  prepared_->runtime.prepareTest();
  const KeptRealm& kept = *realm.kept();
  if (!kept.isRestored()) {
    work_.needed.add(kept.needed());
    ++givenUp_;
    if (const char* trace = getenv("WEFT_TEST_TRACE"); trace && *trace)
      fprintf(stderr, "weft: a realm is given up: %s\n", kept.obstacle().c_str());
    return false;
  }
  givenUp_ = 0;
  prepared_->runtime.setEnvironment(std::make_shared<ThreadEnvironment>(work_.environment));
  return true;
}

/// Between files little is alive: the cheapest moment. Without it, memory that the engine counts in part only (code,
/// caches of its properties) would grow until the heap alone asks for a collection.
void TestThread::collectSometimes(unsigned cost) {
  garbage_ += cost;
  if (garbage_ < kCollectedAt || vm_->isStopped()) return;
  garbage_ = 0;
  js::collectNow(*vm_);
}

/// Before the realm is taken down, which the supervisor need not wait for.
void TestThread::tellEnd(TestRealm& realm, uint64_t begun) {
  std::lock_guard lock(mutex_);
  runtime_ = nullptr;
  stoppedAt_ = 0;
  std::string reason = std::exchange(stopReason_, {});
  if (isGivenUp_) return;
  endingSince_ = loop::Loop::hrtime();
  if (vm_->isStopped()) {
    out_.send(test::FileStopped{file_, std::move(reason)});
  } else {
    test::FileEnded end = realm.takeEnd(prepared_->runtime);
    end.milliseconds = static_cast<double>(endingSince_ - begun) / kNanoseconds;
    out_.send(std::move(end));
  }
  work_.done();
  out_.flush();
}

void TestThread::stop(std::string reason) {
  std::lock_guard lock(mutex_);
  if (!runtime_ || stoppedAt_ != 0) return;
  stopReason_ = std::move(reason);
  stoppedAt_ = loop::Loop::hrtime();
  runtime_->vm().stop();
  runtime_->loop().post([] {});
}

bool TestThread::look(uint64_t now) {
  auto since = [now](uint64_t then) { return then < now ? static_cast<double>(now - then) / kNanoseconds : 0; };
  {
    std::lock_guard lock(mutex_);
    if (isGivenUp_) return true;
    bool isStuck = (stoppedAt_ != 0 && since(stoppedAt_) > kStopPatience) ||
                   (endingSince_ != 0 && since(endingSince_) > kEndPatience);
    if (isStuck) {
      isGivenUp_ = true;
      if (runtime_) {
        out_.send(test::FileStopped{file_, stopReason_});
        work_.done();
      }
      out_.silence();
      return false;
    }
    if (!runtime_ || stoppedAt_ != 0) return true;
  }
  uint64_t busySince = watch_.busySince;
  double limit = watch_.limit;
  if (busySince != 0 && limit > 0 && since(busySince) > limit + kPatience)
    stop("did not come back within " + seconds(limit + kPatience));
  return true;
}

}  // namespace weft::runtime
