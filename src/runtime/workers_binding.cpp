// native("workers"): threads (builtins/internal/worker_class.ts, worker_main.ts).

#include "engine/class.h"
#include "runtime/bindings.h"
#include "runtime/message_ports.h"
#include "runtime/test_trace.h"
#include "runtime/worker_thread.h"

namespace weft::runtime {

namespace {

constexpr double kBytesPerMegabyte = 1024.0 * 1024.0;
constexpr double kNanosecondsPerMillisecond = 1e6;
// What the engine keeps free of a stack, and what native code needs beside it.
constexpr size_t kStackReserve = size_t{512} << 10;
constexpr size_t kDefaultStack = size_t{8} << 20;
constexpr double kLargestStack = 1024;

size_t stackBytes(double megabytes) {
  if (!(megabytes > 0)) return kDefaultStack;
  double bytes = std::min(megabytes, kLargestStack) * kBytesPerMegabyte;
  constexpr size_t kPage = 4096;
  return (static_cast<size_t>(bytes) + kStackReserve + kPage - 1) / kPage * kPage;
}

/// A thread as its parent holds it: pinned while it runs. The parent's loop does not end before it, unless unref().
class WorkerHandle final : public js::Native, public LoopUser {
 public:
  WorkerHandle(js::Realm& realm, WorkerThread::Settings settings)
      : realm_(realm),
        runtime_(Runtime::of(realm)),
        self_(std::make_shared<WorkerHandle*>(this)),
        thread_(std::make_unique<WorkerThread>(std::move(settings))) {
    runtime_.addLoopUser(*this);
  }
  ~WorkerHandle() override {
    runtime_.removeLoopUser(*this);
    loopEnds();
  }
  void trace(js::Tracer& tracer) override { tracer.visit(onEnd_); }

  /// onEnd(code, reason): "", or why it did not end by itself. The error number if there is no thread to be had.
  int32_t start(js::Function onEnd) {
    onEnd_.set(*this, onEnd);
    pin(realm_);
    isRunning_ = true;
    // Called on the worker's thread: it knows the loop, which is there until this side has joined.
    auto tell = [&loop = runtime_.loop(), self = std::weak_ptr<WorkerHandle*>(self_)](WorkerThread::End end) {
      loop.post([self, end = std::move(end)] {
        if (auto handle = self.lock()) (*handle)->ended(end);
      });
    };
    auto started = thread_->start(std::move(tell));
    if (started) {
      if (isRef_) alive_ = runtime_.loop().keepAlive();
      return 0;
    }
    isRunning_ = false;
    unpin();
    return -started.error().code;
  }
  void stop() {
    if (isRunning_) thread_->stop();
  }
  void ref() {
    isRef_ = true;
    if (isRunning_) alive_ = runtime_.loop().keepAlive();
  }
  void unref() {
    isRef_ = false;
    alive_.release();
  }
  int32_t id() const { return thread_->id(); }
  /// Milliseconds since its loop began, and those of them in which it waited; empty: it does not run.
  std::vector<double> loopTimes() {
    auto times = thread_->loopTimes();
    if (!times) return {};
    return {static_cast<double>(times->elapsed) / kNanosecondsPerMillisecond,
            static_cast<double>(times->idle) / kNanosecondsPerMillisecond};
  }

  void loopStops() override { stop(); }
  void loopEnds() override {
    self_.reset();
    alive_.release();
    thread_->stop();
    thread_->join();
    if (std::exchange(isRunning_, false)) unpin();
  }

  static constexpr js::MemberSpec kMembers[] = {
      js::method<&WorkerHandle::start>("start"), js::method<&WorkerHandle::stop>("stop"),
      js::method<&WorkerHandle::ref>("ref"),     js::method<&WorkerHandle::unref>("unref"),
      js::getter<&WorkerHandle::id>("id"),       js::method<&WorkerHandle::loopTimes>("loopTimes"),
  };
  static constexpr js::ClassSpec kClass = js::classWithoutConstructor<WorkerHandle>("WorkerHandle", kMembers);

 private:
  static std::string_view nameOf(WorkerThread::Reason reason) {
    switch (reason) {
      case WorkerThread::Reason::OutOfMemory:
        return "memory";
      case WorkerThread::Reason::NoLoop:
        return "loop";
      case WorkerThread::Reason::Ended:
        break;
    }
    return "";
  }
  void ended(const WorkerThread::End& end) {
    if (!isRunning_) return;
    isRunning_ = false;
    js::Object keep = object();
    thread_->join();
    alive_.release();
    unpin();
    const js::Value args[] = {js::Value::int32(end.code), js::String::fromUtf8(realm_, nameOf(end.reason)),
                              js::String::fromUtf8(realm_, end.detail)};
    auto called = onEnd_.value().asFunction().call(realm_, keep, args);
    if (!called) reportUncaught(realm_, called.error());
  }

  js::Realm& realm_;
  Runtime& runtime_;
  std::shared_ptr<WorkerHandle*> self_;
  std::unique_ptr<WorkerThread> thread_;
  js::Traced onEnd_;
  loop::KeepAlive alive_;
  bool isRef_ = true, isRunning_ = false;
};

js::Result<std::vector<std::string>> stringsOf(js::Realm& realm, js::Object array) {
  std::vector<std::string> out;
  WEFT_TRY(length, array.get(realm, "length"));
  for (uint32_t i = 0; i < static_cast<uint32_t>(length.isNumber() ? length.asNumber() : 0); ++i) {
    WEFT_TRY(item, array.getIndex(realm, i));
    WEFT_TRY(text, item.toUtf8(realm));
    out.push_back(std::move(text));
  }
  return out;
}

/// `control` is the worker's end of the channel that it gets its orders from. Not started yet.
js::Result<js::Object> create(js::Realm& realm, js::Value control, std::string name, js::Object argv,
                              js::Object execArgv, js::Object conditions, double stackMegabytes, double heapMegabytes) {
  noteUntraced(realm, "a worker");
  Runtime& parent = Runtime::of(realm);
  WorkerThread::Settings settings;
  RuntimeOptions& options = settings.options;
  options = parent.options();
  options.test = nullptr;  // a thread of the program, not the test file
  options.onFile = nullptr;
  options.cache.reset();
  options.artifacts = parent.graph().sharedCache();
  WEFT_TRY(arguments, stringsOf(realm, argv));
  WEFT_TRY(execArguments, stringsOf(realm, execArgv));
  WEFT_TRY(names, stringsOf(realm, conditions));
  options.argv = std::move(arguments);
  options.execArgv = std::move(execArguments);
  options.conditions = std::move(names);
  options.sourceMaps = realm.vm().sourceMapsEnabled();
  settings.control = takeQueue(control);
  settings.name = std::move(name);
  settings.stackBytes = stackBytes(stackMegabytes);
  settings.heapBytes = heapMegabytes > 0 ? static_cast<size_t>(heapMegabytes * kBytesPerMegabyte) : 0;
  return js::wrap(realm, std::make_unique<WorkerHandle>(realm, std::move(settings)));
}

/// 0: the main thread.
int32_t threadId(js::Realm& realm) {
  const WorkerThread* thread = Runtime::of(realm).options().thread;
  return thread ? thread->id() : 0;
}

/// The worker's end of the channel to its parent. Once, and only in a worker.
js::Object controlPort(js::Realm& realm) {
  return wrapQueue(realm, Runtime::of(realm).options().thread->takeControl());
}

/// A file that the thread has opened or closed: those that are open at its end are closed.
void noteDescriptor(js::Realm& realm, int32_t fd, bool isOpen) {
  Runtime::of(realm).noteDescriptor(fd, isOpen);
}

/// Names and values in turn: this thread's environment from here on, and that of workers which share it.
js::Result<void> shareEnvironment(js::Realm& realm, js::Object list) {
  WEFT_TRY(texts, stringsOf(realm, list));
  auto environment = std::make_shared<ThreadEnvironment>();
  for (size_t i = 0; i + 1 < texts.size(); i += 2) environment->set(std::move(texts[i]), std::move(texts[i + 1]));
  Runtime::of(realm).setEnvironment(std::move(environment));
  return {};
}

std::vector<std::string> conditions(js::Realm& realm) {
  return Runtime::of(realm).options().conditions;
}

constexpr js::FunctionSpec kFunctions[] = {
    js::fn<&create>("create"),
    js::fn<&threadId>("threadId"),
    js::fn<&controlPort>("controlPort"),
    js::fn<&conditions>("conditions"),
    js::fn<&noteDescriptor>("noteDescriptor"),
    js::fn<&shareEnvironment>("shareEnvironment"),
};

}  // namespace

const js::Binding kWorkersBinding = {"workers", kFunctions};

}  // namespace weft::runtime
