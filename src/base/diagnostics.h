#pragma once

// Faults in the user's source. They are collected as facts in a Log that is passed in, and turned into text
// late, by whoever prints them. The code frame is shared with the rendering of runtime errors.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace weft {

enum class Severity : uint8_t { Error, Warning, Note };

struct DiagnosticNote {
  std::string message;
  std::string path;  // empty: no place
  ByteRange range;
};

struct Diagnostic {
  Severity severity = Severity::Error;
  const char* id = "";  // stable, kebab-case: "unterminated-string"; a literal
  std::string path = {};
  ByteRange range = {};
  std::string message = {};
  std::vector<DiagnosticNote> notes = {};
  std::string suggestion = {};  // what to do; empty if there is nothing to say
};

class Log {
 public:
  void add(Diagnostic diagnostic);
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  [[nodiscard]] uint32_t errorCount() const { return errorCount_; }
  [[nodiscard]] bool hasErrors() const { return errorCount_ != 0; }

 private:
  std::vector<Diagnostic> diagnostics_;
  uint32_t errorCount_ = 0;
};

enum class Color : uint8_t { Off, On };

struct FrameOptions {
  Color color = Color::Off;
  uint32_t maxWidth = 100;    // cells of source shown; a longer line is cut around the column
  uint32_t contextLines = 0;  // lines shown before the marked one
  uint32_t tabWidth = 4;
};

/// The marked line, with no header:
///
///     12 |     const a = b +;
///        |                  ^
///
/// `position` as LineColumn; `markUnits` is how many UTF-16 units to underline (0 and 1 give one caret; past the
/// line's end it is cut). Every line ends in "\n". Empty when the line does not exist.
[[nodiscard]] std::string renderCodeFrame(const SourceText& source, LineColumn position, uint32_t markUnits,
                                          const FrameOptions& options);

/// `path:line:column: error: message`, the frame, notes, suggestion. `source` may be null (no frame, no line).
[[nodiscard]] std::string renderDiagnostic(const Diagnostic& diagnostic, const SourceText* source,
                                           const FrameOptions& options);

}  // namespace weft
