#pragma once

// Text that grows at its end, byte by byte and word by word, for the printer: appends without initialising what it
// reserves, and without a call for each.

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

namespace weft::syntax {

class TextWriter {
 public:
  /// Appends to `out`, which is whole again after finish().
  explicit TextWriter(std::string& out, size_t reserve) : out_(out), at_(nullptr), limit_(nullptr) {
    size_t used = out.size();
    resize(used + reserve + kSlack);
    at_ = out_.data() + used;
  }
  TextWriter(const TextWriter&) = delete;
  TextWriter& operator=(const TextWriter&) = delete;

  void put(char byte) {
    if (at_ == limit_) [[unlikely]]
      grow(1);
    *at_++ = byte;
  }
  void put(std::string_view text) {
    if (static_cast<size_t>(limit_ - at_) < text.size()) [[unlikely]]
      grow(text.size());
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void fill(size_t count, char byte) {
    if (static_cast<size_t>(limit_ - at_) < count) [[unlikely]]
      grow(count);
    std::memset(at_, byte, count);
    at_ += count;
  }

  [[nodiscard]] size_t size() const { return static_cast<size_t>(at_ - out_.data()); }
  /// NUL where there is nothing.
  [[nodiscard]] char back() const { return at_ == out_.data() ? '\0' : at_[-1]; }
  [[nodiscard]] bool endsWith(std::string_view text) const {
    return std::string_view(out_.data(), size()).ends_with(text);
  }
  void finish() { out_.resize(size()); }

 private:
  static constexpr size_t kSlack = 64;

  void resize(size_t size) {
    out_.resize_and_overwrite(size, [](char*, size_t count) { return count; });
    limit_ = out_.data() + out_.size();
  }
  void grow(size_t more) {
    size_t used = size();
    resize(std::max(used + more + kSlack, out_.size() + out_.size() / 2));
    at_ = out_.data() + used;
  }

  std::string& out_;
  char* at_;
  char* limit_;
};

}  // namespace weft::syntax
