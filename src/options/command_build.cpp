#include "options/command_build.h"

#include <algorithm>
#include <chrono>

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

}  // namespace

CommandResult runCommand(graph::Resolver& resolver, const BuildRequest& request, ThreadPool* pool, Color color) {
  auto begun = std::chrono::steady_clock::now();
  CommandResult result;
  Log log;
  std::optional<bundler::Output> output = bundler::build(resolver, request.build, pool, log);
  result.standardError = renderLog(log, request, color);
  if (!output) {
    result.code = 1;
    return result;
  }
  if (pool && pool->workerCount() > 0) pool->submit([rest = std::move(output->rest)] {});
  std::vector<bundler::OutputFile> files = std::move(output->files);
  bool isWithSheet = !bundler::isStylePath(request.build.entries.front()) &&
                     std::ranges::any_of(files, bundler::isStylePath, &bundler::OutputFile::path);
  if (!request.isToFile && isWithSheet)
    return withFault(std::move(result), "a program that imports style sheets needs --outfile or --outdir", 9);
  if (!request.isToFile) {
    result.standardOutput = std::move(files[0].contents);
    files.clear();
  }
  size_t shown = files.size();
  if (!request.metafile.empty())
    files.push_back(
        {paths::resolve(request.build.scan.workingDirectory, request.metafile), std::move(output->metafile)});
  if (auto written = bundler::writeFiles(files); !written)
    return withFault(std::move(result), written.error().message(), 1);
  if (!request.isToFile || request.logLevel < LogLevel::Info) return result;
  auto taken = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun);
  result.standardError += summaryOf(std::span(files).first(shown), request, taken.count());
  return result;
}

}  // namespace weft::options
