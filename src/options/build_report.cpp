#include "options/build_report.h"

#include <cstdio>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/paths.h"

namespace weft::options {

namespace {

std::string sizeText(size_t bytes) {
  char text[32];
  if (bytes < 1000)
    snprintf(text, sizeof text, "%zu B", bytes);
  else
    snprintf(text, sizeof text, bytes < 1000000 ? "%.1f kB" : "%.2f MB",
             static_cast<double>(bytes) / (bytes < 1000000 ? 1e3 : 1e6));
  return text;
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
  const std::string& base = request.build.scan.workingDirectory;
  std::string out;
  for (const bundler::OutputFile& file : files) {
    if (file.path.ends_with(".map")) continue;
    std::string shown = paths::relative(base, file.path);
    out += (out.empty() ? "" : "\n") + (shown.starts_with("../") ? file.path : shown) + "  " +
           sizeText(file.contents.size());
  }
  char time[32];
  snprintf(time, sizeof time, "%.0f ms", milliseconds);
  return out + "  " + time + "\n";
}

}  // namespace weft::options
