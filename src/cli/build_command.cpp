#include "cli/build_command.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_set>

#include "base/file.h"
#include "base/heap.h"
#include "base/paths.h"
#include "cli/compile_program.h"
#include "engine/builtin_names.h"
#include "engine/vm.h"
#include "loop/path_watcher.h"
#include "loop/standard_io.h"
#include "options/command_build.h"

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

constexpr int kSettleMilliseconds = 30;  // an editor writes more than once

int say(const options::CommandResult& result) {
  int code = result.code;
  if (!result.standardError.empty()) code = print(STDERR_FILENO, result.standardError, code);
  if (!result.standardOutput.empty()) code = print(STDOUT_FILENO, result.standardOutput, code);
  return code;
}

/// "src/a.ts changed", "src/a.ts and 2 more changed"
std::string changedText(const std::vector<std::string>& changes, const std::string& base) {
  std::string out = "\n" + (changes[0].empty() ? "many files" : paths::relative(base, changes[0]));
  if (changes.size() > 1) out += " and " + std::to_string(changes.size() - 1) + " more";
  return out + " changed\n";
}

int64_t nanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Watches files that are not watched yet. Gives those that have changed since the build began.
std::vector<std::string> watchAll(loop::PathWatcher& watcher, std::unordered_set<std::string>& known,
                                  std::vector<std::string> paths, int64_t begun) {
  std::vector<std::string> changes;
  for (std::string& path : paths) {
    if (!known.insert(path).second) continue;
    watcher.add(path);
    struct stat info;
    if (::stat(path.c_str(), &info) == 0 && nanoseconds(info.st_mtim) > begun) changes.push_back(std::move(path));
  }
  return changes;
}

/// Until a signal ends it.
int watchBuild(graph::Resolver& resolver, const BuildRequest& request, ThreadPool& pool, Color color) {
  BuildRequest own = request;
  bundler::InputFiles inputs;
  own.build.scan.inputs = &inputs;
  loop::PathWatcher watcher;
  std::unordered_set<std::string> known;
  for (;;) {
    timespec begun;
    clock_gettime(CLOCK_REALTIME, &begun);
    if (int code = say(options::runCommand(resolver, own, &pool, color, {})); code == 9) return code;
    std::vector<std::string> changes = watchAll(watcher, known, inputs.take(), nanoseconds(begun));
    pollfd waiting = {watcher.descriptor(), POLLIN, 0};
    while (changes.empty()) {
      if (poll(&waiting, 1, -1) < 0 && errno != EINTR) return 1;
      changes = watcher.changes();
    }
    while (poll(&waiting, 1, kSettleMilliseconds) > 0)
      for (std::string& path : watcher.changes())
        if (std::ranges::find(changes, path) == changes.end()) changes.push_back(std::move(path));
    if (request.logLevel >= LogLevel::Info)
      (void)print(STDERR_FILENO, changedText(changes, request.build.scan.workingDirectory), 0);
    resolver.forgetFiles();
  }
}

/// The nearest weft.config.*, no further up than the folder of package.json, if it speaks of builds.
std::string findConfig(const std::string& folder) {
  for (std::string at = folder;; at = paths::dirname(at)) {
    for (const char* extension : {"ts", "js", "mjs", "cjs"}) {
      std::string path = paths::join({at, std::string("weft.config.") + extension});
      auto text = readFile(path);
      if (text) return text->find("build") == std::string::npos ? std::string() : path;
    }
    if (fileKind(paths::join({at, "package.json"})) == FileKind::File || at == "/") return {};
  }
}

}  // namespace

int build(const std::vector<std::string>& arguments, const RunScript& runScript) {
  BuildRequest words;
  words.mayLackEntries = true;
  if (options::Fault fault = parseBuildOptions(arguments, words)) return fail(*fault, 9);
  if (words.isHelp) return print(STDOUT_FILENO, helpText(), 0);
  const std::string& folder = words.build.scan.workingDirectory;
  std::string config;
  if (words.usesConfig) config = words.config.empty() ? findConfig(folder) : paths::resolve(folder, words.config);
  if (!words.config.empty() && fileKind(config) != FileKind::File)
    return fail("--config names a file that does not exist: " + config, 9);
  if (!config.empty()) {
    std::vector<std::string> script = {config};
    script.insert(script.end(), arguments.begin(), arguments.end());
    return runScript(
        "require('weft:bundler').command(process.argv.slice(1)).then((code) => { process.exitCode = code; })",
        std::move(script));
  }
  BuildRequest request;
  if (options::Fault fault = parseBuildOptions(arguments, request)) return fail(*fault, 9);
  if (!request.watches) {
    takeHeapForGood();
    request.build.scan.onThread = growThreadHeap;
  }
  ThreadPool pool;
  graph::Resolver resolver(resolverOptions(request, builtinNames()));
  Color color = isatty(STDERR_FILENO) ? Color::On : Color::Off;
  if (request.watches) return watchBuild(resolver, request, pool, color);
  auto compile = [&](std::span<const bundler::OutputFile> files) {
    return compileProgram(files, {request.executable, request.executableArguments});
  };
  return say(options::runCommand(resolver, request, &pool, color, compile));
}

}  // namespace weft::cli
