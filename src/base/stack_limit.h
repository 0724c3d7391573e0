#pragma once

// How deep code that recurses over its input may go: a share of the caller's stack, and never past the end of the
// thread's, however little of it is left (a worker's is small, and JavaScript may have used most of it).

#include <cstddef>
#include <cstdint>

namespace weft {

class StackLimit {
 public:
  /// From the caller on, `bytes` more at most.
  explicit StackLimit(size_t bytes);

  [[nodiscard]] __attribute__((always_inline)) bool isReached() const {
    return reinterpret_cast<uintptr_t>(__builtin_frame_address(0)) <= lowest_;
  }

 private:
  uintptr_t lowest_;
};

}  // namespace weft
