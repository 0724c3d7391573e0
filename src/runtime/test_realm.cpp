#include "runtime/test_realm.h"

#include <utility>

#include "graph/file_trace.h"
#include "runtime/kept_realm.h"
#include "runtime/runtime.h"

namespace weft::runtime {

TestRealm::TestRealm(TestChannel::Gathered& out, TestWatch& watch, CompiledClaims& claims)
    : out_(out), watch_(watch), claims_(claims) {}
TestRealm::~TestRealm() = default;

void TestRealm::keep(Runtime& runtime) {
  if (keeping_ && !kept_) kept_ = KeptRealm::of(runtime, *keeping_);
}

void TestRealm::begin(TestJob job, Runtime& runtime) {
  job_ = std::move(job);
  faults_.clear();
  leftOpen.clear();
  snapshots_ = {};
  hasEnded_ = false;
  trace_.reset();
  if (kept_) kept_->use();
  if (!job_.isTraced) return;
  trace_ = std::make_unique<TestTrace>();
  graph::traceFiles(runtime.graph().resolver());
}

void TestRealm::collected(std::vector<test::TestInfo> tests) {
  out_.send(test::Collected{job_.file, std::move(tests)});
}

void TestRealm::testStarted(uint32_t test, double limit) {
  watch_.limit = limit;
  isBusy();
  out_.send(test::TestStarted{job_.file, test});
}

void TestRealm::testEnded(test::TestEnded ended) {
  ended.file = job_.file;
  watch_.limit = kFileLimit;
  out_.send(std::move(ended));
}

bool TestRealm::output(int descriptor, std::string_view text) {
  if (!isFile() || (descriptor != 1 && descriptor != 2)) return false;
  out_.send(test::Output{job_.file, static_cast<uint8_t>(descriptor), std::string(text)});
  return true;
}

void TestRealm::fileEnded(Runtime& runtime, std::vector<test::Fault> faults, test::SnapshotCounts snapshots) {
  if (std::exchange(hasEnded_, true)) return;
  for (test::Fault& fault : faults) faults_.push_back(std::move(fault));
  snapshots_ = std::move(snapshots);
  runtime.loop().stop();
}

void TestRealm::isBusy() {
  watch_.busySince.store(loop::Loop::hrtime(), std::memory_order_relaxed);
}

bool TestRealm::claimCompiled(const graph::ModuleGraph& graph, size_t leastBytes) {
  size_t bytes = 0;
  for (graph::NodeId id = 0; id < graph.size(); ++id) {
    const auto& artifact = graph.node(id).artifact;
    bool isNew = artifact && artifact->ticket && artifact->compiled.bytecode.empty();
    if (isNew && claims_.claim(artifact->ticket->key)) bytes += artifact->text().size();
  }
  return bytes >= leastBytes;
}

test::FileEnded TestRealm::takeEnd(Runtime& runtime) {
  test::FileEnded end;
  end.file = job_.file;
  end.faults = std::move(faults_);
  end.snapshots = std::move(snapshots_);
  end.leftOpen = std::move(leftOpen);
  if (trace_) trace_->fill(end, runtime.graph());
  return end;
}

}  // namespace weft::runtime
