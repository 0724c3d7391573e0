#include "cli/build_command.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "bundler/build.h"
#include "bundler/style_module.h"
#include "bundler/write_files.h"
#include "options/build_options.h"
#include "engine/builtin_names.h"
#include "engine/vm.h"
#include "loop/standard_io.h"

namespace weft::cli {

namespace {

using bundler::Platform;
using options::BuildRequest;
using options::LogLevel;

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft build: " + message + "\n", code);
}

std::string helpText() {
  return "weft build makes one file of a program and all that it imports, or a few that share what they have in "
         "common.\n"
         "\n"
         "Usage:\n"
         "  weft build [options] ENTRY...\n"
         "\n"
         "Options:\n" +
         options::describeBuildOptions() +
         "\n"
         "The exit code is 1 when the program has faults; nothing is written then.\n";
}

graph::ResolverOptions resolverOptions(const BuildRequest& request) {
  graph::ResolverOptions options;
  if (request.build.output.platform == Platform::Browser) {
    options = graph::ResolverOptions::forBrowsers();
  } else {
    for (std::string_view id : js::publicBuiltins()) {
      std::string name(id);
      options.builtins.push_back({name, name});
      if (auto bare = js::bareName(id)) options.builtins.push_back({std::string(*bare), name});
    }
  }
  options.conditions = request.conditions;
  if (!request.mainFields.empty()) {
    options.mainFields = request.mainFields;
    options.moduleField = graph::ModuleFieldUse::AsListed;
  }
  return options;
}

/// Each with the line that it speaks of; of a file that cannot be read, without.
std::string render(const Log& log, const BuildRequest& request) {
  std::map<std::string, std::unique_ptr<SourceText>> sources;
  FrameOptions frame;
  frame.color = isatty(STDERR_FILENO) ? Color::On : Color::Off;
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

std::string sizeText(size_t bytes) {
  char text[32];
  if (bytes < 1000)
    snprintf(text, sizeof text, "%zu B", bytes);
  else
    snprintf(text, sizeof text, bytes < 1000000 ? "%.1f kB" : "%.2f MB",
             static_cast<double>(bytes) / (bytes < 1000000 ? 1e3 : 1e6));
  return text;
}

/// "1.6 kB  10 ms" after the file's name, or a line for each file.
std::string summary(std::span<const bundler::OutputFile> files, const std::string& base, double milliseconds) {
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

}  // namespace

int build(const std::vector<std::string>& arguments) {
  auto begun = std::chrono::steady_clock::now();
  BuildRequest request;
  if (options::Fault fault = parseBuildOptions(arguments, request)) return fail(*fault, 9);
  if (request.isHelp) return print(STDOUT_FILENO, helpText(), 0);
  ThreadPool pool;
  graph::Resolver resolver(resolverOptions(request));
  Log log;
  std::optional<bundler::Output> output = bundler::build(resolver, request.build, &pool, log);
  if (std::string faults = render(log, request); !faults.empty()) (void)print(STDERR_FILENO, faults, 0);
  if (!output) return 1;
  std::vector<bundler::OutputFile> files = std::move(output->files);
  bool isWithSheet = !bundler::isStylePath(request.build.entries.front()) &&
                     std::ranges::any_of(files, bundler::isStylePath, &bundler::OutputFile::path);
  if (!request.isToFile && isWithSheet)
    return fail("a program that imports style sheets needs --outfile or --outdir", 9);
  if (!request.isToFile && request.metafile.empty()) return print(STDOUT_FILENO, files[0].contents, 0);
  std::string text = request.isToFile ? std::string() : std::move(files[0].contents);
  if (!request.isToFile) files.clear();
  const std::string& base = request.build.scan.workingDirectory;
  size_t shown = files.size();
  if (!request.metafile.empty()) files.push_back({paths::resolve(base, request.metafile), std::move(output->metafile)});
  if (auto written = bundler::writeFiles(files); !written) return fail(written.error().message(), 1);
  if (!request.isToFile) return print(STDOUT_FILENO, text, 0);
  if (request.logLevel < LogLevel::Info) return 0;
  auto taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun);
  return print(STDERR_FILENO, summary(std::span(files).first(shown), base, taken.count()), 0);
}

}  // namespace weft::cli
