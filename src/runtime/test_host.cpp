#include "runtime/test_host.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <unordered_map>

#include "loop/standard_io.h"
#include "loop/system_info.h"
#include "runtime/test_channel.h"
#include "runtime/test_setup.h"
#include "runtime/test_thread.h"

namespace weft::runtime {

namespace {

// How long what a thread has said may wait, and how often the threads are looked after.
constexpr int kTurnMilliseconds = 10;
constexpr size_t kLeastHeap = size_t{512} << 20;
// What JavaScript may use of the memory that there is; the rest is for what native code holds.
constexpr double kHeapShare = 0.75;

/// Read by the handler of fatal signals.
std::atomic<TestChannel*> crashChannel{nullptr};

size_t heapShare(unsigned threads) {
  loop::Memory memory = loop::memory();
  uint64_t total = memory.constrained ? std::min(memory.constrained, memory.total) : memory.total;
  return std::max(kLeastHeap, static_cast<size_t>(static_cast<double>(total) * kHeapShare / threads));
}

RuntimeOptions sharedOptions(RuntimeOptions options) {
  if (options.cache && !options.artifacts) options.artifacts = std::make_shared<graph::ArtifactCache>(*options.cache);
  options.cache.reset();
  return options;
}

class TestHost {
 public:
  TestHost(int socket, TestHostOptions options)
      : socket_(socket),
        wanted_(std::max(1u, options.threads)),
        channel_(socket),
        options_(sharedOptions(std::move(options.runtime))),
        work_(channel_, options_, options.heapBytes ? options.heapBytes : heapShare(wanted_)),
        setup_(channel_, options_) {
    crashChannel = &channel_;
  }

  int run() {
    js::VM::initialise();
    // The others when there is something for them to do.
    addThread();
    if (threads_.empty()) return 1;
    while (!isOver_) turn();
    channel_.flushAll();
    if (options_.artifacts) options_.artifacts->flush();
    return 0;
  }

 private:
  void addThread() {
    TestThread& thread = threads_.emplace_back(work_, static_cast<uint32_t>(threads_.size()));
    if (auto started = thread.start(); started) return;
    threads_.pop_back();
  }

  void turn() {
    int wait = work_.isUnfinished() || channel_.hasWaiting() ? kTurnMilliseconds : -1;
    pollfd waited{socket_, POLLIN, 0};
    int count = poll(&waited, 1, wait);
    if (count < 0 && errno != EINTR) isOver_ = true;
    if (count > 0) receive();
    channel_.flushAll();
    uint64_t now = loop::Loop::hrtime();
    unsigned lost = 0;
    for (TestThread& thread : threads_)
      if (!thread.look(now)) ++lost;
    while (lost-- > 0) addThread();
  }

  void receive() {
    char buffer[16 << 10];
    ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    // The supervisor is gone.
    if (count <= 0) {
      isOver_ = true;
      return;
    }
    reader_.append({buffer, static_cast<size_t>(count)});
    while (auto order = reader_.nextOrder()) std::visit([this](auto& it) { obey(std::move(it)); }, *order);
    if (reader_.isBroken()) isOver_ = true;
  }

  void obey(test::Configure configure) {
    settings_[configure.project] = std::make_shared<const std::string>(std::move(configure.json));
  }
  void obey(test::Run order) {
    auto& settings = settings_[order.project];
    if (!settings) settings = std::make_shared<const std::string>("{}");
    work_.add({order.file, std::move(order.path), settings, std::move(order.reported), isTraced_, sharing_});
    if (threads_.size() < wanted_ && work_.unfinished() > threads_.size()) addThread();
  }
  void obey(test::Ask question) { setup_.ask(std::move(question), isTraced_); }
  void obey(test::TellSetup) { setup_.tell(); }
  void obey(test::Quit) { isOver_ = true; }
  void obey(test::StartCoverage order) { work_.startCoverage(std::move(order.root)); }
  void obey(test::Trace) { isTraced_ = true; }
  void obey(test::ShareRealms) { ++sharing_; }
  void obey(test::TellCoverage) { work_.tellCoverage(threads_.size()); }

  const int socket_;
  const unsigned wanted_;
  TestChannel channel_;
  const RuntimeOptions options_;
  TestWork work_;
  TestSetup setup_;
  std::list<TestThread> threads_;
  std::unordered_map<uint32_t, std::shared_ptr<const std::string>> settings_;  // by project
  test::FrameReader reader_;
  bool isTraced_ = false;
  uint32_t sharing_ = 0;
  bool isOver_ = false;
};

}  // namespace

int runTestHost(int socket, TestHostOptions options) {
  // Its threads do not end before the process does.
  auto& host = *new TestHost(socket, std::move(options));
  return host.run();
}

void flushTestHostInCrash() {
  if (TestChannel* channel = crashChannel.load()) channel->flushInCrash();
}

}  // namespace weft::runtime
