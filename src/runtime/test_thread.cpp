#include "runtime/test_thread.h"

#include <signal.h>
#include <unistd.h>

#include <utility>

#include "base/environment.h"
#include "base/file.h"

namespace weft::runtime {

namespace {

constexpr size_t kStackBytes = size_t{8} << 20;
constexpr double kNanoseconds = 1e6;  // of a millisecond
// Beyond its own limit, since JavaScript that is only slow fails by itself.
constexpr double kPatience = 10'000;
// After that, what was told to stop is stuck in a call of the system's.
constexpr double kStopPatience = 5'000;
// Of the file's own code, until the program says what it runs.
constexpr double kFirstLimit = 120'000;

std::string seconds(double milliseconds) {
  std::string text = std::to_string(milliseconds / 1000);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text + " s";
}

}  // namespace

TestWork::TestWork(TestChannel& channel, RuntimeOptions options, size_t heapBytes)
    : channel(channel),
      options(std::move(options)),
      heapBytes(heapBytes),
      environment(environmentVariables()),
      workingDirectory(currentDirectory().value_or("/")) {}

void TestWork::add(TestJob job) {
  ++unfinished_;
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
}

TestJob TestWork::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !jobs_.empty(); });
  TestJob job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

void TestWork::done() {
  --unfinished_;
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

TestThread::TestThread(TestWork& work, uint32_t number) : work_(work), number_(number), out_(work.channel.gather()) {}

Result<void, SysError> TestThread::start() {
  return startTestThread(main, this, "weft-test");
}

void* TestThread::main(void* self) {
  static_cast<TestThread*>(self)->run();
  return nullptr;
}

void TestThread::run() {
  for (;;) {
    TestJob job = work_.next();
    runFile(job);
    std::lock_guard lock(mutex_);
    // It has come back too late: another thread has taken its place.
    if (isGivenUp_) return;
    work_.done();
  }
}

void TestThread::prepareVM() {
  if (vm_ && !vm_->isStopped()) return;
  vm_.reset();
  vm_ = js::VM::create();
  if (work_.heapBytes > 0)
    vm_->setHeapLimit(work_.heapBytes,
                      [this] { stop("used more than " + std::to_string(work_.heapBytes >> 20) + " MB of memory"); });
}

void TestThread::runFile(const TestJob& job) {
  prepareVM();
  uint64_t begun = loop::Loop::hrtime();
  out_.send(test::FileStarted{job.file, number_});
  watch_.limit = kFirstLimit;
  TestRealm realm(job, out_, watch_);
  std::string reason;
  {
    RuntimeOptions options = work_.options;
    options.test = &realm;
    options.argv = {job.path};
    options.environment = std::make_shared<ThreadEnvironment>(work_.environment);
    Runtime runtime(std::move(options), nullptr, vm_.get());
    {
      std::lock_guard lock(mutex_);
      runtime_ = &runtime;
      file_ = job.file;
    }
    runtime.run({Program::Type::Test, {}});
    {
      std::lock_guard lock(mutex_);
      runtime_ = nullptr;
      reason = std::exchange(stopReason_, {});
      stoppedAt_ = 0;
    }
    if (!vm_->isStopped()) runtime.saveCompiled();
    if (auto now = currentDirectory(); !now || *now != work_.workingDirectory) {
      if (chdir(work_.workingDirectory.c_str()) == 0) runtime.workingDirectoryChanged();
    }
  }
  if (vm_->isStopped()) {
    out_.send(test::FileStopped{job.file, reason});
  } else {
    test::FileEnded end = realm.takeEnd();
    end.milliseconds = static_cast<double>(loop::Loop::hrtime() - begun) / kNanoseconds;
    out_.send(std::move(end));
  }
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
    if (!runtime_ || isGivenUp_) return true;
    if (stoppedAt_ != 0) {
      if (since(stoppedAt_) < kStopPatience) return true;
      isGivenUp_ = true;
    }
  }
  if (isGivenUp_) {
    out_.send(test::FileStopped{file_, stopReason_});
    out_.silence();
    work_.done();
    return false;
  }
  uint64_t busySince = watch_.busySince;
  double limit = watch_.limit;
  if (busySince != 0 && limit > 0 && since(busySince) > limit + kPatience)
    stop("did not come back within " + seconds(limit + kPatience));
  return true;
}

}  // namespace weft::runtime
