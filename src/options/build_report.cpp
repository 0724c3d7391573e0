#include "options/build_report.h"

#include <cstdio>
#include <map>
#include <memory>

#include "analyze/analysis.h"
#include "base/file.h"
#include "base/paths.h"

namespace weft::options {

namespace {

/// As seen from the working directory, unless it is above.
std::string shownPath(const std::string& path, const BuildRequest& request) {
  std::string shown = paths::relative(request.build.scan.workingDirectory, path);
  return shown.starts_with("../") ? path : shown;
}

std::string timeText(double milliseconds) {
  char time[32];
  snprintf(time, sizeof time, "%.0f ms", milliseconds);
  return time;
}

}  // namespace

std::string renderLog(const Log& log, const BuildRequest& request, Color color) {
  std::map<std::string, std::unique_ptr<SourceText>> sources;
  FrameOptions frame;
  frame.color = color;
  std::string out;
  size_t errors = 0, warnings = 0;
  for (const Diagnostic& diagnostic : log.diagnostics()) {
    bool isError = diagnostic.severity == Severity::Error;
    if (request.logLevel < (isError ? LogLevel::Error : LogLevel::Warning)) continue;
    size_t& count = isError ? errors : warnings;
    if (++count > request.logLimit && request.logLimit > 0) continue;
    std::unique_ptr<SourceText>& source = sources[diagnostic.path];
    if (!source && !diagnostic.path.empty())
      if (auto text = readFile(diagnostic.path))
        source = std::make_unique<SourceText>(diagnostic.path, std::move(*text));
    out += renderDiagnostic(diagnostic, source.get(), frame);
  }
  auto addRest = [&](size_t count, const char* what) {
    if (request.logLimit > 0 && count > request.logLimit)
      out += "and " + std::to_string(count - request.logLimit) + " more " + what + "; --log-limit 0 shows all\n";
  };
  addRest(errors, "errors");
  addRest(warnings, "warnings");
  return out;
}

std::string summaryOf(std::span<const bundler::OutputFile> files, const BuildRequest& request, double milliseconds) {
  std::string out;
  for (const bundler::OutputFile& file : files) {
    if (file.path.ends_with(".map")) continue;
    out += (out.empty() ? "" : "\n") + shownPath(file.path, request) + "  " + analyze::sizeText(file.contents.size());
  }
  return out + "  " + timeText(milliseconds) + "\n";
}

std::string summaryOf(const std::string& path, size_t bytes, const BuildRequest& request, double milliseconds) {
  return shownPath(path, request) + "  " + analyze::sizeText(bytes) + "  " + timeText(milliseconds) + "\n";
}

}  // namespace weft::options
