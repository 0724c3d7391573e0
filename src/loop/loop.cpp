#include "loop/loop.h"

#include <pthread.h>
#include <uv.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <unordered_set>
#include <vector>

#include "base/check.h"
#include "loop/uv_handle.h"

namespace weft::loop {

namespace {

// libuv's own handles of the loop are not behind wrappers; they are told apart by a null data pointer.
template <class Handle>
uv_handle_t* asHandle(Handle* handle) {
  return reinterpret_cast<uv_handle_t*>(handle);
}

}  // namespace

struct Loop::Work {
  uv_work_t request{};
  Loop* loop;
  Task work, done;
};

struct Loop::Impl {
  uv_loop_t uv{};
  uv_async_t wake{};
  uv_prepare_t beforePoll{};
  uv_check_t afterPoll{};
  uv_timer_t engineTimer{};
  pthread_t thread = pthread_self();
  std::atomic<bool> engineDirty{false};
  std::mutex mutex;
  std::vector<Task> posted;  // guarded by mutex
  std::vector<Task> gathered;
  std::unordered_set<Work*> works;
  std::unique_ptr<uint8_t[]> readBuffer;
};

Loop::Loop() : impl_(std::make_unique<Impl>()) {}

Result<std::unique_ptr<Loop>, SysError> Loop::create() {
  std::unique_ptr<Loop> loop(new Loop);
  Impl& impl = *loop->impl_;
  if (int status = uv_loop_init(&impl.uv)) {
    loop->impl_.reset();
    return fail(uvError(status, "uv_loop_init"));
  }
  impl.uv.data = loop.get();
  uv_loop_configure(&impl.uv, UV_METRICS_IDLE_TIME);

  int status = uv_async_init(&impl.uv, &impl.wake, [](uv_async_t* handle) {
    auto& self = *static_cast<Loop*>(handle->loop->data);
    self.runPosted();
    if (self.impl_->engineDirty.exchange(false)) self.serviceEngine();
  });
  if (status) {
    uv_loop_close(&impl.uv);
    loop->impl_.reset();
    return fail(uvError(status, "uv_async_init"));
  }
  uv_unref(asHandle(&impl.wake));

  // What the engine scheduled during callbacks is looked at once a turn, before the loop goes to sleep.
  uv_prepare_init(&impl.uv, &impl.beforePoll);
  uv_prepare_start(&impl.beforePoll, [](uv_prepare_t* handle) {
    auto& self = *static_cast<Loop*>(handle->loop->data);
    if (self.impl_->engineDirty.exchange(false)) self.serviceEngine();
    self.runBeforePoll();
    self.beginWait();
  });
  uv_unref(asHandle(&impl.beforePoll));
  uv_check_init(&impl.uv, &impl.afterPoll);
  uv_check_start(&impl.afterPoll, [](uv_check_t* handle) { static_cast<Loop*>(handle->loop->data)->endWait(); });
  uv_unref(asHandle(&impl.afterPoll));

  uv_timer_init(&impl.uv, &impl.engineTimer);
  uv_unref(asHandle(&impl.engineTimer));
  return loop;
}

Loop::~Loop() {
  if (impl_) closeAll();
}

void Loop::closeAll() {
  closing_ = true;
  std::vector<Task> never;
  {
    std::lock_guard lock(impl_->mutex);
    never.swap(impl_->posted);
  }
  never.clear();
  impl_->gathered.clear();
  for (Work* work : impl_->works) uv_cancel(reinterpret_cast<uv_req_t*>(&work->request));
  uv_walk(
      &impl_->uv,
      [](uv_handle_t* handle, void*) {
        if (uv_is_closing(handle)) return;
        if (handle->data)
          static_cast<HandleState*>(handle->data)->close();
        else
          uv_close(handle, nullptr);
      },
      nullptr);
  while (uv_run(&impl_->uv, UV_RUN_DEFAULT)) {
  }
  CHECK(uv_loop_close(&impl_->uv) == 0);
}

void Loop::run() {
  if (startedAt_ == 0) startedAt_ = hrtime();
  endedAt_ = 0;
  runToEnd();
  endedAt_ = hrtime();
}

void Loop::runToEnd() {
  stopped_ = false;
  while (!stopped_) {
    uv_run(&impl_->uv, UV_RUN_DEFAULT);
    if (stopped_ || uv_loop_alive(&impl_->uv)) continue;
    if (runPosted() || uv_loop_alive(&impl_->uv)) continue;
    if (!client_ || !client_->hasPendingEngineWork()) return;
    KeepAlive hold = keepAlive();
    uv_run(&impl_->uv, UV_RUN_ONCE);
  }
}

void Loop::turn(Turn turn) {
  uv_run(&impl_->uv, turn == Turn::Wait ? UV_RUN_ONCE : UV_RUN_NOWAIT);
}

void Loop::stop() {
  stopped_ = true;
  uv_stop(&impl_->uv);
}

bool Loop::isAlive() const {
  return uv_loop_alive(&impl_->uv);
}

uint64_t Loop::now() const {
  return uv_now(&impl_->uv);
}

uint64_t Loop::updatedNow() {
  uv_update_time(&impl_->uv);
  return uv_now(&impl_->uv);
}

uint64_t Loop::hrtime() {
  return uv_hrtime();
}

uint64_t Loop::idleTime() const {
  return uv_metrics_idle_time(&impl_->uv);
}

void Loop::post(Task task) {
  {
    std::lock_guard lock(impl_->mutex);
    impl_->posted.push_back(std::move(task));
  }
  uv_async_send(&impl_->wake);
}

bool Loop::runPosted() {
  std::vector<Task> tasks;
  {
    std::lock_guard lock(impl_->mutex);
    tasks.swap(impl_->posted);
  }
  for (Task& task : tasks) enter(task);
  return !tasks.empty();
}

void Loop::beforePoll(Task task) {
  if (closing_) return;
  if (impl_->gathered.empty()) changeHolds(1);
  impl_->gathered.push_back(std::move(task));
}

void Loop::runBeforePoll() {
  while (!impl_->gathered.empty()) {
    std::vector<Task> tasks;
    tasks.swap(impl_->gathered);
    changeHolds(-1);
    for (Task& task : tasks) enter(task);
  }
}

void Loop::wakeEngine() {
  if (impl_->engineDirty.exchange(true)) return;
  // On the loop's own thread the handle that runs before the poll sees the flag.
  if (!isOnLoopThread()) uv_async_send(&impl_->wake);
}

void Loop::serviceEngine() {
  if (!client_ || closing_) return;
  enter([this] { client_->runEngineWork(); });
  std::optional<double> seconds = client_->secondsUntilEngineWork();
  if (!seconds) {
    uv_timer_stop(&impl_->engineTimer);
    return;
  }
  constexpr double kLongest = 1e9;  // keeps the conversion below in range
  uv_update_time(&impl_->uv);
  auto milliseconds = static_cast<uint64_t>(std::ceil(std::clamp(*seconds * 1000, 0.0, kLongest)));
  uv_timer_start(
      &impl_->engineTimer, [](uv_timer_t* handle) { static_cast<Loop*>(handle->loop->data)->serviceEngine(); },
      milliseconds, 0);
}

void Loop::beginWait() {
  if (!client_ || closing_ || depth_ > 0 || urgent_ > 0) return;
  waiting_ = true;
  client_->beforeWait();
}

void Loop::endWait() {
  if (!std::exchange(waiting_, false)) return;
  if (client_) client_->afterWait();
}

void Loop::queueWork(Task work, Task done) {
  auto* item = new Work{{}, this, std::move(work), std::move(done)};
  item->request.data = item;
  impl_->works.insert(item);
  int status = uv_queue_work(
      &impl_->uv, &item->request, [](uv_work_t* request) { static_cast<Work*>(request->data)->work(); },
      [](uv_work_t* request, int result) {
        std::unique_ptr<Work> finished(static_cast<Work*>(request->data));
        Loop& loop = *finished->loop;
        loop.impl_->works.erase(finished.get());
        if (result == 0) loop.enter(finished->done);
      });
  CHECK(status == 0);
}

std::span<uint8_t> Loop::readBuffer() {
  constexpr size_t kSize = size_t{64} * 1024;
  if (!impl_->readBuffer) impl_->readBuffer = std::make_unique_for_overwrite<uint8_t[]>(kSize);
  return {impl_->readBuffer.get(), kSize};
}

bool Loop::isOnLoopThread() const {
  return pthread_equal(impl_->thread, pthread_self());
}

uv_loop_s* Loop::uv() {
  return &impl_->uv;
}

void Loop::changeHolds(int by) {
  CHECK(isOnLoopThread());
  int before = holds_;
  holds_ += by;
  if (closing_) return;
  if (before == 0 && holds_ > 0) uv_ref(asHandle(&impl_->wake));
  if (before > 0 && holds_ == 0) uv_unref(asHandle(&impl_->wake));
}

KeepAlive::KeepAlive(Loop& loop) : loop_(&loop) {
  loop.changeHolds(1);
}

KeepAlive& KeepAlive::operator=(KeepAlive&& other) noexcept {
  release();
  loop_ = std::exchange(other.loop_, nullptr);
  return *this;
}

void KeepAlive::release() {
  if (Loop* loop = std::exchange(loop_, nullptr)) loop->changeHolds(-1);
}

}  // namespace weft::loop
