// The weft command.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <functional>
#include <optional>
#include <vector>

#include "base/embedded_files.h"
#include "base/file.h"
#include "base/paths.h"
#include "cli/build_command.h"
#include "cli/cache_command.h"
#include "cli/check_command.h"
#include "cli/completions.h"
#include "cli/crash_handler.h"
#include "cli/graph_command.h"
#include "cli/init_command.h"
#include "cli/options.h"
#include "cli/repl_help.h"
#include "cli/run_command.h"
#include "cli/test_command.h"
#include "cli/tool_command.h"
#include "cli/transpile_command.h"
#include "cli/version.h"
#include "cli/watch.h"
#include "engine/vm.h"
#include "loop/process_info.h"
#include "loop/standard_io.h"
#include "runtime/runtime.h"
#include "runtime/test_host.h"

extern "C" const char weft_builtins_begin[], weft_builtins_end[];
extern "C" const char weft_init_files_begin[], weft_init_files_end[];
extern "C" const char weft_licenses_begin[], weft_licenses_end[];

namespace {

using namespace weft;

int print(std::string_view text) {
  auto written = loop::writeAll(STDOUT_FILENO, {reinterpret_cast<const uint8_t*>(text.data()), text.size()});
  return written ? 0 : 1;
}

int fail(const std::string& message, int code) {
  std::string line = "weft: " + message + "\n";
  (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(line.data()), line.size()});
  return code;
}

std::string executablePath() {
  auto path = realPath("/proc/self/exe");
  return path ? *path : "weft";
}

void setBuiltins() {
  js::setBuiltinImage({reinterpret_cast<const uint8_t*>(weft_builtins_begin),
                       static_cast<size_t>(weft_builtins_end - weft_builtins_begin)});
}

/// To its end. By the descriptor: /dev/stdin can't be opened where it is a socket.
Result<std::string, SysError> readStandardInput() {
  std::string text;
  std::vector<uint8_t> buffer(size_t{64} << 10);
  for (;;) {
    auto count = loop::readSome(STDIN_FILENO, buffer);
    if (!count) return std::unexpected(count.error());
    if (*count == 0) return text;
    text.append(reinterpret_cast<const char*>(buffer.data()), *count);
  }
}

/// `prepare` comes before the program.
int run(cli::CommandLine line, const char* argv0, const std::function<void(runtime::Runtime&)>& prepare = {}) {
  if (line.program.type == runtime::Program::Type::Stdin) {
    auto source = readStandardInput();
    if (!source) return fail("cannot read standard input: " + source.error().description(), 1);
    line.program.text = std::move(*source);
  }
  line.runtime.execPath = executablePath();
  line.runtime.onFile = cli::watchReporter();
  if (line.usesCache) line.runtime.cache = cli::cacheOptions();
  // What an executable has compiled is found through the cache, also where there is no folder for it.
  if (!line.runtime.cache && embedded::kindOf(embedded::kRoot) != FileKind::Missing) line.runtime.cache.emplace();
  line.runtime.argv0 = argv0;
#if !__has_feature(address_sanitizer)
  cli::installCrashHandler();  // the sanitizer has one of its own
#endif
  js::VM::initialise();
  setBuiltins();
  runtime::Runtime runtime(std::move(line.runtime));
  if (prepare) prepare(runtime);
  int code = runtime.run(line.program);
#if __has_feature(address_sanitizer)
  runtime.saveCompiled();
  loop::restoreStandardIo();
  return code;  // the leak checker wants everything taken down
#endif
  runtime.exit(code);
  return code;
}

/// Modules are replaced while the program runs.
void prepareHot(runtime::Runtime& runtime) {
  js::Realm& realm = runtime.realm();
  auto hot = realm.requireBuiltin("internal/hot");
  if (hot) hot = hot->asObject().invoke(realm, "start", {});
  if (!hot) runtime::reportUncaught(realm, hot.error());
}

/// `weft preview` and its kin: a builtin begins, and the loop runs as long as it has something to wait for.
int runTool(const cli::Tool& tool, const std::vector<std::string>& arguments, const char* argv0) {
  cli::ToolRequest request;
  if (auto fault = tool.parse(arguments, request)) {
    std::string message = "weft " + std::string(tool.name) + ": " + *fault + "\n";
    (void)loop::writeAll(STDERR_FILENO, {reinterpret_cast<const uint8_t*>(message.data()), message.size()});
    return 9;
  }
  if (request.isHelp) return print(tool.helpText());
  cli::CommandLine line;
  line.program.type = runtime::Program::Type::Eval;
  line.runtime.argv = {"weft " + std::string(tool.name)};
  return run(std::move(line), argv0, [&](runtime::Runtime& runtime) {
    js::Realm& realm = runtime.realm();
    const js::Value options[] = {js::toJs(realm, request.json())};
    auto begun = realm.requireBuiltin(tool.builtin);
    if (begun) begun = begun->asObject().invoke(realm, "main", options);
    if (!begun) runtime::reportUncaught(realm, begun.error());
  });
}

/// What the child process of `weft test` does.
int hostTests(int socket, unsigned threads, const char* argv0) {
#if !__has_feature(address_sanitizer)
  cli::installCrashHandler(runtime::flushTestHostInCrash);
#endif
  runtime::TestHostOptions options;
  options.threads = threads;
  options.runtime.execPath = executablePath();
  options.runtime.argv0 = argv0;
  options.runtime.cache = cli::cacheOptions();
  return runtime::runTestHost(socket, std::move(options));
}

int watch(const cli::CommandLine& line) {
  if (line.program.type != runtime::Program::Type::File) return fail("--hot, --watch and --watch-path need a file", 9);
  cli::WatchRequest request;
  request.isHot = line.isHot;
  request.clearsScreen = !line.watchPreservesOutput && !line.isHot;
  request.command.push_back(executablePath());
  for (size_t i = 0; i < line.runtime.execArgv.size(); ++i) {
    const std::string& word = line.runtime.execArgv[i];
    if (!word.starts_with("--watch")) request.command.push_back(word);
    if (word == "--watch-path") ++i;
  }
  request.command.insert(request.command.end(), line.runtime.argv.begin(), line.runtime.argv.end());
  auto folder = currentDirectory();
  std::string here = folder ? *folder : "/";
  for (const std::string& path : line.watchPaths) {
    request.paths.push_back(paths::resolve(here, path));
    FileKind kind = fileKind(request.paths.back());
    if (kind != FileKind::File && kind != FileKind::Directory)
      return fail("--watch-path: ENOENT: no such file or directory, stat '" + request.paths.back() + "'", 1);
  }
  if (!request.paths.empty()) return cli::watch(request);
  std::string entry = paths::resolve(here, line.program.text);
  request.files.push_back(entry);
  for (std::string_view near : {std::string_view(here), paths::dirname(entry)})
    for (const char* name : {"package.json", "tsconfig.json"}) request.files.push_back(paths::resolve(near, name));
  for (const cli::EnvFileRequest::File& file : line.envFiles.files)
    request.files.push_back(paths::resolve(here, file.path));
  for (const char* name : {".env", ".env.local"})
    if (line.envFiles.files.empty() && !line.envFiles.isOff) request.files.push_back(paths::resolve(here, name));
  return cli::watch(request);
}

/// A program that `weft build --compile` put into this executable; nothing where there is none, or where it is told to
/// be weft.
std::optional<int> runEmbedded(const std::vector<std::string>& arguments, const char* argv0) {
  embedded::Found found = embedded::installProgram();
  if (!found.isProgram || getenv("WEFT_BE_WEFT")) return std::nullopt;
  if (!found.fault.empty()) return fail(found.fault, 1);
  std::vector<std::string> words = found.arguments;
  words.push_back(found.entry);
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto line = cli::parseCommandLine(words);
  if (!line) return fail(line.error(), 9);
  if (auto fault = cli::loadEnvFiles(line->envFiles)) return fail(*fault, 9);
  return run(std::move(*line), argv0);
}

}  // namespace

int main(int argc, char** argv) {
  argv = loop::prepareArguments(argc, argv);
  loop::prepareStandardIo();
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (auto code = runEmbedded(arguments, argv[0])) return *code;
  if (!arguments.empty() && arguments[0] == "run") {
    arguments.erase(arguments.begin());
    if (!arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h")) return print(cli::runHelpText());
    bool isOption = !arguments.empty() && arguments[0].starts_with('-');
    if (isOption) return fail("weft run takes no option " + arguments[0] + "; see weft run --help", 9);
    if (auto code = cli::runScript(arguments, executablePath())) return *code;
  }
  if (!arguments.empty() && arguments[0] == "graph") {
    setBuiltins();
    return cli::graphCommand({arguments.begin() + 1, arguments.end()});
  }
  if (!arguments.empty() && arguments[0] == "build") {
    setBuiltins();
    auto script = [argv](const std::string& text, std::vector<std::string> words) {
      cli::CommandLine line;
      line.program = {runtime::Program::Type::Eval, text};
      line.runtime.argv = std::move(words);
      return run(std::move(line), argv[0]);
    };
    return cli::build({arguments.begin() + 1, arguments.end()}, script);
  }
  if (!arguments.empty() && arguments[0] == "test") {
    setBuiltins();
    auto host = [argv](unsigned threads) -> test::HostMain {
      return [threads, argv](int socket) { return hostTests(socket, threads, argv[0]); };
    };
    return cli::testCommand({arguments.begin() + 1, arguments.end()}, host);
  }
  if (!arguments.empty() && arguments[0] == "transpile")
    return cli::transpile({arguments.begin() + 1, arguments.end()});
  if (const cli::Tool* tool = arguments.empty() ? nullptr : cli::findTool(arguments[0]))
    return runTool(*tool, {arguments.begin() + 1, arguments.end()}, argv[0]);
  if (!arguments.empty() && arguments[0] == "cache") return cli::cacheCommand({arguments.begin() + 1, arguments.end()});
  if (!arguments.empty() && arguments[0] == "init")
    return cli::initCommand({arguments.begin() + 1, arguments.end()},
                            {weft_init_files_begin, static_cast<size_t>(weft_init_files_end - weft_init_files_begin)});
  if (!arguments.empty() && arguments[0] == "completions")
    return cli::completionsCommand({arguments.begin() + 1, arguments.end()});
  if (!arguments.empty() && arguments[0] == "man") return cli::manCommand({arguments.begin() + 1, arguments.end()});
  bool isRepl = !arguments.empty() && arguments[0] == "repl";
  if (isRepl) {
    if (arguments.size() > 1 && (arguments[1] == "--help" || arguments[1] == "-h")) return print(cli::replHelpText());
    arguments[0] = "-i";
  }
  auto line = cli::parseCommandLine(arguments);
  if (!line) return fail(line.error(), 9);
  if (isRepl && line->program.type == runtime::Program::Type::File)
    return fail("weft repl runs no file; see weft repl --help", 9);
  // As a person sees it, `weft` alone asks for something to do.
  bool isBare = line->program.type == runtime::Program::Type::Stdin && line->runtime.argv.empty();
  if (isBare && isatty(STDIN_FILENO)) line->program.type = runtime::Program::Type::Repl;
  switch (line->action) {
    case cli::Action::Check:
      return cli::checkFiles(line->files);
    case cli::Action::Help:
      return print(cli::helpText());
    case cli::Action::Version:
      return print(std::string("weft ") + std::string(cli::kVersion) + "\n");
    case cli::Action::Licenses:
      return print({weft_licenses_begin, static_cast<size_t>(weft_licenses_end - weft_licenses_begin)});
    case cli::Action::Run:
      break;
  }
  if (line->isHot && !line->watchPaths.empty()) return fail("takes --hot or --watch-path, not both", 9);
  bool isHotChild = line->isHot && cli::isWatched();
  if (line->watches || (line->isHot && !isHotChild)) return watch(*line);
  if (auto fault = cli::loadEnvFiles(line->envFiles)) return fail(*fault, 9);
  return run(std::move(*line), argv[0], isHotChild ? prepareHot : nullptr);
}
