#include "base/arena.h"

#include <sys/mman.h>

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace weft {

namespace {

constexpr size_t kPage = 4096;
// From here on, large pages save more time in page faults than they waste in memory.
constexpr size_t kLargePagesFrom = size_t{64} << 20;
// Arenas that ask for no more reserve this much, so that the next one can have the stretch of the last. Giving address
// space back to the system for each of a thousand small files makes the threads that read them wait for each other.
constexpr size_t kCommonBytes = size_t{32} << 20;
// What of such a stretch keeps its memory.
constexpr size_t kWarmBytes = size_t{1} << 20;

/// A thread's unused stretch of kCommonBytes.
struct Spare {
  ~Spare() {
    if (base) munmap(base, kCommonBytes);
  }
  char* base = nullptr;
};
thread_local Spare spare;

char* reserve(size_t bytes) {
  void* place = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(place != MAP_FAILED);
  if (bytes >= kLargePagesFrom) madvise(place, bytes, MADV_HUGEPAGE);
  return static_cast<char*>(place);
}

}  // namespace

Arena::Arena(size_t reservedBytes) {
  size_t bytes = std::max((reservedBytes + kPage - 1) & ~(kPage - 1), kCommonBytes);
  base_ = bytes == kCommonBytes && spare.base ? std::exchange(spare.base, nullptr) : reserve(bytes);
  at_ = base_ + 4;
  end_ = base_ + bytes;
}

Arena::~Arena() {
  release();
}

Arena::Arena(Arena&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      at_(std::exchange(other.at_, nullptr)),
      end_(std::exchange(other.end_, nullptr)),
      highest_(std::exchange(other.highest_, nullptr)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  if (this == &other) return *this;
  release();
  base_ = std::exchange(other.base_, nullptr);
  at_ = std::exchange(other.at_, nullptr);
  end_ = std::exchange(other.end_, nullptr);
  highest_ = std::exchange(other.highest_, nullptr);
  return *this;
}

void Arena::release() {
  if (!base_) return;
  auto bytes = static_cast<size_t>(end_ - base_);
  if (bytes != kCommonBytes || spare.base) {
    munmap(base_, bytes);
    return;
  }
  highest_ = std::max(highest_, at_);
  if (highest_ > base_ + kWarmBytes)
    madvise(base_ + kWarmBytes, static_cast<size_t>(highest_ - base_) - kWarmBytes, MADV_DONTNEED);
  spare.base = base_;
}

void Arena::outOfRoom() {
  CHECK(!"an arena's reservation is used up");
  __builtin_unreachable();
}

}  // namespace weft
