#pragma once
// A file descriptor with an owner, which closes it unless it was taken.

#include <unistd.h>

#include <utility>

namespace weft {

class OwnedDescriptor {
 public:
  explicit OwnedDescriptor(int value) : value_(value) {}
  ~OwnedDescriptor() {
    if (value_ >= 0) ::close(value_);
  }
  OwnedDescriptor(OwnedDescriptor&& other) noexcept : value_(other.take()) {}
  OwnedDescriptor(const OwnedDescriptor&) = delete;
  OwnedDescriptor& operator=(const OwnedDescriptor&) = delete;

  [[nodiscard]] int get() const { return value_; }
  /// It is the caller's from here on; -1 if it was taken before.
  [[nodiscard]] int take() { return std::exchange(value_, -1); }

 private:
  int value_;
};

}  // namespace weft
