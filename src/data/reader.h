#pragma once

// What the readers of data files share: a place in the text, and one fault at most, with which reading ends.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/source_text.h"

namespace weft::data {

class Reader {
 protected:
  Reader(const SourceText& source, Log& log) : source_(source), log_(log), text_(source.text()) {}

  [[nodiscard]] bool isAtEnd() const { return at_ >= text_.size(); }
  /// NUL past the end.
  [[nodiscard]] char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  [[nodiscard]] bool startsWith(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  bool accept(char byte) {
    if (isAtEnd() || text_[at_] != byte) return false;
    ++at_;
    return true;
  }

  /// The first fault is told; after it the place is the end of the text, so that every loop ends. False.
  bool fail(const char* id, size_t begin, size_t end, std::string message, std::string suggestion = {});
  /// At the current place: "expected …, found …".
  bool failExpected(std::string_view what);
  [[nodiscard]] bool hasFailed() const { return hasFailed_; }
  /// What stands at the current place, for people: "'x'", "the end of the file", "the end of the line".
  [[nodiscard]] std::string found() const;
  /// Text of the file for a message: not longer than a line.
  [[nodiscard]] static std::string shown(std::string_view text);
  /// Where the character at the current place ends.
  [[nodiscard]] size_t afterCharacter() const;

  const SourceText& source_;
  Log& log_;
  std::string_view text_;
  size_t at_ = 0;

 private:
  bool hasFailed_ = false;
};

/// Appends UTF-16 code units one by one as WTF-8: a pair becomes one character.
class UnitAppender {
 public:
  explicit UnitAppender(std::string& out) : out_(out) {}
  void append(char32_t unit);
  /// Before anything else is appended to the text.
  void finish();

 private:
  std::string& out_;
  char32_t lead_ = 0;
};

}  // namespace weft::data
