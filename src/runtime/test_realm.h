#pragma once
// What a program of Program::Type::Test is to its host: the test file that it is to run, where what it tells goes, and
// whether it still comes back. One for each file, on the file's thread; `watch` is for the host's too.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "graph/graph.h"
#include "runtime/test_channel.h"
#include "runtime/test_trace.h"
#include "test-runner/protocol.h"

namespace weft::runtime {

class KeptRealm;
class Runtime;

/// Modules whose compiled code a realm has put into the cache, for all threads: it is encoded once.
class CompiledClaims {
 public:
  /// True for the first who asks for the key.
  bool claim(const Hash128& key) {
    std::lock_guard lock(mutex_);
    return keys_.insert(key).second;
  }

 private:
  struct KeyHash {
    size_t operator()(const Hash128& key) const { return key.low; }
  };
  std::mutex mutex_;
  std::unordered_set<Hash128, KeyHash> keys_;
};

/// Whether a thread's JavaScript comes back to its loop, for the host's watchdog. Any thread reads.
struct TestWatch {
  /// loop::Loop::hrtime() of when the loop called JavaScript; 0: it waits for events, or nothing runs.
  std::atomic<uint64_t> busySince{0};
  /// So many milliseconds what runs may take by its own account; 0: it has no limit.
  std::atomic<double> limit{0};
};

/// What files have needed beside what each one does: a realm that is kept has it from the beginning. Any thread.
class NeededBuiltins {
 public:
  std::vector<std::string> list() const {
    std::lock_guard lock(mutex_);
    return {ids_.begin(), ids_.end()};
  }
  void add(const std::vector<std::string>& ids) {
    std::lock_guard lock(mutex_);
    ids_.insert(ids.begin(), ids.end());
  }

 private:
  mutable std::mutex mutex_;
  std::set<std::string> ids_;
};

/// A test file to run, or (with an empty path) no file: questions of the supervisor.
struct TestJob {
  uint32_t file = 0;
  std::string path;
  std::shared_ptr<const std::string> settings;  // JSON
  std::vector<uint32_t> reported;
  bool isTraced = false;
  uint32_t sharing = 0;  // files of which it is the same number share a realm; 0: none does
};

class TestRealm {
 public:
  /// Milliseconds that a file's own code and its hooks may take before they come back to the loop, unless the program
  /// says otherwise.
  static constexpr double kFileLimit = 120'000;

  TestRealm(TestChannel::Gathered& out, TestWatch& watch, CompiledClaims& claims);
  TestRealm(const TestRealm&) = delete;
  ~TestRealm();

  /// Which file it is: before any of its JavaScript runs. Once, unless files follow one another in the realm.
  void begin(TestJob job, Runtime& runtime);
  const TestJob& job() const { return job_; }
  TestWatch& watch() { return watch_; }
  /// False before begin(), and for set-up, which has no tests.
  bool isFile() const { return !job_.path.empty(); }

  void collected(std::vector<test::TestInfo> tests);
  void testStarted(uint32_t test, double limit);
  void testEnded(test::TestEnded);
  /// What the program has written to process.stdout or stderr. False: it is to write itself.
  bool output(int descriptor, std::string_view text);
  /// The file's JavaScript is done: the loop ends behind the running callback.
  void fileEnded(Runtime&, std::vector<test::Fault> faults, test::SnapshotCounts snapshots);
  /// Everything that was told is with the supervisor.
  void flush() { out_.flush(); }
  bool hasEnded() const { return hasEnded_; }
  /// A fault that nobody in JavaScript could be told of.
  void addFault(test::Fault fault) { faults_.push_back(std::move(fault)); }

  /// The loop has called JavaScript, or waits.
  void isBusy();
  void isIdle() { watch_.busySince.store(0, std::memory_order_relaxed); }

  /// Whether the realm is worth being kept for further files, and which builtins those need.
  void setKeeping(std::optional<std::vector<std::string>> builtins) { keeping_ = std::move(builtins); }
  /// Nothing of the file has run: the realm is kept as it is, if it is worth it.
  void keep(Runtime&);
  /// Null: it is not kept.
  KeptRealm* kept() { return kept_.get(); }
  /// Null unless it is to be known what the program reads.
  TestTrace* trace() { return trace_.get(); }

  /// Whether what was compiled is worth being kept: so many bytes of text that no other realm has kept.
  bool claimCompiled(const graph::ModuleGraph&, size_t leastBytes);

  /// What is told when nothing of the file runs any more.
  test::FileEnded takeEnd(Runtime& runtime);
  std::vector<std::string> leftOpen;

 private:
  TestJob job_;
  TestChannel::Gathered& out_;
  TestWatch& watch_;
  CompiledClaims& claims_;
  std::vector<test::Fault> faults_;
  test::SnapshotCounts snapshots_;
  bool hasEnded_ = false;
  std::optional<std::vector<std::string>> keeping_;
  std::unique_ptr<KeptRealm> kept_;
  std::unique_ptr<TestTrace> trace_;
};

}  // namespace weft::runtime
