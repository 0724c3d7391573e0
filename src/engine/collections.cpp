#include "engine/collections.h"

#include <time.h>

#include "engine/internal.h"

#include <JavaScriptCore/HeapObserver.h>

namespace weft::js {

namespace {

uint64_t nanoseconds() {
  constexpr uint64_t kPerSecond = 1'000'000'000;
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * kPerSecond + static_cast<uint64_t>(time.tv_nsec);
}

}  // namespace

struct CollectionObserver::Impl final : JSC::HeapObserver {
  Impl(JSC::Heap& heap, std::function<void(const Collection&)> heard) : heap(heap), heard(std::move(heard)) {
    // The collector reads its list only while this thread is stopped.
    heap.addObserver(this);
  }
  ~Impl() override { heap.removeObserver(this); }
  void willGarbageCollect() override { began = nanoseconds(); }
  void didGarbageCollect(JSC::CollectionScope scope) override {
    if (began != 0) heard({scope == JSC::CollectionScope::Full, began, nanoseconds()});
    began = 0;
  }

  JSC::Heap& heap;
  std::function<void(const Collection&)> heard;
  uint64_t began = 0;  // 0: not since this observer was there
};

CollectionObserver::CollectionObserver(VM& vm, std::function<void(const Collection&)> heard)
    : impl_(std::make_unique<Impl>(vm.impl().vm->heap, std::move(heard))) {}
CollectionObserver::~CollectionObserver() = default;

void collectNow(VM& vm) {
  JSC::VM& jsc = *vm.impl().vm;
  JSC::sanitizeStackForVM(jsc);
  jsc.heap.collectNow(JSC::Sync, JSC::GCRequest());
}

}  // namespace weft::js
