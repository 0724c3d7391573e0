#pragma once

// Threads for stages that work on many files, and the worklist such a stage is made of.
// Threads start when the first task arrives, so that a program of a few files never pays for them.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace weft {

class ThreadPool {
 public:
  /// `workers`: threads beside the caller's. 0 is allowed: `submit` must then not be called.
  explicit ThreadPool(unsigned workers = defaultWorkerCount());
  /// Runs what was submitted, then joins.
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] unsigned workerCount() const { return workers_; }
  void submit(std::move_only_function<void()> task);

  /// One fewer than the processors this process may use, because the caller works too.
  [[nodiscard]] static unsigned defaultWorkerCount();

 private:
  void runWorker();

  unsigned workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> tasks_;
  std::vector<std::thread> threads_;
  unsigned idle_ = 0;
  bool stopping_ = false;
};

/// Jobs that make further jobs. `work` runs on any thread (parallel, reads only); `join` runs on the thread that
/// called `drain` (serial, mutates), once a job, and may push. Jobs are joined as they finish: a caller that
/// needs a stable order keeps the outputs by job and orders them after `drain`.
template <typename Job, typename Output>
class Worklist {
 public:
  using Work = std::function<Output(Job&)>;

  /// Threads of `pool` (may be null) join in once more than `parallelFrom` jobs wait.
  Worklist(ThreadPool* pool, size_t parallelFrom, Work work)
      : pool_(pool), parallelFrom_(parallelFrom), work_(std::move(work)) {}

  void push(Job job) {
    std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(job));
  }

  /// Returns when no job is left. `join(Job&&, Output&&)`.
  template <typename Join>
  void drain(Join&& join) {
    while (auto finished = next()) join(std::move(finished->first), std::move(finished->second));
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return helpers_ == 0; });
  }

 private:
  using Finished = std::pair<Job, Output>;

  std::optional<Finished> next() {
    std::unique_lock lock(mutex_);
    callHelpers();
    for (;;) {
      if (!finished_.empty()) return takeFront(finished_);
      if (!waiting_.empty()) return workOne(lock);
      if (running_ == 0) return std::nullopt;
      changed_.wait(lock);
    }
  }

  void callHelpers() {
    if (!pool_ || waiting_.size() <= parallelFrom_) return;
    while (helpers_ < pool_->workerCount() && helpers_ + 1 < waiting_.size()) {
      ++helpers_;
      pool_->submit([this] { help(); });
    }
  }

  void help() {
    std::unique_lock lock(mutex_);
    while (!waiting_.empty()) {
      finished_.push_back(*workOne(lock));
      changed_.notify_one();
    }
    --helpers_;
    changed_.notify_one();
  }

  std::optional<Finished> workOne(std::unique_lock<std::mutex>& lock) {
    Job job = takeFront(waiting_);
    ++running_;
    lock.unlock();
    Output output = work_(job);
    lock.lock();
    --running_;
    return Finished(std::move(job), std::move(output));
  }

  template <typename T>
  static T takeFront(std::deque<T>& queue) {
    T value = std::move(queue.front());
    queue.pop_front();
    return value;
  }

  ThreadPool* pool_;
  size_t parallelFrom_;
  Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::deque<Finished> finished_;
  size_t running_ = 0;
  size_t helpers_ = 0;
};

}  // namespace weft
