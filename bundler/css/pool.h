#pragma once

// Memory of one style sheet: what is made in it stays until the pool goes, all at once. A tree of rules points into
// its pool and into the source's text. (base/arena.h reserves its room beforehand; how much lowering and minifying make
// is not known then.)

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

namespace weft::css {

class Pool {
 public:
  template <typename T>
  [[nodiscard]] T* array(size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= kAlignment);
    return reinterpret_cast<T*>(allocate(count * sizeof(T)));
  }
  template <typename T>
  [[nodiscard]] T* make(const T& value = {}) {
    return new (array<T>(1)) T(value);
  }
  [[nodiscard]] std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = array<char>(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }

 private:
  static constexpr size_t kAlignment = 8;
  static constexpr size_t kLargestBlock = size_t{1} << 20;

  char* allocate(size_t bytes) {
    bytes = (bytes + kAlignment - 1) & ~(kAlignment - 1);
    if (bytes > left_) addBlock(bytes);
    char* result = at_;
    at_ += bytes;
    left_ -= bytes;
    return result;
  }
  void addBlock(size_t bytes) {
    size_t size = std::max(bytes, blockSize_);
    blockSize_ = std::min(blockSize_ * 2, kLargestBlock);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
    at_ = blocks_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t blockSize_ = size_t{16} << 10;
  char* at_ = nullptr;
  size_t left_ = 0;
};

/// A growing array in a pool; copies of it share what it holds, so whoever changes one owns it alone.
template <typename T>
class List {
 public:
  List() = default;
  List(Pool& pool, const T* items, size_t count) : size_(static_cast<uint32_t>(count)), capacity_(size_) {
    if (count == 0) return;
    data_ = pool.array<T>(count);
    std::memcpy(static_cast<void*>(data_), items, count * sizeof(T));
  }
  List(Pool& pool, std::initializer_list<T> items) : List(pool, items.begin(), items.size()) {}
  List(Pool& pool, const std::vector<T>& items) : List(pool, items.data(), items.size()) {}

  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] T* begin() { return data_; }
  [[nodiscard]] T* end() { return data_ + size_; }
  [[nodiscard]] const T* begin() const { return data_; }
  [[nodiscard]] const T* end() const { return data_ + size_; }
  [[nodiscard]] T& operator[](size_t index) { return data_[index]; }
  [[nodiscard]] const T& operator[](size_t index) const { return data_[index]; }
  [[nodiscard]] T& front() { return data_[0]; }
  [[nodiscard]] const T& front() const { return data_[0]; }
  [[nodiscard]] T& back() { return data_[size_ - 1]; }
  [[nodiscard]] const T& back() const { return data_[size_ - 1]; }

  void push(Pool& pool, const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (size_ == capacity_) {
      capacity_ = capacity_ == 0 ? 4 : capacity_ * 2;
      T* grown = pool.array<T>(capacity_);
      if (size_ != 0) std::memcpy(static_cast<void*>(grown), data_, size_ * sizeof(T));
      data_ = grown;
    }
    new (data_ + size_++) T(item);
  }
  /// The first `count` items stay.
  void shrink(size_t count) { size_ = static_cast<uint32_t>(std::min<size_t>(count, size_)); }
  [[nodiscard]] List slice(size_t from, size_t count) const {
    List out;
    out.data_ = data_ + from;
    out.size_ = out.capacity_ = static_cast<uint32_t>(count);
    return out;
  }

 private:
  T* data_ = nullptr;
  uint32_t size_ = 0;
  uint32_t capacity_ = 0;
};

}  // namespace weft::css
