#include "cli/test_command.h"

#include <stdlib.h>
#include <unistd.h>

#include <thread>

#include "base/build_id.h"
#include "base/file.h"
#include "base/paths.h"
#include "cli/cache_command.h"
#include "cli/test_options.h"
#include "engine/vm.h"
#include "loop/standard_io.h"
#include "test-runner/supervisor.h"

namespace weft::cli {

using namespace options;

namespace {

int print(int file, const std::string& text, int code) {
  auto written = loop::writeAll(file, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? code : 1;
}

int fail(const std::string& message, int code) {
  return print(STDERR_FILENO, "weft test: " + message + "\n", code);
}

bool isSet(const char* variable) {
  const char* value = getenv(variable);
  return value && *value && std::string_view(value) != "0" && std::string_view(value) != "false";
}

bool wantsColours(const TestRequest& request) {
  if (request.colours) return *request.colours;
  if (const char* force = getenv("FORCE_COLOR"))
    return std::string_view(force) != "0" && std::string_view(force) != "false";
  const char* without = getenv("NO_COLOR");
  if (without && *without) return false;
  const char* terminal = getenv("TERM");
  return isatty(STDOUT_FILENO) && !(terminal && std::string_view(terminal) == "dumb");
}

/// The document that --reporter-outfile means: the first that has no file.
options::Fault placeReport(TestRequest& request) {
  if (request.reporterOutput.empty()) return {};
  for (test::ReporterRequest& reporter : request.options.reporters) {
    if (!test::isDocument(reporter.name) || !reporter.outputFile.empty()) continue;
    reporter.outputFile = request.reporterOutput;
    return {};
  }
  return "--reporter-outfile goes with --reporter junit, tap, json or html";
}

/// Modules as a test file in the folder would name them.
graph::ResolverOptions resolverOptions() {
  graph::ResolverOptions options;
  for (std::string_view id : js::publicBuiltins()) {
    std::string name(id);
    options.builtins.push_back({name, name});
    if (name.starts_with("node:")) options.builtins.push_back({name.substr(5), name});
  }
  return options;
}

}  // namespace

int testCommand(const std::vector<std::string>& arguments, const TestHostFactory& host) {
  TestRequest request;
  test::Options& options = request.options;
  options.workers = std::max(1u, std::thread::hardware_concurrency());
  if (options::Fault fault = parseTestOptions(arguments, request)) return fail(*fault, 9);
  if (request.isHelp) return print(STDOUT_FILENO, testHelpText(), 0);
  if (options::Fault fault = placeReport(request)) return fail(*fault, 9);
  auto here = currentDirectory();
  if (!here) return fail(here.error().message(), 1);
  options.here = *here;
  for (std::string* path :
       {&options.root, &options.timingsFile, &options.coverageDirectory, &options.typeConfiguration})
    if (!path->empty()) *path = paths::resolve(options.here, *path);
  // A configuration may be JSON.
  if (!options.configuration.empty() && !options.configuration.starts_with('{'))
    options.configuration = paths::resolve(options.here, options.configuration);
  for (test::ReporterRequest& reporter : options.reporters)
    if (!reporter.outputFile.empty()) reporter.outputFile = paths::resolve(options.here, reporter.outputFile);
  if (!options.root.empty() && fileKind(options.root) != FileKind::Directory)
    return fail("--root: no such folder: " + options.root, 9);
  if (!options.typeConfiguration.empty() && fileKind(options.typeConfiguration) != FileKind::File)
    return fail("--typecheck-config: no such file: " + options.typeConfiguration, 9);
  options.isCi |= isSet("CI");
  options.settings["ci"] = options.isCi ? "true" : "false";
  if (options.isCi && !options.settings.contains("updateSnapshots")) options.settings["updateSnapshots"] = "\"none\"";
  options.isColoured = wantsColours(request);
  if (auto cache = cacheOptions()) options.cacheFolder = cache->directory;
  options.build = buildId();
  if (options.changedSince || options.onlyRelated || options.isWatching) options.resolver = resolverOptions();
  unsigned threads = options.workers;
  test::Supervisor supervisor(std::move(options), host(threads));
  return supervisor.run();
}

}  // namespace weft::cli
