#pragma once

// Plain data in the machine's own byte order, for files that only the same binary reads.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace weft {

class ByteWriter {
 public:
  template <typename T>
  void value(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view text) {
    value(static_cast<uint32_t>(text.size()));
    out_.append(text);
  }
  /// So that what follows begins at a multiple of `alignment` from the start.
  void align(size_t alignment) { out_.append((alignment - out_.size() % alignment) % alignment, '\0'); }
  [[nodiscard]] size_t size() const { return out_.size(); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Reads what a ByteWriter wrote. Past the end, and after a length that cannot be, everything is empty and `isGood`
/// false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : all_(bytes), rest_(bytes) {}

  template <typename T>
  T value() {
    static_assert(std::is_trivially_copyable_v<T>);
    T value{};
    std::string_view bytes = take(sizeof value);
    if (bytes.size() == sizeof value) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(value<uint32_t>()); }
  void align(size_t alignment) { take((alignment - (all_.size() - rest_.size()) % alignment) % alignment); }
  /// A count of things that take at least a byte each; 0 where so many cannot follow.
  uint32_t count() {
    auto count = value<uint32_t>();
    if (count > rest_.size()) isGood_ = false;
    return isGood_ ? count : 0;
  }
  [[nodiscard]] bool isGood() const { return isGood_; }

 private:
  std::string_view take(size_t size) {
    if (size > rest_.size()) isGood_ = false;
    if (!isGood_) return {};
    std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  std::string_view all_;
  std::string_view rest_;
  bool isGood_ = true;
};

}  // namespace weft
