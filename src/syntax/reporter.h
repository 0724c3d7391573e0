#pragma once

// Where lexer and parser put faults. Early errors are collected and parsing goes on; after a syntax error that leaves
// no tree to go on with, everything that follows would be a consequence, and is dropped until the parser has found the
// next statement and resumes. While parsing is a mere attempt (TypeScript's arrow functions), faults are only counted.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostics.h"

namespace weft::syntax {

class Reporter {
 public:
  static constexpr uint32_t kMostErrors = 50;
  static constexpr uint32_t kMostSyntaxErrors = 10;  // after which parsing does not go on

  Reporter(Log& log, std::string_view path) : log_(log), path_(path) {}

  void error(const char* id, ByteRange range, std::string message, std::string suggestion = {},
             std::vector<DiagnosticNote> notes = {}) {
    ++count_;
    if (attempts_ != 0 || hasStopped_ || reported_ >= kMostErrors) return;
    ++reported_;
    lastBegin_ = range.begin;
    for (DiagnosticNote& note : notes) note.path = path_;
    log_.add({Severity::Error, id, path_, range, std::move(message), std::move(notes), std::move(suggestion)});
  }
  /// Nothing after it is reported, until parsing resumes.
  void stop() {
    if (!hasStopped_ && attempts_ == 0) ++stops_;
    hasStopped_ = true;
  }
  [[nodiscard]] bool isAttempting() const { return attempts_ != 0; }
  [[nodiscard]] bool mayResume() const { return attempts_ == 0 && stops_ < kMostSyntaxErrors; }
  void resume() { hasStopped_ = false; }
  /// Whether parsing has ever stopped: what the file as a whole declares is not known.
  [[nodiscard]] bool isPartial() const { return stops_ != 0; }
  /// Of the last fault that was reported.
  [[nodiscard]] std::optional<uint32_t> lastBegin() const {
    return reported_ == 0 ? std::nullopt : std::optional(lastBegin_);
  }

  [[nodiscard]] bool hasStopped() const { return hasStopped_; }
  [[nodiscard]] uint32_t count() const { return count_; }

  void beginAttempt() { ++attempts_; }
  void endAttempt(uint32_t countBefore) {
    --attempts_;
    count_ = countBefore;
    hasStopped_ = false;
  }

 private:
  Log& log_;
  std::string path_;
  uint32_t count_ = 0;
  uint32_t reported_ = 0;
  uint32_t stops_ = 0;
  uint32_t lastBegin_ = 0;
  uint32_t attempts_ = 0;
  bool hasStopped_ = false;
};

}  // namespace weft::syntax
