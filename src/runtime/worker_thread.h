#pragma once
// A thread that runs a program of its own: VM, realm, loop. What its parent and it share. Made by start(), on the
// parent's thread, and joined there; the parent must join before it lets go.

#include <pthread.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/message_queue.h"
#include "runtime/runtime.h"

namespace weft::runtime {

class WorkerThread {
 public:
  struct Settings {
    RuntimeOptions options;
    std::shared_ptr<MessageQueue> control;  // the worker's end
    std::string name;                       // of the thread, as the system shows it
    size_t stackBytes = 0;
    size_t heapBytes = 0;  // 0: no limit
  };
  /// NoLoop: the system has no loop left to give; `detail` is its error.
  enum class Reason : uint8_t { Ended, OutOfMemory, NoLoop };
  struct End {
    int code = 0;
    Reason reason = Reason::Ended;
    std::string detail;
  };

  /// The main thread has 0; each worker of the process has a number of its own.
  explicit WorkerThread(Settings);
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;

  /// `onEnd` is called on the worker's thread as its last act, when nothing of its program is left.
  [[nodiscard]] Result<void, SysError> start(std::function<void(End)> onEnd);
  /// Ends what runs, wherever it is, and wakes what sleeps. From any thread.
  void stop();
  void stopOutOfMemory();
  void join();

  /// How long its loop has run, and how long of it it waited; nothing unless it runs. From any thread.
  struct LoopTimes {
    uint64_t elapsed = 0;  // nanoseconds, both
    uint64_t idle = 0;
  };
  std::optional<LoopTimes> loopTimes();

  int id() const { return id_; }
  /// The worker's end of the channel to its parent; once.
  std::shared_ptr<MessageQueue> takeControl() { return std::move(settings_.control); }

 private:
  static void* main(void*);
  void run();
  int runProgram(std::unique_ptr<loop::Loop>);

  const int id_;
  Settings settings_;
  std::function<void(End)> onEnd_;
  std::mutex mutex_;
  Runtime* runtime_ = nullptr;  // under the mutex: while it may be stopped
  bool isStopped_ = false;      // likewise
  std::atomic<Reason> reason_{Reason::Ended};
  pthread_t thread_{};
  bool isStarted_ = false;
};

}  // namespace weft::runtime
