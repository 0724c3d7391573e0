#include "options/command_build.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "analyze/analysis.h"
#include "base/paths.h"
#include "bundler/style_module.h"
#include "bundler/write_files.h"
#include "options/build_report.h"

namespace weft::options {

namespace {

CommandResult withFault(CommandResult result, const std::string& message, int code) {
  result.standardError += "weft build: " + message + "\n";
  result.code = code;
  return result;
}

/// Of what is to be written; nothing where it is not wanted.
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

}  // namespace

CommandResult runCommand(graph::Resolver& resolver, const BuildRequest& request, ThreadPool* pool, Color color,
                         const Compile& compile) {
  auto begun = std::chrono::steady_clock::now();
  auto taken = [&] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  };
  CommandResult result;
  if (!request.executable.empty() && !compile)
    return withFault(std::move(result), "--compile does not go with a configuration or plugins: --no-config", 9);
  Log log;
  std::optional<bundler::Output> output = bundler::build(resolver, request.build, pool, log);
  result.standardError = renderLog(log, request, color);
  if (!output) {
    result.code = 1;
    return result;
  }
  std::optional<analyze::Analysis> analysis = analysisOf(*output, request);
  if (pool && pool->workerCount() > 0) pool->submit([rest = std::move(output->rest)] {});
  std::vector<bundler::OutputFile> files = std::move(output->files);
  if (!request.executable.empty()) {
    auto size = compile(files);
    if (!size) return withFault(std::move(result), size.error(), 1);
    if (request.logLevel >= LogLevel::Info)
      result.standardError += summaryOf(request.executable, *size, request, taken());
    return result;
  }
  bool isWithSheet = !bundler::isStylePath(request.build.entries.front()) &&
                     std::ranges::any_of(files, bundler::isStylePath, &bundler::OutputFile::path);
  if (!request.isToFile && isWithSheet)
    return withFault(std::move(result), "a program that imports style sheets needs --outfile or --outdir", 9);
  if (!request.isToFile) {
    result.standardOutput = std::move(files[0].contents);
    files.clear();
  }
  size_t shown = files.size();
  const std::string& base = request.build.scan.workingDirectory;
  if (analysis && !request.analysis->empty()) {
    bool isPage = request.analysis->ends_with(".html");
    files.push_back({paths::resolve(base, *request.analysis),
                     isPage ? analyze::analysisPage(*analysis) : analyze::analysisText(*analysis)});
  }
  if (!request.metafile.empty()) files.push_back({paths::resolve(base, request.metafile), std::move(output->metafile)});
  if (auto written = bundler::writeFiles(files); !written)
    return withFault(std::move(result), written.error().message(), 1);
  if (analysis && request.analysis->empty())
    (request.isToFile ? result.standardOutput : result.standardError) += analyze::analysisText(*analysis);
  if (!request.isToFile || request.logLevel < LogLevel::Info) return result;
  result.standardError += summaryOf(std::span(files).first(shown), request, taken());
  return result;
}

}  // namespace weft::options
