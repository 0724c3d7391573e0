#pragma once

// A bump arena in one stretch of reserved address space: nothing moves, everything is freed at once, and a place
// in it is a 32-bit number of 4-byte units from its base, so that what it holds can be written out and mapped back.
// Unit 0 is never handed out: it stands for "nothing". Objects are never destroyed, so they must be trivial.

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

namespace weft {

class Arena {
 public:
  /// Reserves at least that many bytes of address space; memory is taken as it is touched.
  explicit Arena(size_t reservedBytes);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept;
  Arena& operator=(Arena&& other) noexcept;

  /// Room for `bytes`, aligned to 4, not cleared. Aborts when the reservation is used up: its owner sizes it.
  [[nodiscard]] char* allocate(size_t bytes) {
    size_t rounded = (bytes + 3) & ~size_t{3};
    if (rounded > static_cast<size_t>(end_ - at_)) outOfRoom();
    char* result = at_;
    at_ += rounded;
    return result;
  }

  template <typename T, typename... Args>
  [[nodiscard]] T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 4);
    return new (allocate(sizeof(T))) T{static_cast<Args&&>(args)...};
  }

  [[nodiscard]] char* base() const { return base_; }
  [[nodiscard]] uint32_t unitOf(const void* place) const {
    return static_cast<uint32_t>((static_cast<const char*>(place) - base_) >> 2);
  }
  /// Everything made since `mark` is gone; nobody may name it any more.
  [[nodiscard]] char* mark() const { return at_; }
  void rewind(char* mark) {
    if (at_ > highest_) highest_ = at_;
    at_ = mark;
  }
  [[nodiscard]] size_t usedBytes() const { return static_cast<size_t>(at_ - base_); }

 private:
  [[noreturn]] static void outOfRoom();
  void release();

  char* base_ = nullptr;
  char* at_ = nullptr;
  char* end_ = nullptr;
  char* highest_ = nullptr;  // before a rewind
};

}  // namespace weft
