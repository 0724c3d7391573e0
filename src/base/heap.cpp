#include "base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>

namespace weft {

namespace {

constexpr size_t kStep = size_t{32} << 20;
constexpr size_t kLargePage = size_t{2} << 20;
// glibc's: a thread's heap lies in a stretch of this size and alignment.
constexpr size_t kThreadHeap = size_t{64} << 20;

std::atomic<bool> isForGood = false;

void useLargePages(uintptr_t begin, uintptr_t end) {
  begin = (begin + kLargePage - 1) & ~(kLargePage - 1);
  end &= ~(kLargePage - 1);
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace

void takeHeapForGood() {
#ifdef __GLIBC__
  mallopt(M_TOP_PAD, kStep);
  mallopt(M_TRIM_THRESHOLD, INT32_MAX);
  mallopt(M_MMAP_THRESHOLD, kStep);
  mallopt(M_MXFAST, 0);
  auto begin = reinterpret_cast<uintptr_t>(sbrk(0));
  std::free(std::malloc(kStep / 2));
  useLargePages(begin, reinterpret_cast<uintptr_t>(sbrk(0)));
  isForGood = true;
#endif
}

void growThreadHeap() {
#ifdef __GLIBC__
  thread_local bool isDone = false;
  if (isDone || !isForGood) return;
  isDone = true;
  // Room that was had once needs no asking for. It comes of the heap, not of a mapping, being smaller than kStep.
  void* room = std::malloc(kStep - kLargePage);
  auto place = reinterpret_cast<uintptr_t>(room);
  std::free(room);
  bool isMain = getpid() == gettid();
  if (room && !isMain) useLargePages(place, (place & ~(kThreadHeap - 1)) + kThreadHeap);
#endif
}

}  // namespace weft
