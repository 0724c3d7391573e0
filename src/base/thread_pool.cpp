#include "base/thread_pool.h"

#include <sched.h>

#include "base/check.h"

namespace weft {

ThreadPool::ThreadPool(unsigned workers) : workers_(workers) {}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::submit(std::move_only_function<void()> task) {
  CHECK(workers_ > 0);
  {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_ && threads_.size() < workers_) {
      threads_.emplace_back([this] { runWorker(); });
      return;
    }
  }
  wake_.notify_one();
}

void ThreadPool::runWorker() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    std::move_only_function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
  }
}

unsigned ThreadPool::defaultWorkerCount() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (::sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  int processors = CPU_COUNT(&allowed);
  return processors > 1 ? static_cast<unsigned>(processors - 1) : 0;
}

}  // namespace weft
