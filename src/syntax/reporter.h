#pragma once

// Where lexer and parser put faults. Early errors are collected and parsing goes on; after a syntax error that leaves
// no tree to go on with, everything that follows would be a consequence, and is dropped. While parsing is a mere
// attempt (TypeScript's arrow functions), faults are only counted.

#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostics.h"

namespace weft::syntax {

class Reporter {
 public:
  static constexpr uint32_t kMostErrors = 50;

  Reporter(Log& log, std::string_view path) : log_(log), path_(path) {}

  void error(const char* id, ByteRange range, std::string message, std::string suggestion = {},
             std::vector<DiagnosticNote> notes = {}) {
    ++count_;
    if (attempts_ != 0 || hasStopped_ || reported_ >= kMostErrors) return;
    ++reported_;
    for (DiagnosticNote& note : notes) note.path = path_;
    log_.add({Severity::Error, id, path_, range, std::move(message), std::move(notes), std::move(suggestion)});
  }
  /// Nothing after it is reported.
  void stop() { hasStopped_ = true; }

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
  uint32_t attempts_ = 0;
  bool hasStopped_ = false;
};

}  // namespace weft::syntax
