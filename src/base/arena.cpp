#include "base/arena.h"

#include <sys/mman.h>

#include <utility>

#include "base/check.h"

namespace weft {

namespace {

constexpr size_t kPage = 4096;
// From here on, large pages save more time in page faults than they waste in memory.
constexpr size_t kLargePagesFrom = size_t{64} << 20;

}  // namespace

Arena::Arena(size_t reservedBytes) {
  size_t bytes = (reservedBytes + kPage - 1) & ~(kPage - 1);
  void* place = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  CHECK(place != MAP_FAILED);
  if (bytes >= kLargePagesFrom) madvise(place, bytes, MADV_HUGEPAGE);
  base_ = static_cast<char*>(place);
  at_ = base_ + 4;
  end_ = base_ + bytes;
}

Arena::~Arena() {
  release();
}

Arena::Arena(Arena&& other) noexcept
    : base_(std::exchange(other.base_, nullptr)),
      at_(std::exchange(other.at_, nullptr)),
      end_(std::exchange(other.end_, nullptr)) {}

Arena& Arena::operator=(Arena&& other) noexcept {
  if (this == &other) return *this;
  release();
  base_ = std::exchange(other.base_, nullptr);
  at_ = std::exchange(other.at_, nullptr);
  end_ = std::exchange(other.end_, nullptr);
  return *this;
}

void Arena::release() {
  if (base_) munmap(base_, static_cast<size_t>(end_ - base_));
}

void Arena::outOfRoom() {
  CHECK(!"an arena's reservation is used up");
  __builtin_unreachable();
}

}  // namespace weft
