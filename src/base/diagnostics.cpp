#include "base/diagnostics.h"

#include <algorithm>

#include "base/utf.h"

namespace weft {

namespace {

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";

struct SeverityLook {
  std::string_view word;
  std::string_view color;
};

SeverityLook lookOf(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return {"error", "\x1b[31;1m"};
    case Severity::Warning:
      return {"warning", "\x1b[33;1m"};
    case Severity::Note:
      return {"note", "\x1b[34;1m"};
  }
  return {};
}

void appendPainted(std::string& out, std::string_view color, std::string_view text, Color mode) {
  if (mode == Color::Off) {
    out.append(text);
  } else {
    out.append(color).append(text).append(kReset);
  }
}

/// `path:line:column: `, or `path: ` without a source, or nothing without a path.
void appendPlace(std::string& out, std::string_view path, ByteRange range, const SourceText* source) {
  if (path.empty()) return;
  out.append(path);
  if (source) {
    LineColumn position = source->lines().positionAt(range.begin);
    out.append(":").append(std::to_string(position.line)).append(":").append(std::to_string(position.column));
  }
  out.append(": ");
}

void appendFrame(std::string& out, ByteRange range, const SourceText& source, const FrameOptions& options) {
  LineColumn position = source.lines().positionAt(range.begin);
  uint32_t lineEnd =
      source.lines().lineStart(position.line) + static_cast<uint32_t>(source.lines().lineText(position.line).size());
  std::string_view text = source.text();
  uint32_t end = std::min(range.end, lineEnd);
  uint32_t units =
      end > range.begin ? static_cast<uint32_t>(utf16Length(text.substr(range.begin, end - range.begin))) : 1;
  out.append(renderCodeFrame(source, position, units, options));
}

void appendNote(std::string& out, const DiagnosticNote& note, const Diagnostic& diagnostic, const SourceText* source,
                const FrameOptions& options) {
  const SourceText* noteSource = note.path == diagnostic.path ? source : nullptr;
  appendPlace(out, note.path, note.range, noteSource);
  SeverityLook look = lookOf(Severity::Note);
  appendPainted(out, look.color, look.word, options.color);
  out.append(": ").append(note.message).append("\n");
  if (noteSource && !note.path.empty()) appendFrame(out, note.range, *noteSource, options);
}

}  // namespace

void Log::add(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) ++errorCount_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::string renderDiagnostic(const Diagnostic& diagnostic, const SourceText* source, const FrameOptions& options) {
  std::string out;
  appendPlace(out, diagnostic.path, diagnostic.range, source);
  SeverityLook look = lookOf(diagnostic.severity);
  appendPainted(out, look.color, look.word, options.color);
  out.append(": ");
  appendPainted(out, kBold, diagnostic.message, options.color);
  out.push_back('\n');
  if (source) appendFrame(out, diagnostic.range, *source, options);
  for (const DiagnosticNote& note : diagnostic.notes) appendNote(out, note, diagnostic, source, options);
  if (!diagnostic.suggestion.empty()) out.append("  ").append(diagnostic.suggestion).append("\n");
  return out;
}

}  // namespace weft
