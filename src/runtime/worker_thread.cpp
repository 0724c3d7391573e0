#include "runtime/worker_thread.h"

#include <signal.h>

#include <utility>

#include "base/check.h"

namespace weft::runtime {

namespace {

// Linux shows so many bytes of a thread's name.
constexpr size_t kLongestName = 15;

int nextId() {
  static std::atomic<int> last{0};
  return ++last;
}

}  // namespace

WorkerThread::WorkerThread(Settings settings) : id_(nextId()), settings_(std::move(settings)) {
  settings_.options.thread = this;
}

WorkerThread::~WorkerThread() {
  CHECK(!isStarted_);
}

Result<void, SysError> WorkerThread::start(std::function<void(End)> onEnd) {
  onEnd_ = std::move(onEnd);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, settings_.stackBytes);
  // Signals are the main thread's, but for those that the engine sends to this one.
  sigset_t all, before;
  sigfillset(&all);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGPIPE, SIGRTMIN + 3}) sigdelset(&all, signal);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  int status = pthread_create(&thread_, &attributes, main, this);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (status != 0) return fail(SysError{status, "pthread_create", {}, {}});
  isStarted_ = true;
  return {};
}

void* WorkerThread::main(void* self) {
  static_cast<WorkerThread*>(self)->run();
  return nullptr;
}

void WorkerThread::run() {
  if (!settings_.name.empty()) pthread_setname_np(pthread_self(), settings_.name.substr(0, kLongestName).c_str());
  End end{1, Reason::Ended, {}};
  auto loop = loop::Loop::create();
  if (loop) {
    end.code = runProgram(std::move(*loop));
    end.reason = reason_.load();
  } else {
    end.reason = Reason::NoLoop;
    end.detail = loop.error().name();
  }
  auto onEnd = std::move(onEnd_);
  onEnd(std::move(end));
}

int WorkerThread::runProgram(std::unique_ptr<loop::Loop> loop) {
  Runtime runtime(std::move(settings_.options), std::move(loop));
  if (settings_.heapBytes > 0) runtime.vm().setHeapLimit(settings_.heapBytes, [this] { stopOutOfMemory(); });
  {
    std::lock_guard lock(mutex_);
    if (isStopped_) return 1;
    runtime_ = &runtime;
  }
  int code = runtime.run({Program::Type::Worker, {}});
  std::lock_guard lock(mutex_);
  runtime_ = nullptr;
  return code;
}

void WorkerThread::stop() {
  std::lock_guard lock(mutex_);
  if (std::exchange(isStopped_, true) || !runtime_) return;
  runtime_->vm().stop();
  // The task is told of the end by the loop's client, which looks after each.
  runtime_->loop().post([] {});
}

void WorkerThread::stopOutOfMemory() {
  reason_ = Reason::OutOfMemory;
  stop();
}

std::optional<WorkerThread::LoopTimes> WorkerThread::loopTimes() {
  std::lock_guard lock(mutex_);
  if (!runtime_) return std::nullopt;
  const loop::Loop& loop = runtime_->loop();
  uint64_t start = loop.startedAt();
  if (start == 0) return std::nullopt;
  return LoopTimes{loop::Loop::hrtime() - start, loop.idleTime()};
}

void WorkerThread::join() {
  if (!std::exchange(isStarted_, false)) return;
  pthread_join(thread_, nullptr);
}

}  // namespace weft::runtime
