#include "dev/problems.h"

#include "base/file.h"
#include "graph/json.h"

namespace weft::dev {

namespace {

constexpr uint64_t kLargestShown = uint64_t{16} << 20;

void addText(std::string& out, std::string_view name, std::string_view text) {
  if (out.back() != '{') out += ',';
  out.append("\"").append(name).append("\":");
  graph::appendJsonString(out, text);
}

void addNumber(std::string& out, std::string_view name, uint64_t value) {
  out.append(",\"").append(name).append("\":").append(std::to_string(value));
}

}  // namespace

Problem problemOf(const Diagnostic& diagnostic, const Places& places) {
  Problem out;
  out.severity = diagnostic.severity == Severity::Error ? "error" : "warning";
  out.id = diagnostic.id;
  out.message = diagnostic.message;
  out.path = diagnostic.path;
  out.suggestion = diagnostic.suggestion;
  if (out.path.empty()) return out;
  out.shownPath = places.shown(out.path);
  if (diagnostic.range == ByteRange{}) return out;
  auto text = readFile(out.path, kLargestShown);
  if (!text) return out;
  SourceText source(out.path, std::move(*text));
  LineColumn at = source.lines().positionAt(diagnostic.range.begin);
  LineColumn end = source.lines().positionAt(diagnostic.range.end);
  out.line = at.line;
  out.column = at.column;
  FrameOptions options;
  options.contextLines = 2;
  out.frame = renderCodeFrame(source, at, end.line == at.line ? end.column - at.column : 1, options);
  return out;
}

void appendJson(std::string& out, const Problem& problem) {
  out += '{';
  addText(out, "severity", problem.severity);
  addText(out, "id", problem.id);
  addText(out, "message", problem.message);
  addText(out, "path", problem.path);
  addText(out, "shownPath", problem.shownPath);
  addNumber(out, "line", problem.line);
  addNumber(out, "column", problem.column);
  addText(out, "frame", problem.frame);
  addText(out, "suggestion", problem.suggestion);
  out += ",\"chain\":[";
  for (const std::string& each : problem.chain) {
    if (out.back() != '[') out += ',';
    graph::appendJsonString(out, each);
  }
  out += "]}";
}

std::string toJson(std::span<const Problem> problems) {
  std::string out = "[";
  for (const Problem& problem : problems) {
    if (out.back() != '[') out += ',';
    appendJson(out, problem);
  }
  return out += ']';
}

}  // namespace weft::dev
