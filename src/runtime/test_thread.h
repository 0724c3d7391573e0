#pragma once
// A thread of the host that runs one test file after another on a VM of its own, each in a realm of its own. The host
// looks after it: JavaScript that does not come back is stopped, and what cannot be stopped is given up.

#include <pthread.h>
#include <sys/types.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runtime/runtime.h"
#include "runtime/test_channel.h"
#include "runtime/test_realm.h"
#include "test-runner/coverage/coverage.h"

namespace weft::runtime {

/// What waits to be run, and what is the same for each file. Outlives the threads.
struct TestWork {
  TestWork(TestChannel& channel, RuntimeOptions options, size_t heapBytes);

  TestChannel& channel;
  const RuntimeOptions options;
  const size_t heapBytes;
  const std::vector<std::pair<std::string, std::string>> environment;
  const std::string workingDirectory;
  const mode_t fileModeMask;
  CompiledClaims claims;
  NeededBuiltins needed;

  void add(TestJob);
  struct Next {
    enum class Kind : uint8_t { Run, TellCoverage, Nothing };
    Kind kind;
    TestJob job;
  };
  enum class Wait : uint8_t { Short, Long };
  /// Waits for something to do. `told` is how often the thread has told what is covered.
  Next next(unsigned& told, Wait);
  /// The end of one has been told.
  void done();
  bool isUnfinished() const { return unfinished_.load() > 0; }
  size_t unfinished() const { return unfinished_.load(); }
  bool hasWaiting();

  /// Before the first job.
  void startCoverage(std::string root);
  bool isCovered(std::string_view path) const;
  bool measuresCoverage() const { return !coverageRoot_.empty(); }
  /// Each of so many threads is to tell, when it has nothing to run.
  void tellCoverage(size_t threads);
  /// One has told. True: it was the last.
  bool coverageTold();

 private:
  std::string coverageRoot_;  // with a slash at the end; empty: nothing is measured
  size_t tellers_ = 0;        // this and the next under the mutex
  unsigned coverageRounds_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<TestJob> jobs_;
  std::atomic<size_t> unfinished_{0};
};

class TestThread {
 public:
  TestThread(TestWork& work, uint32_t number);
  ~TestThread();
  TestThread(const TestThread&) = delete;

  /// It runs until the process ends.
  [[nodiscard]] Result<void, SysError> start();
  /// Time goes by: nanoseconds of loop::Loop::hrtime(). False: the thread does not come back though it was stopped; its
  /// file has been told of, and nothing more is heard of it. Another must take its place.
  bool look(uint64_t now);

 private:
  static void* main(void*);
  void run();
  struct Prepared;
  void prepare();
  void prepareFor(const TestJob&);
  bool keepRealm();
  void warmUp();
  void runFile(TestJob);
  void collectSometimes(unsigned cost);
  void tellEnd(TestRealm&, uint64_t begun);
  void keepCoverage();
  void tellCoverage();
  void stop(std::string reason);

  TestWork& work_;
  const uint32_t number_;
  TestChannel::Gathered& out_;
  TestWatch watch_;
  std::unique_ptr<js::VM> vm_;
  bool isMeasured_ = false;                            // whether it counts what is executed
  unsigned garbage_ = 0;                               // since the last collection
  unsigned givenUp_ = 0;                               // realms in a row that could not be kept
  std::unique_ptr<Prepared> prepared_;                 // of the VM; the file's while one runs
  std::vector<test::coverage::FileCoverage> covered_;  // of VMs that are no more
  unsigned coverageTold_ = 0;

  std::mutex mutex_;
  // Of what runs, under the mutex.
  Runtime* runtime_ = nullptr;
  uint32_t file_ = 0;
  std::string stopReason_;
  uint64_t stoppedAt_ = 0;    // 0: it was not
  uint64_t endingSince_ = 0;  // 0: it is not being taken down
  bool isGivenUp_ = false;
};

/// Starts a thread as one of the host's: with the stack that JavaScript needs, without signals.
[[nodiscard]] Result<void, SysError> startTestThread(void* (*main)(void*), void* argument, const char* name);

}  // namespace weft::runtime
