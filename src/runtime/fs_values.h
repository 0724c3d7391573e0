#pragma once
// What file operations take from JavaScript and give back. All of it is owned memory or pinned bytes, so that an
// operation can run on any thread.

#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/convert.h"
#include "engine/text_codec.h"

namespace weft::runtime {

template <class T>
using SysResult = Result<T, SysError>;

/// A path's bytes: any that the file system has, which need not be UTF-8.
struct NativePath {
  std::string bytes;
  const char* c_str() const { return bytes.c_str(); }
};

/// A file by its path, or by a descriptor if that is not negative.
struct FileRef {
  int fd = -1;
  std::string path;
};

struct BytesList {
  std::vector<js::Bytes> list;
};

/// Bytes, or text that is written as UTF-8.
struct WriteData {
  std::string text;
  js::Bytes bytes;
  std::span<const uint8_t> span() const {
    if (bytes.valid) return {bytes.data, bytes.size};
    return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
  }
};

enum class NameForm : int32_t { Text = 0, Buffer = 1 };

struct Name {
  std::string bytes;
  NameForm form;
};

/// Entries of a directory; types are there if they were asked for, as fs.constants.UV_DIRENT_* number them.
struct Names {
  std::vector<std::string> names;
  std::optional<std::vector<uint8_t>> types;
  NameForm form = NameForm::Text;
};

/// Memory from malloc, which a Buffer can take over.
class HeapBytes {
 public:
  HeapBytes() = default;
  HeapBytes(HeapBytes&& o) noexcept : data_(std::exchange(o.data_, nullptr)), size_(std::exchange(o.size_, 0)) {}
  HeapBytes& operator=(HeapBytes&& o) noexcept {
    std::swap(data_, o.data_);
    std::swap(size_, o.size_);
    return *this;
  }
  ~HeapBytes() { std::free(data_); }
  /// False when memory is out; what was there stays.
  [[nodiscard]] bool resize(size_t size);
  std::span<uint8_t> span() { return {data_, size_}; }
  size_t size() const { return size_; }
  uint8_t* release() {
    size_ = 0;
    return std::exchange(data_, nullptr);
  }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

/// What was read of a file: text in the making, or bytes.
struct FileContent {
  std::optional<js::TextMemory> text;  // UTF-8 of a size known beforehand
  HeapBytes bytes;
  size_t used = 0;
  /// As what it is given: a Buffer without an encoding.
  std::optional<js::TextEncoding> encoding;
  /// The file's size if that is more than can be read at once.
  std::optional<int64_t> tooLarge;
};

js::Result<js::Value> toValue(js::Realm&, const Name&);
js::Result<js::Value> toValue(js::Realm&, Names);
js::Result<js::Value> toValue(js::Realm&, FileContent);
js::Result<js::Value> toValue(js::Realm&, std::optional<std::string>);
inline js::Result<js::Value> toValue(js::Realm&, double n) {
  return js::Value::number(n);
}
inline js::Result<js::Value> toValue(js::Realm&, int n) {
  return js::Value::int32(n);
}
inline js::Result<js::Value> toValue(js::Realm&, bool b) {
  return js::Value::boolean(b);
}

}  // namespace weft::runtime

namespace weft::js {

template <>
struct FromJs<runtime::NativePath> {
  static Result<runtime::NativePath> get(Realm&, Value, int);
};
template <>
struct FromJs<runtime::FileRef> {
  static Result<runtime::FileRef> get(Realm&, Value, int);
};
template <>
struct FromJs<runtime::BytesList> {
  static Result<runtime::BytesList> get(Realm&, Value, int);
};
template <>
struct FromJs<runtime::WriteData> {
  static Result<runtime::WriteData> get(Realm&, Value, int);
};
template <>
struct FromJs<runtime::NameForm> {
  static Result<runtime::NameForm> get(Realm&, Value v, int) {
    return v.isInt32() && v.asInt32() == 1 ? runtime::NameForm::Buffer : runtime::NameForm::Text;
  }
};

}  // namespace weft::js
