#pragma once

// A source file's text with its lines. Offsets are bytes of the UTF-8 text (at most 4 GB); what people see
// are lines and columns that begin at 1, columns in UTF-16 code units, as stack traces and editors count.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace weft {

struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

/// Byte offsets, half open.
struct ByteRange {
  uint32_t begin = 0;
  uint32_t end = 0;
  [[nodiscard]] uint32_t size() const { return end - begin; }
  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

/// Where each line begins. Lines end as ECMAScript ends them: LF, CR, CRLF, U+2028, U+2029.
/// Borrows the text: it must outlive the index.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  [[nodiscard]] uint32_t lineCount() const { return static_cast<uint32_t>(starts_.size()); }
  /// Offsets past the end give the end.
  [[nodiscard]] LineColumn positionAt(uint32_t offset) const;
  /// Lines and columns that do not exist are clamped to the nearest one that does.
  [[nodiscard]] uint32_t offsetAt(LineColumn position) const;
  /// The line's text without its terminator; empty for a line that does not exist. Lines count from 1.
  [[nodiscard]] std::string_view lineText(uint32_t line) const;
  [[nodiscard]] uint32_t lineStart(uint32_t line) const;

 private:
  std::string_view text_;
  std::vector<uint32_t> starts_;
};

/// Positions of many offsets, one after another: as LineIndex gives them, but a line is not counted from its beginning
/// each time, so that a file of one long line takes linear time when the offsets go forward.
class LineCursor {
 public:
  /// Both must outlive it; `text` is that of the index.
  LineCursor(const LineIndex& lines, std::string_view text) : lines_(lines), text_(text) {}
  [[nodiscard]] LineColumn positionAt(uint32_t offset);

 private:
  const LineIndex& lines_;
  std::string_view text_;
  uint32_t offset_ = 0;
  LineColumn at_;  // of offset_
};

/// A file's text, its own or borrowed; makes its line index when first asked (from any thread).
class SourceText {
 public:
  SourceText(std::string path, std::string text) : path_(std::move(path)), owned_(std::move(text)), text_(owned_) {}
  /// Borrows what lives longer.
  struct Borrowed {
    std::string_view text;
  };
  SourceText(std::string path, Borrowed borrowed) : path_(std::move(path)), text_(borrowed.text) {}
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// If it is owned, a NUL follows.
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const LineIndex& lines() const;

 private:
  std::string path_;
  std::string owned_;
  std::string_view text_;
  mutable std::once_flag linesOnce_;
  mutable std::unique_ptr<LineIndex> lines_;
};

}  // namespace weft
