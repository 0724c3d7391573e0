#include "cli/build_command.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "analyze/analysis.h"
#include "base/file.h"
#include "base/heap.h"
#include "base/paths.h"
#include "bundler/build.h"
#include "bundler/style_module.h"
#include "bundler/write_files.h"
#include "cli/compile_program.h"
#include "engine/builtin_names.h"
#include "engine/vm.h"
#include "loop/standard_io.h"
#include "options/build_options.h"

namespace weft::cli {

using namespace options;

namespace {

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

std::vector<graph::BuiltinName> builtinNames() {
  std::vector<graph::BuiltinName> names;
  for (std::string_view id : js::publicBuiltins()) {
    std::string name(id);
    names.push_back({name, name});
    if (auto bare = js::bareName(id)) names.push_back({std::string(*bare), name});
  }
  return names;
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

std::string timeSince(std::chrono::steady_clock::time_point begun) {
  char time[32];
  auto taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun);
  snprintf(time, sizeof time, "%.0f ms", taken.count());
  return time;
}

/// "1.6 kB  10 ms" after the file's name, or a line for each file.
std::string summary(std::span<const bundler::OutputFile> files, const std::string& base,
                    std::chrono::steady_clock::time_point begun) {
  std::string out;
  for (const bundler::OutputFile& file : files) {
    if (file.path.ends_with(".map")) continue;
    std::string shown = paths::relative(base, file.path);
    out += (out.empty() ? "" : "\n") + (shown.starts_with("../") ? file.path : shown) + "  " +
           analyze::sizeText(file.contents.size());
  }
  return out + "  " + timeSince(begun) + "\n";
}

/// Of what has been written; nothing where it is not wanted.
std::optional<analyze::Analysis> analysisOf(const bundler::Output& output, const BuildRequest& request) {
  if (!request.analysis) return std::nullopt;
  const std::string& base = request.build.scan.workingDirectory;
  std::vector<analyze::AnalyzedText> texts;
  for (const bundler::OutputFile& file : output.files) {
    analyze::AnalyzedText text{paths::relative(base, file.path), file.contents};
    for (const bundler::OutputPiece& piece : file.pieces) text.pieces.push_back({piece.module, piece.begin, piece.end});
    texts.push_back(std::move(text));
  }
  return analyze::analyze(output.metafile, texts, base);
}

/// The rest of `weft build --compile`.
int compile(const BuildRequest& request, std::span<const bundler::OutputFile> files,
            std::chrono::steady_clock::time_point begun) {
  auto size = compileProgram(files, {request.executable, request.executableArguments});
  if (!size) return fail(size.error(), 1);
  if (request.logLevel < LogLevel::Info) return 0;
  std::string shown = paths::relative(request.build.scan.workingDirectory, request.executable);
  if (shown.starts_with("../")) shown = request.executable;
  return print(STDERR_FILENO, shown + "  " + analyze::sizeText(*size) + "  " + timeSince(begun) + "\n", 0);
}

}  // namespace

int build(const std::vector<std::string>& arguments) {
  auto begun = std::chrono::steady_clock::now();
  BuildRequest request;
  if (options::Fault fault = parseBuildOptions(arguments, request)) return fail(*fault, 9);
  if (request.isHelp) return print(STDOUT_FILENO, helpText(), 0);
  takeHeapForGood();
  request.build.scan.onThread = growThreadHeap;
  ThreadPool pool;
  graph::Resolver resolver(resolverOptions(request, builtinNames()));
  Log log;
  std::optional<bundler::Output> output = bundler::build(resolver, request.build, &pool, log);
  if (std::string faults = render(log, request); !faults.empty()) (void)print(STDERR_FILENO, faults, 0);
  if (!output) return 1;
  std::optional<analyze::Analysis> analysis = analysisOf(*output, request);
  if (pool.workerCount() > 0) pool.submit([rest = std::move(output->rest)] {});
  std::vector<bundler::OutputFile> files = std::move(output->files);
  if (!request.executable.empty()) return compile(request, files, begun);
  bool isWithSheet = !bundler::isStylePath(request.build.entries.front()) &&
                     std::ranges::any_of(files, bundler::isStylePath, &bundler::OutputFile::path);
  if (!request.isToFile && isWithSheet)
    return fail("a program that imports style sheets needs --outfile or --outdir", 9);
  if (!request.isToFile && request.metafile.empty() && !analysis) return print(STDOUT_FILENO, files[0].contents, 0);
  std::string text = request.isToFile ? std::string() : std::move(files[0].contents);
  if (!request.isToFile) files.clear();
  const std::string& base = request.build.scan.workingDirectory;
  size_t shown = files.size();
  if (analysis && !request.analysis->empty()) {
    bool isPage = request.analysis->ends_with(".html");
    files.push_back({paths::resolve(base, *request.analysis),
                     isPage ? analyze::analysisPage(*analysis) : analyze::analysisText(*analysis)});
  }
  if (!request.metafile.empty()) files.push_back({paths::resolve(base, request.metafile), std::move(output->metafile)});
  if (auto written = bundler::writeFiles(files); !written) return fail(written.error().message(), 1);
  if (analysis && request.analysis->empty())
    (void)print(request.isToFile ? STDOUT_FILENO : STDERR_FILENO, analyze::analysisText(*analysis), 0);
  if (!request.isToFile) return print(STDOUT_FILENO, text, 0);
  if (request.logLevel < LogLevel::Info) return 0;
  return print(STDERR_FILENO, summary(std::span(files).first(shown), base, begun), 0);
}

}  // namespace weft::cli
